"""Do awards go to people who reached their targets, and sanctions to people who did not?"""

from __future__ import annotations

import math

import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.stats.proportion import proportion_interval


def awards_on_target(
    people: pd.DataFrame, *, attainment_met: str, awarded: str, sanctioned: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Which share of awards went to people below target, and which share of sanctions to people at target?

    Parameters
    ----------
    people
        One row a person.
    attainment_met, awarded, sanctioned
        Columns of truth values (or 0/1): reached the target, got an award, got a sanction. Rows with a gap in the first
        are left out; a gap in the others means none.
    confidence
        Of the exact (Clopper–Pearson) limits.

    Returns
    -------
    DataFrame
        Rows ``award`` and ``sanction``; columns ``consequence, n, off_target, share`` (``off_target / n``) with its
        limits ``low, high``, ``eligible`` (people at target, or below it for sanctions), ``coverage`` (share of those
        eligible who got one) and ``status`` (``too_few`` where nobody got one).

    Raises
    ------
    UnknownName
        A column that is not there.
    InvalidOption
        A confidence outside (0, 1).

    References
    ----------
    Clopper and Pearson (1934) Biometrika 26, 404.
    """
    require(people, (attainment_met, awarded, sanctioned))
    used = people[people[attainment_met].notna()]
    met = used[attainment_met].astype(bool)
    given = {"award": (awarded, met), "sanction": (sanctioned, ~met)}
    return pd.DataFrame(
        [
            {"consequence": name, **_row(used[column].fillna(False).astype(bool), earned, confidence)}
            for name, (column, earned) in given.items()
        ]
    )


def _row(given: pd.Series, earned: pd.Series, confidence: float) -> dict[str, object]:
    """Counts and limits of one consequence."""
    total, off_target, eligible = int(given.sum()), int((given & ~earned).sum()), int(earned.sum())
    interval = proportion_interval(off_target, total, confidence=confidence)
    return {
        "n": total,
        "off_target": off_target,
        "share": off_target / total if total else math.nan,
        "low": interval.low,
        "high": interval.high,
        "eligible": eligible,
        "coverage": (total - off_target) / eligible if eligible else math.nan,
        "status": "ok" if total else "too_few",
    }
