"""How far do group means differ beyond chance, and what is left of each after shrinkage?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import chi2, norm
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import check_confidence

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BetweenGroups:
    """Spread between groups, and their effects, in the order of the labels 0 … k−1.

    Attributes
    ----------
    spread, interval
        Standard deviation between groups, in the unit of the values, with its limits.
    effects, errors
        Shrunken deviation of each group from the mean of all, and its standard error, shape (k,).
    p_values
        Two-sided, of "this group is no further from the mean than chance takes it" (funnel), shape (k,).
    """

    spread: float
    interval: Interval
    effects: Floats
    errors: Floats
    p_values: Floats


def between_groups(values: Floats, labels: npt.NDArray[np.int64], *, confidence: float = 0.95) -> BetweenGroups:
    """What spread between groups explains their means, and where does each group stand after shrinkage?

    Parameters
    ----------
    values
        Shape (n,).
    labels
        Group of each value, 0 … k−1, each used, shape (n,).
    confidence
        Of ``interval``.

    Raises
    ------
    NotAssessable
        ``too_few``: one group, or no group of two; ``undefined_no_variation``: no variation inside the groups.

    References
    ----------
    Paule and Mandel (1982) J. Research of the National Bureau of Standards 87, 377; Viechtbauer (2007) Statistics in
    Medicine 26, 37 for the limits (Q-profile; the restricted likelihood where that has none);
    Spiegelhalter (2005) Statistics in Medicine 24, 1185 for the funnel;
    Robinson (1991) Statistical Science 6, 15 for the shrinkage.
    """
    check_confidence(confidence)
    sizes = np.bincount(labels)
    n, k = len(values), len(sizes)
    if k < 2 or n <= k:
        raise NotAssessable("too_few", n=k, need=2)
    means = np.bincount(labels, weights=values) / sizes
    within = float(((values - means[labels]) ** 2).sum()) / (n - k)
    if within <= 1e-12 * float(np.var(values)) or within == 0:
        raise NotAssessable("undefined_no_variation", n=n)
    chance = within / sizes
    variance = _variance(means, chance, k - 1)
    low, high = (_variance(means, chance, float(chi2.ppf(tail, k - 1))) for tail in _tails(confidence))
    if high == 0:
        high = _likely(means, chance, confidence)
    weights = 1 / (variance + chance)
    centre = float(weights @ means / weights.sum())
    kept = variance * weights
    return BetweenGroups(
        spread=math.sqrt(variance),
        interval=Interval(math.sqrt(low), math.sqrt(high)),
        effects=kept * (means - centre),
        errors=np.sqrt(kept * chance),
        p_values=2 * norm.sf(np.abs(means - centre) / np.sqrt(chance)),
    )


def _tails(confidence: float) -> tuple[float, float]:
    """Probabilities of chi-square at which the lower and the upper limit lie."""
    return (1 + confidence) / 2, (1 - confidence) / 2


def _likely(means: Floats, chance: Floats, confidence: float) -> float:
    """Upper limit where means differ less than chance alone makes them: the likelihood falls too far beyond it."""

    def log_likelihood(variance: float) -> float:
        weights = 1 / (variance + chance)
        centre = weights @ means / weights.sum()
        return float(np.log(weights).sum() - math.log(weights.sum()) - weights @ (means - centre) ** 2) / 2

    lost = float(chi2.ppf(confidence, 1)) / 2
    most = float(chance.max())
    while log_likelihood(0.0) - log_likelihood(most) < lost:
        most *= 10
    return float(brentq(lambda variance: log_likelihood(0.0) - log_likelihood(variance) - lost, 0.0, most))


def _variance(means: Floats, chance: Floats, wanted: float) -> float:
    """Variance between groups at which the weighted sum of squares is the one wanted; 0 where it is below at once."""

    def surplus(variance: float) -> float:
        weights = 1 / (variance + chance)
        centre = weights @ means / weights.sum()
        return float(weights @ (means - centre) ** 2) - wanted

    if surplus(0.0) <= 0:
        return 0.0
    most = float(np.ptp(means)) ** 2 + float(chance.max())
    while surplus(most) > 0:
        most *= 10
    return float(brentq(surplus, 0.0, most, xtol=1e-14, rtol=1e-12))
