"""A sheet as it was read: nothing renamed, nothing converted, every cell at its place in the file."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Cells of one sheet, or of a file that has no sheets.

    Attributes
    ----------
    file
        Name of the file, without its folder.
    name
        Name of the sheet; empty for text files and Parquet.
    cells
        One row a row of the file; the index is the row number in the file (from 1), the columns are positions 0 … n−1.
        Columns of text files are of type ``str``. Elsewhere they are of type ``object``, and a cell is text or what the
        file itself declares: number (always float in workbooks), flag, date and time, time of day, span of time. An
        empty cell is missing: ask ``isna``.
    widths
        How many cells each row of a text file has, index as in ``cells``; None where all rows have as many.
    """

    file: str
    name: str
    cells: pd.DataFrame
    widths: pd.Series | None = None
