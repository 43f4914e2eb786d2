"""Do two raters give the same scores? Lin's concordance and the limits of agreement, from long data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.rating_tables import Names, listed, read_scores
from kinerja_lab.stats.lin import NAMES, Quantity, two_raters


def concordance(  # noqa: PLR0913 -- the columns of ``agreement``
    ratings: pd.DataFrame,
    *,
    pair: tuple[object, object],
    scale: Scale | Literal["interval"] = "interval",
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    by: str | Sequence[str] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How closely do the scores of two raters (or roles) agree, in each group?

    Parameters
    ----------
    ratings
        One row a score; only units with a score of both count.
    pair
        Names of the two raters; differences are first − second.
    scale
        ``"interval"`` for scores, or the declared levels (their positions are the scores).
    unit, rater, rating, by
        Names of the columns: what is rated, by whom, how, in which groups.
    confidence
        Level of the intervals, in (0, 1).

    Returns
    -------
    DataFrame
        One row a group and quantity: ``[*by,] coefficient, estimate, se, low, high, n_units, status``. Quantities
        ``lin_ccc``, ``lin_ccc_unbiased_moments``, ``pearson``, ``bias_correction_cb``, ``location_shift``,
        ``scale_shift``, ``bias``, ``loa_low``, ``loa_high``, ``sd_diff``. Status ``ok``, ``too_few`` (fewer than three
        units), ``undefined_no_variation``.

    Raises
    ------
    InvalidOption
        Two scores of a unit by the same rater, a missing name, a score that is no number, a wrong confidence.
    UnknownName
        A column that does not exist, a rating that is no level of the scale.

    References
    ----------
    Lin (1989, 2000); Bland & Altman (1986, 1999).
    """
    if not 0 < confidence < 1:
        raise InvalidOption("confidence", confidence, "between 0 and 1")
    if pair[0] == pair[1]:
        raise InvalidOption("pair", pair, "two different raters")
    keys = listed(by)
    names = Names(unit=unit, rater=rater, rating=rating, by=keys)
    of_pair = ratings[ratings[rater].isin(pair)] if rater in ratings else ratings
    long, scores = read_scores(of_pair, scale, names)
    known = of_pair[of_pair[rating].notna()]
    second = known[rater].eq(pair[1]).to_numpy()
    arrays = long.ratings
    both = np.full((2, len(arrays.group)), np.nan)
    both[second.astype(int), arrays.unit] = scores
    whole = ~np.isnan(both).any(axis=0)
    sides = [both[:, whole & (arrays.group == group)] for group in range(arrays.n_groups)]
    found = [two_raters(side[0], side[1], confidence) for side in sides]
    groups = long.groups.loc[np.repeat(np.arange(len(sides)), len(NAMES))].reset_index(drop=True)
    rows = np.array([one[name] for one in found for name in NAMES]).reshape(-1, len(Quantity._fields))
    number = np.repeat([side.shape[1] for side in sides], len(NAMES)).astype(int)
    missing = ["too_few", "undefined_no_variation"]
    return groups.assign(
        coefficient=NAMES * len(sides),
        **dict(zip(Quantity._fields, rows.T, strict=True)),
        n_units=number,
        status=np.select([number < 3, np.isnan(rows[:, 0])], missing, "ok"),
    )
