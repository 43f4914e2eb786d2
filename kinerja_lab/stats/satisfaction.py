"""The index of citizens' satisfaction (IKM) and the letter that goes with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.change import Change
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.interval import Interval

Floats = npt.NDArray[np.float64]
Bands = Literal["permenpanrb_14_2017", "kep_25_2004"]

LETTERS = ("D", "C", "B", "A")
FLOORS: dict[Bands, tuple[float, ...]] = {
    "permenpanrb_14_2017": (25.0, 65.0, 76.61, 88.31),
    "kep_25_2004": (25.0, 43.76, 62.51, 81.26),
}
_POINTS = 25.0  # the answers run from 1 to 4, the index from 25 to 100
_AT_ONCE = 1 << 22  # draws
_NO_SPREAD = 1e-9


@dataclass(frozen=True, slots=True)
class SatisfactionIndex:
    """Index with its interval, the mean of each element, and the letter.

    Attributes
    ----------
    index, interval
        25 … 100; percentile bootstrap over respondents.
    elements
        Mean answer to each element, 1 … 4.
    letter
        A (best) to D.
    to_next, above_floor
        Points that are missing to the next letter (NaN at A), and points above the lowest value of this letter.
    n
        Respondents.
    """

    index: float
    interval: Interval
    elements: tuple[float, ...]
    letter: str
    to_next: float
    above_floor: float
    n: int


def letter_of(index: float, bands: Bands = "permenpanrb_14_2017") -> str:
    """Letter of an index, from A (best) to D."""
    return LETTERS[_band(index, bands)]


def satisfaction_index(
    answers: Floats,
    *,
    bands: Bands = "permenpanrb_14_2017",
    confidence: float = 0.95,
    n_resamples: int = 2000,
    rng: np.random.Generator,
) -> SatisfactionIndex:
    """How satisfied are citizens, from 25 to 100?

    Every element has the same weight, 1 divided by their number: the printed 0.11 for nine elements adds up to 0.99 and
    takes a hundredth off every index.

    Parameters
    ----------
    answers
        One row a respondent, one column an element, 1 … 4, NaN where unanswered; shape (n, k).
    bands
        Whose letters: the regulation in force, or the one before, whose letters old reports still carry.
    confidence, n_resamples, rng
        Of the bootstrap.

    Raises
    ------
    NotAssessable
        ``too_few``: an element that nobody answered, or no respondent.

    References
    ----------
    PermenPANRB 14/2017, appendix; KEP/25/M.PAN/2/2004.
    """
    elements = _elements(answers)
    index = _POINTS * float(elements.mean())
    edge = (1 - confidence) / 2
    low, high = np.nanquantile(_drawn(answers, n_resamples, rng), [edge, 1 - edge])
    floors = FLOORS[bands]
    place = _band(index, bands)
    following = floors[place + 1] - index if place + 1 < len(floors) else math.nan
    return SatisfactionIndex(
        index=index,
        interval=Interval(float(low), float(high)),
        elements=tuple(float(mean) for mean in elements),
        letter=LETTERS[place],
        to_next=following,
        above_floor=index - floors[place],
        n=len(answers),
    )


def satisfaction_change(
    before: Floats, after: Floats, *, confidence: float = 0.95, n_resamples: int = 2000, rng: np.random.Generator
) -> Change:
    """By how many points did the index change, between two independent groups of respondents?

    Parameters
    ----------
    before, after
        Answers as in ``satisfaction_index``, shapes (m, k) and (n, k).
    confidence, n_resamples, rng
        Of the normal interval, whose standard error is that of the bootstrap over respondents.

    Raises
    ------
    NotAssessable
        ``too_few``: as in ``satisfaction_index``; ``undefined_no_variation``: every respondent answered alike.
    """
    difference = _POINTS * float(_elements(after).mean() - _elements(before).mean())
    spread = float(np.nanstd(_drawn(after, n_resamples, rng) - _drawn(before, n_resamples, rng), ddof=1))
    if not spread > _NO_SPREAD:
        raise NotAssessable("undefined_no_variation", n=len(before) + len(after))
    half = float(norm.ppf(0.5 + confidence / 2)) * spread
    p_value = float(2 * norm.sf(abs(difference) / spread))
    return Change(difference, Interval(difference - half, difference + half), p_value, spread)


def _band(index: float, bands: Bands) -> int:
    """Place of the letter, 0 for D."""
    return max(sum(index >= floor for floor in FLOORS[bands]) - 1, 0)


def _elements(answers: Floats) -> Floats:
    """Mean answer to each element."""
    given = ~np.isnan(answers)
    if not len(answers) or not given.any(axis=0).all():
        raise NotAssessable("too_few", n=len(answers), need=1)
    return np.asarray(np.where(given, answers, 0.0).sum(axis=0) / given.sum(axis=0))


def _drawn(answers: Floats, n_resamples: int, rng: np.random.Generator) -> Floats:
    """Index of each resample of the respondents; so many resamples at once as fit."""
    n, given = len(answers), ~np.isnan(answers)
    # As floating point, in which whole numbers are multiplied many times faster and stay exact.
    sums = np.hstack([np.where(given, answers, 0.0), given.astype("float64")])
    at_once = max(_AT_ONCE // n, 1)
    drawn = np.empty((n_resamples, sums.shape[1]))
    for first in range(0, n_resamples, at_once):
        rows = drawn[first : first + at_once]
        respondents = rng.integers(n, size=(len(rows), n)) + n * np.arange(len(rows))[:, None]
        rows[:] = np.bincount(respondents.ravel(), minlength=len(rows) * n).reshape(-1, n).astype("float64") @ sums
    total, count = np.hsplit(drawn, 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(_POINTS * (total / count).mean(axis=1))
