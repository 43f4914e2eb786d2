"""Workbooks of every kind, read by a process of its own within the memory and time that their content can need."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pandas as pd

from kinerja_lab.loaders.archive import examine_archive
from kinerja_lab.loaders.extent import MOST_COLUMNS
from kinerja_lab.loaders.forms import Form, refused
from kinerja_lab.loaders.sheet import Sheet

_LEAST_MEMORY, _MEMORY_PER_BYTE = 384 << 20, 32
_LEAST_SECONDS, _SECONDS_PER_BYTE = 30, 1 / (1 << 20)
_READER = (sys.executable, "-m", "kinerja_lab.loaders.native")


def read_workbook(path: Path, form: Form) -> list[Sheet]:
    """Read all worksheets, in their order.

    Raises ``InvalidDataset``: the workbook is broken, encrypted, without a worksheet, or refused before or while it is
    opened.
    """
    size = path.stat().st_size if form is Form.OLD_WORKBOOK else examine_archive(path)
    found: list[tuple[str, list[list[Any]]]] = []
    for piece in _read(path, size):
        if isinstance(piece, list):
            found[-1][1].extend(piece)
        elif "sheet" in piece:
            found.append((piece["sheet"], []))
        else:
            raise refused(path, rule=piece["refused"])
    if not found:
        raise refused(path, rule="refused_empty")
    widest = max((len(row) for _, rows in found for row in rows[:1]), default=0)  # rows of a sheet are equally long
    if widest > MOST_COLUMNS:
        raise refused(path, rule="refused_columns", found=str(widest), allowed=str(MOST_COLUMNS))
    return [Sheet(path.name, name, _cells(rows)) for name, rows in found]


def _read(path: Path, size: int) -> Iterator[Any]:
    """Pieces of the workbook as the reader sends them."""
    command = [*_READER, str(path.absolute()), str(_LEAST_MEMORY + _MEMORY_PER_BYTE * size)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        clock = Timer(_LEAST_SECONDS + size * _SECONDS_PER_BYTE, reader.kill)
        clock.start()
        try:
            for line in reader.stdout or ():
                yield json.loads(line, object_hook=_dated)
        finally:
            clock.cancel()
            reader.kill()
    if reader.returncode:
        raise refused(path, rule="refused_reader")


def _dated(cell: dict[str, Any]) -> Any:
    """Date, time of day or span of time; anything else stays as it is."""
    if "date" in cell:
        return datetime.datetime.fromisoformat(cell["date"])
    if "clock" in cell:
        return datetime.time.fromisoformat(cell["clock"])
    return datetime.timedelta(seconds=cell["span"]) if "span" in cell else cell


def _cells(rows: list[list[Any]]) -> pd.DataFrame:
    """Cells at their places."""
    return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1), dtype=object)
