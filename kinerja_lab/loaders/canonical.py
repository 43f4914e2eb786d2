"""What is canonical in a folder: the profile ``wilayah.toml``, and tables, one file or one sheet each, in any form."""

from __future__ import annotations

import datetime
import tomllib
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.profile import FILE, RegionProfile

_MOST_LISTED = 100
_MOST_EXACT = 2**53


def load_profile(folder: str | Path) -> RegionProfile:
    """Read ``wilayah.toml`` of a folder.

    Raises ``InvalidDataset``: the file is missing, is not TOML, or breaks rules of the profile.
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
