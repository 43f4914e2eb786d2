"""How many of those aimed at were reached, and did coverage change because more were reached?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.measures.rating_tables import listed
from kinerja_lab.stats.change import share_change
from kinerja_lab.stats.proportion import proportion_interval

_COLUMNS = ("coverage", "low", "high", "reached", "aimed", "beyond", "status")
_CHANGE = ("before", "after", "difference", "low", "high", "p_value", "reached_ratio", "aimed_ratio", "by_aimed")


def coverage(
    figures: pd.DataFrame,
    *,
    reached: str = "pembilang",
    aimed: str = "penyebut",
    by: str | Sequence[str] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share of those aimed at was reached, with both numbers apart?

    Parameters
    ----------
    figures
        One row a figure, such as a unit and month; rows that lack one of the numbers are left out.
    reached, aimed
        Columns with numerator and denominator, counts of people.
    by
        Columns that split the figures.
    confidence
        Of the score interval.

    Returns
    -------
    DataFrame
        One row a group: ``[*by,] coverage, low, high, reached, aimed`` (sums), ``beyond`` (rows where more were reached
        than aimed at: the denominator is an estimate that was too low; the interval then takes all for reached),
        ``status`` (``too_few``: nobody was aimed at).

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    names = listed(by)
    require(figures, (reached, aimed, *names))
    known = figures.dropna(subset=[reached, aimed])
    groups = known.groupby(list(names), sort=True, observed=True) if names else [((), known)]
    rows = []
    for key, group in groups:
        own = dict(zip(names, key if isinstance(key, tuple) else (key,), strict=True))
        rows.append({**own, **_share(group[reached], group[aimed], confidence)})
    return pd.DataFrame(rows, columns=[*names, *_COLUMNS])


def coverage_change(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    reached: str = "pembilang",
    aimed: str = "penyebut",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Did coverage change, and how much of the change is the denominator's?

    Parameters
    ----------
    before, after
        Figures of two periods, of the same units and indicators.
    reached, aimed
        Columns with numerator and denominator.
    confidence
        Of the score interval of the difference.

    Returns
    -------
    DataFrame
        One row: ``before, after`` (coverage), ``difference, low, high, p_value`` (of shares of at most 1),
        ``reached_ratio, aimed_ratio`` (numerator and denominator now over before), ``by_aimed`` (share of the change of
        the logarithm of coverage that is the denominator's: 1 where only the denominator changed; NaN without a
        change), ``status``. A comparison of two periods proves no effect.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    sums = []
    for frame in (before, after):
        require(frame, (reached, aimed))
        known = frame.dropna(subset=[reached, aimed])
        sums.append((float(known[reached].sum()), float(known[aimed].sum())))
    (hit_0, aim_0), (hit_1, aim_1) = sums
    row: dict[str, object] = dict.fromkeys(_CHANGE, np.nan)
    if min(aim_0, aim_1) <= 0:
        return pd.DataFrame([row | {"status": "too_few"}])
    found = share_change(_counts(hit_0, aim_0), _counts(hit_1, aim_1), confidence=confidence)
    row |= {"before": hit_0 / aim_0, "after": hit_1 / aim_1, "difference": found.difference}
    row |= {"low": found.interval.low, "high": found.interval.high, "p_value": found.p_value}
    row |= {"aimed_ratio": aim_1 / aim_0}
    if hit_0 > 0 and hit_1 > 0:
        change = math.log(hit_1 / aim_1) - math.log(hit_0 / aim_0)
        row |= {"reached_ratio": hit_1 / hit_0}
        row |= {"by_aimed": -math.log(aim_1 / aim_0) / change if change else math.nan}
    return pd.DataFrame([row | {"status": "ok"}])


def _share(reached: pd.Series, aimed: pd.Series, confidence: float) -> dict[str, object]:
    """Numbers of one group."""
    hit, aim = float(reached.sum()), float(aimed.sum())
    row: dict[str, object] = {"reached": hit, "aimed": aim, "beyond": int((reached > aimed).sum())}
    if aim <= 0:
        return row | dict.fromkeys(("coverage", "low", "high"), np.nan) | {"status": "too_few"}
    low, high = proportion_interval(*_counts(hit, aim), confidence=confidence, method="wilson")
    return row | {"coverage": hit / aim, "low": low, "high": high, "status": "ok"}


def _counts(reached: float, aimed: float) -> tuple[int, int]:
    """Whole people, no more reached than aimed at."""
    whole = max(round(aimed), 1)
    return min(round(reached), whole), whole
