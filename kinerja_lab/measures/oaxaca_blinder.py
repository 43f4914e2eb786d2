"""How much of the gap between two groups' means goes with what is measured about them? An account, never a verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats import oaxaca_blinder as core

_PARTS = (
    "endowments",
    "coefficients",
    "interaction",
    "explained_pooled",
    "explained_pooled_group",
    "explained_focal",
    "explained_reference",
)


def oaxaca_blinder(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    outcome: str,
    group: str,
    focal: str,
    reference: str,
    predictors: Sequence[str],
    fewest: int = 100,
) -> pd.DataFrame:
    """How much of the gap in a numeric outcome goes with other characteristics of the groups?

    Parameters
    ----------
    people
        One row a person; rows of other groups and rows with a gap in what is used are left out.
    outcome
        Column of a number.
    group, focal, reference
        Column of the group and the two labels compared.
    predictors
        Columns of characteristics: numbers as they are, anything else as categories.
    fewest
        People in each group without whom no account is given.

    Returns
    -------
    DataFrame
        Row ``gap`` (mean of the focal minus mean of the reference group), the threefold parts ``endowments,
        coefficients, interaction`` and the twofold explained parts ``explained_pooled, explained_pooled_group,
        explained_focal, explained_reference``; columns ``part, value, share`` (of the gap), ``n_focal, n_reference,
        status``. Refused (NaN with ``not_identified``) where the groups do not overlap, and with ``too_few``.

    Raises
    ------
    UnknownName
        A column that is not there.

    See Also
    --------
    kinerja_lab.stats.oaxaca_blinder.oaxaca_blinder : the same on arrays, with the method and its references.
    """
    require(people, (outcome, group, *predictors))
    used = people[people[group].isin([focal, reference])].dropna(subset=[outcome, *predictors])
    mine = (used[group] == focal).to_numpy(dtype=np.bool_)
    sizes = (int(mine.sum()), int((~mine).sum()))
    try:
        if min(sizes) < fewest:
            raise NotAssessable("too_few", n=min(sizes), need=fewest)
        found = core.oaxaca_blinder(used[outcome].to_numpy(dtype=np.float64), _columns(used, predictors), mine)
        values, status = {name: float(getattr(found, name)) for name in ("gap", *_PARTS)}, "ok"
    except NotAssessable as reason:
        values, status = dict.fromkeys(("gap", *_PARTS), math.nan), reason.status
    return pd.DataFrame(
        {
            "part": list(values),
            "value": list(values.values()),
            "share": [core.share(value, values["gap"]) for value in values.values()],
            "n_focal": sizes[0],
            "n_reference": sizes[1],
            "status": status,
        }
    )


def _columns(people: pd.DataFrame, predictors: Sequence[str]) -> np.ndarray:
    """Numbers as they are, other columns as one 0/1 column a category but the first."""
    parts = [np.empty((len(people), 0))]
    for name in predictors:
        if pd.api.types.is_numeric_dtype(people[name]) and not pd.api.types.is_bool_dtype(people[name]):
            parts.append(people[[name]].to_numpy(dtype=np.float64))
        else:
            parts.append(pd.get_dummies(people[name].astype(str), drop_first=True).to_numpy(dtype=np.float64))
    return np.hstack(parts)
