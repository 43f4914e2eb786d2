"""What is written down while people work: evidence of it, and dialogues about it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.office import months, office_moments, told, working_days
from kinerja_lab.simulate.plan import PERIODS, RegionPlan, chosen
from kinerja_lab.simulate.truths import Evidence

_WEEK = np.timedelta64(7, "D")
_SECOND_DIALOGUE = 0.3


def evidence(plan: RegionPlan, planted: Evidence, people: pd.DataFrame) -> pd.DataFrame:
    """The table ``bukti``: uploaded while the work is done, but for the planted share of the last seven days."""
    staff = np.flatnonzero(~people[col.HEAD])
    tables = []
    for period in PERIODS:
        random = plan.random("bukti", period)
        who = np.repeat(chosen(random, staff, planted.covered), planted.each)
        days = working_days(*col.period_months(period))
        end = (np.datetime64(col.period_months(period)[1]) + 1).astype("datetime64[D]")
        last = days >= end - _WEEK
        late = np.zeros(len(who), dtype=bool)
        late[chosen(random, np.arange(len(who)), planted.last_week)] = True
        moment = np.where(
            late,
            random.permutation(office_moments(random, days[last], len(who))),
            random.permutation(office_moments(random, days[~last], len(who))),
        )
        goals = np.tile([f"RHK-{place + 1}" for place in range(planted.each)], len(who) // planted.each)
        names = people[col.EMPLOYEE].to_numpy()[who]
        table = {col.EMPLOYEE: names, col.PERIOD: period, "id_rhk": goals, "waktu_unggah": told(moment)}
        tables.append(pd.DataFrame(table))
    return pd.concat(tables, ignore_index=True)


def dialogues(plan: RegionPlan, people: pd.DataFrame) -> pd.DataFrame:
    """The table ``dialog``: heads meet their staff in the planted share of unit and month, sometimes twice."""
    heads = people[people[col.HEAD]].set_index(col.UNIT)[col.POSITION]
    sizes = people.groupby(col.UNIT).size()
    rows = []
    for period in PERIODS:
        random = plan.random("dialog", period)
        grid = [(unit.name, month) for month in months(*col.period_months(period)) for unit in plan.units]
        held = chosen(random, np.arange(len(grid)), plan.document.dialogues)
        for place in np.sort(np.concatenate([held, chosen(random, held, _SECOND_DIALOGUE)])):
            unit, month = grid[place]
            day = random.choice(working_days(month, month))
            came = int(np.rint(sizes[unit] * random.uniform(0.6, 1.0)))
            rows.append((str(day), unit, str(heads[unit]), came))
    return pd.DataFrame(rows, columns=["tanggal", col.UNIT, "penyelenggara", "jumlah_peserta"])
