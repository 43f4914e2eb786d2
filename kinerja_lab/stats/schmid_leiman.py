"""Is there one thing behind several groups of items? A general factor over three correlated ones (Schmid–Leiman)."""

from __future__ import annotations

import numpy as np
from scipy import optimize

from kinerja_lab.stats.ratings import FloatArray

_LEAST = 0.005  # an item keeps at least this share of its variance to itself
_STEPS, _SETTLED = 1000, 1e-7


def minimum_residuals(correlation: FloatArray, factors: int) -> FloatArray:
    """Loadings (k, m) that leave the smallest squared correlations between items.

    References
    ----------
    Harman & Jones (1966) Psychometrika 31, 351; Jöreskog & Goldberger (1972) Psychometrika 37, 243 (unweighted least
    squares over the unique variances).
    """
    start = np.clip(1 / np.diag(np.linalg.pinv(correlation, hermitian=True)), _LEAST, 1.0)
    fit = optimize.minimize(
        _left_over, start, (correlation, factors), "L-BFGS-B", jac=True, bounds=[(_LEAST, 1.0)] * len(start),
        options={"ftol": 1e-14, "gtol": 1e-9},
    )  # fmt: skip
    return _largest(correlation - np.diag(fit.x), factors)


def _largest(reduced: FloatArray, factors: int) -> FloatArray:
    """Loadings on the largest principal axes."""
    values, vectors = np.linalg.eigh(reduced)
    loadings: FloatArray = vectors[:, -factors:] * np.sqrt(np.maximum(values[-factors:], 0.0))
    return loadings[:, ::-1]


def _left_over(unique: FloatArray, correlation: FloatArray, factors: int) -> tuple[float, FloatArray]:
    """Half the squared residuals for given unique variances, and its slopes."""
    loadings = _largest(correlation - np.diag(unique), factors)
    left = correlation - np.diag(unique) - loadings @ loadings.T
    return float((left**2).sum() / 2), -np.diag(left)


def quartimin(loadings: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Rotated loadings (k, m) and correlations (m, m) of the factors, by gradient projection.

    References
    ----------
    Jennrich (2002) Psychometrika 67, 7 (algorithm); Carroll (1953) Psychometrika 18, 23 (criterion, oblimin gamma 0).
    """
    turn, step = np.eye(loadings.shape[1]), 1.0
    rotated, value, slope = _criterion(loadings, turn)
    for _ in range(_STEPS):
        free = slope - turn * (turn * slope).sum(axis=0)
        size = float((free**2).sum())
        if size < _SETTLED**2:
            break
        step *= 2
        while True:
            moved = turn - step * free
            moved /= np.sqrt((moved**2).sum(axis=0))
            tried = _criterion(loadings, moved)
            if tried[1] < value - 0.5 * step * size or step < 1e-12:
                break
            step /= 2
        turn, (rotated, value, slope) = moved, tried
    return rotated, turn.T @ turn


def _criterion(loadings: FloatArray, turn: FloatArray) -> tuple[FloatArray, float, FloatArray]:
    """Rotated loadings, how complex their rows are, and the slope of that in the rotation."""
    inverse = np.linalg.inv(turn)
    rotated = loadings @ inverse.T
    squares = rotated**2
    others = squares.sum(axis=1, keepdims=True) - squares
    return rotated, float((squares * others).sum() / 4), -((rotated.T @ (rotated * others) @ inverse).T)


def hierarchical_omega(correlation: FloatArray, factors: int = 3) -> tuple[float, float]:
    """Share of a general factor, and of all common factors, in the variance of the sum of standardised items.

    References
    ----------
    Schmid & Leiman (1957) Psychometrika 22, 53; McDonald (1999), Test Theory, eq. 6.20; Zinbarg, Revelle, Yovel & Li
    (2005) Psychometrika 70, 123.
    """
    rotated, between = quartimin(minimum_residuals(correlation, factors))
    signs = np.sign(rotated.sum(axis=0))
    second = minimum_residuals(between * np.outer(signs, signs), 1)[:, 0]
    general = (rotated * signs) @ (second * np.sign(second.sum()))
    unique = 1 - ((rotated @ between) * rotated).sum(axis=1)
    whole = float(correlation.sum())
    return float(general.sum() ** 2 / whole), float(1 - unique.sum() / whole)
