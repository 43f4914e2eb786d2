"""Workshop 7: write a report that says no more than is known, and attack one that says too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.claims.claim import Answer
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.cell_suppression import BELOW, OTHERS, TOTAL, audit_cells, cell_suppression
from kinerja_lab.messages.catalogue import label
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.simulate.truths import Survey
from kinerja_lab.training.answers import Number, Value
from kinerja_lab.training.course import Exercise, Told, Workshop
from kinerja_lab.training.elsewhere import ANSWERS, about_claim, draws, elsewhere
from kinerja_lab.training.keadilan import cells
from kinerja_lab.training.sentence import FAULTS, Rows, Sentence, causal
from kinerja_lab.training.session import Session
from kinerja_lab.training.words import words

SENTENCES, _CAUSAL = 8, (2, 4)
_NAMES = {TOTAL: "Jumlah", OTHERS: "Unit lain, digabung", BELOW: "Di bawah Baik"}
_HIDDEN = {"few": "<5", "complementary": "–"}
_ATTACKED = ("sawahlunto", "sibolga", "bukittinggi")
_MISSING = (0.01, 0.25)
_ACCEPTED, _ONCE = (2.9, 3.5), 0.5
_UNDECIDED = (str(Answer.UNCLEAR), str(Answer.UNANSWERABLE))


def sentences(data: Dataset) -> pd.Series:
    """Sentences that a report of this region might hold, some of them causal without a design: one row each, from 1."""
    random = draws(data.table("pegawai"), "kalimat")
    pools = words("kalimat")
    wrong = int(random.integers(_CAUSAL[0], _CAUSAL[1] + 1))
    drawn = [*random.choice(pools["bersebab"], wrong, replace=False)]
    drawn += [*random.choice(pools["jujur"], SENTENCES - wrong, replace=False)]
    return pd.Series([str(text) for text in random.permutation(drawn)], index=range(1, SENTENCES + 1), name="kalimat")


def numbered(data: Dataset) -> str:
    """The same sentences as text, one a line."""
    return "\n".join(f"{place}. {text}" for place, text in sentences(data).items())


def causal_rows(data: Dataset) -> list[int]:
    """Which of these sentences are causal: those that were drawn from the causal ones."""
    wrong = words("kalimat")["bersebab"]
    return [int(place) for place, text in sentences(data).items() if text in wrong]


def published(table: pd.DataFrame, *, complete: bool = False) -> pd.DataFrame:
    """Table of unit and predikat as it is printed, with sums: small cells hidden, or all that must be hidden."""
    found = cell_suppression(table, complete=complete)
    told = found["n"].map("{:.0f}".format).where(found["status"] == "shown", found["status"].map(_HIDDEN))
    wide = found.assign(told=told).pivot(index="row", columns="column", values="told")
    wide = wide.loc[_total_last(found["row"]), _total_last(found["column"])]
    named = [[_NAMES.get(name, label(name)) for name in names] for names in (wide.index, wide.columns)]
    return pd.DataFrame(wide.to_numpy(), index=named[0], columns=named[1])


@cache
def attacked(session: Session) -> pd.DataFrame:
    """Counts of the region whose table is attacked: one row a unit, one column a predikat."""
    tables = (cells(elsewhere(session, region).data) for region in _ATTACKED)
    return next(table for table in tables if len(_open(table)))


def target(table: pd.DataFrame) -> pd.Series:
    """Name the hidden cell to work out: its unit and predikat."""
    return _open(table).iloc[0][["row", "column"]].map(label).set_axis(["unit", "predikat"]).rename("sel")


def _total_last(names: pd.Series) -> list[str]:
    return [*(name for name in names.unique() if name != TOTAL), TOTAL]


def _open(table: pd.DataFrame) -> pd.DataFrame:
    """Hidden cells that follow from the rest of the table."""
    audit = audit_cells(table, complete=False)
    return audit[audit["width"] == 0]


@cache
def _cell(session: Session) -> pd.Series:
    return _open(attacked(session)).iloc[0]


@cache
def _possible(session: Session) -> float:
    """Among how many numbers is a small cell hidden at least, once all that must be hidden is?"""
    return float(audit_cells(attacked(session))["width"].min() + 1)


def _with_trend(session: Session) -> list[str]:
    """The same, and those that only say that something rose or fell, or that it did not bring something about."""
    told = sentences(session.data)
    listed = words("kalimat")["bergerak"]
    return [str(place) for place, text in told.items() if causal(text) or any(word in text for word in listed)]


def _plant(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:
    """Appraisals are missing or not, and the survey was held once or twice."""
    missing = round(float(random.uniform(*_MISSING)), 2)
    first, last = (round(float(random.uniform(*_ACCEPTED)), 1) for _ in range(2))
    waves = {"2025-S2": last} if random.random() < _ONCE else {"2025-S1": first, "2025-S2": last}
    survey = Survey(answering=70, waves=waves, named=True)
    return replace(
        plan,
        judging=replace(plan.judging, missing=missing),
        document=replace(plan.document, survey=survey),
    )


def _planted(plan: RegionPlan) -> Told:
    """What decides the answers to the claims."""
    survey, satisfaction = plan.document.survey, plan.document.satisfaction
    return {
        "bagian_tanpa_penilaian_setiap_periode": plan.judging.missing,
        "gelombang_survei": len(survey.waves) if survey else 0,
        "kenaikan_ikm_poin_per_periode": satisfaction.rise if satisfaction else 0.0,
    }


def _fault(key: str) -> Callable[[Session], Value]:
    return lambda _: [key]


def _faultless(about: Callable[[Session], CheckResult]) -> Exercise:
    """Exercise to write a sentence without a fault about a result."""
    return Exercise(Sentence(about), lambda _: [], {key: _fault(key) for key in FAULTS})


WORKSHOP = Workshop(
    slug="laporan",
    region="bukitintan",
    plant=_plant,
    planted=_planted,
    exercises={
        "soal1": _faultless(lambda session: elsewhere(session, "sibolga").hasil("error_rate")),
        "soal2": _faultless(lambda session: session.hasil("satisfaction_index")),
        "soal3": Exercise(
            Rows(SENTENCES),
            lambda session: [str(place) for place in causal_rows(session.data)],
            {"bergerak": _with_trend},
        ),
        "soal4": Exercise(
            Number(low=0, high=100_000, tolerance=0, digits=0),
            lambda session: float(_cell(session)["n"]),
            {"nol": lambda _: 0.0, "batas": lambda _: 5.0},
        ),
        "soal5": Exercise(
            Number(low=0, high=100_000, tolerance=0, digits=0),
            _possible,
            {"satu": lambda _: 1.0, "lebar": lambda session: _possible(session) - 1},
        ),
        "soal6": about_claim(29, {"didukung": Answer.SUPPORTED, "tidak_didukung": Answer.UNSUPPORTED}),
        "soal7": Exercise(
            ANSWERS,
            lambda session: session.klaim(31),
            {
                "didukung": lambda _: str(Answer.SUPPORTED),
                "tidak_didukung": lambda _: str(Answer.UNSUPPORTED),
                "lainnya": lambda session: _UNDECIDED[session.klaim(31) == _UNDECIDED[0]],
            },
        ),
    },
)
