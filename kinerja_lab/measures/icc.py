"""How much of the variance of scores lies between those rated? Six intraclass correlations from long data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.rating_tables import Names, listed, read_scores
from kinerja_lab.stats.icc import FORMS, Form, intraclass_correlations, mean_squares
from kinerja_lab.stats.ratings import FloatArray, Sizes, sizes


def icc(  # noqa: PLR0913 -- the columns of ``agreement``
    ratings: pd.DataFrame,
    *,
    scale: Scale | Literal["interval"] = "interval",
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    by: str | Sequence[str] | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much of the variance of scores lies between the units, in each group?

    Every unit of a group must be rated by every rater of the group.

    Parameters
    ----------
    ratings
        One row a score.
    scale
        ``"interval"`` for scores, or the declared levels (their positions are the scores).
    unit, rater, rating, by
        Names of the columns: what is rated, by whom, how, in which groups.
    confidence
        Level of the intervals, in (0, 1).

    Returns
    -------
    DataFrame
        One row a group and form: ``[*by,] coefficient, estimate, low, high, method, n_units, n_raters, n_ratings,
        status``. Status ``ok``; ``missing_data`` (not every rater rated every unit); ``too_few`` (fewer than two units
        or raters); ``undefined_no_variation``.

    Raises
    ------
    InvalidOption
        Two scores of a unit by the same rater, a missing name, a score that is no number, a wrong confidence.
    UnknownName
        A column that does not exist, a rating that is no level of the scale.

    References
    ----------
    Shrout & Fleiss (1979); McGraw & Wong (1996).
    """
    if not 0 < confidence < 1:
        raise InvalidOption("confidence", confidence, "between 0 and 1")
    long, scores = read_scores(ratings, scale, Names(unit=unit, rater=rater, rating=rating, by=listed(by)))
    size = sizes(long.ratings)
    found = intraclass_correlations(mean_squares(long.ratings, scores, size), confidence)
    groups = long.groups.loc[np.repeat(np.arange(len(long.groups)), len(FORMS))].reset_index(drop=True)
    parts = {part: np.column_stack([getattr(found[name], part) for name in FORMS]) for part in Form._fields}
    status = complete_status(size, parts["estimate"][:, 0])
    return groups.assign(
        coefficient=np.tile(np.array(FORMS, dtype=object), len(size.units)),
        **{part: values.ravel() for part, values in parts.items()},
        method="anova",
        n_units=np.repeat(size.units, len(FORMS)).astype(int),
        n_raters=np.repeat(size.raters, len(FORMS)).astype(int),
        n_ratings=np.repeat(size.ratings, len(FORMS)).astype(int),
        status=np.repeat(status, len(FORMS)),
    )


def complete_status(size: Sizes, estimate: FloatArray) -> npt.NDArray[np.str_]:
    """Why a coefficient of complete tables is undefined in each group (G,), else ``ok``."""
    reasons = [
        (size.units < 2) | (size.raters < 2),
        size.units * size.raters != size.ratings,
        np.isnan(estimate),
    ]
    return np.select(reasons, ["too_few", "missing_data", "undefined_no_variation"], "ok")
