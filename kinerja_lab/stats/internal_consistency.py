"""How reliably do several items measure one thing? Alpha, omega and what each item adds to them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import optimize, special

from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.ratings import FloatArray

_LEAST = 0.005  # an item keeps at least this share of its variance to itself (Heywood case)


class Omega(NamedTuple):
    """McDonald's omega of one common factor, of the items as they are and standardised, and the loadings (k,)."""

    total: float
    standardized: float
    loadings: FloatArray


def against_the_others(correlation: FloatArray) -> FloatArray:
    """Sign (k,) of each item on the first principal component: −1 for those that run against most of the others."""
    first = np.linalg.eigh(correlation)[1][:, -1]
    return np.where(first * (first.sum() or 1.0) < 0, -1.0, 1.0)


def alpha(covariance: FloatArray, weights: FloatArray | None = None) -> float:
    """Coefficient alpha of the sum of k items; of a correlation matrix the standardised one.

    With ``weights`` (k,), of the weighted sum: the share of the items' common variance if all measure the same to the
    same degree. NaN where one item alone counts or the sum does not vary.

    References
    ----------
    Cronbach (1951) Psychometrika 16, 297, eq. 2.
    """
    shares = np.ones(len(covariance)) if weights is None else weights
    own, whole = shares**2 @ np.diag(covariance), shares @ covariance @ shares
    several = 1 - (shares**2).sum() / shares.sum() ** 2
    return float((1 - own / whole) / several) if several > 0 and whole > 0 else np.nan


def feldt_interval(estimate: float, people: int, items: int, confidence: float) -> Interval:
    """Exact interval of alpha where people and items do not interact.

    References
    ----------
    Feldt (1965) Psychometrika 30, 357; Feldt, Woodruff & Salih (1987) Applied Psychological Measurement 11, 93.
    """
    if people < 2 or items < 2 or np.isnan(estimate):
        return UNDEFINED
    tails = special.fdtri(people - 1, (people - 1) * (items - 1), [(1 + confidence) / 2, (1 - confidence) / 2])
    return Interval(*(float(1 - (1 - estimate) * tail) for tail in tails))


def lambda6(correlation: FloatArray) -> float:
    """Lower limit of reliability from the error of predicting each item by the others (Guttman 1945, eq. 37)."""
    return float(1 - (1 / np.diag(np.linalg.inv(correlation))).sum() / correlation.sum())


def omega(covariance: FloatArray) -> Omega:
    """McDonald's omega of a one-factor model fitted by maximum likelihood; NaN with fewer than three items.

    References
    ----------
    Jöreskog (1967) Psychometrika 32, 443, eq. 14-22 (fit); McDonald (1999), Test Theory, eq. 6.20.
    """
    deviation = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(deviation, deviation)
    if len(covariance) < 3:
        return Omega(np.nan, np.nan, np.full(len(covariance), np.nan))
    start = np.log(np.clip(1 / np.diag(np.linalg.inv(correlation)), _LEAST, 1.0))
    fit = optimize.minimize(
        _misfit, start, (correlation,), "L-BFGS-B", jac=True, bounds=[(np.log(_LEAST), 0.0)] * len(start),
        options={"ftol": 1e-15, "gtol": 1e-9},
    )  # fmt: skip
    unique = np.exp(fit.x)
    loadings = _loadings(unique, correlation)[0]
    return Omega(
        _common(loadings * deviation, unique * deviation**2),
        _common(loadings, unique),
        loadings * np.sign(loadings.sum()),
    )


def _common(loadings: FloatArray, unique: FloatArray) -> float:
    """Share of the common factor in the variance of the sum."""
    return float(loadings.sum() ** 2 / (loadings.sum() ** 2 + unique.sum()))


def _loadings(unique: FloatArray, correlation: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Best loadings for given unique variances, and the eigenvalues that they leave over."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    return np.sqrt(max(values[-1] - 1, 0.0)) * root * vectors[:, -1], values[:-1]


def _misfit(logs: FloatArray, correlation: FloatArray) -> tuple[float, FloatArray]:
    """Likelihood discrepancy of the best loadings, and its slopes in the logarithms of the unique variances."""
    unique = np.exp(logs)
    loadings, left = _loadings(unique, correlation)
    slopes = (loadings**2 + unique - np.diag(correlation)) / unique
    return float((left - np.log(left) - 1).sum()), slopes
