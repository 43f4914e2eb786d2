"""Do people of two groups with the same total get the same score on each item?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.stats import item_functioning as core
from kinerja_lab.stats.proportion import check_confidence

_NOTABLE, _ALPHA = 0.035, 0.05


def item_functioning(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    items: Sequence[str],
    group: str,
    focal: str,
    reference: str,
    purify: bool = True,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which items are scored differently in the focal group although the total score is the same?

    Parameters
    ----------
    people
        One row a person; rows of other groups and rows with a gap in an item are left out.
    items
        Columns of the scores, numbers in their order, three or more.
    group, focal, reference
        Column of the group and the two labels compared.
    purify
        Whether items found to function differently leave the total of the others.
    confidence
        Of the limits of all items together (Bonferroni).

    Returns
    -------
    DataFrame
        One row an item: ``item, odds_ratio`` (of a higher score in the focal group at the same total), ``lr_uniform,
        p_uniform, lr_total, p_total, p_bonferroni, delta_r2`` (gain in Nagelkerke's R² of the group and its product
        with the total), ``low, high, detectable`` (smallest gain
        that would be found), ``n, n_focal, n_reference, flagged`` (``p_bonferroni`` below 0.05 and ``delta_r2``
        from 0.035 on), ``status``.

    Raises
    ------
    UnknownName
        A column that is not there.

    See Also
    --------
    kinerja_lab.stats.item_functioning.item_functioning : the same on arrays, with the method and its references.
    """
    check_confidence(confidence)
    require(people, (*items, group))
    used = people[people[group].isin([focal, reference])].dropna(subset=list(items))
    scores, mine = used[list(items)].to_numpy(dtype=np.float64), (used[group] == focal).to_numpy(dtype=np.bool_)
    together = 1 - (1 - confidence) / len(items)
    if min(mine.sum(), (~mine).sum()) < 2:
        found = [core.ItemFunctioning(n=len(used), status="too_few")] * len(items)
    elif purify:
        found = core.purified(scores, mine, alpha=_ALPHA, notable=_NOTABLE, confidence=together)
    else:
        everything = np.ones(len(items), dtype=np.bool_)
        found = [
            core.item_functioning(scores, mine, item, everything, confidence=together) for item in range(len(items))
        ]
    return pd.DataFrame(
        [
            {
                "item": name,
                "odds_ratio": math.exp(each.log_odds),
                "lr_uniform": each.lr_uniform,
                "p_uniform": each.p_uniform,
                "lr_total": each.lr_total,
                "p_total": each.p_total,
                "p_bonferroni": min(each.p_total * len(items), 1.0) if each.status == "ok" else math.nan,
                "delta_r2": each.delta_r2,
                "low": each.interval.low,
                "high": each.interval.high,
                "detectable": each.detectable,
                "n": each.n,
                "n_focal": int(mine.sum()),
                "n_reference": int((~mine).sum()),
                "flagged": each.p_total * len(items) < _ALPHA and each.delta_r2 >= _NOTABLE,
                "status": each.status,
            }
            for name, each in zip(items, found, strict=True)
        ]
    )
