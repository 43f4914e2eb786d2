"""Do units whose organisation did better give higher ratings?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.rank_link import rank_link


def organisation_link(
    units: pd.DataFrame, *, organisation: str, scale: Scale, share: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Does the share of high ratings rise with the rating of the organisation? Kendall's tau-b over units.

    Parameters
    ----------
    units
        One row a unit; rows with a gap are left out.
    organisation, scale
        Column of the rating of the organisation and its declared scale.
    share
        Column of the unit's share of high individual ratings (or their mean), a number.
    confidence
        Of ``low``…``high``.

    Returns
    -------
    DataFrame
        One row: ``tau_b, low, high, p_value, n`` (units) and ``status`` (``undefined_no_variation`` where all
        organisations, or all shares, are rated alike).

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.

    See Also
    --------
    kinerja_lab.stats.rank_link.rank_link : the same on arrays, with its references.
    """
    require(units, (organisation, share))
    used = units.dropna(subset=[organisation, share])
    codes = scale.codes(used[organisation]).astype(np.float64)
    try:
        found = rank_link(codes, used[share].to_numpy(dtype=np.float64), confidence=confidence)
    except NotAssessable as reason:
        numbers = dict.fromkeys(("tau_b", "low", "high", "p_value"), math.nan)
        return pd.DataFrame([{**numbers, "n": len(used), "status": reason.status}])
    limits = {"low": found.interval.low, "high": found.interval.high}
    return pd.DataFrame([{"tau_b": found.tau, **limits, "p_value": found.p_value, "n": found.n, "status": "ok"}])
