"""What do estimates of several regions say together, and how much do the regions differ beyond chance?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from kinerja_lab.stats.distributions import student
from kinerja_lab.stats.effect_spread import effect_spread
from kinerja_lab.stats.interval import UNDEFINED, Interval

Floats = npt.NDArray[np.float64]
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Pooled:
    """Random-effects mean of ``n`` effects; with fewer than three ``status`` is ``too_few`` and the rest NaN.

    Attributes
    ----------
    estimate, interval
        Mean of the true effects (Hartung and Knapp, never narrower than without their factor).
    prediction
        Where the true effect of a further region of the same kind is expected.
    tau2, i2, i2_interval
        Variance of the true effects; share of the variance of the estimates that is not chance, 0…1, with limits.
    q, p_value
        Cochran's homogeneity statistic and its p-value.
    """

    n: int
    status: str = "too_few"
    estimate: float = math.nan
    interval: Interval = UNDEFINED
    prediction: Interval = UNDEFINED
    tau2: float = math.nan
    i2: float = math.nan
    i2_interval: Interval = UNDEFINED
    q: float = math.nan
    p_value: float = math.nan


def pooled(effects: Floats, errors: Floats, confidence: float = 0.95) -> Pooled:
    """How large is the mean effect, and how large may that of a further region be?

    Parameters
    ----------
    effects, errors
        Shape (k,): estimates and their standard errors above 0, on a scale without ends; pairs with NaN are left out.
    confidence
        Of all intervals, 0…1.

    References
    ----------
    Viechtbauer (2005) Journal of Educational and Behavioral Statistics 30, 261 (restricted maximum likelihood).
    IntHout, Ioannidis and Borm (2014) BMC Medical Research Methodology 14, 25, with the floor of Röver, Knapp and
    Friede (2015) in the same journal 15, 99 (interval). Higgins and Thompson (2002) Statistics in Medicine 21, 1539
    (I²). Viechtbauer (2007) Statistics in Medicine 26, 37 (its limits). IntHout et al. (2016) BMJ Open 6, e010247
    (prediction, k − 1 degrees of freedom).
    """
    known = np.isfinite(effects) & np.isfinite(errors)
    given, noise = effects[known], errors[known] ** 2
    k = len(given)
    if k < FEWEST:
        return Pooled(n=k)
    between, spread = _reml(given, noise), effect_spread(effects, errors, (confidence,))
    weight = 1.0 / (noise + between)
    mean = float(weight @ given / weight.sum())
    factor = max(1.0, float(weight @ (given - mean) ** 2) / (k - 1))
    error = math.sqrt(factor / float(weight.sum()))
    reach = float(student.ppf(0.5 + confidence / 2, k - 1))
    certain = 1.0 / noise
    typical = (k - 1) * certain.sum() / (certain.sum() ** 2 - certain @ certain)
    low, high = (limit**2 / (limit**2 + typical) for limit in spread.intervals[0])
    return Pooled(
        n=k,
        status="ok",
        estimate=mean,
        interval=_around(mean, reach * error),
        prediction=_around(mean, reach * math.sqrt(between + error**2)),
        tau2=between,
        i2=between / (between + typical),
        i2_interval=Interval(low, high),
        q=float(certain @ (given - certain @ given / certain.sum()) ** 2),
        p_value=spread.p_value,
    )


def _reml(given: Floats, noise: Floats) -> float:
    """Variance between the true effects that makes their contrasts most likely."""

    def score(between: float) -> float:
        weight = 1.0 / (noise + between)
        left = given - weight @ given / weight.sum()
        return float(weight**2 @ left**2 - weight.sum() + weight @ weight / weight.sum())

    if score(0.0) <= 0.0:
        return 0.0
    above = float(given.var()) + float(noise.max())
    while score(above) > 0.0:
        above *= 4.0
    return float(optimize.brentq(score, 0.0, above))


def _around(centre: float, reach: float) -> Interval:
    return Interval(centre - reach, centre + reach)
