"""What citizens say: answer sheets on satisfaction, complaints and praise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.office import months, working_days
from kinerja_lab.simulate.plan import PERIODS, RegionPlan, spread
from kinerja_lab.simulate.services import SERVICES_FIRST, services_given
from kinerja_lab.simulate.truths import Satisfaction, Voices

_ELEMENTS = tuple(f"u{place}" for place in range(1, 10))
_PER_POINT = 25.0  # points of the index a point of the scale 1–4 is worth
_SD_PERSON, _SD_ELEMENT, _SD_NOISE = 0.35, 0.15, 0.4


def answer_sheets(plan: RegionPlan, planted: Satisfaction) -> pd.DataFrame:
    """The table ``skm``: whole answers from 1 to 4 to the nine elements, in every month of the periods.

    The people of a period are as satisfied on average as was planted, so that a small change is a small change.
    """
    elements = spread(plan.random("skm", "unsur"), len(_ELEMENTS), _SD_ELEMENT)
    tables = []
    for place, period in enumerate(PERIODS):
        random = plan.random("skm", period)
        where = pd.MultiIndex.from_product([months(*col.period_months(period)), planted.units])
        where = where.repeat(planted.monthly)
        people = spread(random, len(where), _SD_PERSON)[:, None]
        level = (planted.index + place * planted.rise) / _PER_POINT
        exact = level + people + elements + random.normal(0.0, _SD_NOISE, (len(where), len(_ELEMENTS)))
        table = pd.DataFrame(np.clip(np.rint(exact), 1, 4).astype("int64"), columns=list(_ELEMENTS))
        table.insert(0, "bulan", where.get_level_values(0))
        table.insert(1, col.UNIT, where.get_level_values(1))
        table.insert(2, "id_responden", strangers(random, len(table)))
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def voices(plan: RegionPlan, planted: Voices) -> pd.DataFrame:
    """The table ``suara_warga``: complaints and praise on working days, in proportion to the services given."""
    random, given = plan.random("suara_warga"), services_given(plan, planted)
    tables = []
    for kind, rate in (("pengaduan", planted.complaints), ("apresiasi", planted.praise)):
        counts = random.poisson(given * rate / 1000)
        for month, row in zip(months(SERVICES_FIRST), counts, strict=True):
            units = np.repeat(np.array(planted.units), row)
            days = np.datetime_as_string(random.choice(working_days(month, month), len(units)), unit="D")
            tables.append(pd.DataFrame({"tanggal": days, col.UNIT: units, col.CONSEQUENCE: kind}))
    return pd.concat(tables, ignore_index=True)


def strangers(random: np.random.Generator, n: int) -> list[str]:
    """Identities of people whom no other table knows: 16 hexadecimal digits, never digits alone."""
    return [f"{letter}{random.bytes(8).hex()[1:]}" for letter in random.choice(list("abcdef"), n)]
