"""How much higher do employees rate themselves than their superior rates them?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.clustered_mean import clustered_mean

_KEYS = ("ratee", "rater", "role", "aspect", "score")


def self_superior_pairs(
    scores: pd.DataFrame,
    *,
    columns: tuple[str, str, str, str, str] = _KEYS,
    own: str = "diri",
    superior: str = "atasan",
) -> pd.DataFrame:
    """Which score did each employee give and get, on the aspects that both sides scored?

    Parameters
    ----------
    scores
        Long table, one row a score.
    columns
        Names of the columns with ratee, rater, role, aspect and score, in this order.
    own, superior
        Values of the role column for the self-rating and for the superior's rating.

    Returns
    -------
    DataFrame
        One row an employee with both ratings: the ratee column, ``superior`` (who rated; the first name where there
        were several), ``self_score``, ``superior_score`` (means over the common aspects; several superiors are
        averaged first), ``gap`` (self − superior, + = rates oneself higher) and ``n_aspects``.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    require(scores, columns)
    ratee, rater, role, aspect, score = columns
    known = scores.dropna(subset=list(columns))
    mine = known[known[role] == own].groupby([ratee, aspect])[score].mean().rename("self_score")
    theirs = known[known[role] == superior].groupby([ratee, aspect])
    both = pd.concat([mine, theirs[score].mean().rename("superior_score")], axis=1, join="inner")
    pairs = both.groupby(level=0).mean().assign(n_aspects=both.groupby(level=0).size())
    who = known[known[role] == superior].groupby(ratee)[rater].min().rename("superior")
    pairs = pairs.join(who).assign(gap=pairs["self_score"] - pairs["superior_score"])
    pairs.index.name = ratee
    return pairs.reset_index()[[ratee, "superior", "self_score", "superior_score", "gap", "n_aspects"]]


def paired_gap(gap: pd.Series, cluster: pd.Series, by: pd.Series | None = None) -> pd.DataFrame:
    """How large is the mean of paired differences whose clusters (superiors) may repeat?

    Parameters
    ----------
    gap
        One difference a pair; missing ones are left out.
    cluster
        Who stands on the other side of each pair.
    by
        Group of each pair, named; without it all are one group.

    Returns
    -------
    DataFrame
        One row a group: its name in the column of ``by``, ``n`` pairs, ``n_clusters``, ``estimate`` (mean difference),
        ``se``, ``df``, ``low``, ``high`` (95 %), ``low_90``, ``high_90``, ``p_value``, ``d_z`` (mean over standard
        deviation of the differences), ``share_higher`` (share of differences above 0), ``detectable`` (smallest mean
        difference found with 80 % power) and ``status``; undefined numbers are NaN with the reason in ``status``.

    References
    ----------
    Bell and McCaffrey (2002) Survey Methodology 28(2), 169. Lakens (2013) Frontiers in Psychology 4, 863, eq. 6 (d_z).
    """
    values, clusters = gap.to_numpy(dtype="float64"), pd.factorize(cluster)[0]
    known = ~np.isnan(values) & (clusters >= 0)
    if by is None:
        return pd.DataFrame([_gap(values[known], clusters[known])])
    place, names = pd.factorize(by, sort=True)
    inside = [known & (place == each) for each in range(max(len(names), 1))]
    found = pd.DataFrame([_gap(values[own], clusters[own]) for own in inside]).iloc[: len(names)]  # of nobody: columns
    found.insert(0, str(by.name), names)
    return found


def _gap(values: npt.NDArray[np.float64], clusters: npt.NDArray[np.int64]) -> dict[str, object]:
    """Numbers of one group."""
    names, codes = np.unique(clusters, return_inverse=True)
    row: dict[str, object] = dict.fromkeys(_NUMBERS, np.nan)
    row |= {"n": len(values), "n_clusters": len(names), "status": "ok"}
    try:
        found = clustered_mean(values, codes)
    except NotAssessable as reason:
        return row | {"status": reason.status, "estimate": float(values.mean()) if len(values) else np.nan}
    low, high = found.interval(0.95)
    low_90, high_90 = found.interval(0.90)
    row |= {"estimate": found.mean, "se": found.se, "df": found.df, "p_value": found.p_value}
    row |= {"low": low, "high": high, "low_90": low_90, "high_90": high_90}
    row |= {"d_z": found.mean / float(values.std(ddof=1)), "share_higher": float((values > 0).mean())}
    return row | {"detectable": found.detectable()}


def self_superior_gap(
    scores: pd.DataFrame,
    *,
    columns: tuple[str, str, str, str, str] = _KEYS,
    own: str = "diri",
    superior: str = "atasan",
) -> pd.DataFrame:
    """How much higher do employees rate themselves than their superior does, in rating points?

    Parameters as in ``self_superior_pairs``; result as in ``paired_gap``, clustered by superior.
    """
    pairs = self_superior_pairs(scores, columns=columns, own=own, superior=superior)
    return paired_gap(pairs["gap"], pairs["superior"])


_NUMBERS = (
    "n", "n_clusters", "estimate", "se", "df", "low", "high", "low_90", "high_90", "p_value", "d_z", "share_higher",
    "detectable",
)  # fmt: skip
