"""Workshop 3: does predikat follow results? Only people in the same unit and position are compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.comparable_pairs import ComparablePairs
from kinerja_lab.dataset import Dataset
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.training.answers import Choice, Number
from kinerja_lab.training.course import Exercise, Told, Workshop
from kinerja_lab.training.elsewhere import about_claim
from kinerja_lab.training.session import Session

_GAP, _WIDER = 10.0, 20.0
_DIAGNOSES = ("sejalan", "lemah", "acak", "terbalik", "seragam")
_SLOPES = (2.4, 1.6, 0.7, 0.0, -1.2)  # logits of the predikat per standard deviation of attainment
_BOTH = [col.UNIT, col.POSITION]


def counts(data: Dataset, min_gap: float = _GAP) -> pd.Series:
    """Pairs of the same unit and position whose attainment differs by ``min_gap`` points, and what a hundred do."""
    found = ComparablePairs(min_gap=min_gap)(data).quantities
    names = {"pairs": "pasangan", "concordant_100": "sejalan", "tied_100": "sama", "reversed_100": "terbalik"}
    return pd.Series({told: found.get(name, np.nan) for name, told in names.items()})


def reversed_pairs(data: Dataset, min_gap: float = _GAP) -> pd.DataFrame:
    """Pairs in which the higher result got the lower predikat: one row a pair, nobody named, widest gap first."""
    rows = appraised(data).dropna(subset=[col.OUTCOME, col.ATTAINMENT])
    told = rows[[*_BOTH, col.ATTAINMENT, col.OUTCOME]].assign(tingkat=col.OUTCOMES.codes(rows[col.OUTCOME]))
    pairs = told.merge(told, on=_BOTH, suffixes=("_a", "_b"))
    gap = pairs[f"{col.ATTAINMENT}_a"] - pairs[f"{col.ATTAINMENT}_b"]
    pairs = pairs.assign(selisih=gap)[(gap >= min_gap) & (pairs["tingkat_a"] < pairs["tingkat_b"])]
    shown = [*_BOTH, *(f"{name}_{side}" for side in "ab" for name in (col.ATTAINMENT, col.OUTCOME)), "selisih"]
    return pairs.sort_values("selisih", ascending=False, ignore_index=True)[shown]


def _widest(session: Session) -> float:
    found = reversed_pairs(session.data)["selisih"]
    return float(found.max()) if len(found) else 0.0


def _plant(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:
    """Predikat follow results well, weakly, not at all or upside down; help after a low predikat is kept or not."""
    slope = float(random.choice(_SLOPES))
    document = replace(plan.document, helped=round(float(random.uniform(0.3, 0.95)), 2))
    return replace(plan, judging=replace(plan.judging, slopes=(slope, slope, slope)), document=document)


def _planted(plan: RegionPlan) -> Told:
    return {
        "pengaruh_capaian_pada_predikat_logit": plan.judging.slopes[-1],
        "bagian_pembinaan_yang_dijalankan": plan.document.helped,
    }


WORKSHOP = Workshop(
    slug="predikat",
    region="instansi-contoh",
    plant=_plant,
    planted=_planted,
    exercises={
        "soal1": Exercise(
            Number(low=0, high=1, tolerance=0.005, digits=3),
            lambda session: session.hasil("attainment_quality").quantities["share_exact"],
            {"tak_berubah": lambda session: session.hasil("attainment_quality").quantities["share_unmoved"]},
        ),
        "soal2": Exercise(
            Number(low=0, high=100, tolerance=0.5, digits=1),
            lambda session: float(counts(session.data)["terbalik"]),
            {
                "sama": lambda session: float(counts(session.data)["sama"]),
                "sejalan": lambda session: float(counts(session.data)["sejalan"]),
                "bagian": lambda session: float(counts(session.data)["terbalik"]) / 100,
            },
        ),
        "soal3": Exercise(Number(low=0, high=200, tolerance=0.1, digits=1), _widest),
        "soal4": Exercise(
            Number(low=0, tolerance=0.5, digits=0),
            lambda session: float(counts(session.data, _WIDER)["pasangan"]),
            {"semula": lambda session: float(counts(session.data)["pasangan"])},
        ),
        "soal5": Exercise(Choice(_DIAGNOSES), lambda session: str(session.hasil("comparable_pairs").diagnosis)),
        "soal6": about_claim(9),
        "soal7": Exercise(
            Number(low=0, high=1, tolerance=0.01),
            lambda session: session.hasil("follow_up").estimate,
            {"tanpa": lambda session: 1 - session.hasil("follow_up").estimate},
        ),
    },
)
