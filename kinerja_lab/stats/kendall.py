"""Do raters put units in the same order? Kendall's coefficient of concordance."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from kinerja_lab.stats.distributions import mid_ranks
from kinerja_lab.stats.ratings import FloatArray


class KendallW(NamedTuple):
    """Concordance in [0, 1], its chi-square, degrees of freedom and p-value against no concordance.

    ``uncorrected`` is the concordance without correction for ties, as some software prints it.
    """

    estimate: float
    uncorrected: float
    chi2: float
    df: float
    p_value: float


def kendall_w(scores: FloatArray) -> KendallW:
    """How well do the orders agree in which the raters put the units?

    Parameters
    ----------
    scores : (n, m)
        Scores of n units by m raters, none missing; equal scores share their mean rank.

    Returns
    -------
    KendallW
        NaN where no rater tells any units apart.

    References
    ----------
    Siegel (1956), Nonparametric Statistics, pp. 229-239, with the correction for ties. Executives and applicants:

    >>> ranks = np.array([[1, 1, 6], [6, 5, 3], [3, 6, 2], [2, 4, 5], [5, 2, 4], [4, 3, 1.0]])
    >>> round(kendall_w(ranks).estimate, 2)
    0.16
    """
    units, raters = scores.shape
    ranks = np.column_stack([mid_ranks(column) for column in scores.T]) if raters else scores
    counts = [np.unique(column, return_counts=True)[1] for column in ranks.T]
    ties = sum(float((count**3 - count).sum()) for count in counts)
    untied = raters**2 * units * (units**2 - 1)
    most = untied - raters * ties
    if units < 2 or raters < 2 or most <= 0:
        return KendallW(*(np.nan,) * 5)
    spread = 12 * float((ranks.sum(axis=1) ** 2).sum()) - 3 * raters**2 * units * (units + 1) ** 2
    chi2 = raters * (units - 1) * spread / most
    return KendallW(spread / most, spread / untied, chi2, units - 1.0, float(special.chdtrc(units - 1, chi2)))
