"""One region from its plan."""

from __future__ import annotations

import pandas as pd

from kinerja_lab.simulate.appraisals import appraisals
from kinerja_lab.simulate.consequences import consequences
from kinerja_lab.simulate.diary import diary
from kinerja_lab.simulate.people import employees
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.simulate.scores import scores
from kinerja_lab.simulate.work import attained, indicators, organisations


def region(plan: RegionPlan) -> dict[str, pd.DataFrame]:
    """All tables of a simulated region, by name: the same plan always gives the same tables.

    Parameters
    ----------
    plan
        Units and planted truths.

    Returns
    -------
    dict of DataFrame
        ``pegawai, indikator, unit, penilaian, butir, tindak_lanjut`` and, where the plan has diarists, ``aktivitas``;
        canonical columns, all periods together. No employee number is in them or can be had from them.
    """
    people = employees(plan)
    results = indicators(plan, people)
    attainment = attained(people, results)
    units = organisations(people, attainment)
    rated = appraisals(plan, people, attainment, units)
    tables = {
        "pegawai": people,
        "indikator": results,
        "unit": units,
        "penilaian": rated,
        "butir": scores(plan, people),
        "tindak_lanjut": consequences(plan, people, attainment, rated),
    }
    return tables | ({"aktivitas": diary(plan, people)} if plan.diarists else {})
