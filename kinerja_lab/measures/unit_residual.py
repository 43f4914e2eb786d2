"""Where are ratings higher, or lower, than results and position let expect?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.between_groups import BetweenGroups, between_groups
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.explained import indicators, residuals
from kinerja_lab.stats.multiplicity import benjamini_hochberg


def unit_residual(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    attainment: str,
    unit: str,
    position: str | None = None,
    fewest: int = 8,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How far are the ratings of each unit from what its people's results and positions let expect, after shrinkage?

    Parameters
    ----------
    people
        One row a person; rows with a gap in a column used are left out.
    outcome, scale
        Column of the rating and its declared scale; differences are in levels of it.
    attainment, position, unit
        Columns of the measured result (a number), the kind of position, and the unit.
    fewest
        Units with fewer people are left out.
    confidence
        Of all limits.

    Returns
    -------
    DataFrame
        First row ``unit`` = ``""``: the standard deviation between units with its limits and the number of people; then
        one row a unit. Columns ``unit, n, estimate, low, high, p_value, q_value`` (Benjamini–Hochberg over the units)
        and ``status``. Where the spread is 0, units are pooled away to 0, and their own limits are NaN.

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.

    See Also
    --------
    kinerja_lab.stats.between_groups.between_groups : the spread and the shrinkage, with their references.
    """
    require(people, (outcome, attainment, unit, position))
    used = people.dropna(subset=[name for name in (outcome, attainment, unit, position) if name is not None])
    used = used[used.groupby(unit)[unit].transform("size") >= fewest]
    labels, names = pd.factorize(used[unit], sort=True)
    columns = ["unit", "n", "estimate", "low", "high", "p_value", "q_value", "status"]
    try:
        if len(names) < 2:
            raise NotAssessable("too_few", n=len(names), need=2)
        left = residuals(scale.codes(used[outcome]).astype(np.float64), _predictors(used, attainment, position))
        found = between_groups(left, labels.astype(np.int64), confidence=confidence)
    except NotAssessable as reason:
        return pd.DataFrame([("", len(used), *[np.nan] * 5, reason.status)], columns=columns)
    total = ("", len(used), found.spread, *found.interval, np.nan, np.nan, "ok")
    rows = zip(names.astype(str), np.bincount(labels), *_numbers(found, confidence), strict=True)
    return pd.DataFrame([total, *((*row, "ok") for row in rows)], columns=columns)


def _predictors(used: pd.DataFrame, attainment: str, position: str | None) -> np.ndarray:
    """Attainment about its mean, and one column a kind of position."""
    results = used[attainment].to_numpy(dtype=np.float64)
    columns = [results[:, None] - results.mean()]
    if position is not None:
        columns.append(indicators(pd.factorize(used[position])[0].astype(np.int64)))
    return np.hstack(columns)


def _numbers(found: BetweenGroups, confidence: float) -> tuple[np.ndarray, ...]:
    """Effects of the units with limits, p- and q-values."""
    errors = np.where(found.errors > 0, found.errors, np.nan)  # 0 where the spread is: no unit is certain by that
    reach = float(norm.ppf((1 + confidence) / 2)) * errors
    q_values = benjamini_hochberg(found.p_values)
    return found.effects, found.effects - reach, found.effects + reach, found.p_values, q_values
