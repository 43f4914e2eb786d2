"""Do two raters give the same scores? Lin's concordance correlation and the limits of agreement."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from kinerja_lab.stats.ratings import FloatArray


class Quantity(NamedTuple):
    """A number with standard error and limits, NaN where it has none."""

    estimate: float
    se: float = np.nan
    low: float = np.nan
    high: float = np.nan


_WIDTH = 1.96  # limits of agreement are defined with this figure, whatever the confidence of their intervals
NAMES = (
    *("lin_ccc", "lin_ccc_unbiased_moments", "pearson", "bias_correction_cb", "location_shift", "scale_shift"),
    *("bias", "loa_low", "loa_high", "sd_diff"),
)


def two_raters(first: FloatArray, second: FloatArray, confidence: float) -> dict[str, Quantity]:
    """How closely do paired scores lie on the line of equality, and how far apart can two of them be?

    Parameters
    ----------
    first, second : (n,)
        Scores of the same units, none missing.
    confidence
        Level of the intervals, in (0, 1).

    Returns
    -------
    dict
        The ``NAMES``: the concordance correlation (with moments over n, interval on Fisher's z; and over n − 1), its
        parts (correlation and bias correction, shift of location in units of the geometric mean deviation, ratio of
        deviations second to first), the mean difference first − second, the 95 % limits of agreement around it and the
        standard deviation of the differences. NaN with fewer than three units or without any variation.

    References
    ----------
    Lin (1989) Biometrics 45, 255, eq. 1-3 and the variance corrected in Lin (2000) Biometrics 56, 324; Bland & Altman
    (1986) Lancet i, 307, and (1999) Statistical Methods in Medical Research 8, 135 (standard error of the limits).
    """
    if len(first) < 3:
        return dict.fromkeys(NAMES, Quantity(np.nan))
    return _concordance(first, second, confidence) | _limits(first - second, confidence)


def _concordance(first: FloatArray, second: FloatArray, confidence: float) -> dict[str, Quantity]:
    """Lin's coefficient and its parts."""
    n = len(first)
    covariance = np.cov(first, second, ddof=0)
    shift, product = float(second.mean() - first.mean()), float(covariance[0, 1])
    geometric = float(np.sqrt(covariance[0, 0] * covariance[1, 1]))
    apart = float(np.trace(covariance)) + shift**2
    names = NAMES[:6]
    if not apart > 0:
        return dict.fromkeys(names, Quantity(np.nan))
    ccc = 2 * product / apart
    unbiased = 2 * product / (apart - shift**2 / n)
    if not geometric > 0:
        return dict.fromkeys(names, Quantity(np.nan)) | {"lin_ccc": Quantity(ccc)}
    correlation, location = product / geometric, shift / geometric**0.5
    scale = float(np.sqrt(covariance[1, 1] / covariance[0, 0]))
    values = (unbiased, correlation, ccc / correlation if correlation else np.nan, location, scale)
    return {"lin_ccc": _fisher(ccc, correlation, location, n, confidence)} | {
        name: Quantity(value) for name, value in zip(names[1:], values, strict=True)
    }


def _fisher(ccc: float, r: float, location: float, n: int, confidence: float) -> Quantity:
    """Lin's coefficient with its interval on the scale of Fisher's z."""
    if r == 0 or abs(ccc) >= 1:
        return Quantity(ccc, *((0.0, ccc, ccc) if abs(ccc) >= 1 else ()))
    variance = (1 - r**2) * ccc**2 * (1 - ccc**2) / r**2
    variance += 2 * ccc**3 * (1 - ccc) * location**2 / r - ccc**4 * location**4 / (2 * r**2)
    se = float(np.sqrt(max(variance, 0.0) / (n - 2)))
    width = special.ndtri((1 + confidence) / 2) * se / (1 - ccc**2)
    low, high = np.tanh(np.arctanh(ccc) + np.array([-width, width]))
    return Quantity(ccc, se, float(low), float(high))


def _limits(difference: FloatArray, confidence: float) -> dict[str, Quantity]:
    """Mean difference, limits of agreement and standard deviation of the differences."""
    n, bias, deviation = len(difference), float(difference.mean()), float(difference.std(ddof=1))
    t = float(special.stdtrit(n - 1, (1 + confidence) / 2))
    of_bias = deviation / n**0.5
    of_limit = deviation * float(np.sqrt(1 / n + _WIDTH**2 / (2 * (n - 1))))
    found = {
        "bias": (bias, of_bias),
        "loa_low": (bias - _WIDTH * deviation, of_limit),
        "loa_high": (bias + _WIDTH * deviation, of_limit),
    }
    return {
        name: Quantity(estimate, se, estimate - t * se, estimate + t * se) for name, (estimate, se) in found.items()
    } | {"sd_diff": Quantity(deviation)}
