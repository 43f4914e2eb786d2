"""How closely do the scores of each element of a Rasch model follow the measures behind them?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.rasch_design import Ratings
from kinerja_lab.stats.rasch_measures import SLICE, add_by_level, chances

Floats = npt.NDArray[np.float64]


class Association(NamedTuple):
    """Of each element, shape (L,) each; NaN where its scores, or the measures behind them, do not vary.

    ``point_measure``: correlation of the scores with the measures that the model adds up for them; ``expected``: the
    same for scores that follow the model; ``discrimination``: 1 where scores follow the measures as closely as the
    model says, more where they do so more closely.
    """

    point_measure: Floats
    expected: Floats
    discrimination: Floats


def associations(ratings: Ratings, measure: Floats, difficulties: Floats) -> list[Association]:
    """Which elements' scores follow the measures, and how closely should they?

    Parameters
    ----------
    ratings
        The tabulated ratings.
    measure
        Shape (N,): measure of each ratee, on the scale of ``difficulties``.
    difficulties
        Shape (C, K).

    Returns
    -------
    list
        Ratees first, then each facet.

    References
    ----------
    Linacre (2002) Rasch Measurement Transactions 16:3, 883 (point-measure correlation; discrimination as one step of
    Newton's method from 1). Muraki (1992) Applied Psychological Measurement 16, 159 (slope with several steps).
    """
    sums = [np.zeros((11, size)) for size in (len(measure), *(ratings.levels.max(axis=0) + 1))]
    for first in range(0, len(ratings.score), SLICE):
        part = slice(first, first + SLICE)
        ratee, combination, score = ratings.ratee[part], ratings.combination[part], ratings.score[part]
        parts = _parts(measure[ratee], difficulties.T[:, combination], score)
        for place, own in enumerate(sums):
            add_by_level(own, ratee if place == 0 else ratings.levels[combination, place - 1], parts)
    return [_association(own) for own in sums]


def _parts(measure: Floats, steps: Floats, score: npt.NDArray[np.integer]) -> tuple[Floats, ...]:
    """What is summed over ratings."""
    chance, place = chances(measure, steps), np.arange(len(steps) + 1.0)
    expected = place @ chance
    variance = place**2 @ chance - expected**2
    away = measure - steps.mean(axis=0)
    height = np.vstack([np.zeros(len(measure)), np.cumsum(measure - steps, axis=0)])
    mean_height = (chance * height).sum(axis=0)
    lean = height[score, np.arange(len(score))] - mean_height
    bend = (chance * height**2).sum(axis=0) - mean_height**2
    seen = score.astype(np.float64)
    return (
        np.ones(len(seen)), away, away**2, seen, seen**2, seen * away,
        expected, expected**2 + variance, expected * away, lean, bend,
    )  # fmt: skip


def _association(sums: Floats) -> Association:
    """Correlations and slope from the sums of one side."""
    n, away, away_squares, seen, seen_squares, seen_away, expected, expected_squares, expected_away, lean, bend = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        room = _some(away_squares - away**2 / n, away_squares)
        observed = (seen_away - seen * away / n) / np.sqrt(room * _some(seen_squares - seen**2 / n, seen_squares))
        modelled = (expected_away - expected * away / n) / np.sqrt(room * (expected_squares - expected**2 / n))
        return Association(observed, modelled, 1.0 + lean / _some(bend, away_squares))


def _some(squares: Floats, whole: Floats) -> Floats:
    """Sums of squares; NaN where only rounding keeps them from zero."""
    return np.where(squares > 1e-12 * whole, squares, np.nan)
