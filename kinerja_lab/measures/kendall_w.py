"""Do raters put those rated in the same order? Kendall's W from long data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.measures.icc import complete_status
from kinerja_lab.measures.rating_tables import Names, listed, read_scores
from kinerja_lab.stats.kendall import KendallW
from kinerja_lab.stats.kendall import kendall_w as concordance
from kinerja_lab.stats.ratings import sizes


def kendall_w(
    ratings: pd.DataFrame,
    *,
    scale: Scale | Literal["interval"] = "interval",
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    by: str | Sequence[str] | None = None,
) -> pd.DataFrame:
    """How well do the orders agree in which the raters of each group put its units?

    Every unit of a group must be rated by every rater of the group; ties are corrected for.

    Parameters
    ----------
    ratings
        One row a score.
    scale
        ``"interval"`` for scores, or the declared levels.
    unit, rater, rating, by
        Names of the columns: what is rated, by whom, how, in which groups.

    Returns
    -------
    DataFrame
        One row a group: ``[*by,] coefficient, estimate, uncorrected, chi2, df, p_value, n_units, n_raters, n_ratings,
        status``, with the statuses of ``icc``; ``uncorrected`` is the value without correction for ties.

    Raises
    ------
    InvalidOption
        Two scores of a unit by the same rater, a missing name, a score that is no number.
    UnknownName
        A column that does not exist, a rating that is no level of the scale.

    References
    ----------
    Siegel (1956), Nonparametric Statistics, pp. 229-239.
    """
    long, scores = read_scores(ratings, scale, Names(unit=unit, rater=rater, rating=rating, by=listed(by)))
    arrays, size = long.ratings, sizes(long.ratings)
    assert arrays.rater is not None
    complete = (size.units > 1) & (size.raters > 1) & (size.units * size.raters == size.ratings)
    order = np.lexsort((arrays.rater, arrays.unit, arrays.group[arrays.unit]))
    parts = np.split(scores[order], np.cumsum(size.ratings).astype(int)[:-1])
    nothing = KendallW(*(np.nan,) * len(KendallW._fields))
    found = [
        concordance(part.reshape(int(units), -1)) if whole else nothing
        for part, units, whole in zip(parts, size.units, complete, strict=True)
    ]
    columns = dict(zip(KendallW._fields, np.array(found).reshape(-1, len(KendallW._fields)).T, strict=True))
    return long.groups.assign(
        coefficient="kendall_w",
        **columns,
        n_units=size.units.astype(int),
        n_raters=size.raters.astype(int),
        n_ratings=size.ratings.astype(int),
        status=complete_status(size, columns["estimate"]),
    )
