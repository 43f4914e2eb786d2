"""Do two rankings of the same things run together? Kendall's tau-b with an interval."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import mid_ranks, norm
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import check_confidence

Floats = npt.NDArray[np.float64]

_FEWEST, _MOST_EXACT = 5, 33


@dataclass(frozen=True, slots=True, kw_only=True)
class RankLink:
    """Kendall's tau-b with its limits, and the p-value of "no relation"."""

    tau: float
    interval: Interval
    p_value: float
    n: int


def rank_link(first: Floats, second: Floats, *, confidence: float = 0.95) -> RankLink:
    """How strongly do two orders agree, from −1 (opposite) to 1 (the same)?

    Parameters
    ----------
    first, second
        Shape (n,), ties allowed, no gaps.
    confidence
        Of the limits, by Fisher's transformation. Its variance is 0.437 / (n − 4), or that of the jackknife where ties
        make it larger. A tau of ±1 is taken as ±(1 − 1/n), so that five units in perfect order prove no perfect
        relation.

    Raises
    ------
    NotAssessable
        ``too_few``: fewer than 5 pairs; ``undefined_no_variation``: one side does not vary, or only by one pair.

    References
    ----------
    Kendall (1945) Biometrika 33, 239; Fieller, Hartley and Pearson (1957) Biometrika 44, 470.
    """
    check_confidence(confidence)
    n = len(first)
    if n < _FEWEST:
        raise NotAssessable("too_few", n=n, need=_FEWEST)
    if any(np.unique(side, return_counts=True)[1].max() >= n - 1 for side in (first, second)):
        raise NotAssessable("undefined_no_variation", n=n)
    one, other = (np.sign(side[:, None] - side) for side in (first, second))
    sums = np.array([(one * other).sum(axis=1), np.abs(one).sum(axis=1), np.abs(other).sum(axis=1)])  # of each with all
    tau = float(_tau_b(*sums.sum(axis=1)))
    middle = _transformed(tau, n)
    left = np.array([_transformed(each, n) for each in _tau_b(*(sums.sum(axis=1, keepdims=True) - 2 * sums))])
    variance = max(0.437 / (n - 4), (n - 1) / n * float(((left - left.mean()) ** 2).sum()))
    reach = float(norm.ppf((1 + confidence) / 2)) * math.sqrt(variance)
    limits = Interval(min(math.tanh(middle - reach), tau), max(math.tanh(middle + reach), tau))
    return RankLink(tau=tau, interval=limits, p_value=_p_value(first, second, float(sums[0].sum()) / 2), n=n)


def _tau_b(agreement: Floats, untied: Floats, untied_other: Floats) -> Floats:
    """Kendall's tau-b from sums over pairs: agreements less disagreements, and how many each side tells apart."""
    return agreement / np.sqrt(untied * untied_other)


def _p_value(first: Floats, second: Floats, agreement: float) -> float:
    """How surprising is that for unrelated orders? Exact for few without ties, else normal (Kendall 1970)."""
    n = len(first)
    ties = [np.unique(side, return_counts=True)[1].astype(np.float64) for side in (first, second)]
    swaps = round((n * (n - 1) / 2 - abs(agreement)) / 2)
    if (n <= _MOST_EXACT or swaps <= 1) and len(ties[0]) == len(ties[1]) == n:
        chances = np.ones(1)
        for places in range(2, n + 1):  # a further one is put before 0, 1, … of the others
            chances = np.convolve(chances, np.full(places, 1 / places))[: swaps + 1]
        return min(1.0, 2 * float(chances.sum()))
    pairs = [float((size * (size - 1)).sum()) for size in ties]
    triples = [float((size * (size - 1) * (size - 2)).sum()) for size in ties]
    scaled = sum(float((size * (size - 1) * (2 * size + 5)).sum()) for size in ties)
    variance = (n * (n - 1) * (2 * n + 5) - scaled) / 18 + math.prod(pairs) / (2 * n * (n - 1))
    variance += math.prod(triples) / (9 * n * (n - 1) * (n - 2))
    return float(2 * norm.sf(abs(agreement) / math.sqrt(variance)))


def _transformed(tau: float, n: int) -> float:
    """Fisher's transformation, kept finite."""
    bound = 1 - 1 / n
    return math.atanh(min(max(tau, -bound), bound))


def spearman(first: Floats, second: Floats, *, confidence: float = 0.95) -> tuple[float, Interval]:
    """How strongly do two orders agree by Spearman's rank correlation, and within which limits?

    Parameters
    ----------
    first, second
        Shape (n,), n ≥ 5, ties allowed, both varying (as ``rank_link`` requires).
    confidence
        Of the limits, by Fisher's transformation with variance (1 + r²/2)/(n − 3). A perfect order is taken as half a
        swap of neighbours less.

    References
    ----------
    Bonett and Wright (2000) Psychometrika 65, 23, eq. 6.
    """
    n, found = len(first), float(np.corrcoef(mid_ranks(first), mid_ranks(second))[0, 1])
    bound = 1 - 6 / (n * (n**2 - 1))
    middle = math.atanh(min(max(found, -bound), bound))
    reach = float(norm.ppf((1 + confidence) / 2)) * math.sqrt((1 + found**2 / 2) / (n - 3))
    return found, Interval(min(math.tanh(middle - reach), found), max(math.tanh(middle + reach), found))
