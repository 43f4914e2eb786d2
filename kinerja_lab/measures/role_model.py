"""Who could be the employee of the year? Never one winner: who can be told apart from whom."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.ranking import Ranking, ranking


def role_model(
    scores: pd.DataFrame, *, candidate: str, rater: str, score: str, confidence: float = 0.95, seed: int = 0
) -> pd.DataFrame:
    """How sure is the order of candidates scored by several raters, and how many of them could be the first?

    Parameters
    ----------
    scores
        One row a score; a rater's scores of one candidate are averaged first, gaps are left out.
    candidate, rater, score
        Columns of who is scored, by whom, and the score, a number.
    confidence
        Of all limits and of the set of those who could be first.
    seed
        Of the draws behind ranks.

    Returns
    -------
    DataFrame
        First row ``candidate`` = ``""``: ``estimate`` is the smallest difference of two mean scores that can be told
        from chance, with its limits, and ``n`` the number of candidates; then one row a candidate: shrunken deviation
        from the mean of all with its limits, and ``n`` raters. Columns ``candidate, n, estimate, low, high, rank_low,
        rank_high, could_be_first`` (a number in the first row, 0 or 1 in the others), ``reliability, status``. For
        work files: a report shows the first row, and no candidate by name.

    Raises
    ------
    UnknownName
        A column that is not there.

    See Also
    --------
    kinerja_lab.stats.ranking.ranking : the same on arrays, with the method and its references.
    """
    require(scores, (candidate, rater, score))
    means = scores.dropna(subset=[candidate, rater, score]).groupby([candidate, rater], sort=True)[score].mean()
    labels, names = pd.factorize(means.index.get_level_values(0), sort=True)
    columns = ["candidate", "n", "estimate", "low", "high", "rank_low", "rank_high", "could_be_first", "reliability"]
    try:
        found = ranking(means.to_numpy(), labels.astype(np.int64), confidence=confidence, seed=seed)
    except NotAssessable as reason:
        return pd.DataFrame([("", len(names), *[np.nan] * 7, reason.status)], columns=[*columns, "status"])
    total = ("", len(names), found.difference, *found.interval, np.nan, np.nan, found.could_be_first, found.reliability)
    reach = float(norm.ppf((1 + confidence) / 2)) * found.errors
    rows = zip(
        names.astype(str),
        np.bincount(labels),
        found.effects,
        found.effects - reach,
        found.effects + reach,
        found.rank_low,
        found.rank_high,
        _in_set(found),
        np.full(len(names), np.nan),
        strict=True,
    )
    return pd.DataFrame([(*total, "ok"), *((*row, "ok") for row in rows)], columns=[*columns, "status"])


def _in_set(found: Ranking) -> np.ndarray:
    """1 for the candidates that could be first."""
    chosen = np.zeros(len(found.first), dtype=np.int64)
    chosen[np.argsort(-found.first, kind="stable")[: found.could_be_first]] = 1
    return chosen
