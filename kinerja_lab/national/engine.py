"""DuckDB inside this process, shut in: it reads one store, fetches nothing, and tells nothing about a cell."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import InvalidOption, ReportFailed

_SPILL = "kinerja-lab-tumpahan"
_REASONS = {duckdb.OutOfMemoryException: "memory_exceeded", duckdb.IOException: "store_broken"}


class Engine:
    """One database for all threads; each query runs in the thread that asks it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def ask(self, query: str, *values: object, **named: object) -> dict[str, npt.NDArray[Any]]:
        """Columns of the answer to a query with values in place or by name.

        Raises
        ------
        ReportFailed
            A file cannot be read, or the memory allowed does not do; never with the value of a cell.
        """
        try:
            columns = self._connection.cursor().execute(query, named or list(values)).fetchnumpy()
        except duckdb.Error as error:
            reason = next((reason for kind, reason in _REASONS.items() if isinstance(error, kind)), "query_failed")
            raise ReportFailed(reason, type(error).__name__) from None
        return {name: np.ma.getdata(column) for name, column in columns.items()}


@contextmanager
def engine(store: str | Path, memory: str = "1GB") -> Iterator[Engine]:
    """Open a database that sees the folder ``store`` and a private folder for what does not fit into memory.

    Threads are the caller's: queries about different regions run side by side, each in the thread that asks. What
    killed runs left in their private folders is swept away first.

    Parameters
    ----------
    store
        The only folder that queries may read.
    memory
        Limit for the database, such as ``400MB``.

    Raises
    ------
    InvalidOption
        A limit that is no amount of memory.
    """
    if not re.fullmatch(r"[1-9]\d{0,5}[MG]B", memory):
        raise InvalidOption("memory", memory, "400MB, 1GB, …")
    _sweep()
    spill = Path(tempfile.mkdtemp(prefix=f"{_SPILL}-{os.getpid()}-"))  # for its owner only
    settings = {
        "memory_limit": memory,
        "threads": 1,
        "temp_directory": str(spill),
        "allowed_directories": [str(Path(store).resolve())],
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "enable_external_access": False,
        "lock_configuration": True,
    }
    try:
        with duckdb.connect(":memory:") as connection:
            for name, value in settings.items():
                connection.execute(f"SET {name} = {value!r}")
            yield Engine(connection)
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _sweep() -> None:
    """Remove the private folders of processes that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SPILL}-*"):
        owner = folder.name.removeprefix(f"{_SPILL}-").partition("-")[0]
        if owner.isdigit() and not _alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(process: int) -> bool:
    """Whether a process runs; where that cannot be asked, its open files keep its folder from being removed."""
    if sys.platform == "win32":
        return process == os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
