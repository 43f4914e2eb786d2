"""How large can the spread of a random factor be, and could it be nothing? Profile likelihood and boundary test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy import interpolate

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import chi2, norm
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.reml import Point, RemlFit, fit_reml, newton_step
from kinerja_lab.stats.threads import one_thread

Floats = npt.NDArray[np.float64]

_SETTLED = 1e-3
_CLOSE = 0.02
_TRIES = 12


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviation of a random factor: estimate, intervals in the order asked, p-value of "no spread"."""

    sd: float
    intervals: tuple[Interval, ...]
    p_value: float


def spread(fit: RemlFit, factor: int, confidences: Sequence[float] = (0.95, 0.90)) -> Spread:
    """How large is the standard deviation of a random factor, within which limits, and is it more than nothing?

    Limits are those values that a likelihood-ratio test against the maximum, all other variances refitted, would not
    reject; the lower one may be exactly 0. The p-value is that of the likelihood ratio against the model without the
    factor, under the half-and-half mixture of a point mass at zero and chi-square with one degree of freedom.

    Parameters
    ----------
    fit
        A fitted mixed model.
    factor
        Place of the random factor, 0 … k − 1.
    confidences
        Levels of the intervals, each between 0 and 1.

    References
    ----------
    Self and Liang (1987) JASA 82, 605, case 5 (mixture). Bates, Mächler, Bolker and Walker (2015) Journal of
    Statistical Software 67(1), section 5.1 (profiles).
    """
    with one_thread():
        fall = max(0.0, _deviance_without(fit, factor) - fit.point.deviance)
        profile = _Profile(fit, factor, fall)
        intervals = tuple(profile.interval(confidence) for confidence in confidences)
    p_value = 0.5 * float(chi2.sf(fall, 1)) if fall > 0 else 1.0
    return Spread(math.sqrt(fit.variances[factor]), intervals, p_value)


def _deviance_without(fit: RemlFit, factor: int) -> float:
    """Deviance of the model that lacks the factor."""
    if fit.variances[factor] == 0:
        return fit.point.deviance
    start = np.delete(fit.variances, factor)
    start[-1] += 0.1 * fit.variances[factor]
    return fit_reml(fit.products.without(factor), fit.point.method, start).point.deviance


@dataclass
class _Profile:
    """Signed root of the deviance's rise as the factor's standard deviation moves away from its estimate."""

    fit: RemlFit
    factor: int
    fall_to_zero: float
    known: dict[float, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.best = math.sqrt(self.fit.variances[self.factor])
        self.known = {0.0: -math.sqrt(self.fall_to_zero), self.best: 0.0}

    def interval(self, confidence: float) -> Interval:
        """Both limits at one level."""
        bound = float(norm.ppf(0.5 + confidence / 2))
        try:
            return Interval(self._where(-bound), self._where(bound))
        except (NotAssessable, np.linalg.LinAlgError):
            return UNDEFINED

    def _where(self, target: float) -> float:
        """Standard deviation at which the signed root reaches the target; 0 where it never falls so low."""
        if target <= self.known[0.0]:
            return 0.0
        for _ in range(_TRIES):
            tried = self._guess(target)
            self.known[tried] = self._signed_root(tried)
            if abs(self.known[tried] - target) < _CLOSE:
                return self._guess(target)
        raise NotAssessable("not_converged", n=self.fit.products.n)

    def _guess(self, target: float) -> float:
        """Read the target off the known points; start from the information where its side has none."""
        sds, roots = np.array(sorted(self.known.items())).T
        climbing = np.diff(np.maximum.accumulate(roots), prepend=-np.inf) > 0  # two points can be one within rounding
        sds, roots = sds[climbing], roots[climbing]
        if len(roots) < 2 or not np.any((roots * target > 0.0) & (sds > 0.0)):
            return self._first(target)
        if target <= roots[-1]:
            return float(interpolate.PchipInterpolator(roots, sds)(target))
        slope = (sds[-1] - sds[-2]) / (roots[-1] - roots[-2])
        return float(sds[-1] + 1.1 * slope * (target - roots[-1]))

    def _first(self, target: float) -> float:
        """Where a deviance quadratic in the logarithm of the variance (at zero: in the variance) meets the target."""
        point, variance = self.fit.point, self.best**2
        information = float(1.0 / np.linalg.pinv(point.information)[self.factor, self.factor])
        if variance > 0:
            return self.best * math.exp(float(np.clip(0.5 * target / (variance * math.sqrt(information)), -1.0, 1.0)))
        pull = -float(point.gradient[self.factor])
        return math.sqrt((math.sqrt(pull**2 + information * target**2) - pull) / information)

    def _signed_root(self, sd: float) -> float:
        """Signed root of the rise at one standard deviation, other variances at their best."""
        point = self.fit.point
        start = np.where(self.fit.variances > 0, self.fit.variances, 0.0)
        start[self.factor] = sd**2
        start = np.maximum(start + self._follow(sd**2), np.append(np.zeros(len(start) - 1), 0.1 * point.residual))
        moved = Point(point.products, self.fit.plan, start, point.method)
        for _ in range(_TRIES):
            step = newton_step(moved, held=self.factor)
            gain = float(step @ moved.gradient)
            if gain < _SETTLED:
                break
            moved = Point(point.products, self.fit.plan, moved.variances + step, point.method)
        rise = max(moved.deviance - gain - point.deviance, 0.0)
        return math.copysign(math.sqrt(rise), sd - self.best)

    def _follow(self, variance: float) -> Floats:
        """How the other variances move with this one, to first order."""
        information, others = self.fit.point.information, np.arange(len(self.fit.variances)) != self.factor
        move = np.zeros(len(others))
        joint = information[np.ix_(others, others)]
        move[others] = -np.linalg.pinv(joint) @ information[others, self.factor] * (variance - self.best**2)
        return move


def detectable_sd(errors: Floats, power: float = 0.80, level: float = 0.05) -> float:
    """How large must the spread of a factor be to be found? Normal approximation for the variance near zero.

    Parameters
    ----------
    errors
        Standard errors of the levels' unpooled deviations; NaN where a level has none.
    power, level
        Of the one-sided test of "no spread".
    """
    known = errors[np.isfinite(errors)]
    if not len(known):
        return math.nan
    error_of_variance = math.sqrt(2.0 / float(np.sum(known**-4)))
    reach = float(norm.ppf(power) + norm.ppf(1.0 - level))
    return math.sqrt(reach * error_of_variance)
