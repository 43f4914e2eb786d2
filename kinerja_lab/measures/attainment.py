"""How far did each employee reach the targets?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.errors import InvalidOption


def attainment(indicators: pd.DataFrame, *, by: tuple[str, ...] = (col.EMPLOYEE,), cap: float = 120.0) -> pd.DataFrame:
    """How many per cent of the targets did each employee reach?

    Per indicator 100 × realisation / target where more is better (``arah`` = ``naik``), and
    100 × (2 − realisation / target) where less is better (``turun``), as the yearly performance reports of regional
    governments compute it; below 0 counts as 0, above ``cap`` as ``cap``. An employee's attainment is the mean over the
    indicators that have a target above zero and a realisation.

    Parameters
    ----------
    indicators
        Rows of ``indikator``: ``arah``, ``target``, ``realisasi`` and the columns of ``by``.
    by
        Columns that name an employee (and a period).
    cap
        Largest attainment of one indicator, per cent, above 0.

    Returns
    -------
    DataFrame
        Columns ``by``, ``capaian`` (per cent) and ``n_indikator``; one row an employee with at least one indicator.
    """
    if not cap > 0:
        raise InvalidOption("cap", cap, "a number above 0")
    usable = indicators[indicators[col.REALISATION].notna() & (indicators[col.TARGET] > 0)]
    share = usable[col.REALISATION] / usable[col.TARGET]
    per_cent = 100.0 * np.where(usable[col.DIRECTION] == "turun", 2.0 - share, share)
    scored = usable.assign(**{col.ATTAINMENT: np.clip(per_cent, 0.0, cap)})
    means = scored.groupby(list(by), sort=True)[col.ATTAINMENT].agg(["mean", "size"])
    return means.rename(columns={"mean": col.ATTAINMENT, "size": "n_indikator"}).reset_index()
