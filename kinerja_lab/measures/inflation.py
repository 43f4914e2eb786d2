"""Do ratings still tell people apart, or do nearly all get the same?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.concentration import effective_levels
from kinerja_lab.stats.proportion import proportion_interval


def inflation(
    ratings: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    good: str | float,
    by: Sequence[str] = (),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which share has the most frequent rating, which share is good or better, and how many levels are really in use?

    Parameters
    ----------
    ratings
        One row a rating; gaps are left out.
    outcome, scale
        Column of the rating and its declared scale.
    good
        Lowest level that counts as good.
    by
        Columns whose groups are told apart, such as the period. Never pool, or compare, two regimes: their levels mean
        different things.
    confidence
        Of the Wilson limits.

    Returns
    -------
    DataFrame
        One row a group: columns ``by``, ``n, mode`` (the most frequent level, the higher of two), ``modal_share,
        modal_low, modal_high, good_share, good_low, good_high, effective_levels`` (1 = all the same).

    Raises
    ------
    UnknownName
        A column that is not there, a rating or ``good`` off the scale.

    References
    ----------
    Wilson (1927) JASA 22, 209; Hill (1973) Ecology 54, 427.
    """
    if good not in scale.levels:
        raise UnknownName("level", str(good), map(str, scale.levels))
    require(ratings, (outcome, *by))
    coded = ratings.assign(_code=scale.codes(ratings[outcome])).query("_code >= 0")
    groups = coded.groupby(list(by), sort=True) if by else [((), coded)] if len(coded) else []
    rows = []
    for name, group in groups:
        counts = np.bincount(group["_code"], minlength=len(scale.levels))
        labels = dict(zip(by, name if isinstance(name, tuple) else (name,), strict=True))
        rows.append(labels | _row(counts, scale, scale.levels.index(good), confidence))
    numbers = ["n", "mode", "modal_share", "modal_low", "modal_high", "good_share", "good_low", "good_high"]
    return pd.DataFrame(rows, columns=[*by, *numbers, "effective_levels"])


def _row(counts: np.ndarray, scale: Scale, good: int, confidence: float) -> dict[str, object]:
    """Shares of one group."""
    n, mode = int(counts.sum()), len(counts) - 1 - int(np.argmax(counts[::-1]))
    row: dict[str, object] = {"n": n, "mode": scale.levels[mode], "effective_levels": effective_levels(counts)}
    for name, count in (("modal", int(counts[mode])), ("good", int(counts[good:].sum()))):
        limits = proportion_interval(count, n, method="wilson", confidence=confidence)
        row |= {f"{name}_share": count / n, f"{name}_low": limits.low, f"{name}_high": limits.high}
    return row
