"""Do the raters of one unit agree among themselves? One row a unit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.within_group import null_variance, within_group


def within_group_agreement(
    ratings: pd.DataFrame,
    *,
    scale: Scale,
    unit: str = "id_pegawai",
    rating: str = "skor",
    item: str | None = None,
    null: str | Sequence[float] = "uniform",
) -> pd.DataFrame:
    """How much less do the ratings of each unit differ than those of raters who answer without looking?

    Parameters
    ----------
    ratings
        One row a rating; rows without a rating are left out.
    scale
        The declared levels; their numeric positions are the scores.
    unit, rating, item
        Names of the columns: what is rated, how, in which item (None: one item).
    null
        How ratings without agreement spread: ``uniform``, ``slight_skew``, ``moderate_skew``, ``heavy_skew`` (lenient
        raters, five levels), or the share of each level.

    Returns
    -------
    DataFrame
        One row a unit: ``unit, rwg, rwg_unclipped, lindell, ad_mean, ad_median, n_raters, n_items, status``. With
        several items ``rwg`` is rwg(j) and ``lindell`` r*wg(j); negative values are 0 in ``rwg`` only. Status ``ok``,
        or ``too_few`` where an item has fewer than two ratings.

    Raises
    ------
    UnknownName
        A column that does not exist, a rating that is no level of the scale.
    InvalidOption
        A null that is no distribution over the levels, a rating without unit or item.

    References
    ----------
    James, Demaree & Wolf (1984); Lindell, Brandt & Whitney (1999); Burke & Dunlap (2002); LeBreton & Senter (2008).

    Examples
    --------
    >>> four = pd.DataFrame({"id_pegawai": list("aabb"), "skor": [3, 4, 5, 5]})
    >>> within_group_agreement(four, scale=Scale([1, 2, 3, 4, 5]))["rwg"].tolist()
    [0.75, 1.0]
    """
    keys = [unit] if item is None else [unit, item]
    require(ratings, [*keys, rating])
    level = scale.codes(ratings[rating])
    kept = ratings[level >= 0]
    if kept[keys].isna().any(axis=None):
        raise InvalidOption("ratings", f"a rating without {' or '.join(keys)}", "filled in every row with a rating")
    values = np.array(scale.values)
    units, names = pd.factorize(kept[unit], sort=True)
    items, n_items = np.zeros(len(kept), dtype=np.int64), 1
    if item is not None:
        items, known = pd.factorize(kept[item])
        n_items = len(known)
    found = within_group(units, items, values[level[level >= 0]], null_variance(values, null))
    table = pd.DataFrame({unit: names, **found._asdict()})
    counts = np.bincount(units * n_items + items, minlength=len(names) * n_items).reshape(len(names), n_items)
    return table.assign(
        n_raters=counts.max(axis=1, initial=0),
        n_items=n_items,
        status=np.where(table["rwg"].isna(), "too_few", "ok"),
    )
