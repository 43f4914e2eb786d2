"""Krippendorff's alpha: one minus the observed over the expected disagreement, for any metric.

Only units with two ratings or more count. A metric is a matrix of disagreements between levels; the ordinal one depends
on how often the levels were used, the interval one needs only sums and so takes continuous scores.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from scipy import sparse

from kinerja_lab.stats.ratings import Family, FloatArray, IntArray, Numbers, Ratings, add_up, centred, unless_zero

_ROUNDING = 1e-12  # a variance below this share of the mean square is rounding


def metric_family(name: str, ratings: Ratings, metric: FloatArray) -> Family:
    """Alpha with a metric that is known beforehand.

    Parameters
    ----------
    name
        What the coefficient is called.
    metric : (q, q)
        Disagreement of each pair of levels, 0 on the diagonal.
    """
    counts, weight = ratings.counts, _weight(ratings)
    observed = weight * np.einsum("nk,nk->n", counts, counts @ metric)
    return Family(
        names=(name,),
        features=np.column_stack([counts * (weight > 0)[:, None], observed]),
        formula=partial(_from_levels, metric=metric, corrected=True),
        tangent=partial(_from_levels, metric=metric, corrected=False),
    )


def _weight(ratings: Ratings) -> FloatArray:
    """How much an ordered pair of ratings of each unit counts (N,); 0 where the unit has no pair."""
    number, ordered = ratings.number, ratings.number**2 - ratings.same
    return np.divide(number, ordered, out=np.zeros_like(number), where=ordered > 0)


def _from_levels(totals: Numbers, *, metric: FloatArray, corrected: bool) -> Numbers:
    """Alpha of each row of totals: ratings in each level, then the observed disagreement.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, sections D and E.
    """
    used, observed = totals[:, :-1], totals[:, -1]
    expected = ((used @ metric) * used).sum(axis=1) / unless_zero(used.sum(axis=1))
    return _one_minus(observed, _if_varied(used, expected), used.sum(axis=1), corrected=corrected)


def ordinal_family(name: str, ratings: Ratings) -> Family:
    """Alpha with the ordinal metric, which depends on how often the levels are used.

    The disagreement of two levels is the squared distance of their mean ranks, so the pairs of levels that met in a
    unit are kept apart until the ranks are known.
    """
    counts, weight, (low, high) = ratings.counts, _weight(ratings), np.triu_indices(ratings.n_levels, 1)
    levels = sparse.csr_array(counts * (weight > 0)[:, None])
    met = (levels[:, low] * levels[:, high]).multiply(2 * weight[:, None]).tocsc()
    seen = np.flatnonzero(np.diff(met.indptr))
    pairs = (low[seen], high[seen])
    return Family(
        names=(name,),
        features=sparse.hstack([levels, met[:, seen]], format="csc"),
        formula=partial(_from_pairs, pairs=pairs, n_levels=ratings.n_levels, corrected=True),
        tangent=partial(_from_pairs, pairs=pairs, n_levels=ratings.n_levels, corrected=False),
        last_slopes=partial(_pair_slopes, pairs=pairs, n_levels=ratings.n_levels),
    )


def _from_pairs(totals: Numbers, *, pairs: tuple[IntArray, IntArray], n_levels: int, corrected: bool) -> Numbers:
    """Alpha of each row of totals: ratings in each level, then how often the pairs of levels met."""
    used, met = totals[:, :n_levels], totals[:, n_levels:]
    apart, expected = _ordinal(used, pairs)
    return _one_minus((met * apart).sum(axis=1), expected, used.sum(axis=1), corrected=corrected)


def _pair_slopes(totals: FloatArray, *, pairs: tuple[IntArray, IntArray], n_levels: int) -> FloatArray:
    """Slopes (B, P, 1) of alpha in how often the pairs of levels met."""
    apart, expected = _ordinal(totals[:, :n_levels], pairs)
    slopes: FloatArray = (-apart / unless_zero(expected)[:, None])[:, :, None]
    return slopes


def _ordinal(used: Numbers, pairs: tuple[IntArray, IntArray]) -> tuple[Numbers, Numbers]:
    """Disagreement (B, P) of the pairs of levels, and the expected disagreement (B,)."""
    low, high = pairs
    rank = np.cumsum(used, axis=1) - used / 2
    squares, mean = (used * rank**2).sum(axis=1), (used * rank).sum(axis=1) / unless_zero(used.sum(axis=1))
    expected = 2 * (squares - mean**2 * used.sum(axis=1))
    return (rank[:, low] - rank[:, high]) ** 2, _if_varied(used, expected)


def _if_varied(used: Numbers, expected: Numbers) -> Numbers:
    """Expected disagreement, exactly 0 where one level only was used."""
    return np.where((used.real > 0).sum(axis=1) > 1, expected, 0)


def interval_family(name: str, ratings: Ratings, scores: FloatArray) -> Family:
    """Alpha with the interval metric from sums of scores (E,), continuous or not.

    Squared differences of all pairs follow from the number, the sum and the sum of squares, so no table of values is
    needed.
    """
    score = centred(ratings, scores)
    number, ordered = ratings.number, ratings.number**2 - ratings.same
    pairable = ordered > 0
    first = add_up(ratings.unit, ratings.amount * score, len(number))
    second = add_up(ratings.unit, ratings.amount * score**2, len(number))
    apart = 2 * (number * second - first**2)
    observed = np.divide(number * apart, ordered, out=np.zeros_like(number), where=pairable)
    features = np.column_stack([number, first, second, observed]) * pairable[:, None]
    return Family(
        names=(name,),
        features=features,
        formula=partial(_from_moments, corrected=True),
        tangent=partial(_from_moments, corrected=False),
    )


def _from_moments(totals: Numbers, *, corrected: bool) -> Numbers:
    """Alpha of each row of totals: ratings, sum and sum of squares of the scores, observed disagreement."""
    number, first, second, observed = totals.T
    expected = 2 * (second - first**2 / unless_zero(number))
    varies = expected.real > _ROUNDING * second.real
    return _one_minus(observed, np.where(varies, expected, 0), number, corrected=corrected)


def _one_minus(observed: Numbers, expected: Numbers, number: Numbers, *, corrected: bool) -> Numbers:
    """1 − observed / expected (both summed over ratings), NaN without variation; the correction takes a rating off."""
    ratio = observed / unless_zero(expected)
    return (1 - ratio * (1 - 1 / unless_zero(number) if corrected else 1))[:, None]
