"""Mantel–Haenszel has no number where one group never, or always, succeeds: the exact conditional answer."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import logsumexp

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import Hypergeometric
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import check_confidence

Floats = npt.NDArray[np.float64]

_EQUIVALENCE = 0.90
_FARTHEST = 50.0  # logarithm of the largest odds ratio looked at


class ExactOdds(NamedTuple):
    """Odds ratio 0 or infinite, with exact limits and the two-sided mid-p value of "no difference"."""

    odds_ratio: float
    interval: Interval
    equivalence: Interval
    p_value: float


def exact_extreme_odds(tables: npt.NDArray[np.int64], *, confidence: float = 0.95) -> ExactOdds:
    """How small, or how large, may the common odds ratio be where the focal group has the fewest, or most, successes?

    Parameters
    ----------
    tables
        Shape (strata, 2, 2): rows are the focal and the reference group, columns success and failure.
    confidence
        Of ``interval``; all of the doubt lies on one side of it.

    Raises
    ------
    NotAssessable
        ``undefined_no_variation``: the margins leave only one possible table; ``not_identified``: the table is not at
        an end, and Mantel–Haenszel answers.

    References
    ----------
    Gart (1970) Biometrika 57, 471; Lancaster (1961) JASA 56, 223 for mid-p.
    """
    check_confidence(confidence)
    counts = np.asarray(tables, dtype=np.int64).reshape(-1, 2, 2)
    lowest, chances = _null(counts)
    seen = int(counts[:, 0, 0].sum()) - lowest
    last = len(chances) - 1
    if last < 1:
        raise NotAssessable("undefined_no_variation", n=int(counts.sum()))
    if 0 < seen < last:
        raise NotAssessable("not_identified", n=int(counts.sum()))
    if seen == last:
        return _mirrored(exact_extreme_odds(counts[:, ::-1], confidence=confidence))
    p_value = min(1.0, float(np.exp(chances[0])))
    limits = (_upper(chances, level) for level in (confidence, _EQUIVALENCE))
    interval, equivalence = (Interval(0.0, high) for high in limits)
    return ExactOdds(0.0, interval, equivalence, p_value)


def _null(counts: npt.NDArray[np.int64]) -> tuple[int, Floats]:
    """Fewest successes of the focal group that the margins allow, and log-chances of each number from there on."""
    lowest, chances = 0, np.zeros(1)
    for (a, b), (c, d) in counts:
        population, successes, drawn = a + b + c + d, a + c, a + b
        first, last = max(0, drawn + successes - population), min(drawn, successes)
        part = Hypergeometric(population, successes, drawn).logpmf(np.arange(first, last + 1))
        sums = [
            logsumexp(chances[max(0, total - len(part) + 1) : total + 1] + part[_reversed(total, chances, part)])
            for total in range(len(chances) + len(part) - 1)
        ]
        lowest, chances = lowest + int(first), np.array(sums)
    return lowest, chances


def _reversed(total: int, chances: Floats, part: Floats) -> npt.NDArray[np.int64]:
    """Places of ``part`` that make up ``total`` with rising places of ``chances``."""
    first = max(0, total - len(part) + 1)
    return total - np.arange(first, min(total, len(chances) - 1) + 1)


def _upper(chances: Floats, confidence: float) -> float:
    """Odds ratio at which half the chance of the lowest table is half the remaining doubt."""
    places, doubt = np.arange(len(chances)), math.log(1 - confidence)

    def surplus(log_odds: float) -> float:
        shifted = chances + places * log_odds
        return float(shifted[0] - logsumexp(shifted)) - doubt

    return math.exp(brentq(surplus, -_FARTHEST, _FARTHEST))


def _mirrored(found: ExactOdds) -> ExactOdds:
    """The same from the other group's side."""
    interval, equivalence = (Interval(1 / limits.high, math.inf) for limits in (found.interval, found.equivalence))
    return ExactOdds(math.inf, interval, equivalence, found.p_value)
