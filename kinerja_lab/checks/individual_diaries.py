"""Daily reports of single employees, for a protected work file only: filled in afterwards, copied, impossible."""

from __future__ import annotations

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.copied_text import copied_text
from kinerja_lab.measures.daily_compliance import daily_compliance

_DIARY, _DATE, _SENT, _MINUTES, _TEXT = "aktivitas", "tanggal", "waktu_kirim", "durasi_menit", "uraian"
_COLUMNS = ("n", "compliance", "late", "sitting", "backfilled", "copied", "copies", "impossible_days")


def individual_diaries(data: Dataset, *, fewest: int = 10) -> pd.DataFrame:
    """Whose daily reports of the period look filled in afterwards, copied or impossible?

    Parameters
    ----------
    data
        The region.
    fewest
        Reports that a person must have, so that the shares mean something.

    Returns
    -------
    DataFrame
        One row an employee, indexed by it: ``n`` reports, ``compliance``, ``late``, ``sitting``, ``backfilled``,
        ``copied``, ``copies``, ``impossible_days`` as ``measures.daily_compliance`` defines them. Empty where the
        table ``aktivitas`` or its ``waktu_kirim`` is not there. These are reasons to ask, no findings: they never
        belong in a report.
    """
    entries = data.during(_DIARY, _DATE)
    if entries.empty or _SENT not in entries:
        return pd.DataFrame(columns=list(_COLUMNS), index=pd.Index([], name=col.EMPLOYEE))
    found = daily_compliance(
        entries,
        duration=_MINUTES if _MINUTES in entries else None,
        copied=copied_text(entries) if _TEXT in entries else None,
    )
    return found.loc[found["n"] >= fewest, list(_COLUMNS)]
