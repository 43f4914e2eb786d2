"""How much of the variance of scores lies between units? Intraclass correlations from mean squares."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from scipy import special

from kinerja_lab.stats.ratings import FloatArray, Ratings, Sizes, add_up, centred, owners, unless_zero

SINGLE = ("icc1", "icc2", "icc3")
FORMS = (*SINGLE, "icc1k", "icc2k", "icc3k")


class MeanSquares(NamedTuple):
    """Analysis of variance, one a group; all (G,). The two-way parts are NaN where a rating or the raters are unknown.

    ``units`` and ``raters`` are their numbers (the latter, where ratings are missing, what a balanced table would have
    in its place: Searle's n0), ``spare`` the degrees of freedom within units, the others mean squares: between units,
    between raters, of the interaction (error) and within units.
    """

    units: FloatArray
    raters: FloatArray
    between: FloatArray
    of_raters: FloatArray
    error: FloatArray
    within: FloatArray
    spare: FloatArray


class Form(NamedTuple):
    """An intraclass correlation of each group with its limits; all (G,)."""

    estimate: FloatArray
    low: FloatArray
    high: FloatArray


def mean_squares(ratings: Ratings, scores: FloatArray, size: Sizes) -> MeanSquares:
    """Analysis of variance of units × raters, of all groups at once.

    Parameters
    ----------
    scores : (E,)
        Score of each rating.
    size
        Units, raters and ratings of each group; a group with fewer ratings than units × raters is incomplete.
    """
    group, score, times = ratings.group[ratings.unit], centred(ratings, scores), ratings.frequency[ratings.unit]
    units, raters = size.units, size.raters
    complete = (units > 1) & (raters > 1) & (units * raters == size.ratings)
    mean = add_up(group, times * score, ratings.n_groups) / unless_zero(size.ratings)
    of_unit = add_up(ratings.unit, score, len(ratings.group)) / unless_zero(ratings.number)
    within = add_up(group, times * (score - of_unit[ratings.unit]) ** 2, ratings.n_groups)
    between = ratings.by_group @ (ratings.number * (of_unit - mean[ratings.group]) ** 2)
    n, k = (np.where(complete, number, np.nan) for number in (units, raters))
    among_raters, error = _two_way(ratings, score, of_unit, mean)
    usual, spare = unless_zero(units - 1), unless_zero(size.ratings - units)
    squares = (ratings.by_group @ ratings.number**2) / unless_zero(size.ratings)
    return MeanSquares(
        units,
        np.where(complete, raters, (size.ratings - squares) / usual),
        between / usual,
        units * among_raters / (k - 1),
        error / ((n - 1) * (k - 1)),
        within / spare,
        spare,
    )


def _two_way(
    ratings: Ratings, score: FloatArray, of_unit: FloatArray, mean: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Squared deviations (G,) of the means of raters, and of what units and raters leave; NaN where raters are unknown.

    ``of_unit`` (N,) and ``mean`` (G,) are means of the scores (E,).
    """
    if ratings.rater is None:
        return np.full(len(mean), np.nan), np.full(len(mean), np.nan)
    owner, times = owners(ratings, ratings.rater), ratings.frequency[ratings.unit]
    number = add_up(ratings.rater, times, len(owner))
    of_rater = add_up(ratings.rater, times * score, len(owner)) / unless_zero(number)
    group = ratings.group[ratings.unit]
    left = score - of_unit[ratings.unit] - of_rater[ratings.rater] + mean[group]
    among_raters = add_up(owner, (of_rater - mean[owner]) ** 2, ratings.n_groups)
    return among_raters, add_up(group, times * left**2, ratings.n_groups)


def intraclass_correlations(squares: MeanSquares, confidence: float) -> dict[str, Form]:
    """Six intraclass correlations with F-based intervals.

    ``icc1``: raters differ from unit to unit; ``icc2``: absolute agreement of random raters; ``icc3``: consistency of
    these raters; with ``k``: of the mean of k raters. Negative estimates are kept. NaN without any variance.

    Parameters
    ----------
    confidence
        Level of the two-sided intervals, in (0, 1).

    References
    ----------
    Shrout & Fleiss (1979), table 4; McGraw & Wong (1996), tables 4 and 7.
    """
    n, k, between, _, error, within, spare = squares
    tail = (1 + confidence) / 2
    one_way = _ratio_forms(between, within, k, (n - 1, spare), tail)
    consistency = _ratio_forms(between, error, k, (n - 1, (n - 1) * (k - 1)), tail)
    absolute = _absolute(squares, tail)
    return dict(
        zip(FORMS, (one_way[0], absolute[0], consistency[0], one_way[1], absolute[1], consistency[1]), strict=True)
    )


def _ratio_forms(
    between: FloatArray, noise: FloatArray, k: FloatArray, degrees: tuple[FloatArray, FloatArray], tail: float
) -> tuple[Form, Form]:
    """Single and average correlation that depend on one ratio of mean squares."""
    widen, narrow = special.fdtri(*degrees, tail), 1 / special.fdtri(*degrees[::-1], tail)
    parts = [(between - factor * noise, factor) for factor in (1.0, widen, narrow)]
    single = (signal / unless_zero(between + (k - 1) * factor * noise) for signal, factor in parts)
    average = (signal / unless_zero(between) for signal, _ in parts)
    return Form(*single), Form(*average)


def _absolute(squares: MeanSquares, tail: float) -> tuple[Form, Form]:
    """Single and average absolute agreement, with Satterthwaite degrees of freedom (McGraw & Wong 1996, table 7)."""
    n, k, between, of_raters, error = squares[:5]
    signal = between - error
    single = signal / unless_zero(between + (k - 1) * error + k * (of_raters - error) / n)
    of_rater_part = k * single / n * of_raters
    of_error_part = (1 - single + k * single * (n - 1) / n) * error
    spread = of_rater_part**2 / (k - 1) + of_error_part**2 / ((n - 1) * (k - 1))
    degrees = np.where(spread > 0, (of_rater_part + of_error_part) ** 2 / np.where(spread > 0, spread, 1), 1)
    noise = k * of_raters + (k * n - k - n) * error
    widen = special.fdtri(n - 1, degrees, tail)
    narrow = special.fdtri(degrees, n - 1, tail)
    low = n * (between - widen * error) / unless_zero(widen * noise + n * between)
    high = n * (narrow * between - error) / unless_zero(noise + n * narrow * between)
    average = signal / unless_zero(between + (of_raters - error) / n)
    return Form(single, low, high), Form(average, _of_mean(low, k), _of_mean(high, k))


def _of_mean(single: FloatArray, k: FloatArray) -> FloatArray:
    """Correlation of the mean of k raters (Spearman–Brown)."""
    bottom = 1 + (k - 1) * single
    return k * single / np.where(bottom == 0, np.nan, bottom)


def raters_needed(single: float, goal: float) -> float:
    """How many raters does a mean score need to reach a reliability; infinite where one rater tells nothing?

    Parameters
    ----------
    single
        Reliability of one rater, below 1.
    goal
        Reliability to be reached, in (0, 1).

    References
    ----------
    Spearman (1910); Brown (1910) British Journal of Psychology 3, 271 and 296.

    >>> raters_needed(0.52, 0.80)
    4.0
    """
    if math.isnan(single) or single <= 0:
        return math.nan if math.isnan(single) else math.inf
    number = goal * (1 - single) / (single * (1 - goal))
    return float(max(math.ceil(number - 1e-9), 1))


def of_single(average: float, k: float) -> float:
    """Correlation of one rater from that of the mean of k; with k the mean size of unequal groups as Bliese (2000)."""
    return average / (k - (k - 1) * average)
