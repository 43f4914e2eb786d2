"""How large must a difference be to be found by so few people?"""

from __future__ import annotations

import math
from collections.abc import Sequence

from kinerja_lab.stats.distributions import student

_LARGEST_TOLD = 50.0


def noticed(error: float, *, power: float = 0.80, alpha: float = 0.05, df: float = math.inf) -> float:
    """Smallest difference that a two-sided test finds with this power, where its standard error is ``error``.

    ``df``: degrees of freedom of the test; by default the normal distribution.

    Examples
    --------
    >>> round(noticed(0.1), 3)
    0.28
    """
    return float(student.ppf(1 - alpha / 2, df) + student.ppf(power, df)) * error


def noticed_odds_ratio(focal: int, reference: int, shares: Sequence[float]) -> float:
    """Smallest odds ratio, above 1, of an ordered outcome that 80 of 100 samples of this size would find.

    Parameters
    ----------
    focal, reference
        People in the two groups.
    shares
        Share of people at each level, both groups together.

    Returns
    -------
    float
        NaN where nothing of use would be found: an empty group, one level, an odds ratio beyond 50.

    References
    ----------
    Whitehead (1993) Statistics in Medicine 12, 2257.

    Examples
    --------
    >>> round(noticed_odds_ratio(200, 200, [0.05, 0.1, 0.6, 0.25]), 2)
    1.74
    """
    left = 1 - sum(share**3 for share in shares)
    if min(focal, reference) == 0 or left <= 0:
        return math.nan
    log_odds = noticed(math.sqrt(3 * (focal + reference) / (focal * reference * left)))
    return math.exp(log_odds) if log_odds <= math.log(_LARGEST_TOLD) else math.nan
