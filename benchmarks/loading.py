"""How fast are files read and validated, beside pandas with its default engines? ``python benchmarks/loading.py``.

One run, one table: an e-Kinerja workbook of 100,000 rows and 30 columns, a text file of 1,000,000 rows and 12
columns, and the validation of the same million rows, beside which stands reading them. Each figure is the median of
fresh processes, ours and the peer's in turn: CPU seconds with those of child processes, which other work on the machine
changes least, and peak memory of the larger process. The peer of workbooks, openpyxl, gets an environment of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import numpy as np
import pandas as pd

PEERS = ("pandas>=3,<4", "openpyxl==3.1.5", "pyarrow>=22,<27")
TASKS = {
    "workbook": "e-Kinerja workbook, 100,000 × 30",
    "text": "CSV, 1,000,000 × 12",
    "validation": "validation, 1,000,000 × 12",
}


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


def used() -> float:
    """CPU seconds of this process and its ended children."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def ours(task: str, folder: Path) -> float:
    """Our side, timed."""
    from kinerja_lab.dataset import Dataset
    from kinerja_lab.loaders.canonical import canonical_frame
    from kinerja_lab.loaders.sheets import read_sheets

    start = used()
    (sheet,) = read_sheets(folder / ("a.xlsx" if task == "workbook" else "skm.csv"))
    if task != "validation":
        return used() - start
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.small import profile, tables

    frame, _ = canonical_frame(sheet, "skm")
    start = used()
    Dataset(profile=profile(), period="2025-S1", tables=tables() | {"skm": frame})
    return used() - start


def theirs(task: str, folder: Path) -> float:
    """The side of pandas, timed."""
    start = used()
    if task == "workbook":
        pd.read_excel(folder / "a.xlsx", header=7)
    else:
        pd.read_csv(folder / "skm.csv", dtype="str", keep_default_na=False)
    return used() - start


def make(folder: Path) -> None:
    """Write the files; in a process of its own, since children inherit the peak memory of their parent."""
    make_workbook(folder / "a.xlsx", 100_000)
    answers(1_000_000).to_csv(folder / "skm.csv", index=False)


def once(side: str, task: str, folder: Path) -> None:
    """Time one side of a task in this process."""
    seconds = (ours if side == "ours" else theirs)(task, folder)
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps([seconds, max(peaks) / 1024]))


def measured(python: str, side: str, task: str, folder: Path) -> list[float]:
    """Seconds and peak megabytes of one fresh process."""
    command = [python, __file__, "--side", side, "--task", task, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Make the files, install the peer, time every task, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", choices=("ours", "theirs", "files"))
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    if asked.side == "files":
        make(asked.folder)
    elif asked.side:
        once(asked.side, asked.task, asked.folder)
    if asked.side:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "peer", with_pip=True)
        peer = str(folder / "peer" / "bin" / "python")
        subprocess.run([peer, "-m", "pip", "install", "--quiet", *PEERS], check=True)
        subprocess.run([sys.executable, __file__, "--side", "files", "--folder", name], check=True)
        print(f"{'task':<36} {'ours, s':>9} {'MB':>6} {'pandas, s':>9} {'MB':>6} {'×':>7}")
        for task, what in TASKS.items():
            sides = {"ours": sys.executable, "theirs": peer}
            runs = [[measured(sides[side], side, task, folder) for side in sides] for _ in range(asked.runs)]
            (a, a_mb), (b, b_mb) = (
                [statistics.median(part) for part in zip(*side, strict=True)] for side in zip(*runs, strict=True)
            )
            print(f"{what:<36} {a:>9.2f} {a_mb:>6.0f} {b:>9.2f} {b_mb:>6.0f} {b / a:>7.1f}")


if __name__ == "__main__":
    main()
