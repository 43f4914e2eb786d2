"""One region from its plan."""

from __future__ import annotations

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
    staff = people.loc[~people[col.HEAD], col.EMPLOYEE]
    tables = {
        "aktivitas": plan.diarists and diary(plan, people),
        "permohonan": planted.requests and requests(plan),
        "layanan": (planted.coverage or planted.voices) and service_figures(plan),
        "skm": planted.satisfaction and answer_sheets(plan, planted.satisfaction),
        "suara_warga": planted.voices and voices(plan, planted.voices),
        "temuan_keuangan": planted.findings and findings(plan, planted.findings),
        "bukti": planted.evidence and evidence(plan, planted.evidence, people),
        "dialog": planted.dialogues and dialogues(plan, people),
        "pelatihan": planted.training and attended(plan, given),
        "survei": planted.survey and survey(plan, planted.survey, staff),
        "uji_lokakarya": planted.workshop and workshop(plan, planted.workshop),
        "keberatan": planted.objections and objections(plan, planted.objections, rated),
        "tindakan": planted.actions and actions(plan),
    }
    written = {name: table for name, table in tables.items() if isinstance(table, pd.DataFrame)}
    return written | (feedback(plan, planted.feedback, people) if planted.feedback else {})
