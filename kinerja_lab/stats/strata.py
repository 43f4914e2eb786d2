"""Does a difference between two groups hold inside the strata? Mantel–Haenszel over 2×2 tables."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.distributions import chi2, norm
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.proportion import check_confidence

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonOdds:
    """Odds ratio common to the informative strata.

    Attributes
    ----------
    odds_ratio, error, interval, equivalence
        Mantel–Haenszel estimate, standard error of its logarithm, and Robins–Breslow–Greenland limits (the 90 % ones
        for two one-sided tests).
    chi2, p_value
        Cochran–Mantel–Haenszel test with continuity correction.
    breslow_day, p_homogeneous, tarone
        "The odds ratio is the same in all strata": Breslow–Day, its p-value, and Tarone's corrected statistic.
    strata, informative
        Strata given, and those with both groups and both outcomes.
    """

    odds_ratio: float = math.nan
    error: float = math.nan
    interval: Interval = UNDEFINED
    equivalence: Interval = UNDEFINED
    chi2: float = math.nan
    p_value: float = math.nan
    breslow_day: float = math.nan
    p_homogeneous: float = math.nan
    tarone: float = math.nan
    strata: int = 0
    informative: int = 0


def mantel_haenszel(tables: npt.NDArray[np.int64], *, confidence: float = 0.95) -> CommonOdds:
    """What odds ratio of success do the strata share, and do they share one?

    Parameters
    ----------
    tables
        Shape (strata, 2, 2): rows are the focal and the reference group, columns success and failure.
    confidence
        Of ``interval``.

    Notes
    -----
    Strata without one of the groups or of the outcomes say nothing and are left out; with them, and where the common
    odds ratio is exactly 1, the homogeneity test of statsmodels is NaN.

    References
    ----------
    Mantel and Haenszel (1959) J. National Cancer Institute 22, 719; Robins, Breslow and Greenland (1986) Biometrics 42,
    311; Breslow and Day (1980), *Statistical Methods in Cancer Research* I, 4.4; Tarone (1985) Biometrika 72, 91.
    """
    check_confidence(confidence)
    counts = np.asarray(tables, dtype=np.float64).reshape(-1, 2, 2)
    told = counts[(counts.sum(axis=1) > 0).all(axis=1) & (counts.sum(axis=2) > 0).all(axis=1)]
    a, b, c, d = told.reshape(-1, 4).T
    size = told.sum(axis=(1, 2))
    along, across = a * d / size, b * c / size
    if not along.any() or not across.any():
        return CommonOdds(strata=len(counts), informative=len(told))
    odds_ratio = float(along.sum() / across.sum())
    error = _error(along, across, (a + d) / size, (b + c) / size)
    expected = (a + b) * (a + c) / size
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (size**2 * (size - 1))
    score = max(abs(float((a - expected).sum())) - 0.5, 0.0) ** 2 / float(variance.sum())
    breslow_day, tarone = _homogeneity(told, odds_ratio)
    return CommonOdds(
        odds_ratio=odds_ratio,
        error=error,
        interval=_limits(odds_ratio, error, confidence),
        equivalence=_limits(odds_ratio, error, 0.90),
        chi2=score,
        p_value=float(chi2.sf(score, 1)),
        breslow_day=breslow_day,
        p_homogeneous=float(chi2.sf(breslow_day, len(told) - 1)) if len(told) > 1 else math.nan,
        tarone=tarone,
        strata=len(counts),
        informative=len(told),
    )


def _error(along: Floats, across: Floats, same: Floats, other: Floats) -> float:
    """Robins, Breslow and Greenland's standard error of the logarithm."""
    first, second = along.sum(), across.sum()
    return math.sqrt(
        (same * along).sum() / (2 * first**2)
        + (same * across + other * along).sum() / (2 * first * second)
        + (other * across).sum() / (2 * second**2)
    )


def _homogeneity(tables: Floats, odds_ratio: float) -> tuple[float, float]:
    """Breslow–Day's statistic and Tarone's; NaN with one stratum."""
    if len(tables) < 2:
        return math.nan, math.nan
    seen = tables[:, 0, 0]
    focal, successes, size = tables[:, 0].sum(axis=1), tables[:, :, 0].sum(axis=1), tables.sum(axis=(1, 2))
    square, linear = 1 - odds_ratio, odds_ratio * (focal + successes) + size - focal - successes
    constant = odds_ratio * focal * successes
    root = np.sqrt(linear**2 + 4 * square * constant)
    expected = np.where(linear >= 0, 2 * constant / (np.abs(linear) + root), (root - linear) / (2 * square or 1.0))
    cells = [expected, focal - expected, successes - expected, size - focal - successes + expected]
    variance = 1 / sum(1 / cell for cell in cells)
    breslow_day = float(((seen - expected) ** 2 / variance).sum())
    return breslow_day, breslow_day - float((seen - expected).sum() ** 2 / variance.sum())


def _limits(odds_ratio: float, error: float, confidence: float) -> Interval:
    """Wald limits on the logarithmic scale."""
    reach = math.exp(float(norm.ppf((1 + confidence) / 2)) * error)
    return Interval(odds_ratio / reach, odds_ratio * reach)
