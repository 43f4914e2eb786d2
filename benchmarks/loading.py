"""How fast are files read and validated, beside pandas with its default engines?

An e-Kinerja workbook of 100,000 rows and 30 columns, a text file of 1,000,000 rows and 12 columns, and the validation
of the same million rows, beside which stands reading them.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from task import OURS, Run, Side, Task

WORKBOOK, TEXT = "a.xlsx", "skm.csv"


def make_workbook(path: Path, rows: int) -> None:
    """An export with its titles, header in row 8; persons are numbers of the simulated range only."""
    import xlsxwriter

    names = [f"kolom_{place}" for place in range(30)]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Laporan Penilaian SKP Tahun 2025")
        sheet.write_row(7, 0, names)
        for row in range(rows):
            cells = [f"{row:032x}", f"19900101202012{row % 10}{900 + row % 100}", f"Pegawai {row}", "2025-01-01"]
            cells += [f"Bidang {row % (place + 2)}" for place in range(25)]
            for place, cell in enumerate(cells):
                sheet.write_string(8 + row, place, cell)
            sheet.write_number(8 + row, 29, row % 7)


def answers(rows: int) -> pd.DataFrame:
    """Answer sheets of citizens: twelve columns."""
    rng, number = np.random.default_rng(1), np.arange(rows)
    scores = {f"u{item}": rng.integers(1, 5, rows) for item in range(1, 10)}
    unit = pd.Series(number % 40).astype("str")
    return pd.DataFrame({"bulan": "2025-01", "unit_kerja": "Dinas " + unit, "id_responden": number + 10**7, **scores})


def prepare(folder: Path, _large: bool) -> None:
    """Write the files; they are the same for every size."""
    make_workbook(folder / WORKBOOK, 100_000)
    answers(1_000_000).to_csv(folder / TEXT, index=False)


def ours(name: str, folder: Path) -> Run:
    """A file read by us."""
    from kinerja_lab.loaders.sheets import read_sheets

    return lambda: len(read_sheets(folder / name))


def validation(folder: Path) -> Run:
    """Rows that were read become part of a dataset."""
    from kinerja_lab.dataset import Dataset
    from kinerja_lab.loaders.canonical import canonical_frame
    from kinerja_lab.loaders.sheets import read_sheets

    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.small import profile, tables

    frame, _ = canonical_frame(read_sheets(folder / TEXT)[0], "skm")
    return lambda: Dataset(profile=profile(), period="2025-S1", tables=tables() | {"skm": frame}).period


def workbook_of_pandas(folder: Path) -> Run:
    """The workbook read by pandas."""
    return lambda: pd.read_excel(folder / WORKBOOK, header=7).shape


def text_of_pandas(folder: Path) -> Run:
    """The text file read by pandas."""
    return lambda: pd.read_csv(folder / TEXT, dtype="str", keep_default_na=False).shape


READ = Side(text_of_pandas, note="its default engine, reading alone")
TASKS = {
    "workbook": Task(
        "e-Kinerja workbook, 100,000 × 30",
        {OURS: Side(partial(ours, WORKBOOK)), "openpyxl": Side(workbook_of_pandas, "openpyxl", "by pandas")},
    ),
    "text": Task("CSV, 1,000,000 × 12", {OURS: Side(partial(ours, TEXT)), "pandas": READ}),
    "validation": Task("validation, 1,000,000 × 12", {OURS: Side(validation), "pandas": READ}),
}
