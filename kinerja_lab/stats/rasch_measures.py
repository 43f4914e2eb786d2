"""Measures of single elements of a Rasch model, given the rest: expected scores, fit, separation, fair averages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.distributions import chi2
from kinerja_lab.stats.rasch_design import Codes, Ratings

Floats = npt.NDArray[np.float64]

_ROUNDS = 60
_CLOSE = 1e-7
_LONGEST = 1.0  # a step of more than one logit is cut
SLICE = 50_000  # ratings: what a cache holds


class Responses(NamedTuple):
    """Expectation, variance, third and fourth central moment of single scores, shape (n,) each."""

    expected: Floats
    variance: Floats
    third: Floats
    fourth: Floats


class Fit(NamedTuple):
    """Mean squares of the residuals of each element and their standardised forms, shape (L,) each."""

    infit: Floats
    infit_z: Floats
    outfit: Floats
    outfit_z: Floats


class Separation(NamedTuple):
    """How far apart the elements of a facet are beyond the error of their measures."""

    sd: float
    rmse: float
    separation: float
    strata: float
    reliability: float


class FixedTest(NamedTuple):
    """Chi-square of "all elements have the same measure"."""

    chi_square: float
    df: int
    p_value: float


def chances(location: Floats, steps: Floats) -> Floats:
    """Chance of every score 0 … K, shape (K + 1, n), at locations (n,) with difficulties of the steps (K, n)."""
    height = np.zeros((len(steps) + 1, len(location)))
    for place, step in enumerate(steps):
        np.add(height[place], location - step, out=height[place + 1])
    height -= height.max(axis=0)
    np.exp(height, out=height)
    height /= height.sum(axis=0)
    return height


def responses(location: Floats, steps: Floats) -> Responses:
    """Moments of the score of each rating; shapes as for ``chances``."""
    return moments(chances(location, steps))


def moments(chance: Floats) -> Responses:
    """Moments of scores from their chances, shape (K + 1, n)."""
    scores = np.arange(len(chance), dtype=np.float64)
    expected, second, third, fourth = np.vstack([scores, scores**2, scores**3, scores**4]) @ chance
    square = expected**2
    return Responses(
        expected,
        np.maximum(second - square, 1e-12),
        third - 3 * expected * second + 2 * expected * square,
        fourth - 4 * expected * third + 6 * square * second - 3 * square**2,
    )


def estimate(  # noqa: PLR0913 - the parts of one element's equation
    totals: Floats,
    group: Codes,
    offset: Floats | None,
    difficulties: Floats,
    combination: Codes,
    start: Floats,
    *,
    weighted: bool,
) -> tuple[Floats, Floats]:
    """Which measure of each group explains its total score, and what is its standard error from its own scores?

    Parameters
    ----------
    totals
        Shape (N,): raw scores, not extreme where ``weighted`` is false.
    group
        Shape (n,), sorted: 0 … N−1.
    offset
        Shape (n,) or ``None``: what is added to the measure in each rating.
    difficulties, combination
        Shapes (C, K) and (n,).
    start
        Shape (N,).
    weighted
        Warm's weighted likelihood, finite also for extreme scores; otherwise maximum likelihood.

    References
    ----------
    Warm (1989) Psychometrika 54, 427, eq. 4.
    """
    measure, information = start.astype(float).copy(), np.empty(len(start))
    by_step = np.ascontiguousarray(difficulties.T)
    edges = np.searchsorted(group, np.arange(len(start) + 1))
    active = np.arange(len(start))
    for _ in range(_ROUNDS):
        moved = []
        for part in _parts(active, edges):
            lengths = edges[part + 1] - edges[part]
            rows = _ranges(edges[part], lengths)
            first = np.cumsum(lengths) - lengths
            location = np.repeat(measure[part], lengths) + (0.0 if offset is None else offset[rows])
            found = responses(location, by_step[:, combination[rows]])
            expected, variance, third = (np.add.reduceat(values, first) for values in found[:3])
            bias = third / (2 * variance) if weighted else 0.0
            step = np.clip((totals[part] - expected + bias) / variance, -_LONGEST, _LONGEST)
            measure[part] += step
            information[part] = variance
            moved.append(part[np.abs(step) > _CLOSE])
        active = np.concatenate(moved)
        if not len(active):
            break
    return measure, 1.0 / np.sqrt(information)


def _parts(active: Codes, edges: Codes) -> Iterator[Codes]:
    """Groups in slices that a cache can hold."""
    sizes = np.cumsum(edges[active + 1] - edges[active])
    cuts = np.searchsorted(sizes, np.arange(SLICE, sizes[-1] + SLICE, SLICE)) + 1
    yield from (part for part in np.split(active, cuts[:-1]) if len(part))


def _ranges(first: Codes, lengths: Codes) -> Codes:
    """Concatenated ranges."""
    return np.arange(lengths.sum()) + np.repeat(first - np.cumsum(lengths) + lengths, lengths)


def add_by_level(sums: Floats, codes: Codes, parts: Sequence[Floats]) -> None:
    """Add to each row of sums (m, L) one of the parts, shape (n,) each, summed over the ratings of each level."""
    low, high = int(codes.min()), int(codes.max()) + 1
    for row, values in zip(sums, parts, strict=True):
        row[low:high] += np.bincount(codes - low, values, high - low)


class Residuals:
    """Sums over the ratings of each element of each facet: scores, information and squared residuals.

    ``categories``: per score the count, the sums of measures and of squared standardised residuals, and the expected
    sum of measures and count.

    Parameters
    ----------
    ratings
        The tabulated ratings.
    measure
        Shape (N,): measure of each ratee, on the scale of ``difficulties``.
    difficulties
        Shape (C, K).
    """

    def __init__(self, ratings: Ratings, measure: Floats, difficulties: Floats) -> None:
        sizes = [len(measure), *(ratings.levels.max(axis=0) + 1)]
        self.sums = [np.zeros((8, size)) for size in sizes]
        self.categories = np.zeros((ratings.top + 1, 5))
        for first in range(0, len(ratings.score), SLICE):
            part = slice(first, first + SLICE)
            ratee, combination = ratings.ratee[part], ratings.combination[part]
            self._add(ratings, measure[ratee], ratee, combination, ratings.score[part], difficulties)

    def _add(
        self, ratings: Ratings, measure: Floats, ratee: Codes, combination: Codes, score: Codes, difficulties: Floats
    ) -> None:
        """Add some ratings."""
        step = difficulties.T[:, combination]
        chance = chances(measure, step)
        found = moments(chance)
        residual = score - found.expected
        square = residual**2 / found.variance
        parts = (
            np.ones(len(score)), score.astype(float), found.expected, found.variance, residual**2, square,
            found.fourth - found.variance**2, found.fourth / found.variance**2 - 1.0,
        )  # fmt: skip
        for place, sums in enumerate(self.sums):
            codes = ratee if place == 0 else ratings.levels[combination, place - 1]
            add_by_level(sums, codes, parts)
        away = measure - step.mean(axis=0)
        for column, values in enumerate((parts[0], away, square)):
            self.categories[:, column] += np.bincount(score, values, len(self.categories))
        self.categories[:, 3] += chance @ away
        self.categories[:, 4] += chance.sum(axis=1)

    def fit(self, place: int) -> Fit:
        """Infit and outfit of the ratees (place 0) or of a facet (1 …); NaN for elements without residuals.

        References
        ----------
        Wright and Masters (1982) *Rating Scale Analysis*, pp. 99–101.
        """
        n, _, _, variance, squares, standardised, infit_spread, outfit_spread = self.sums[place]
        with np.errstate(invalid="ignore", divide="ignore"):
            infit, outfit = squares / variance, standardised / n
            infit_z = _standardised(infit, np.sqrt(infit_spread) / variance)
            outfit_z = _standardised(outfit, np.sqrt(outfit_spread) / n)
        return Fit(infit, infit_z, outfit, outfit_z)

    def own_se(self, place: int) -> Floats:
        """Standard errors from the information of each element's own ratings alone (too small; as FACETS has them)."""
        with np.errstate(divide="ignore"):
            return np.where(self.sums[place][3] > 0, 1.0 / np.sqrt(self.sums[place][3]), np.nan)


def _standardised(mean_square: Floats, spread: Floats) -> Floats:
    """Wilson–Hilferty cube-root transformation of a mean square."""
    standardised: Floats = (np.cbrt(mean_square) - 1.0) * (3.0 / spread) + spread / 3.0
    return standardised


def separation(measures: Floats, errors: Floats) -> Separation:
    """How many statistically distinct levels does a facet have? NaN where fewer than two elements have a measure.

    References
    ----------
    Wright and Masters (1982) *Rating Scale Analysis*, pp. 105–106. Fisher's strata (4G + 1)/3.
    """
    known = np.isfinite(measures) & np.isfinite(errors)
    if known.sum() < 2:
        return Separation(*[float("nan")] * 5)
    variance, noise = float(measures[known].var(ddof=1)), float((errors[known] ** 2).mean())
    true = max(variance - noise, 0.0)
    ratio = (true / noise) ** 0.5 if noise > 0 else float("nan")
    reliability = true / variance if variance > 0 else float("nan")
    return Separation(variance**0.5, noise**0.5, ratio, (4 * ratio + 1) / 3, reliability)


def fixed_test(measures: Floats, errors: Floats) -> FixedTest:
    """Do all elements have the same measure? Homogeneity chi-square."""
    known = np.isfinite(measures) & np.isfinite(errors) & (errors > 0)
    if known.sum() < 2:
        return FixedTest(float("nan"), 0, float("nan"))
    values, weights = measures[known], errors[known] ** -2.0
    statistic = float((weights * values**2).sum() - (weights * values).sum() ** 2 / weights.sum())
    df = int(known.sum()) - 1
    return FixedTest(statistic, df, float(chi2.sf(statistic, df)))
