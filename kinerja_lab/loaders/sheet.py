"""A sheet as it was read: nothing renamed, nothing converted, every cell at its place in the file."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Cells of one sheet, or of a file that has no sheets (then ``name`` is empty); ``file`` is without its folder.

    The index of ``cells`` is the row number in the file (from 1), the columns are positions 0 … n−1. Columns of text
    files are of type ``str``. Elsewhere they are of type ``object``, and a cell is text or what the file itself
    declares: number (always float in workbooks), flag, date and time, time of day, span of time. An empty cell is
    missing: ask ``isna``. ``widths`` says how many cells each row of a text file has; None where all have as many.
    """

    file: str
    name: str
    cells: pd.DataFrame
    widths: pd.Series | None = None
