"""Protected lists of single people: written on request, for the office that follows them up, never beside a report."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.individual_diaries import individual_diaries
from kinerja_lab.checks.individual_raters import individual_raters
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import ReportFailed
from kinerja_lab.files import whole
from kinerja_lab.report.loading import no_formula
from kinerja_lab.report.record import FILE

_OWNER_ONLY = 0o600
_DIARY_COLUMNS = {
    "n": "laporan",
    "compliance": "kepatuhan",
    "late": "bagian_terlambat",
    "sitting": "hari_terbanyak_sekali_duduk",
    "backfilled": "diisi_di_belakang",
    "copied": "bagian_kembar",
    "copies": "salinan",
    "impossible_days": "hari_lebih_24_jam",
}


def write_rater_list(data: Dataset, path: str | Path) -> Path:
    """Write who deviates in what, from how many employees, with estimate and interval, as CSV.

    Only raters with at least ten employees are in it. The file can be read by its owner only, and an existing file is
    never overwritten.

    Raises
    ------
    ReportFailed
        ``beside_report``: the folder, one above it or one below it holds a report. ``not_writable``: the file exists,
        or cannot be made.
    """
    found = individual_raters(data)
    told = pd.DataFrame(
        {
            col.PERIOD: data.period,
            col.RATER: found["rater"],
            "pemeriksaan": found["check"],
            "pegawai": found["n_ratees"],
            "taksiran": found["effect"],
            "batas_bawah": found["low"],
            "batas_atas": found["high"],
            "menyimpang": found["flagged"].map({True: "ya", False: "tidak"}),
        }
    )
    return _write(told, path)


def write_diary_list(data: Dataset, path: str | Path, *, fewest: int = 10) -> Path:
    """Write whose daily reports look filled in afterwards, copied or impossible, as CSV.

    Only employees with at least ``fewest`` reports in the period are in it. The marks are reasons to ask, no findings.
    The file can be read by its owner only, and an existing file is never overwritten.

    Raises
    ------
    ReportFailed
        As ``write_rater_list``.
    """
    found = individual_diaries(data, fewest=fewest)
    told = found.rename(columns=_DIARY_COLUMNS).reset_index()
    marks = {name: told[name].map({True: "ya", False: "tidak"}) for name in ("diisi_di_belakang", "salinan")}
    told = told.assign(**marks)
    told.insert(0, col.PERIOD, data.period)
    return _write(told, path)


def away_from_reports(path: str | Path) -> Path:
    """Give the whole path of a file or folder about single people, where no report is near.

    Raises
    ------
    ReportFailed
        ``beside_report``: the folder, one above it or one below it holds a report.
    """
    target = Path(path).parent.resolve() / Path(path).name
    above = any((folder / FILE).exists() for folder in target.parents)
    if above or any(target.parent.glob(f"*/{FILE}")) or any(target.parent.glob(f"*/*/{FILE}")):
        raise ReportFailed("beside_report", target.name)
    return target


def _write(told: pd.DataFrame, path: str | Path) -> Path:
    """Write a list for its owner only."""
    target = away_from_reports(path)
    shown = told.map(lambda cell: no_formula(cell) if isinstance(cell, str) else cell)
    with whole(target, mode=_OWNER_ONLY, new=True) as draft:
        shown.to_csv(draft, index=False, lineterminator="\n")
    return target
