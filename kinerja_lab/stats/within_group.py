"""Do the raters of one unit agree among themselves? rwg, rwg(j) and average deviations, all units at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.ratings import FloatArray, IntArray, add_up, unless_zero

# Shares of five levels among raters who lean towards leniency (LeBreton & Senter 2008, table 2).
SKEWED: Mapping[str, tuple[float, ...]] = {
    "slight_skew": (0.05, 0.15, 0.20, 0.35, 0.25),
    "moderate_skew": (0.00, 0.10, 0.15, 0.40, 0.35),
    "heavy_skew": (0.00, 0.00, 0.10, 0.40, 0.50),
}


class WithinGroup(NamedTuple):
    """Agreement within each unit (N,); NaN where a unit has an item with one rating or none.

    ``rwg``: share of the chance variance that is absent, negative ones set to 0; ``rwg_unclipped``: as computed; for
    several items rwg(j) and ``lindell`` r*wg(j), which does not grow with their number; ``ad_mean``, ``ad_median``:
    mean distance from the mean and from the median of the ratings, in scale points.
    """

    rwg: FloatArray
    rwg_unclipped: FloatArray
    lindell: FloatArray
    ad_mean: FloatArray
    ad_median: FloatArray


def null_variance(values: FloatArray, null: str | Sequence[float]) -> float:
    """How far would the ratings spread if raters answered without looking?

    Parameters
    ----------
    values : (q,)
        Numeric position of each level.
    null
        ``uniform``, a name out of ``SKEWED`` (five levels, lenient), or the share of each level.

    Raises
    ------
    InvalidOption
        An unknown name, or shares that are not those of q levels.
    """
    shares = np.full(len(values), 1 / len(values))
    if not isinstance(null, str):
        shares = np.asarray(null, dtype=float)
    elif null != "uniform":
        shares = np.asarray(SKEWED.get(null, ()))
    if shares.shape != values.shape or shares.min() < 0 or not np.isclose(shares.sum(), 1):
        names = ", ".join(SKEWED)
        raise InvalidOption("null", null, f"uniform, {names} (five levels), or {len(values)} shares that sum to 1")
    return float(shares @ values**2 - (shares @ values) ** 2)


def within_group(unit: IntArray, item: IntArray, score: FloatArray, chance: float) -> WithinGroup:
    """Agreement among the raters of each unit.

    Parameters
    ----------
    unit, item : (E,)
        Unit 0…N−1 and item 0…J−1 of each rating.
    score : (E,)
        Numeric position of each rating.
    chance
        Variance of ratings without agreement, above 0.

    References
    ----------
    James, Demaree & Wolf (1984) Journal of Applied Psychology 69, 85, eq. 1 and 2; Lindell, Brandt & Whitney (1999)
    Applied Psychological Measurement 23, 127, eq. 6; Burke, Finkelstein & Dusig (1999), Burke & Dunlap (2002)
    Organizational Research Methods 2, 49 and 5, 159 (average deviations).
    """
    units, items = unit.max(initial=-1) + 1, item.max(initial=0) + 1
    cell = unit * items + item
    number = add_up(cell, np.ones(len(cell)), units * items)
    mean = add_up(cell, score, units * items) / unless_zero(number)
    variance = add_up(cell, (score - mean[cell]) ** 2, units * items) / unless_zero(number - 1)
    of_unit = variance.reshape(units, items).mean(axis=1)
    apart = [np.abs(score - middle[cell]) for middle in (mean, _medians(cell, score, number))]
    several = np.where(number > 1, number, np.nan)
    deviations = [add_up(cell, one, len(number)) / several for one in apart]
    single = 1 - of_unit / chance
    joint = items * single / unless_zero(items * single + 1 - single) if items > 1 else single
    clipped = np.where(np.isnan(single), np.nan, np.where(single > 0, joint, 0.0))
    return WithinGroup(clipped, joint, single, *(one.reshape(units, items).mean(axis=1) for one in deviations))


def _medians(cell: IntArray, score: FloatArray, number: FloatArray) -> FloatArray:
    """Median of the scores of each cell; anything where a cell is empty."""
    ordered = np.append(score[np.lexsort((score, cell))], 0.0)
    ends = np.cumsum(number).astype(int)
    starts = ends - number.astype(int)
    return (ordered[(starts + ends - 1) // 2] + ordered[(starts + ends) // 2]) / 2
