"""How much do effects differ that are known with error, each with its own? Standard deviation beyond chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import chi2, student
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.variance_interval import Spread

Floats = npt.NDArray[np.float64]


def effect_spread(effects: Floats, errors: Floats, confidences: Sequence[float] = (0.95, 0.90)) -> Spread:
    """How large is the standard deviation of the true effects, within which limits, and is it more than nothing?

    The estimate makes the weighted squares around their mean as large as expected; limits are those standard
    deviations under which squares so large (or so small) still occur; the lower one may be exactly 0.

    Parameters
    ----------
    effects, errors
        Shape (k,): estimates and their standard errors; pairs with NaN are left out.
    confidences
        Levels of the intervals, each between 0 and 1.

    Raises
    ------
    NotAssessable
        ``too_few`` with fewer than two effects.

    References
    ----------
    Paule and Mandel (1982) Journal of Research of the National Bureau of Standards 87, 377 (estimate). Viechtbauer
    (2007) Statistics in Medicine 26, 37 (Q-profile interval). Cochran (1954) Biometrics 10, 101 (test).
    """
    known = np.isfinite(effects) & np.isfinite(errors)
    given, noise = effects[known], errors[known] ** 2
    if len(given) < 2:
        raise NotAssessable("too_few", n=len(given), need=2)
    degrees = len(given) - 1

    def squares(variance: float) -> float:
        weight = 1.0 / (noise + variance)
        return float(weight @ (given - weight @ given / weight.sum()) ** 2)

    def where(target: float) -> float:
        if squares(0.0) <= target:
            return 0.0
        above = float(given.var()) + float(noise.max())
        while squares(above) > target:
            above *= 4.0
        return math.sqrt(optimize.brentq(lambda variance: squares(variance) - target, 0.0, above))

    intervals = tuple(
        Interval(*(where(float(chi2.isf(tail, degrees))) for tail in (0.5 - level / 2, 0.5 + level / 2)))
        for level in confidences
    )
    return Spread(where(float(degrees)), intervals, float(chi2.sf(squares(0.0), degrees)))


@dataclass(frozen=True, slots=True)
class MeanEffect:
    """Mean of effects that differ and are known with error; ``se`` is free of assumptions on how they differ."""

    estimate: float
    se: float
    n: int

    @property
    def p_value(self) -> float:
        """Of "no effect on average", two-sided."""
        return float(2.0 * student.sf(abs(self.estimate) / self.se, self.n - 1))

    def interval(self, confidence: float) -> Interval:
        """Limits at one level."""
        reach = float(student.ppf(0.5 + confidence / 2, self.n - 1)) * self.se
        return Interval(self.estimate - reach, self.estimate + reach)

    def detectable(self, power: float, level: float) -> float:
        """Smallest mean that would be found with this power at this two-sided level."""
        return float(student.ppf(power, self.n - 1) + student.ppf(1 - level / 2, self.n - 1)) * self.se


def mean_effect(effects: Floats, errors: Floats) -> MeanEffect:
    """How large are the effects on average, those that are known well and alike counting most?

    Parameters
    ----------
    effects, errors
        Shape (k,): estimates and their standard errors; pairs with NaN are left out.

    Raises
    ------
    NotAssessable
        ``too_few`` with fewer than two effects.

    References
    ----------
    Hartung (1999) Biometrical Journal 41, 901, and Sidik and Jonkman (2002) Statistics in Medicine 21, 3153 (error).
    """
    between = effect_spread(effects, errors).sd ** 2
    known = np.isfinite(effects) & np.isfinite(errors)
    given, weight = effects[known], 1.0 / (errors[known] ** 2 + between)
    mean = float(weight @ given / weight.sum())
    squares = float(weight @ (given - mean) ** 2) / (len(given) - 1)
    return MeanEffect(mean, math.sqrt(squares / float(weight.sum())), len(given))
