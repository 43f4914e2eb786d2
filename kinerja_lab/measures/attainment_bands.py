"""At the same level of results: does a group have the same odds of a higher rating in every band of attainment?"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.ordinal_odds_ratio import odds_limits
from kinerja_lab.stats.group_odds import GroupOdds, People, plain_odds
from kinerja_lab.stats.proportion import check_confidence

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

EVERYBODY = "all"


def attainment_bands(  # noqa: PLR0913 - one name for each role that a column plays in the model
    people: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    group: str,
    focal: str,
    reference: str,
    attainment: str,
    unit: str | None = None,
    bands: int = 5,
    fewest: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How do the odds of a higher rating compare among people whose results are alike?

    Nothing is assumed about how ratings rise with results: people are only compared within their band of attainment
    (and unit). Five bands remove nine tenths of a difference that goes with attainment.

    Parameters
    ----------
    people
        One row a person; rows of other groups and rows without a rating or attainment are left out.
    outcome, scale
        Column of the rating and its declared scale.
    group, focal, reference
        Column of the group and the two labels compared.
    attainment
        Column of the measured result, a number.
    unit
        Column within which people are compared besides.
    bands
        Number of bands with equally many people, two or more; people with equal attainment are never divided.
    fewest
        People of each group without whom a band is not judged.
    confidence
        Of ``low``…``high``. ``low_90``…``high_90`` always serve the two one-sided tests.

    Returns
    -------
    DataFrame
        Row ``all`` (bands and units as categories of one model), then one row a band, 1 the lowest; columns ``band,
        lowest, highest`` (attainment in it), ``odds_ratio, low, high, low_90, high_90, se, p_value, n, n_focal,
        n_reference, n_dropped, status``.

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.
    InvalidOption
        Fewer than two bands.

    References
    ----------
    Cochran (1968) Biometrics 24, 295.
    """
    check_confidence(confidence)
    if bands < 2:
        raise InvalidOption("bands", bands, "2 or more")
    require(people, (outcome, group, attainment, unit))
    used = people[people[group].isin([focal, reference])].dropna(
        subset=[outcome, attainment, *([unit] if unit else [])]
    )
    labels = band_of(used[attainment], bands).to_numpy(dtype=np.int64)
    units = pd.factorize(used[unit])[0].astype(np.int64) if unit else np.zeros(len(used), dtype=np.int64)
    codes, mine = scale.codes(used[outcome]), (used[group] == focal).to_numpy(dtype=np.bool_)
    everybody = People(codes, mine, np.empty((len(used), 0)), (units, labels))
    reached = used[attainment].to_numpy(dtype=np.float64)
    rows = [_row(EVERYBODY, reached, mine, plain_odds(everybody), confidence)]
    for band in np.unique(labels):
        inside = labels == band
        enough = min((mine & inside).sum(), (~mine & inside).sum()) >= fewest
        found = plain_odds(everybody.only(inside)) if enough else GroupOdds(status="too_few")
        rows.append(_row(str(band), reached[inside], mine[inside], found, confidence))
    return pd.DataFrame(rows)


def band_of(attainment: pd.Series, bands: int) -> pd.Series:
    """Band of each person, 1 the lowest; equal attainment is in one band."""
    edges = np.unique(np.quantile(attainment, np.linspace(0, 1, bands + 1)[1:-1])) if len(attainment) else np.empty(0)
    return pd.Series(np.searchsorted(edges, attainment.to_numpy(), side="left") + 1, index=attainment.index)


def _row(band: str, reached: Floats, mine: Flags, found: GroupOdds, confidence: float) -> dict[str, object]:
    """Columns of one band."""
    return {
        "band": band,
        "lowest": float(reached.min(initial=math.inf)),
        "highest": float(reached.max(initial=-math.inf)),
        "odds_ratio": math.exp(found.log_odds),
        **odds_limits(found, confidence),
        "se": found.error,
        "p_value": found.p_value,
        "n": len(mine),
        "n_focal": int(mine.sum()),
        "n_reference": int((~mine).sum()),
        "n_dropped": found.dropped,
        "status": found.status,
    }
