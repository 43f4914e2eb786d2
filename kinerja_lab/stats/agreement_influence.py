"""How does a coefficient change without one rater or unit, and do two groups differ? All from the same influences."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from kinerja_lab.stats.coefficients import Measure, solve, status
from kinerja_lab.stats.ratings import Coefficient, FloatArray, IntArray, Ratings, Sizes, owners, sizes, unless_zero

_CHUNK = 4_000_000  # ratings held at once


class Difference(NamedTuple):
    """Coefficient of the first group minus that of the second, NaN where one of them is undefined."""

    difference: float
    se: float
    low: float
    high: float
    p_value: float


def difference(
    coefficient: Coefficient, ratings: Ratings, size: Sizes, unit: IntArray, pair: tuple[int, int], confidence: float
) -> Difference:
    """Do two groups agree differently?

    Influences of the same unit in both groups (two periods) are added up before they are squared, so that pairing
    counts; t with the degrees of freedom of Welch over pairable units.

    Parameters
    ----------
    unit : (N,)
        The same number for the same unit in both groups.
    pair
        Numbers of the two groups.
    confidence
        Level of the interval, in (0, 1).

    References
    ----------
    Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, chapter 6; Welch (1938) Biometrika 29, 350.
    """
    estimates, pairable = coefficient.estimate[list(pair)], size.pairable[list(pair)]
    moved, variances = np.zeros(unit.max(initial=-1) + 1), np.full(2, np.nan)
    for place, sign in enumerate((1.0, -1.0)):
        own = ratings.group == pair[place]
        pull = coefficient.influence[own] * np.sqrt(pairable[place] / unless_zero(pairable[place] - 1))
        moved[unit[own]] += sign * pull
        variances[place] = (pull**2).sum()
    gap, se = float(estimates[0] - estimates[1]), float(np.sqrt((moved**2).sum()))
    if np.isnan(gap) or not se > 0:
        return Difference(gap, *(np.nan,) * 4)
    degrees = variances.sum() ** 2 / (variances**2 / (pairable - 1)).sum()
    width = float(special.stdtrit(degrees, (1 + confidence) / 2)) * se
    return Difference(gap, se, gap - width, gap + width, 2 * float(special.stdtr(degrees, -abs(gap) / se)))


class Without(NamedTuple):
    """A coefficient without each of the raters or units (M,), and why it is undefined."""

    estimate: FloatArray
    status: npt.NDArray[np.str_]


def without_units(ratings: Ratings, measure: Measure, size: Sizes, found: dict[str, Coefficient]) -> dict[str, Without]:
    """Coefficients of the own group without each unit (N,), to first order from the influences."""
    grow = (size.pairable / unless_zero(size.pairable - 1))[ratings.group]
    return {
        name: Without(
            value.estimate[ratings.group] - grow * value.influence,
            status(name, value.estimate, size, measure)[ratings.group],
        )
        for name, value in found.items()
    }


def without_raters(ratings: Ratings, measure: Measure) -> dict[str, Without]:
    """Coefficients of the own group without each rater (R,), exact: every rater left out makes a group of its own."""
    assert ratings.rater is not None
    owner, group, units = owners(ratings, ratings.rater), ratings.group[ratings.unit], len(ratings.group)
    parts: dict[str, list[Without]] = {name: [] for name in measure.names}
    step = max(1, _CHUNK // max(1, len(ratings.unit)))
    for start in range(0, len(owner), step):
        kept = [
            np.flatnonzero((group == owner[rater]) & (ratings.rater != rater))
            for rater in range(start, min(start + step, len(owner)))
        ]
        copy, rows = np.repeat(np.arange(len(kept)), [len(one) for one in kept]), np.concatenate(kept)
        unit_of, unit = np.unique(copy * units + ratings.unit[rows], return_inverse=True)
        rater = np.unique(copy * len(owner) + ratings.rater[rows], return_inverse=True)[1]
        part = replace(
            ratings, unit=unit, level=ratings.level[rows], rater=rater, amount=ratings.amount[rows],
            group=unit_of // units, frequency=ratings.frequency[unit_of % units], n_groups=len(kept),
        )  # fmt: skip
        asked = measure if measure.scores is None else replace(measure, scores=measure.scores[rows])
        size = sizes(part)
        for name, value in solve(part, asked, size).items():
            parts[name].append(Without(value.estimate, status(name, value.estimate, size, asked)))
    return {name: Without(*(np.concatenate(one) for one in zip(*some, strict=True))) for name, some in parts.items()}
