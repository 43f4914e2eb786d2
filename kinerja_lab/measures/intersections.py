"""Which combination of two attributes is rated differently from everybody else at equal results? An exploration."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.ordinal_odds_ratio import odds_limits
from kinerja_lab.stats.group_odds import GroupOdds, People, plain_odds, standardised
from kinerja_lab.stats.multiplicity import benjamini_hochberg
from kinerja_lab.stats.proportion import check_confidence
from kinerja_lab.stats.screening import shrunken


def intersections(  # noqa: PLR0913 - one name for each role that a column plays in the model
    people: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    first: str,
    second: str,
    attainment: str | None = None,
    position: str | None = None,
    unit: str | None = None,
    fewest: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Where do the odds of a higher rating in a cell of two attributes depart from those of everybody else?

    Parameters
    ----------
    people
        One row a person; rows with a gap in what is used are left out.
    outcome, scale
        Column of the rating and its declared scale.
    first, second
        Columns of the two attributes; every combination that occurs is a cell.
    attainment, position, unit
        Columns held equal: the measured result (a number), the position and the unit.
    fewest
        People in a cell, and outside it, without whom it is not judged.
    confidence
        Of ``low``…``high``. ``low_90``…``high_90`` always serve the two one-sided tests.

    Returns
    -------
    DataFrame
        One row a cell: the two values as ``first`` and ``second``, ``n, odds_ratio`` (cell over everybody else), ``low,
        high, low_90, high_90, se, p_value`` (likelihood ratio), ``p_bh`` (over the cells), ``shrunken`` (odds ratio
        drawn towards the mean of the cells; from four cells on), ``beyond`` (what the cell has beyond the two
        attributes taken one by one) with ``p_beyond``, and ``status``.

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.

    References
    ----------
    Morris (1983) JASA 78, 47 for the shrunken odds ratios.
    """
    check_confidence(confidence)
    covariates = [name for name in (attainment, position, unit) if name is not None]
    require(people, (outcome, first, second, *covariates))
    used = people.dropna(subset=[outcome, first, second, *covariates])
    numeric = standardised(used[attainment].to_numpy(dtype=np.float64))[:, None] if attainment else _none(used)
    everybody = People(
        scale.codes(used[outcome]),
        np.zeros(len(used), dtype=np.bool_),
        numeric,
        tuple(pd.factorize(used[name])[0].astype(np.int64) for name in (position, unit) if name),
    )
    apart = [
        pd.get_dummies(used[name].astype(str), drop_first=True).to_numpy(dtype=np.float64) for name in (first, second)
    ]
    both = People(everybody.codes, everybody.focal, np.hstack([numeric, *apart]), everybody.categories)
    cells = used.groupby([first, second], sort=True, observed=True).ngroup().to_numpy()
    names = used[[first, second]].drop_duplicates().sort_values([first, second])
    rows = []
    for place, (one, other) in enumerate(names.itertuples(index=False)):
        inside = cells == place
        enough = min(inside.sum(), (~inside).sum()) >= fewest
        alone, beyond = (
            plain_odds(replace(model, focal=inside)) if enough else GroupOdds(status="too_few")
            for model in (everybody, both)
        )
        rows.append({"first": one, "second": other, "n": int(inside.sum()), **_row(alone, beyond, confidence)})
    table = pd.DataFrame(rows, columns=["first", "second", "n", *_row(GroupOdds(), GroupOdds(), confidence)])
    drawn = shrunken(np.log(table["odds_ratio"].to_numpy(dtype=np.float64)), table["se"].to_numpy(dtype=np.float64))
    return table.assign(
        p_bh=benjamini_hochberg(table["p_value"].to_numpy(dtype=np.float64)), shrunken=np.exp(drawn.estimates)
    )


def _none(people: pd.DataFrame) -> np.ndarray:
    """No numeric covariates."""
    return np.empty((len(people), 0))


def _row(alone: GroupOdds, beyond: GroupOdds, confidence: float) -> dict[str, object]:
    """Columns of one cell."""
    return {
        "odds_ratio": math.exp(alone.log_odds),
        **odds_limits(alone, confidence),
        "se": alone.error,
        "p_value": alone.p_value,
        "beyond": math.exp(beyond.log_odds),
        "p_beyond": beyond.p_value,
        "status": alone.status,
    }
