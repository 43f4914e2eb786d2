"""How much rarer is an outcome in one group than in another? The 2×2 table, with limits that hold at 0 % and 100 %."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.distributions import Hypergeometric, chi2
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.proportion import check_confidence

_WIDEST = 60.0  # ratios are searched within exp(±60)
_TIE = 1e-7  # tables whose probabilities differ by less are equally rare, as in R


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactRatio:
    """Comparison of two rates. NaN where neither group, or everybody, has the outcome.

    Attributes
    ----------
    rate_focal, rate_reference
        Shares with the outcome, 0…1.
    ratio, interval
        ``rate_focal / rate_reference`` with Koopman's score interval.
    p_fisher, p_midp
        Two-sided: the probability of all tables at least as rare as this one; mid-p counts the equally rare by half.
    z, phi
        Pooled score test without correction, and ``z / sqrt(N)``.
    cohen_h
        Difference of the arcsine-transformed rates.
    shortfall
        How many more people of the focal group would have the outcome if both groups shared the pooled rate.
    """

    rate_focal: float
    rate_reference: float
    ratio: float
    interval: Interval
    p_fisher: float
    p_midp: float
    z: float
    phi: float
    cohen_h: float
    shortfall: float


def impact_ratio(
    focal_successes: int, focal_n: int, reference_successes: int, reference_n: int, *, confidence: float = 0.95
) -> ImpactRatio:
    """How often does the focal group have the outcome, relative to the reference group?

    Parameters
    ----------
    focal_successes, focal_n, reference_successes, reference_n
        Counts of people, 0 ≤ successes ≤ n.
    confidence
        Of the interval of the ratio.

    Raises
    ------
    InvalidOption
        Counts that contradict each other, or a confidence outside (0, 1).

    References
    ----------
    Uniform Guidelines on Employee Selection Procedures, Questions and Answers, 44 FR 11996 (1979), Q12: 12 of 40
    against 48 of 80 is a ratio of 0.50.

    Examples
    --------
    >>> answer = impact_ratio(12, 40, 48, 80)
    >>> answer.ratio, answer.shortfall
    (0.5, 8.0)
    >>> [round(limit, 4) for limit in answer.interval]
    [0.2933, 0.7939]
    """
    counts = (focal_successes, focal_n, reference_successes, reference_n)
    interval = koopman_interval(*counts, confidence=confidence)
    if focal_n == 0 or reference_n == 0:
        return ImpactRatio(**dict.fromkeys(_NUMBERS, math.nan), interval=interval)
    focal, reference = focal_successes / focal_n, reference_successes / reference_n
    people = focal_n + reference_n
    pooled = (focal_successes + reference_successes) / people
    spread = math.sqrt(pooled * (1 - pooled) * (1 / focal_n + 1 / reference_n))
    z = (focal - reference) / spread if spread else math.nan
    p_fisher, p_midp = fisher_p_values(*counts)
    return ImpactRatio(
        rate_focal=focal,
        rate_reference=reference,
        ratio=_ratio(focal, reference),
        interval=interval,
        p_fisher=p_fisher,
        p_midp=p_midp,
        z=z,
        phi=z / math.sqrt(people),
        cohen_h=2 * (math.asin(math.sqrt(focal)) - math.asin(math.sqrt(reference))),
        shortfall=focal_n * pooled - focal_successes,
    )


_NUMBERS = ("rate_focal", "rate_reference", "ratio", "p_fisher", "p_midp", "z", "phi", "cohen_h", "shortfall")


def koopman_interval(
    focal_successes: int, focal_n: int, reference_successes: int, reference_n: int, *, confidence: float = 0.95
) -> Interval:
    """Which ratios of two rates does the score test not reject?

    The test is inverted by root finding on each side of the estimate, so that rates of 0 % and 100 % need no special
    case: there statsmodels gives complex numbers or wrong limits and scipy NaN. An outcome that nobody in the reference
    group has leaves the ratio without an upper limit; an outcome that nobody has leaves it undefined.

    References
    ----------
    Koopman (1984) Biometrics 40, 513; the restricted estimate in Miettinen and Nurminen (1985) Statistics in Medicine
    4, 213, without their factor N/(N − 1).

    Examples
    --------
    Everybody in both groups has the outcome:

    >>> [round(limit, 4) for limit in koopman_interval(10, 10, 25, 25)]
    [0.7225, 1.1537]
    """
    check_confidence(confidence)
    counts = (focal_successes, focal_n, reference_successes, reference_n)
    if not (0 <= focal_successes <= focal_n and 0 <= reference_successes <= reference_n):
        raise InvalidOption("counts", counts, "0 ≤ successes ≤ n in both groups")
    if focal_n == 0 or reference_n == 0 or focal_successes + reference_successes == 0:
        return UNDEFINED
    critical = float(chi2.ppf(confidence, 1))
    estimate = _log(_ratio(focal_successes / focal_n, reference_successes / reference_n))

    def excess(log_ratio: float) -> float:
        return _score(math.exp(log_ratio), counts) - critical

    def limit(edge: float) -> float:
        start = min(max(estimate, -_WIDEST), _WIDEST)
        return math.exp(brentq(excess, *sorted((start, edge)), xtol=1e-13, rtol=1e-13))

    return Interval(
        0.0 if focal_successes == 0 else limit(-_WIDEST), math.inf if reference_successes == 0 else limit(_WIDEST)
    )


def fisher_p_values(
    focal_successes: int, focal_n: int, reference_successes: int, reference_n: int
) -> tuple[float, float]:
    """How surprising is this 2×2 table if both groups have the same rate? Fisher's exact p and its mid-p, two-sided.

    References
    ----------
    Fisher (1935); Lancaster (1961) JASA 56, 223 for mid-p.
    """
    successes, people = focal_successes + reference_successes, focal_n + reference_n
    possible = np.arange(max(0, successes - reference_n), min(focal_n, successes) + 1)
    chances = np.exp(Hypergeometric(people, successes, focal_n).logpmf(possible))
    seen = chances[possible == focal_successes][0]
    p_value = min(float(chances[chances <= seen * (1 + _TIE)].sum()), 1.0)
    equally_rare = float(chances[abs(chances / seen - 1) <= _TIE].sum())
    return p_value, p_value - equally_rare / 2


def _score(ratio: float, counts: tuple[int, int, int, int]) -> float:
    """Koopman's chi-square of one hypothetical ratio, at the rates that fit best under it."""
    focal_successes, focal_n, reference_successes, reference_n = counts
    linear = ratio * (focal_n + reference_successes) + focal_successes + reference_n
    root = math.sqrt(
        max(linear**2 - 4 * ratio * (focal_n + reference_n) * (focal_successes + reference_successes), 0.0)
    )
    reference = min(2 * (focal_successes + reference_successes) / (linear + root), 1.0)
    focal = min(ratio * reference, 1.0)
    variance = focal * (1 - focal) / focal_n + ratio**2 * reference * (1 - reference) / reference_n
    distance = focal_successes / focal_n - ratio * reference_successes / reference_n
    return distance**2 / variance if variance > 0 else 0.0


def _ratio(focal: float, reference: float) -> float:
    """Quotient that is infinite, or undefined, where the reference rate is 0."""
    if reference == 0:
        return math.inf if focal > 0 else math.nan
    return focal / reference


def _log(ratio: float) -> float:
    """Logarithm with the two ends kept."""
    return -math.inf if ratio == 0 else math.log(ratio)
