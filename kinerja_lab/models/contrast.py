"""Does a sheet suffer from the one before it: is an average ratee scored lower right after a very good one?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.expectations import Expectations
from kinerja_lab.models.rater_screen import LEVEL, POWER, points_per_logit
from kinerja_lab.stats.effect_spread import mean_effect
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.rater_slopes import rater_slopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Points of a score for each point that the ratee before was better; − = contrast, + = carry-over.

    Attributes
    ----------
    slope, interval, equivalence, p_value
        With its 95 % and 90 % interval, raters being what was sampled.
    detectable
        Smallest slope that these data would show with 80 % power.
    n_raters, n_sheets
        Raters with a slope, and sheets with one before them.
    """

    slope: float
    interval: Interval
    equivalence: Interval
    p_value: float
    detectable: float
    n_raters: int
    n_sheets: int


def contrast(expected: Expectations, order: Mapping[tuple[Any, Any, Any], float]) -> Contrast:
    """By how many points does a score move for each point by which the rater's previous ratee is better?

    What all raters say of the previous ratee stands for how good that ratee is; raters and ratees have free levels. The
    answer is the mean of the raters' slopes, which may differ.

    Parameters
    ----------
    expected
        Fitted scores.
    order
        Time (any increasing number) of the sheet of (period, ratee, rater); sheets without one are not used, nor are
        those at one time with another of the same rater.

    Raises
    ------
    NotAssessable
        ``no_pairable_units`` where no sheet has one before it; ``too_few`` with fewer than two raters.

    References
    ----------
    Wexley, Yukl, Kovacs and Sanders (1972) Journal of Applied Psychology 56, 45 (contrast in sequences of ratings).
    """
    sheets, names = expected.coded()
    before = _before(expected.sheets, order)
    known = before.notna()
    if not known.any():
        raise NotAssessable("no_pairable_units")
    # A sheet without one before it says nothing: at its rater's mean, it moves no slope.
    centre = _mean(before.fillna(0.0), expected.sheets["information"] * known, expected.sheets["level"])
    slopes = rater_slopes(sheets, before.fillna(centre).fillna(0.0).to_numpy())
    points = points_per_logit(expected.sheets, names)
    mean = mean_effect(slopes.estimate * points, slopes.se * points)
    return Contrast(
        slope=mean.estimate,
        interval=mean.interval(0.95),
        equivalence=mean.interval(0.90),
        p_value=mean.p_value,
        detectable=mean.detectable(POWER, LEVEL),
        n_raters=mean.n,
        n_sheets=int(known.sum()),
    )


def _before(sheets: pd.DataFrame, order: Mapping[tuple[Any, Any, Any], float]) -> pd.Series:
    """Level of the ratee on the rater's sheet before, in points; NaN where there is none, or two at one time."""
    keys = zip(sheets["period"], sheets["ratee"], sheets["rater"], strict=True)
    level = _mean(sheets["expected"], sheets["information"], sheets["place"])
    rows = sheets.assign(time=[order.get(key, np.nan) for key in keys], before=level)
    rows = rows[rows["time"].notna()].drop_duplicates(["rater", "period", "time"], keep=False)
    rows = rows.sort_values(["rater", "period", "time"], kind="stable")
    return rows.groupby(["rater", "period"])["before"].shift().reindex(sheets.index)


def _mean(values: pd.Series, weight: pd.Series, by: pd.Series) -> pd.Series:
    """Weighted mean of each group, beside its members; NaN where a group has no weight."""
    total = weight.groupby(by).transform("sum")
    return (values * weight).groupby(by).transform("sum") / total.where(total > 0)
