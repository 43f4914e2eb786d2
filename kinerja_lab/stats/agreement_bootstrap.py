"""How uncertain is an agreement coefficient? Intervals from drawing units, clusters of units or raters anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from scipy import sparse, special

from kinerja_lab.stats.agreement import beyond_chance, rater_margins, share_family
from kinerja_lab.stats.agreement_intervals import Uncertainty
from kinerja_lab.stats.coefficients import FROM_RATERS, TWO_RATERS, Measure, solve
from kinerja_lab.stats.ratings import Coefficient, FloatArray, IntArray, Ratings, add_up, dense, sizes, unless_zero

_CHUNK = 4_000_000  # numbers held at once
_ALIKE = 20  # units a pattern; with more of them the numbers of each pattern are drawn, not its units


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """What is drawn, and how often.

    Parameters
    ----------
    units : (N,) or None
        Cluster of each unit; None: units are kept where raters are drawn, and drawn one by one where they are not.
    raters : (R,) or None
        Cluster of each rater; None: raters are kept as they are.
    n_resamples
        Number of samples B.
    rng
        Source of chance.
    """

    units: IntArray | None
    raters: IntArray | None
    n_resamples: int
    rng: np.random.Generator


class _Part(NamedTuple):
    """The ratings of one group, numbered anew, and what is drawn of them."""

    ratings: Ratings
    measure: Measure
    resampling: Resampling


def replicates(ratings: Ratings, measure: Measure, resampling: Resampling) -> dict[str, FloatArray]:
    """Coefficients (B, G) in samples drawn within each group; NaN where a sample leaves one undefined."""
    found = {name: np.full((resampling.n_resamples, ratings.n_groups), np.nan) for name in measure.names}
    for group in np.unique(ratings.group):
        part = _one_group(ratings, measure, resampling, group)
        drawn = _from_units(part) if resampling.raters is None else _from_raters(part)
        for name in measure.names:
            found[name][:, group] = drawn.get(name, np.nan)
    return found


def _one_group(ratings: Ratings, measure: Measure, resampling: Resampling, group: int) -> _Part:
    """Cut one group out."""
    inside = ratings.group[ratings.unit] == group
    units, unit = np.unique(ratings.unit[inside], return_inverse=True)
    raters, rater = None, None
    if ratings.rater is not None:
        raters, rater = np.unique(ratings.rater[inside], return_inverse=True)
    cut = Ratings(
        unit=unit,
        level=ratings.level[inside],
        rater=rater,
        amount=ratings.amount[inside],
        group=np.zeros(len(units), dtype=np.int64),
        frequency=ratings.frequency[units],
        n_groups=1,
        n_levels=ratings.n_levels,
    )
    scores = None if measure.scores is None else measure.scores[inside]
    drawn = replace(
        resampling,
        units=None if resampling.units is None else resampling.units[units],
        raters=None if resampling.raters is None or raters is None else resampling.raters[raters],
    )
    return _Part(cut, replace(measure, scores=scores), drawn)


def _times(cluster: IntArray, copies: FloatArray, resampling: Resampling) -> Iterator[FloatArray]:
    """How often each member of the clusters is drawn (b, n), in chunks; ``copies``: how many each member stands for."""
    clusters, place = np.unique(cluster, return_inverse=True)
    stands_for = np.zeros(len(clusters), dtype=np.int64)
    np.maximum.at(stands_for, place, copies.astype(np.int64))
    pool = np.repeat(np.arange(len(clusters)), stands_for)
    alike = len(pool) > _ALIKE * len(clusters)
    at_once = max(1, _CHUNK // (len(clusters) if alike else len(pool)))
    for done in range(0, resampling.n_resamples, at_once):
        size = min(resampling.n_resamples - done, at_once)
        if alike:
            times = resampling.rng.multinomial(len(pool), stands_for / len(pool), size)
        else:
            drawn = pool[resampling.rng.integers(0, len(pool), (size, len(pool)))]
            drawn += len(clusters) * np.arange(size)[:, None]
            times = np.bincount(drawn.ravel(), minlength=size * len(clusters)).reshape(size, -1)
        yield times[:, place].astype(float)


def _from_units(part: _Part) -> dict[str, FloatArray]:
    """Coefficients (B,) with units drawn: totals are sums, so a sample is one row of a matrix product."""
    ratings, measure = part.ratings, part.measure
    families = measure.families(ratings)
    margins = _margins(ratings, measure) if measure.matrix is not None and ratings.rater is not None else {}
    found: dict[str, list[FloatArray]] = {name: [] for name in measure.names}
    cluster = np.arange(len(ratings.group)) if part.resampling.units is None else part.resampling.units
    for times in _times(cluster, ratings.frequency, part.resampling):
        for family in families:
            drawn = family.formula(dense(times @ family.features))
            for column, name in enumerate(family.names):
                if name in found:
                    found[name].append(drawn[:, column])
        for name, features in margins.items():
            found[name].append(_rater_formula(times, features, measure))
    return {name: np.concatenate(drawn) for name, drawn in found.items() if drawn}


class _Margins(NamedTuple):
    """What each unit adds to the ratings of each rater in each level (n, R · q), and to the observed agreement."""

    cells: sparse.csr_array
    observed: FloatArray


def _margins(ratings: Ratings, measure: Measure) -> dict[str, _Margins]:
    """Features of Conger's and, where two raters are, Cohen's and Scott's coefficients."""
    assert ratings.rater is not None
    assert measure.matrix is not None
    features = share_family(ratings, measure.matrix).features
    n_raters = int(ratings.rater.max()) + 1
    found = {}
    for name in FROM_RATERS:
        if name not in measure.names or (name in TWO_RATERS and n_raters != 2):
            continue
        amount = features[ratings.unit, 1] if name in TWO_RATERS else ratings.amount
        place = (ratings.unit, ratings.rater * ratings.n_levels + ratings.level)
        shape = (len(ratings.group), n_raters * ratings.n_levels)
        found[name] = _Margins(sparse.csr_array((amount, place), shape=shape), features[:, 1:3])
    return found


def _rater_formula(times: FloatArray, features: _Margins, measure: Measure) -> FloatArray:
    """Conger's or Cohen's kappa (b,) of drawn units."""
    assert measure.matrix is not None
    counts = dense(times @ features.cells).reshape(-1, len(measure.matrix))
    owner = np.repeat(np.arange(len(times)), len(counts) // len(times))
    chance = rater_margins(counts, owner, np.ones(len(counts)), measure.matrix).chance
    pairable, agreement = (times @ features.observed).T
    return beyond_chance(agreement / unless_zero(pairable), chance)


def _from_raters(part: _Part) -> dict[str, FloatArray]:
    """Coefficients (B,) with raters drawn (and units crosswise): each sample is solved anew.

    Copies of a rater never meet: a rater agrees with himself by necessity. (Owen 2007 draws both sides alike.)
    """
    ratings, resampling = part.ratings, part.resampling
    assert ratings.rater is not None
    assert resampling.raters is not None
    found: dict[str, list[float]] = {name: [] for name in part.measure.names}
    size, once = sizes(ratings), replace(resampling, n_resamples=1)
    ones, frequency = np.ones(len(resampling.raters)), ratings.frequency
    for _ in range(resampling.n_resamples):
        raters = next(_times(resampling.raters, ones, once))[0]
        if resampling.units is not None:
            frequency = next(_times(resampling.units, ratings.frequency, once))[0]
        drawn = replace(ratings, amount=raters[ratings.rater], frequency=frequency)
        for name, coefficient in solve(drawn, part.measure, size).items():
            found[name].append(float(coefficient.estimate[0]))
    return {name: np.array(drawn) for name, drawn in found.items()}


def percentile(drawn: FloatArray, confidence: float) -> Uncertainty:
    """Interval between the quantiles of the samples (B, G)."""
    return _between(drawn, np.full(drawn.shape[1], (1 - confidence) / 2), np.full(drawn.shape[1], (1 + confidence) / 2))


def corrected(
    drawn: FloatArray, coefficient: Coefficient, ratings: Ratings, cluster: IntArray | None, confidence: float
) -> Uncertainty:
    """Bias-corrected and accelerated interval; the acceleration comes from the influences, summed by cluster.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals, eq. 2.3 and 7.3.
    """
    below = np.where(np.isnan(drawn), np.nan, (drawn < coefficient.estimate) + 0.5 * (drawn == coefficient.estimate))
    share = _mean(below)
    bias = special.ndtri(np.clip(share, 0.5 / len(drawn), 1 - 0.5 / len(drawn)))
    acceleration = _acceleration(coefficient, ratings, cluster)
    tails = []
    for tail in (special.ndtri((1 - confidence) / 2), special.ndtri((1 + confidence) / 2)):
        tails.append(special.ndtr(bias + (bias + tail) / (1 - acceleration * (bias + tail))))
    return _between(drawn, *tails)


def _acceleration(coefficient: Coefficient, ratings: Ratings, cluster: IntArray | None) -> FloatArray:
    """Sixth of the skewness of the influences of the clusters of each group (G,)."""
    influence, group, frequency = coefficient.influence, ratings.group, ratings.frequency
    if cluster is not None:
        both = group * (cluster.max() + 1) + cluster
        clusters, first, place = np.unique(both, return_index=True, return_inverse=True)
        influence = add_up(place, influence * frequency, len(clusters))
        group, frequency = group[first], np.ones(len(clusters))
    square, cube = (add_up(group, frequency * influence**power, ratings.n_groups) for power in (2, 3))
    return np.divide(cube, 6 * square**1.5, out=np.zeros_like(cube), where=square > 0)


def _between(drawn: FloatArray, low: FloatArray, high: FloatArray) -> Uncertainty:
    """Standard deviation and quantiles of the defined samples of each group."""
    limits = np.full((3, drawn.shape[1]), np.nan)
    for group in range(drawn.shape[1]):
        defined = drawn[~np.isnan(drawn[:, group]), group]
        if len(defined) > 1 and not np.isnan(low[group] + high[group]):
            limits[:, group] = (defined.std(ddof=1), *np.quantile(defined, [low[group], high[group]]))
    return Uncertainty(*limits)


def _mean(values: FloatArray) -> FloatArray:
    """Mean of the defined values of each column; NaN where there is none."""
    defined = ~np.isnan(values)
    return np.where(defined, values, 0.0).sum(axis=0) / unless_zero(defined.sum(axis=0))
