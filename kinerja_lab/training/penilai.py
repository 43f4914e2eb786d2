"""Workshop 2: who is the strict rater? Raters are compared on the same employees, not by their means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import OTHERS, scores
from kinerja_lab.checks.ratings import multirater
from kinerja_lab.claims.claim import Answer
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.roles import role_weights
from kinerja_lab.messages.catalogue import label
from kinerja_lab.models.severity import Severity, severity_of
from kinerja_lab.simulate.people import employees
from kinerja_lab.simulate.plan import PERIODS, Fault, RegionPlan
from kinerja_lab.simulate.raters import judges, severity
from kinerja_lab.simulate.scores import scores as simulated_scores
from kinerja_lab.simulate.truths import Survey
from kinerja_lab.training.answers import Name, Number
from kinerja_lab.training.course import Exercise, Told, Workshop
from kinerja_lab.training.elsewhere import about_claim
from kinerja_lab.training.session import Session

FEWEST = 10  # raters of fewer employees are not judged
_CUT, _OWN = 3.5, 0.3
_STRICTEST, _SPREAD, _DRAWS = (0.6, 0.9), 0.12, 20
_ASKED = PERIODS[-1]


def raw_means(data: Dataset) -> pd.DataFrame:
    """Mean score that each rater with enough employees gives: one row a rater, lowest first."""
    return _means(scores(data, OTHERS))


def _means(given: pd.DataFrame) -> pd.DataFrame:
    table = given.groupby(col.RATER, observed=True).agg(
        pegawai=(col.EMPLOYEE, "nunique"), rata_rata=(col.SCORE, "mean")
    )
    return table[table["pegawai"] >= FEWEST].sort_values("rata_rata")


def compared(data: Dataset) -> pd.DataFrame:
    """Effect of each rater with enough employees among raters of the same employees, with interval, lowest first."""
    told = _fit(data).raters.set_index(col.RATER)[["n_ratees", "effect", "low", "high"]]
    names = {"n_ratees": "pegawai", "effect": "kelonggaran", "low": "batas_bawah", "high": "batas_atas"}
    return told[told["n_ratees"] >= FEWEST].rename(columns=names).sort_values("kelonggaran")


def moved(data: Dataset, own: float) -> float:
    """Share of employees, 0–1, who cross 3.5 when own scores get this weight and superiors what is left of theirs."""
    weights = dict(data.profile.role_weights)
    changed = weights | {"diri": own, "atasan": weights["atasan"] + weights["diri"] - own}
    found = role_weights(
        scores(data, (*OTHERS, "diri")),
        schemes={"semula": weights, "baru": changed},
        cuts=[_CUT],
        scale=col.Scale(["di bawah", "di atas"]),
    )
    return float(found.schemes.set_index("scheme").loc["baru", "share_changed"])


def components(data: Dataset) -> pd.DataFrame:
    """Where the variance of the scores lies: one row a source, with its variance and share."""
    table = _fit(data).effects.components
    names = [" × ".join(map(label, str(name).split(":"))) for name in table["facet"]]
    return pd.DataFrame({"ragam": table["variance"].to_numpy(), "bagian": table["share"].to_numpy()}, index=names)


def _fit(data: Dataset) -> Severity:
    return severity_of(multirater(data))


def _plant(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:
    """One superior with many employees gives everybody less; the others differ little; own scores are inflated.

    A survey of acceptance is there or not, and says that employees object or that they do not. Editions are drawn until
    somebody else than the strict rater gives the lowest mean, so that means mislead.
    """
    fault = Fault(kind="ketat", size=round(float(random.uniform(*_STRICTEST)), 2))
    inflation = round(float(random.uniform(0.2, 0.8)), 2)
    scoring = replace(plan.scoring, severity_sd=_SPREAD, self_inflation=inflation)
    answers = (None, Survey(answering=150, waves={_ASKED: 2.4}), Survey(answering=150, waves={_ASKED: 3.9}))
    document = replace(plan.document, survey=answers[int(random.integers(len(answers)))])
    planted = replace(plan, scoring=scoring, faults=(fault,), document=document)
    editions = [plan.edition, *(int(number) for number in random.integers(1, 2**31, _DRAWS))]
    candidates = (replace(planted, edition=edition) for edition in editions)
    return next(filter(_misleading, candidates), planted)


def _misleading(plan: RegionPlan) -> bool:
    """Whether the lowest mean of enough employees is given by somebody else than the strictest rater."""
    given = simulated_scores(plan, employees(plan))
    given = given[(given[col.PERIOD] == _ASKED) & given[col.ROLE].isin(OTHERS)]
    return bool(_means(given).index[0] != _planted(plan)["penilai_terketat"])


def _planted(plan: RegionPlan) -> Told:
    """Who is the strictest rater of enough employees, and by how many points."""
    people = employees(plan)
    pairs = judges(plan, people).query("role != 'diri'")
    effects = pd.Series(severity(plan, people))
    sizes = pairs["rater"].value_counts()
    leaders = pairs.loc[pairs["role"] == "atasan", "rater"].value_counts().sort_index()
    for fault, who in zip(plan.faults, leaders.sort_values(ascending=False, kind="stable").index, strict=False):
        effects[who] -= fault.size if fault.kind == "ketat" else 0.0
    strictest = effects[sizes.index[sizes >= FEWEST]].idxmin()
    return {
        "penilai_terketat": str(people[col.EMPLOYEE][strictest]),
        "kelonggaran_poin": float(effects[strictest]),
        "inflasi_diri_poin": plan.scoring.self_inflation,
    }


def _raters(session: Session) -> list[str]:
    return [str(name) for name in raw_means(session.data).index]


WORKSHOP = Workshop(
    slug="penilai",
    region="bukittinggi",
    plant=_plant,
    planted=_planted,
    exercises={
        "soal1": Exercise(
            Number(low=-5, high=5, tolerance=0.05),
            lambda session: session.hasil("self_superior_gap").estimate,
            {"terbalik": lambda session: -session.hasil("self_superior_gap").estimate},
        ),
        "soal2": Exercise(
            Name(_raters),
            lambda session: str(compared(session.data).index[0]),
            {
                "rata_terendah": lambda session: str(raw_means(session.data).index[0]),
                "terlonggar": lambda session: str(compared(session.data).index[-1]),
            },
        ),
        "soal3": Exercise(
            Number(low=0, high=1, tolerance=0.005, digits=3),
            lambda session: _fit(session.data).share,
            {"sebaran": lambda session: _fit(session.data).sd},
        ),
        "soal4": Exercise(
            Number(low=0, high=1, tolerance=0.005, digits=3),
            lambda session: moved(session.data, _OWN),
            {"persen": lambda session: 1 - moved(session.data, _OWN)},
        ),
        "soal5": about_claim(6, {"berpihak": Answer.SUPPORTED}),
    },
)
