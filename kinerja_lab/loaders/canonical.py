"""Canonical tables: a folder with ``wilayah.toml`` and, in any form that can be read, one file or one sheet a table."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset, Problem, UnknownName
from kinerja_lab.files import local
from kinerja_lab.loaders.forms import Form
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.loaders.sheets import read_sheets
from kinerja_lab.profile import FILE, RegionProfile

_MOST_LISTED = 100
_MOST_EXACT = 2**53


def load(folder: str | Path, period: str | None = None) -> Dataset:
    """Read one region from its folder.

    Parameters
    ----------
    folder
        Holds ``wilayah.toml`` and tables: ``pegawai.csv`` (or XLSX, ODS, Parquet), or a workbook with a sheet a table.
    period
        The reported period; the latest one in the data if not given.

    Raises
    ------
    InvalidDataset
        Every problem of the profile, or every problem of all files, or of all tables, at once.
    UnknownName
        The folder does not exist or is an address of a network, or the period does not occur.
    """
    folder = local(folder)
    if not folder.is_dir():
        raise UnknownName("folder", folder.name, sorted(item.name for item in folder.parent.glob("*") if item.is_dir()))
    sheets, tables, problems = dict[str, Sheet](), dict[str, pd.DataFrame](), list[Problem]()
    profile = load_profile(folder)
    for name, sheet in _tables(folder, problems):
        if name in sheets:
            problems.append(Problem(rule="repeated_table", table=name, file=sheet.file, sheet=sheet.name))
        sheets[name] = sheet
        frame, found = canonical_frame(sheet, name)
        problems += found
        if frame is not None:
            tables[name] = frame
    if not problems:
        problems = _missing(tables, period or _latest(tables))
    if problems:
        raise InvalidDataset(problems)
    files = {name: sheet.file for name, sheet in sheets.items()}
    try:
        return Dataset(profile=profile, period=period or _latest(tables), tables=tables, files=files)
    except InvalidDataset as error:
        named = {name: sheet.name for name, sheet in sheets.items()}
        raise InvalidDataset(replace(item, sheet=named.get(item.table, "")) for item in error.problems) from None


def load_profile(folder: str | Path) -> RegionProfile:
    """Read ``wilayah.toml`` of a folder.

    Raises
    ------
    InvalidDataset
        The file is missing, is not TOML, or breaks rules of the profile.
    """
    path = Path(folder) / FILE
    try:
        mapping = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InvalidDataset([Problem(rule="missing_profile", table="wilayah", file=FILE)]) from None
    except (OSError, ValueError, RecursionError) as error:  # broken TOML and UTF-8, and numbers too long to read
        found = (error.strerror if isinstance(error, OSError) else str(error)) or ""
        raise InvalidDataset([Problem(rule="unreadable", table="wilayah", file=FILE, found=found.strip())]) from None
    return RegionProfile.from_mapping(mapping)


def canonical_frame(sheet: Sheet, table: str) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Rows of a canonical table on a sheet, header in the first row.

    Returns
    -------
    tuple
        Columns by their names, typed as the file declares them or as text, index the row in the file, without blank
        rows; and what is wrong. No frame where there is no header.
    """
    problem = partial(Problem, table=table, file=sheet.file, sheet=sheet.name)
    width = None if sheet.widths is None else sheet.widths.iloc[0]
    cells = sheet.cells.iloc[:, :width].dropna(axis="columns", how="all")
    if cells.empty or cells.iloc[0].isna().all():
        return None, [problem(rule="refused_empty")]
    heads = ["" if pd.isna(cell) else str(cell).strip() for cell in cells.iloc[0]]
    problems = [
        problem(rule="repeated_column", column=head) for head in sorted({*heads} - {""}) if heads.count(head) > 1
    ]
    problems += _uneven(sheet, heads, problem)
    kinds = {column.name: column.kind for column in col.TABLES[table].columns} if table in col.TABLES else {}
    columns: dict[str, pd.Series] = {}
    for place, head in zip(cells.columns, heads, strict=True):
        values = cells[place].iloc[1:]
        if values.dtype == object:
            numbers = values.map(_is_number).sum() if kinds.get(head) is col.Kind.IDENTITY else 0
            problems += [problem(rule="numeric_identity", column=head, count=int(numbers))] * bool(numbers)
            values = values.map(partial(_written, kind=kinds.get(head, col.Kind.TEXT)), na_action="ignore")
        columns[head] = values.astype("str")
    frame = pd.DataFrame(columns)
    return frame[frame.notna().any(axis=1)], problems


def _tables(folder: Path, problems: list[Problem]) -> Iterator[tuple[str, Sheet]]:
    """Tables of a folder by their names; files that cannot be read become problems."""
    for path in sorted(folder.iterdir()):
        name, _, form = path.name.partition(".")
        if form in {*Form, "tsv", "xlsm"} and name:
            try:
                sheets = read_sheets(path)
            except InvalidDataset as error:
                problems += error.problems
                continue
            filled = [sheet for sheet in sheets if not sheet.cells.empty] or sheets[:1]
            alone = len(filled) == 1 and (name in col.TABLES or not filled[0].name)
            yield from ((name if alone else sheet.name, sheet) for sheet in filled)


def _missing(tables: dict[str, pd.DataFrame], period: str) -> list[Problem]:
    """Tables without which there is nothing to report."""
    lacking = [name for name, there in (("pegawai", "pegawai" in tables), ("penilaian", bool(period))) if not there]
    return [
        Problem(rule="missing_table", table=name, file=f"{name}.csv", allowed=", ".join(col.TABLES[name].required))
        for name in lacking[:1]
    ]


def _uneven(sheet: Sheet, heads: list[str], problem: partial[Problem]) -> list[Problem]:
    """Rows of a text file that are shorter than its header, which would be read as empty cells, or longer."""
    if sheet.widths is None:
        return []
    width = sheet.widths.iloc[0]
    short = sheet.widths[(sheet.widths < width) & sheet.cells[0].notna()]
    long = sheet.widths[sheet.widths > width]
    problems = [
        problem(rule="missing_value", row=int(row), column=heads[cells] if cells < len(heads) else "")
        for row, cells in short.iloc[:_MOST_LISTED].items()
    ]
    return problems + [problem(rule="long_row", row=int(row)) for row in long.index[:_MOST_LISTED]]


def _is_number(cell: object) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and cell == cell


def _written(cell: object, kind: col.Kind) -> str:
    """A typed cell as a canonical CSV has it."""
    if isinstance(cell, bool | np.bool_):
        return "ya" if cell else "tidak"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _MOST_EXACT and kind is not col.Kind.NUMBER:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        whole = kind is not col.Kind.TIME and cell.time() == datetime.time.min
        return cell.date().isoformat() if whole else cell.isoformat(sep=" ")
    return str(cell).strip()


def _latest(tables: dict[str, pd.DataFrame]) -> str:
    """Latest period of the appraisals; empty where there are none."""
    appraised = [tables[name] for name in ("penilaian", "butir") if col.PERIOD in tables.get(name, ())]
    return max((str(period).strip() for frame in appraised for period in frame[col.PERIOD].dropna()), default="")
