"""How uncertain is an agreement coefficient? Intervals from the influences of the units, all groups at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from kinerja_lab.stats.coefficients import PAIRABLE_ONLY
from kinerja_lab.stats.ratings import Coefficient, FloatArray, IntArray, Ratings, Sizes

_WIDEST = 700.0  # exp of more overflows


class Uncertainty(NamedTuple):
    """Standard error and limits of a coefficient in each group (G,); NaN where undefined."""

    se: FloatArray
    low: FloatArray
    high: FloatArray


def linearized(
    name: str,
    coefficient: Coefficient,
    ratings: Ratings,
    size: Sizes,
    confidence: float,
    cluster: IntArray | None = None,
) -> Uncertainty:
    """Interval from the infinitesimal jackknife over units, on the scale log(1 − k) so that it never passes 1.

    The standard error has the factor n / (n − 1) with n the units that the coefficient uses. The interval takes the
    n' units with two ratings or more instead, because only these carry information on the observed agreement, and t
    with the degrees of freedom that the variance really has, n' − 1 at most: where a few units disagree and all others
    agree, as with weights that forgive small differences, the variance rests on these few, and t with n' − 1 covers 92
    to 93 of 100 instead of 95. With ``cluster`` (N,) the influences are added up within clusters first and n and n'
    count clusters.

    References
    ----------
    Efron (1982), The Jackknife, the Bootstrap and Other Resampling Plans, chapter 6; Davison & Hinkley (1997), §2.7;
    Satterthwaite (1946) Biometrics Bulletin 2, 110 (degrees of freedom from the variance of the variance, here from the
    fourth powers of the influences).
    """
    if cluster is None:
        squares = coefficient.influence**2
        moments = ratings.by_group @ np.column_stack([squares, squares**2])
        units, pairable = size.units, size.pairable
    else:
        moments, units, pairable = _clustered(coefficient, ratings, cluster)
    spread = np.sqrt(moments[:, 0])
    se = spread * _factor(pairable if name in PAIRABLE_ONLY else units)
    width = _t(_degrees(moments, pairable), confidence) * spread * _factor(pairable)
    room = 1 - coefficient.estimate
    relative = np.minimum(np.divide(width, room, out=np.zeros_like(width), where=room > 0), _WIDEST)
    undefined = np.where(np.isnan(width), np.nan, 0.0)
    low, high = 1 - room * np.exp(relative), 1 - room * np.exp(-relative)
    return Uncertainty(_defined(se, coefficient, size), low + undefined, high + undefined)


def _clustered(
    coefficient: Coefficient, ratings: Ratings, cluster: IntArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Second and fourth powers of the influences of clusters (G, 2), clusters, and those with a pairable unit (G,)."""
    both, place = np.unique(np.column_stack([ratings.group, cluster]), axis=0, return_inverse=True)
    owner = both[:, 0]
    parts = (ratings.frequency * coefficient.influence, ratings.number > 0, ratings.number**2 > ratings.same)
    influence, rated, pairable = (np.bincount(place, part).astype(np.float64) for part in parts)
    squares, fourths, clusters, informative = (
        np.bincount(owner, part, ratings.n_groups).astype(np.float64)
        for part in (influence**2, influence**4, rated > 0, pairable > 0)
    )
    return np.column_stack([squares, fourths]), clusters, informative


def _degrees(moments: FloatArray, pairable: FloatArray) -> FloatArray:
    """Degrees of freedom (G,) of a sum of squared influences, from their second and fourth powers (G, 2)."""
    squares, fourths = moments.T
    excess = fourths - squares**2 / _positive(pairable)
    found = np.divide(2 * squares**2, excess, out=np.full_like(squares, np.inf), where=excess > 0)
    return np.minimum(found, pairable - 1)


def gwet(name: str, coefficient: Coefficient, ratings: Ratings, size: Sizes, confidence: float) -> Uncertainty:
    """Gwet's interval, for comparison with other software.

    A unit with one rating enters as observed agreement zero, as if the number of pairable units were fixed; the
    standard error is too large where there are many of them.

    References
    ----------
    Gwet (2008), eq. 9 and 14; Gwet (2021), Handbook of Inter-Rater Reliability, vol. 1, chapter 5.
    """
    only_pairable = name in (*PAIRABLE_ONLY, "krippendorff_alpha_w")
    units = size.pairable if only_pairable else size.units
    share = (ratings.number**2 > ratings.same) * (units / _positive(size.pairable))[ratings.group]
    fixed = 0.0 if only_pairable else coefficient.estimate[ratings.group] * (share - 1)
    deviation = units[ratings.group] * coefficient.influence + fixed
    variance = (ratings.by_group @ deviation**2) / _positive(units * (units - 1))
    se = _defined(np.sqrt(variance), coefficient, size)
    width = se * _t((size.pairable if name in PAIRABLE_ONLY else size.units) - 1, confidence)
    return Uncertainty(se, coefficient.estimate - width, np.minimum(coefficient.estimate + width, 1.0))


def gwet_table(name: str, coefficient: Coefficient, ratings: Ratings, size: Sizes, confidence: float) -> Uncertainty:
    """Gwet's interval for a table of two raters: the large-sample variance, with t (Gwet 2021, chapter 5)."""
    del name
    se = _defined(np.sqrt(ratings.by_group @ coefficient.influence**2), coefficient, size)
    width = se * _t(size.units - 1, confidence)
    return Uncertainty(se, coefficient.estimate - width, np.minimum(coefficient.estimate + width, 1.0))


def normal(name: str, coefficient: Coefficient, ratings: Ratings, size: Sizes, confidence: float) -> Uncertainty:
    """Symmetric large-sample interval; for two raters that of Fleiss, Cohen & Everitt (1969), eq. 10 and 13."""
    del name
    se = _defined(np.sqrt(ratings.by_group @ coefficient.influence**2), coefficient, size)
    width = se * special.ndtri((1 + confidence) / 2)
    return Uncertainty(se, coefficient.estimate - width, np.minimum(coefficient.estimate + width, 1.0))


ANALYTIC = {"linearized": linearized, "gwet": gwet, "gwet_table": gwet_table, "normal": normal}


def _factor(units: FloatArray) -> FloatArray:
    """Small-sample factor of a standard error over units."""
    return np.sqrt(units / _positive(units - 1))


def _positive(number: FloatArray) -> FloatArray:
    """Number, NaN where it is not positive."""
    return np.where(number > 0, number, np.nan)


def _t(degrees: FloatArray, confidence: float) -> FloatArray:
    """Quantile of t that leaves out half of 1 − confidence above."""
    quantile: FloatArray = special.stdtrit(_positive(degrees), (1 + confidence) / 2)
    return quantile


def _defined(se: FloatArray, coefficient: Coefficient, size: Sizes) -> FloatArray:
    """Standard error where there is an estimate from two pairable units or more."""
    return np.where(np.isnan(coefficient.estimate) | (size.pairable < 2), np.nan, se)
