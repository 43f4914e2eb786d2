"""What follows from a predikat: awards, training, coaching, sanctions."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.plan import PERIODS, Floats, Places, RegionPlan, chosen
from kinerja_lab.simulate.work import TARGET_REACHED

_FIRST_DAYS = {"S1": "07-25", "S2": "01-25"}
_DAYS = 20
# Share of the appraised with this predikat who get this consequence.
_RULES = (
    ("pelatihan", "butuh_perbaikan", 0.5),
    ("pembinaan", "butuh_perbaikan", 0.2),
    ("pembinaan", "kurang", 0.8),
    ("pembinaan", "sangat_kurang", 0.8),
    ("sanksi", "kurang", 0.2),
    ("sanksi", "sangat_kurang", 0.5),
)


def consequences(plan: RegionPlan, people: pd.DataFrame, attainment: Floats, appraisals: pd.DataFrame) -> pd.DataFrame:
    """The table ``tindak_lanjut``: by rule, but for the planted share of awards to people below their target."""
    heads = people.loc[people[col.HEAD], col.EMPLOYEE]
    tables = []
    for place, period in enumerate(PERIODS):
        staff = appraisals[(appraisals[col.PERIOD] == period) & ~appraisals[col.EMPLOYEE].isin(heads)]
        reached = pd.Series(attainment[:, place], index=people[col.EMPLOYEE]).loc[staff[col.EMPLOYEE]].to_numpy()
        tables.append(_period(plan, staff.reset_index(drop=True), reached, period))
    return pd.concat(tables, ignore_index=True)[[column.name for column in col.TABLES["tindak_lanjut"].columns]]


def _period(plan: RegionPlan, staff: pd.DataFrame, reached: Floats, period: str) -> pd.DataFrame:
    """Consequences of one period."""
    random = plan.random("tindak_lanjut", period)
    level = col.OUTCOMES.codes(staff[col.OUTCOME])
    who = [("penghargaan", place) for place in _awarded(plan, level, reached, random)]
    for kind, outcome, share in _RULES:
        candidates = np.flatnonzero(level == col.OUTCOMES.levels.index(outcome))
        who += [(kind, place) for place in chosen(random, candidates, share)]
    first = np.datetime64(f"{int(period[:4]) + (period[5:] == 'S2')}-{_FIRST_DAYS[period[5:]]}")
    days = np.busday_offset(first, random.integers(0, _DAYS, len(who)), roll="forward")
    return pd.DataFrame(
        {
            col.PERIOD: period,
            col.EMPLOYEE: [staff[col.EMPLOYEE][place] for _, place in who],
            col.CONSEQUENCE: [kind for kind, _ in who],
            "tanggal": np.datetime_as_string(days, unit="D"),
        }
    )


def _awarded(plan: RegionPlan, level: Places, reached: Floats, random: np.random.Generator) -> list[int]:
    """Awards: the best predikat among those at target, and the planted share of people below it."""
    awards = round(plan.awarding.share * len(level))
    wrong = round(plan.awarding.off_target * awards)
    # Among equals chance decides; below target nobody looks at results.
    merit = level + random.random(len(level))
    on = np.flatnonzero(reached >= TARGET_REACHED)
    off = np.flatnonzero((reached < TARGET_REACHED) & (level >= col.OUTCOMES.levels.index("baik")))
    best = on[np.argsort(-merit[on])][: awards - wrong]
    return sorted(int(place) for place in (*best, *random.choice(off, wrong, replace=False)))
