"""Rows that could not be loaded, written out for correction and read in again."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.files import write_whole
from kinerja_lab.loaders.log import Decision, LoadLog
from kinerja_lab.loaders.recognise import SourceTable
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.loaders.sheets import read_sheets

FILE = "karantina.xlsx"
ORIGIN = ("berkas_asal", "lembar_asal", "baris_asal", "alasan")
_LONGEST_NAME = 31
_HEADER = "header"
_MADE = datetime.datetime(2000, 1, 1)  # the same rows give the same bytes

Corrections = Mapping[tuple[str, str], pd.DataFrame]


def write_quarantine(
    folder: Path, tables: Iterable[SourceTable], log: LoadLog, say: Callable[[str], str]
) -> Path | None:
    """Write the quarantined rows of all tables as they were read, with their origin and, as ``say`` says, the reasons.

    ``karantina.xlsx`` holds numbers and names of people, so only its owner may read it. None where no row is
    quarantined, and then an old file is left alone.
    """
    entries = log.frame()
    entries = entries[entries["decision"] == Decision.QUARANTINED]
    if entries.empty:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()  # in memory: the library would leave its temporary files behind if this run was killed
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        number = count(1)
        for table in tables:
            found = entries[(entries["file"] == table.sheet.file) & (entries["sheet"] == table.sheet.name)]
            if len(found):
                name = f"{next(number)} {table.sheet.name or table.sheet.file}"
                _write_table(book.add_worksheet(_allowed(name)), table, found, say)
    return write_whole(folder / FILE, content.getvalue(), mode=0o600)


def read_corrections(path: Path) -> Corrections:
    """Corrected rows of a quarantine file by file and sheet of origin; index the row there.

    Raises ``InvalidDataset``: a sheet without the columns that tell the origin, or a row that does not tell it.
    """
    problems: list[Problem] = []
    found: dict[tuple[str, str], list[pd.DataFrame]] = {}
    for sheet in read_sheets(path):
        if sheet.cells.empty:
            continue
        heads = sheet.cells.iloc[0, : len(ORIGIN)].tolist()
        rows = pd.to_numeric(sheet.cells.iloc[1:, 2], errors="coerce") if heads == list(ORIGIN) else pd.Series([None])
        if rows.isna().any():
            missing = Problem(rule="no_origin", table=FILE, file=FILE, sheet=sheet.name, allowed=", ".join(ORIGIN))
            problems.append(missing)
            continue
        body = sheet.cells.iloc[1:].set_axis(rows.astype("int64"))
        origin = [body[0].astype("str"), body[1].where(body[1].notna(), "").astype("str")]
        for (file, name), part in body.groupby(origin, sort=False):
            cells = part.iloc[:, len(ORIGIN) :]
            found.setdefault((str(file), str(name)), []).append(cells.set_axis(range(cells.shape[1]), axis=1))
    if problems:
        raise InvalidDataset(problems)
    return {origin: pd.concat(parts).astype(object) for origin, parts in found.items()}


def corrected(sheet: Sheet, corrections: Corrections, log: LoadLog) -> Sheet:
    """Sheet with the corrected rows in the place of the ones that were read."""
    new = corrections.get((sheet.file, sheet.name))
    if new is None:
        return sheet
    rows = new.index.intersection(sheet.cells.index)
    log.note(sheet.file, sheet.name, rows, "corrected")
    cells = sheet.cells.astype(object)
    cells.loc[rows] = new.reindex(columns=cells.columns).loc[rows].where(lambda made: made.notna(), None)
    return Sheet(sheet.file, sheet.name, cells)


def without_origin(corrections: Corrections, sheets: Sequence[Sheet]) -> list[Problem]:
    """Corrections of files, sheets and rows that are not in the folder."""
    known = {(sheet.file, sheet.name): sheet.cells.index for sheet in sheets}
    there = {origin: rows.index.isin(known.get(origin, pd.Index([]))) for origin, rows in corrections.items()}
    problem = partial(Problem, rule="origin_missing", table=FILE, file=FILE)
    return [
        problem(sheet=sheet, found=file, count=int((~rows).sum()))
        for (file, sheet), rows in there.items()
        if not rows.all()
    ]


def _write_table(page: Worksheet, table: SourceTable, entries: pd.DataFrame, say: Callable[[str], str]) -> None:
    """One sheet: origin, reasons, and the row as it was."""
    cells = table.sheet.cells
    reasons = entries.groupby("row")["reason"].agg(lambda keys: " ".join(say(str(key)) for key in dict.fromkeys(keys)))
    heads = [row for row, why in table.dropped.items() if why == _HEADER]
    names = cells.loc[heads].ffill().iloc[-1] if heads else cells.iloc[0]
    rows: list[Sequence[object]] = [(*ORIGIN, *names)]
    rows += [(table.sheet.file, table.sheet.name, row, why, *cells.loc[row]) for row, why in reasons.items()]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write_cell(page, place, column, cell)


def _write_cell(page: Worksheet, row: int, column: int, cell: object) -> None:
    """Write a cell as what it is; text stays text, whatever it begins with."""
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, str):
        page.write_string(row, column, cell)
    elif cell is None or pd.isna(cell):
        return
    elif isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        page.write_datetime(row, column, cell)
    else:
        page.write_number(row, column, float(str(cell)))


def _allowed(name: str) -> str:
    """Name that a workbook allows for a sheet."""
    return "".join("_" if letter in "[]:*?/\\'" else letter for letter in name)[:_LONGEST_NAME]
