"""How strongly do two groupings of people go together? Limits of Cramér's V."""

from __future__ import annotations

import math

from scipy.optimize import brentq

from kinerja_lab.stats.distributions import ncx2
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import check_confidence

_SMALLEST = 1e-9


def cramers_v_interval(chi2: float, df: int, n: int, *, confidence: float = 0.95) -> Interval:
    """Between which limits does Cramér's V of a table with two rows (or columns) lie?

    The limits are those of the noncentrality of Pearson's statistic, n·V²; they always hold the estimate √(chi2/n),
    which lies too high by chance where cells are many and people few.

    Parameters
    ----------
    chi2, df
        Pearson's statistic without continuity correction, and its degrees of freedom (cells less one).
    n
        People in the table.
    confidence
        Two-sided coverage.

    References
    ----------
    Smithson (2003), Confidence Intervals, ch. 5.
    """
    check_confidence(confidence)
    estimate = math.sqrt(chi2 / n)
    low, high = (_noncentrality(chi2, df, level) for level in ((1 + confidence) / 2, (1 - confidence) / 2))
    return Interval(min(math.sqrt(low / n), estimate), min(max(math.sqrt(high / n), estimate), 1.0))


def _noncentrality(chi2: float, df: int, level: float) -> float:
    """Noncentrality under which the statistic falls below ``chi2`` with this probability; 0 where none is so large."""
    if not chi2 > 0 or ncx2.cdf(chi2, df, _SMALLEST) <= level:
        return 0.0
    return float(brentq(lambda value: ncx2.cdf(chi2, df, value) - level, _SMALLEST, 10 * chi2 + 100))
