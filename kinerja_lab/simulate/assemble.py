"""One region from its plan."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.appraisals import appraisals
from kinerja_lab.simulate.citizens import answer_sheets, voices
from kinerja_lab.simulate.consequences import consequences
from kinerja_lab.simulate.diary import diary
from kinerja_lab.simulate.feedback import dialogues, evidence
from kinerja_lab.simulate.objections import actions, objections
from kinerja_lab.simulate.people import employees
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.simulate.scores import scores
from kinerja_lab.simulate.services import findings, requests, service_figures
from kinerja_lab.simulate.skills import attended, feedback
from kinerja_lab.simulate.surveys import survey, workshop
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
        ``pegawai, indikator, unit, penilaian, butir, tindak_lanjut`` and those that the region's document speaks of;
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
    return tables | _of_document(plan, people, rated, tables["tindak_lanjut"])


def _of_document(
    plan: RegionPlan, people: pd.DataFrame, rated: pd.DataFrame, given: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Tables that the region's document speaks of, and no other."""
    planted = plan.document
    tables: dict[str, tuple[object, Callable[[], pd.DataFrame]]] = {
        "aktivitas": (plan.diarists, lambda: diary(plan, people)),
        "permohonan": (planted.requests, lambda: requests(plan)),
        "layanan": (planted.coverage or planted.voices, lambda: service_figures(plan)),
        "skm": (planted.satisfaction, lambda: answer_sheets(plan)),
        "suara_warga": (planted.voices, lambda: voices(plan)),
        "temuan_keuangan": (planted.findings, lambda: findings(plan)),
        "bukti": (planted.evidence, lambda: evidence(plan, people)),
        "dialog": (planted.dialogues, lambda: dialogues(plan, people)),
        "pelatihan": (planted.training, lambda: attended(plan, given)),
        "survei": (planted.survey, lambda: survey(plan, people.loc[~people[col.HEAD], col.EMPLOYEE])),
        "uji_lokakarya": (planted.workshop, lambda: workshop(plan)),
        "keberatan": (planted.objections, lambda: objections(plan, rated)),
        "tindakan": (planted.actions, lambda: actions(plan)),
    }
    written = {name: write() for name, (wanted, write) in tables.items() if wanted}
    return written | (feedback(plan, people) if planted.feedback else {})
