"""What employees and leaders do about an appraisal afterwards: objections, and actions promised in a report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.office import closed_days
from kinerja_lab.simulate.plan import PERIODS, RegionPlan, chosen
from kinerja_lab.simulate.truths import Objections

_TERM = 14  # days within which an objection may be made and must be decided
_DECIDED_IN_TIME = 0.85


def objections(plan: RegionPlan, planted: Objections, appraisals: pd.DataFrame) -> pd.DataFrame:
    """The table ``keberatan``: some of those below the highest predikat object, most within fourteen days.

    Receipt, objection and decision fall on working days.
    """
    below = appraisals[appraisals[col.OUTCOME] != col.OUTCOMES.levels[-1]]
    tables = []
    for period in PERIODS:
        random = plan.random("keberatan", period)
        rows = below[below[col.PERIOD] == period]
        rows = rows.iloc[chosen(random, np.arange(len(rows)), planted.share)]
        n = len(rows)
        rated = pd.to_datetime(rows[col.RATED_AT]).to_numpy(dtype="datetime64[D]")
        received = _workday(rated + random.integers(1, 4, n))
        late, slow = np.ones(n, dtype=bool), random.random(n) > _DECIDED_IN_TIME
        late[chosen(random, np.arange(n), planted.in_time)] = False
        made = _workday(received + random.integers(1, _TERM - 3, n) + _TERM * late)
        decided = _workday(made + random.integers(3, _TERM - 3, n) + _TERM * slow)
        won = np.zeros(n, dtype=bool)
        won[chosen(random, np.arange(n), planted.won)] = True
        kind = np.where(won, np.where(random.random(n) < 0.5, "diterima", "diubah"), "ditolak")
        days = {"tanggal_terima": received, "tanggal_ajukan": made, "putusan": kind, "tanggal_putus": decided}
        told = {name: value.astype("str") for name, value in days.items()}
        tables.append(pd.DataFrame({col.EMPLOYEE: rows[col.EMPLOYEE].to_numpy(), col.PERIOD: period, **told}))
    return pd.concat(tables, ignore_index=True)


def actions(plan: RegionPlan) -> pd.DataFrame:
    """The table ``tindakan``: what the last report promised."""
    return pd.DataFrame(list(plan.document.actions), columns=col.TABLES["tindakan"].names)


def _workday(days: np.ndarray) -> np.ndarray:
    """These days, or the next working days."""
    return np.asarray(np.busday_offset(days, 0, roll="forward", holidays=closed_days()))
