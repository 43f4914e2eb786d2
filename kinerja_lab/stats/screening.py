"""In which of many units does a difference between two groups stand out? Exact tests, and estimates that borrow."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.multiplicity import benjamini_hochberg, holm
from kinerja_lab.stats.proportion import check_confidence
from kinerja_lab.stats.ratio import fisher_p_values

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

_LEAST_SHRUNKEN = 4  # below, the spread between units says nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shrunken:
    """Estimates of many effects, each drawn towards their mean as far as its noise asks for.

    Attributes
    ----------
    estimates, errors
        Posterior means and standard deviations, shape (k,).
    mean, spread
        Mean of the true effects and their standard deviation.
    """

    estimates: Floats
    errors: Floats
    mean: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Screen:
    """A screen of units; all arrays have shape (units,).

    Attributes
    ----------
    log_odds, errors
        Logarithm of the odds ratio of success, focal over reference group, and its standard error; half a person is
        added to each cell of a unit with an empty one. NaN without one of the groups or of the outcomes.
    shrunken
        The same drawn towards the mean of the units; the places of NaN stay NaN.
    p_fisher, p_midp
        Exact two-sided p-values of each unit; NaN without one of the groups.
    p_bh, p_holm
        ``p_fisher`` corrected over the units.
    """

    log_odds: Floats
    errors: Floats
    shrunken: Shrunken
    p_fisher: Floats
    p_midp: Floats
    p_bh: Floats
    p_holm: Floats

    @property
    def flagged(self) -> npt.NDArray[np.bool_]:
        """Units that still stand out after Benjamini and Hochberg's correction at 5 %, however small the difference."""
        return self.p_bh < 0.05


def screen(tables: Counts) -> Screen:
    """In which units does the rate of success differ between the groups?

    Parameters
    ----------
    tables
        Shape (units, 2, 2): rows are the focal and the reference group, columns success and failure.

    References
    ----------
    Fisher (1935); Benjamini and Hochberg (1995) JRSS B 57, 289; Haldane (1956) Annals of Human Genetics 20, 309 for the
    half person.
    """
    counts = np.asarray(tables, dtype=np.int64).reshape(-1, 2, 2)
    exact = np.array([_exact(table) for table in counts]).reshape(-1, 2)
    log_odds, errors = _log_odds(counts)
    return Screen(
        log_odds=log_odds,
        errors=errors,
        shrunken=shrunken(log_odds, errors),
        p_fisher=exact[:, 0],
        p_midp=exact[:, 1],
        p_bh=benjamini_hochberg(exact[:, 0]),
        p_holm=holm(exact[:, 0]),
    )


def shrunken(effects: Floats, errors: Floats) -> Shrunken:
    """What are the true effects, if they come from one distribution?

    Parameters
    ----------
    effects, errors
        Estimates and their standard errors, shape (k,); NaN is left out. Below four effects nothing is shrunken.

    References
    ----------
    Morris (1983) JASA 78, 47, section 5: empirical Bayes estimates whose errors allow for the spread being estimated;
    the spread itself by Paule and Mandel (1982) J. Research NBS 87, 377.
    """
    known = np.isfinite(effects) & np.isfinite(errors)
    count, values, noise = int(known.sum()), effects[known], errors[known] ** 2
    if count < _LEAST_SHRUNKEN:
        return Shrunken(estimates=effects, errors=errors, mean=math.nan, spread=math.nan)
    spread = _paule_mandel(values, noise)
    weights = 1 / (noise + spread)
    mean = float(weights @ values / weights.sum())
    drawn = (count - 3) / (count - 1) * noise * weights
    ratio = (float(weights @ noise / weights.sum()) + spread) * weights
    variance = noise * (1 - (count - 1) / count * drawn) + 2 / (count - 3) * drawn**2 * ratio * (values - mean) ** 2
    estimates, deviations = np.full_like(effects, np.nan), np.full_like(effects, np.nan)
    estimates[known], deviations[known] = mean + (1 - drawn) * (values - mean), np.sqrt(variance)
    return Shrunken(estimates=estimates, errors=deviations, mean=mean, spread=math.sqrt(spread))


def funnel_limits(errors: Floats, *, centre: float = 0.0, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Between which effects do units of this noise fall if only chance sets them apart?

    References
    ----------
    Spiegelhalter (2005) Statistics in Medicine 24, 1185.
    """
    check_confidence(confidence)
    reach = float(norm.ppf((1 + confidence) / 2)) * errors
    return centre - reach, centre + reach


def _exact(table: Counts) -> tuple[float, float]:
    """Fisher's p-value and mid-p; NaN without one of the groups."""
    (hits, misses), (others, failures) = table.tolist()
    if not (hits + misses and others + failures):
        return math.nan, math.nan
    return fisher_p_values(hits, hits + misses, others, others + failures)


def _log_odds(counts: Counts) -> tuple[Floats, Floats]:
    """Log odds ratios with Woolf's standard errors."""
    silent = (counts.sum(axis=1) == 0).any(axis=1) | (counts.sum(axis=2) == 0).any(axis=1)
    cells = counts + 0.5 * (counts == 0).any(axis=(1, 2), keepdims=True)
    log_odds = np.log(cells[:, 0, 0] * cells[:, 1, 1] / (cells[:, 0, 1] * cells[:, 1, 0]))
    errors = np.sqrt((1 / cells).sum(axis=(1, 2)))
    return np.where(silent, np.nan, log_odds), np.where(silent, np.nan, errors)


def _paule_mandel(values: Floats, noise: Floats) -> float:
    """Variance between units at which the weighted squares around the mean are what chance leaves."""

    def excess(spread: float) -> float:
        weights = 1 / (noise + spread)
        mean = weights @ values / weights.sum()
        return float(weights @ (values - mean) ** 2) - (len(values) - 1)

    if excess(0.0) <= 0:
        return 0.0
    return float(brentq(excess, 0.0, float(((values - values.mean()) ** 2).sum()) + 1.0))
