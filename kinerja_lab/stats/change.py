"""Did a share, or a rate of counts, change from one period to the next?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.distributions import binomial_p_value, chi2, norm
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.proportion import check_confidence, proportion_interval


@dataclass(frozen=True, slots=True)
class Change:
    """Later less earlier value, its interval, the two-sided p-value of no change, and the standard error if known."""

    difference: float
    interval: Interval
    p_value: float
    error: float = math.nan


def share_change(before: tuple[int, int], after: tuple[int, int], *, confidence: float = 0.95) -> Change:
    """How much larger is a share now?

    Parameters
    ----------
    before, after
        Successes and cases, 0 ≤ successes ≤ cases, cases above 0.
    confidence
        Of the score interval.

    Raises
    ------
    InvalidOption
        Counts that are no part of their cases, or no cases.

    References
    ----------
    Newcombe, R. G. (1998). Statistics in Medicine, 17, 873, method 10.

    Examples
    --------
    Table II of the paper, 56 of 70 less 48 of 80, is 0.2000 with limits 0.0524 and 0.3339:

    >>> found = share_change((48, 80), (56, 70))
    >>> [round(limit, 4) for limit in found.interval]
    [0.0524, 0.3339]
    """
    if min(before[1], after[1]) <= 0:
        raise InvalidOption("cases", min(before[1], after[1]), "above 0")
    (earlier, low_0, high_0), (later, low_1, high_1) = (
        (k / n, *proportion_interval(k, n, confidence=confidence, method="wilson")) for k, n in (before, after)
    )
    pooled = (before[0] + after[0]) / (before[1] + after[1])
    spread = math.sqrt(pooled * (1 - pooled) * (1 / before[1] + 1 / after[1]))
    p_value = float(2 * norm.sf(abs(later - earlier) / spread)) if spread > 0 else 1.0
    limits = mover((earlier, low_0, high_0), (later, low_1, high_1))
    return Change(later - earlier, limits, p_value)


def rate_interval(count: int, exposure: float, *, confidence: float = 0.95) -> Interval:
    """Between which limits does the rate behind ``count`` events in ``exposure`` lie? Exact, for independent events.

    Raises
    ------
    InvalidOption
        A count below 0, an exposure that is not above 0, or a confidence outside (0, 1).

    References
    ----------
    Garwood, F. (1936). Biometrika, 28, 437.

    Examples
    --------
    >>> low, high = rate_interval(10, 1.0)
    >>> round(low, 4), round(high, 4)
    (4.7954, 18.3904)
    """
    check_confidence(confidence)
    if count < 0 or not exposure > 0:
        raise InvalidOption("count", (count, exposure), "a count from 0 on and an exposure above 0")
    edge = (1 - confidence) / 2
    low = float(chi2.ppf(edge, 2 * count)) / 2 if count else 0.0
    return Interval(low / exposure, float(chi2.ppf(1 - edge, 2 * (count + 1))) / 2 / exposure)


def rate_change(before: tuple[int, float], after: tuple[int, float], *, confidence: float = 0.95) -> Change:
    """How much larger is the rate of events now?

    Parameters
    ----------
    before, after
        Events and exposure, exposure above 0.
    confidence
        Of the interval, which combines the exact limits of both rates; the p-value is the exact conditional one.

    References
    ----------
    Zou, G. Y., & Donner, A. (2008). Statistics in Medicine, 27, 1693.
    """
    earlier, later = ((k / size, *rate_interval(k, size, confidence=confidence)) for k, size in (before, after))
    events = before[0] + after[0]
    share = after[1] / (before[1] + after[1])
    p_value = binomial_p_value(after[0], events, share) if events else 1.0
    return Change(later[0] - earlier[0], mover(earlier, later), p_value)


def rate_ratio(
    before: tuple[int, float], after: tuple[int, float], *, confidence: float = 0.95
) -> tuple[float, Interval]:
    """Rate now over rate before, with exact conditional limits; undefined without any event.

    References
    ----------
    Przyborowski, J., & Wilenski, H. (1940). Biometrika, 31, 313.
    """
    if before[0] + after[0] == 0:
        return math.nan, UNDEFINED
    scale = before[1] / after[1]
    low, high = proportion_interval(after[0], before[0] + after[0], confidence=confidence)
    return scale * _odds(after[0] / (before[0] + after[0])), Interval(scale * _odds(low), scale * _odds(high))


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def mover(earlier: Sequence[float], later: Sequence[float]) -> Interval:
    """Limits of a difference from (value, lower, upper limit) of both (method of variance estimates recovery).

    References
    ----------
    Zou, G. Y., & Donner, A. (2008). Statistics in Medicine, 27, 1693.
    """
    (was, was_low, was_high), (now, now_low, now_high) = earlier, later
    difference = now - was
    return Interval(
        difference - math.hypot(now - now_low, was_high - was), difference + math.hypot(now_high - now, was - was_low)
    )
