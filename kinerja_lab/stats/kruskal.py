"""Do ratings differ between several groups, and between which? Kruskal–Wallis with Wilcoxon's test of every pair."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.multiplicity import benjamini_hochberg, holm

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kruskal:
    """Ranks of several groups.

    Attributes
    ----------
    statistic, df, p_value
        Kruskal–Wallis' H corrected for ties, its degrees of freedom and p-value.
    epsilon2
        H / (n − 1): share of the variance of the ranks between groups.
    pairs
        Places of the two groups of each comparison.
    p_raw, p_holm, p_bh
        Two-sided Wilcoxon tests of the pairs (normal approximation with ties and continuity correction), raw and
        corrected over the pairs. NaN for a pair without variation.
    """

    statistic: float
    df: int
    p_value: float
    epsilon2: float
    pairs: tuple[tuple[int, int], ...]
    p_raw: Floats
    p_holm: Floats
    p_bh: Floats


def kruskal_posthoc(groups: Sequence[Floats]) -> Kruskal:
    """Which of several groups are rated differently?

    Parameters
    ----------
    groups
        Ratings as numbers in their order, one array of shape (nᵢ,) a group.

    Raises
    ------
    NotAssessable
        ``too_few`` below two groups or with an empty one; ``undefined_no_variation`` where all ratings are the same.

    References
    ----------
    Kruskal and Wallis (1952) JASA 47, 583; Tomczak and Tomczak (2014) Trends in Sport Sciences 1, 19 for ε².
    """
    if len(groups) < 2 or min(map(len, groups)) == 0:
        raise NotAssessable("too_few", n=sum(len(group) > 0 for group in groups), need=2)
    ratings = np.concatenate(groups)
    if len(np.unique(ratings)) == 1:
        raise NotAssessable("undefined_no_variation", n=len(ratings), need=2)
    from scipy.stats import kruskal  # builds all its distributions, which takes long

    test = kruskal(*groups)
    pairs = tuple(combinations(range(len(groups)), 2))
    raw = np.array([_wilcoxon(groups[one], groups[other]) for one, other in pairs])
    return Kruskal(
        statistic=float(test.statistic),
        df=len(groups) - 1,
        p_value=float(test.pvalue),
        epsilon2=float(test.statistic) / (len(ratings) - 1),
        pairs=pairs,
        p_raw=raw,
        p_holm=holm(raw),
        p_bh=benjamini_hochberg(raw),
    )


def _wilcoxon(one: Floats, other: Floats) -> float:
    """P-value of a pair."""
    if len(np.unique(np.concatenate([one, other]))) == 1:
        return math.nan
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(one, other, method="asymptotic").pvalue)
