"""Everything in a folder that may hold a table: files of any name, corrected rows, and what a database gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.loaders.database import SOURCE, read_database
from kinerja_lab.loaders.log import LoadLog
from kinerja_lab.loaders.mapping import MAPPING_FILE, Mapping, load_mapping
from kinerja_lab.loaders.quarantine import FILE as QUARANTINE
from kinerja_lab.loaders.quarantine import corrected, read_corrections, without_origin
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.loaders.sheets import read_sheets

LOG_FILE = "log_muat.csv"
_TABULAR = (".csv", ".txt", ".tsv", ".gz", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".parquet")
_OWN = (QUARANTINE, LOG_FILE)
_UNSEEN = (".", "~$")  # hidden files, and those by which Excel marks an open workbook


class Gathered(NamedTuple):
    """Sheets as read, what the agency says about them, and what could not be read."""

    sheets: list[Sheet]
    mapping: Mapping
    problems: list[Problem]


def gather(folder: Path, log: LoadLog, sql: str = "") -> Gathered:
    """Read every file of a folder that may hold a table, in the order of their names, and the queries to a database.

    Folders in it are not read. Queries stand in its ``pemetaan.toml``; corrected rows are noted in the log.
    """
    problems: list[Problem] = []
    mapping = Mapping()
    if (folder / MAPPING_FILE).exists():
        with _collected(problems):
            mapping = load_mapping(folder / MAPPING_FILE)
    sheets: list[Sheet] = []
    for path in _files(folder):
        with _collected(problems):
            sheets += read_sheets(path)
    if sql:
        with _collected(problems):
            sheets += _from_database(sql, mapping)
    if (folder / QUARANTINE).exists():
        with _collected(problems):
            corrections = read_corrections(folder / QUARANTINE)
            problems += without_origin(corrections, sheets)
            sheets = [corrected(sheet, corrections, log) for sheet in sheets]
    return Gathered(sheets, mapping, problems)


@contextmanager
def _collected(problems: list[Problem]) -> Iterator[None]:
    """Keep the problems of a file and go on with the next one."""
    try:
        yield
    except InvalidDataset as error:
        problems += error.problems


def _files(folder: Path) -> list[Path]:
    """Files that may hold a table; what this package writes itself is none of them."""
    found = (path for path in folder.iterdir() if path.suffix.casefold() in _TABULAR and path.name not in _OWN)
    return sorted(path for path in found if not path.name.startswith(_UNSEEN))


def _from_database(sql: str, mapping: Mapping) -> list[Sheet]:
    """Sheets of the queries; an address without any is a mistake."""
    if not mapping.queries:
        raise InvalidDataset([Problem(rule="database_queries", table=SOURCE, file=MAPPING_FILE)])
    return read_database(sql, dict(mapping.queries))
