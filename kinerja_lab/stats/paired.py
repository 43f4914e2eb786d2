"""Did the same people score higher the second time?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import binomial_p_value, mid_ranks, norm

Floats = npt.NDArray[np.float64]

_ROUND = 9  # differences of decimal scores that are equal on paper are tied
_MOST_EXACT = 300  # pairs; beyond, exact and normal p-values agree to two digits or more
_NOTHING = 1e-280  # chances below it are dropped: numbers near the smallest possible are very slow


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Wilcoxon's signed-rank test of paired differences.

    Attributes
    ----------
    statistic
        Sum of the ranks of the positive differences, zeros left out.
    n, n_zero
        Pairs, and pairs without a difference.
    p_exact, p_exact_upper
        Two-sided, and of a gain: exact also with ties; beyond 300 pairs that differ, normal.
    p_normal, p_corrected
        Normal approximation with tie correction, without and with continuity correction.
    z_pratt
        Normal score with the zeros ranked and then left out (Pratt 1959): how much the zeros matter.
    p_sign
        Exact two-sided sign test.
    rank_biserial
        Matched-pairs rank-biserial correlation, −1 … 1 (Kerby 2014).
    standardised
        Mean difference in standard deviations of the differences (d_z).
    """

    statistic: float
    n: int
    n_zero: int
    p_exact: float
    p_exact_upper: float
    p_normal: float
    p_corrected: float
    z_pratt: float
    p_sign: float
    rank_biserial: float
    standardised: float


def signed_rank(differences: Floats) -> SignedRank:
    """Are paired differences centred at zero?

    Parameters
    ----------
    differences
        Second less first value of each pair; shape (n,).

    Raises
    ------
    NotAssessable
        ``undefined_no_variation``: no pair differs.

    References
    ----------
    Wilcoxon, F. (1945). Biometrics Bulletin, 1, 80. Exact distribution with ties: Streitberg and Röhmel (1986).
    """
    differences = np.round(differences, _ROUND)
    moved = differences[differences != 0]
    n = len(moved)
    if n == 0:
        raise NotAssessable("undefined_no_variation", n=len(differences))
    ranks = mid_ranks(np.abs(moved))
    statistic = float(ranks[moved > 0].sum())
    total = float(ranks.sum())
    away = statistic - total / 2
    spread = math.sqrt(float(np.sum(ranks**2)) / 4)
    if n > _MOST_EXACT:
        upper, lower = (float(norm.sf(side * away / spread)) for side in (1, -1))
    else:
        upper, lower = _upper_tail(ranks, statistic), _upper_tail(ranks, total - statistic)
    deviation = float(differences.std(ddof=1)) if len(differences) > 1 else 0.0
    return SignedRank(
        statistic=statistic,
        n=len(differences),
        n_zero=len(differences) - n,
        p_exact=min(1.0, 2 * min(upper, lower)),
        p_exact_upper=upper,
        p_normal=_two_sided(abs(away) / spread),
        p_corrected=_two_sided(max(abs(away) - 0.5, 0.0) / spread),
        z_pratt=_pratt(differences),
        p_sign=binomial_p_value(int((moved > 0).sum()), n),
        rank_biserial=2 * away / total,
        standardised=float(differences.mean()) / deviation if deviation > 0 else math.nan,
    )


def normalised_gain(before: Floats, after: Floats, best: float) -> float:
    """Share of the possible gain that a group made (Hake 1998): (after − before) / (best − before), of the means.

    NaN where everybody had the best score before.
    """
    room = best - float(before.mean())
    return float(after.mean() - before.mean()) / room if room > 0 else math.nan


def _upper_tail(ranks: Floats, statistic: float) -> float:
    """P(sum of the ranks with a positive sign ≥ statistic) when each sign is a fair coin; ranks in halves."""
    doubled = np.rint(2 * ranks).astype(np.int64)
    chances = np.zeros(int(doubled.sum()) + 1)
    chances[0] = 1.0
    for rank in doubled:
        chances[rank:] = 0.5 * chances[rank:] + 0.5 * chances[:-rank]
        chances[:rank] *= 0.5
        chances[chances < _NOTHING] = 0.0
    return float(min(1.0, chances[round(2 * statistic) :].sum()))


def _pratt(differences: Floats) -> float:
    """Normal score with zeros ranked, then left out."""
    ranks = mid_ranks(np.abs(differences))[differences != 0]
    positive = differences[differences != 0] > 0
    return float((ranks[positive].sum() - ranks.sum() / 2) / math.sqrt(float(np.sum(ranks**2)) / 4))


def _two_sided(z: float) -> float:
    return float(2 * norm.sf(z))
