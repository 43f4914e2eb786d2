"""How far may a share be from the share seen? Exact and score intervals of a binomial proportion."""

from __future__ import annotations

import math
from typing import Literal

from scipy import special

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.interval import UNDEFINED, Interval


def check_confidence(confidence: float) -> None:
    """Refuse a confidence level outside (0, 1)."""
    if not 0 < confidence < 1:
        raise InvalidOption("confidence", confidence, "between 0 and 1, such as 0.95")


def proportion_interval(
    successes: int, n: int, *, confidence: float = 0.95, method: Literal["exact", "wilson"] = "exact"
) -> Interval:
    """Between which limits does the share behind ``successes`` of ``n`` lie?

    Parameters
    ----------
    successes, n
        Counts, 0 ≤ ``successes`` ≤ ``n``.
    confidence
        Two-sided coverage.
    method
        ``exact`` (Clopper–Pearson: never covers less than promised) or ``wilson`` (score: covers it on average).

    Returns
    -------
    Interval
        Limits in 0…1; undefined where ``n`` is 0.

    Raises
    ------
    InvalidOption
        Counts that are no part of ``n``, or a confidence outside (0, 1).

    References
    ----------
    Clopper and Pearson (1934) Biometrika 26, 404; Wilson (1927) JASA 22, 209.

    Examples
    --------
    One award of 125 went to somebody below target:

    >>> low, high = proportion_interval(1, 125)
    >>> round(low, 6), round(high, 6)
    (0.000203, 0.043767)
    """
    check_confidence(confidence)
    if not 0 <= successes <= n:
        raise InvalidOption("successes", successes, f"between 0 and n = {n}")
    if n == 0:
        return UNDEFINED
    if method not in ("exact", "wilson"):
        raise InvalidOption("method", method, "exact, wilson")
    share, tail = successes / n, (1 - confidence) / 2
    if method == "exact":
        low = special.betaincinv(successes, n - successes + 1, tail) if successes else 0.0
        high = special.betaincinv(successes + 1, n - successes, 1 - tail) if successes < n else 1.0
        return Interval(float(low), float(high))
    z = float(norm.ppf(1 - tail))
    middle, reach = share + z**2 / (2 * n), z * math.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2)
    low, high = ((middle + side * reach) / (1 + z**2 / n) for side in (-1, 1))
    return Interval(low if successes else 0.0, high if successes < n else 1.0)
