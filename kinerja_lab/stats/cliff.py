"""How often does one group stand above the other, over all pairs of people? Cliff's delta."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import mid_ranks, student
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.proportion import check_confidence

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dominance:
    """Cliff's delta of a focal over a reference group.

    Attributes
    ----------
    delta, variance, interval
        P(focal above) − P(focal below), its unbiased variance and Cliff's asymmetric limits.
    u_statistic, p_value
        Mann–Whitney's U of the focal group and its tie-corrected asymptotic p-value, without continuity correction.
    """

    delta: float
    variance: float
    interval: Interval
    u_statistic: float
    p_value: float


def cliffs_delta(focal: Floats, reference: Floats, *, confidence: float = 0.95) -> Dominance:
    """How much more often is somebody of the focal group above somebody of the reference group than below?

    Parameters
    ----------
    focal, reference
        Ratings as numbers in their order, shapes (n₁,) and (n₂,), at least two in each.
    confidence
        Of ``interval``.

    Raises
    ------
    NotAssessable
        ``too_few`` below two people in a group. Without variation the delta is 0 and everything else NaN.

    References
    ----------
    Cliff (1996), *Ordinal Methods for Behavioral Data Analysis*, chapter 5; Feng and Cliff (2004) J. Modern Applied
    Statistical Methods 3, 322 for the limits without overlap; Hess and Kromrey (2004), AERA, whose example is below.

    Examples
    --------
    >>> focal, reference = [10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]
    >>> answer = cliffs_delta(np.array(focal), np.array(reference))
    >>> answer.delta, [round(limit, 3) for limit in answer.interval]
    (-0.25, [-0.727, 0.389])
    """
    check_confidence(confidence)
    first, second = len(focal), len(reference)
    if min(first, second) < 2:
        raise NotAssessable("too_few", n=min(first, second), need=2)
    rows, columns = _dominance(focal, reference), -_dominance(reference, focal)
    delta = float(rows.mean())
    if len(np.unique(np.concatenate([focal, reference]))) == 1:
        return Dominance(delta=delta, variance=math.nan, interval=UNDEFINED, u_statistic=math.nan, p_value=math.nan)
    variance = _variance(rows, columns, 1 - tied_share(focal, reference))
    reach = float(student.ppf((1 + confidence) / 2, first + second - 2))
    from scipy.stats import mannwhitneyu  # builds all its distributions, which takes long

    test = mannwhitneyu(focal, reference, use_continuity=False, method="asymptotic")
    return Dominance(
        delta=delta,
        variance=variance,
        interval=_limits(delta, variance, reach, min(first, second)),
        u_statistic=float(test.statistic),
        p_value=float(test.pvalue),
    )


def permutation_p_value(focal: Floats, reference: Floats, *, permutations: int = 1999, seed: int = 0) -> float:
    """Share of random divisions into two groups of these sizes with a delta at least as large: never 0.

    References
    ----------
    Phipson and Smyth (2010) Statistical Applications in Genetics and Molecular Biology 9, 39.
    """
    ranks = mid_ranks(np.concatenate([focal, reference]))
    size, centre = len(focal), ranks.mean()
    shuffled = np.random.default_rng(seed).permuted(np.tile(ranks, (permutations, 1)), axis=1)[:, :size].mean(axis=1)
    as_large = np.abs(shuffled - centre) >= abs(ranks[:size].mean() - centre) - 1e-9
    return float((1 + as_large.sum()) / (1 + permutations))


def tied_share(focal: Floats, reference: Floats) -> float:
    """Share of the pairs of people from the two groups with the same rating, 0…1."""
    levels = np.unique(np.concatenate([focal, reference]))
    counts = [np.bincount(np.searchsorted(levels, group), minlength=len(levels)) for group in (focal, reference)]
    return float(counts[0] @ counts[1]) / (len(focal) * len(reference))


def _dominance(some: Floats, others: Floats) -> Floats:
    """For each of some: share of the others below minus share above."""
    ordered = np.sort(others)
    below, up_to = np.searchsorted(ordered, some, "left"), np.searchsorted(ordered, some, "right")
    shares: Floats = (below - (len(others) - up_to)) / len(others)
    return shares


def _variance(rows: Floats, columns: Floats, untied: float) -> float:
    """Cliff's unbiased variance, with his lower bound."""
    first, second, delta = len(rows), len(columns), float(rows.mean())
    between_rows = second**2 * float(((rows - delta) ** 2).sum())
    between_columns = first**2 * float(((columns - delta) ** 2).sum())
    pairs = first * second * (untied - delta**2)
    unbiased = (between_rows + between_columns - pairs) / (first * second * (first - 1) * (second - 1))
    return max(unbiased, (1 - delta**2) / (first * second - 1))


def _limits(delta: float, variance: float, reach: float, smaller: int) -> Interval:
    """Asymmetric limits, which stay inside −1…1; without overlap those of the smaller group's size."""
    if abs(delta) == 1:
        far = (smaller - reach**2) / (smaller + reach**2)
        return Interval(far, 1.0) if delta > 0 else Interval(-1.0, -far)
    inner = 1 - delta**2
    half = reach * math.sqrt(variance) * math.sqrt(inner**2 + reach**2 * variance)
    centre, scale = delta - delta**3, inner + reach**2 * variance
    return Interval(max((centre - half) / scale, -1.0), min((centre + half) / scale, 1.0))
