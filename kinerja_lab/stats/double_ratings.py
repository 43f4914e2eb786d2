"""How well does a design tell what one rater's score is worth, and how many second ratings would be enough?

Scores are normal, the level of a ratee plus an error of the rater; what is known of the reliability follows from the
information of that model, so single ratings count too: they tell the whole variance, though not its parts.
"""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from kinerja_lab.stats.ratings import FloatArray, IntArray

_FEWEST = 15  # with fewer pairs no interval keeps its coverage


def reliability_se(raters_per_ratee: IntArray, reliability: float) -> float:
    """Standard error of the reliability of one rater (the one-way intraclass correlation); infinite without a pair.

    Parameters
    ----------
    raters_per_ratee : (N,)
        Raters of each ratee, 1 or more.
    reliability
        Where the standard error is asked, in [0, 1).

    References
    ----------
    Searle (1971), Linear Models, section 9.7 (information of the variance components). With pairs only it is
    (1 − r²) / √n, Fisher (1925), as in Bonett (2002) Statistics in Medicine 21, 1331.

    Examples
    --------
    >>> round(reliability_se(np.full(100, 2), 0.52), 4)
    0.073
    """
    sizes, times = np.unique(raters_per_ratee, return_counts=True)
    information = np.array([_information(int(size), reliability) for size in sizes])
    return _se(np.tensordot(times, information, axes=1), reliability)


def double_ratings(
    raters_per_ratee: IntArray, *, half_width: float, reliability: float, confidence: float = 0.95
) -> int:
    """How many more pairs of ratings of one ratee give an interval of the reliability with that half-width?

    Ratees with one rating get a second one first; where these do not suffice, new ratees with two ratings are added.
    15 pairs are asked for at least.

    Parameters
    ----------
    raters_per_ratee : (N,)
        Raters of each ratee in the design, 1 or more.
    half_width
        Half the width of the interval, above 0.
    reliability
        What the reliability is expected to be, in [0, 1).
    confidence
        Level of the interval, in (0, 1).
    """
    sizes = np.asarray(raters_per_ratee)
    alone, pairs = int((sizes == 1).sum()), int((sizes > 1).sum())
    single, double = _information(1, reliability), _information(2, reliability)
    there = np.array([_information(int(size), reliability) for size in sizes[sizes > 1]]).sum(axis=0)

    def reached(more: int) -> bool:
        information = there + max(alone - more, 0) * single + more * double
        width = special.ndtri((1 + confidence) / 2) * _se(information, reliability)
        return pairs + more >= _FEWEST and bool(width <= half_width)

    low, high = -1, 1
    while not reached(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _information(size: int, reliability: float) -> FloatArray:
    """Information (2, 2) of one ratee on the variance between ratees and within them, the whole variance being 1."""
    within = 1 - reliability
    of_mean = np.array([size, 1.0]) / (size * reliability + within)
    information: FloatArray = np.outer(of_mean, of_mean) / 2
    information[1, 1] += (size - 1) / (2 * within**2)
    return information


def _se(information: FloatArray, reliability: float) -> float:
    """Standard error of the share that lies between ratees (delta method); infinite where there is no pair."""
    determinant = float(np.linalg.det(information)) if np.ndim(information) == 2 else 0.0
    if not determinant > 1e-9 * float(np.trace(information)) ** 2:
        return math.inf
    slope = np.array([1 - reliability, -reliability])
    return float(np.sqrt(slope @ np.linalg.solve(information, slope)))
