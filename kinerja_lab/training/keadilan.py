"""Workshop 4: when is a difference between groups unequal treatment? Four-fifths, Simpson, small cells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.claims.claim import Answer
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.impact_ratio import impact_ratio
from kinerja_lab.messages.numbers import fill
from kinerja_lab.simulate.plan import RegionPlan, Treatment
from kinerja_lab.training.answers import Choice, Number
from kinerja_lab.training.course import Exercise, Told, Workshop
from kinerja_lab.training.elsewhere import about_claim, draws, elsewhere
from kinerja_lab.training.session import Session
from kinerja_lab.training.words import words

FOUR_FIFTHS, SMALL = 0.8, 5
HELP = ("pelatihan", "pembinaan")
_SEX = f"ordinal_odds_ratio:{col.SEX}"
_BEST, _GOOD = "sangat_baik", col.OUTCOMES.levels.index("baik")
_TREATED = 0.35  # odds ratio where treatment is unequal
_DRAWS = 400
_SAID = {Verdict.PROBLEM: "ya", Verdict.FAIR: "tidak"}
_UNSURE = "belum jelas"


def people(data: Dataset) -> pd.DataFrame:
    """Appraised staff with unit, sex, predikat, and whether the predikat is *Sangat Baik*: one row an employee."""
    rows = appraised(data)[[col.EMPLOYEE, col.UNIT, col.SEX, col.OUTCOME, col.ATTAINMENT]]
    return rows.assign(**{_BEST: rows[col.OUTCOME] == _BEST})


def rates(rows: pd.DataFrame, by: str = col.SEX) -> pd.DataFrame:
    """Employees, *Sangat Baik* and their share, by group: one row a group."""
    table = rows.groupby(by)[_BEST].agg(pegawai="size", sangat_baik="sum", bagian="mean")
    return table.round(3)


def false_alarms(rows: pd.DataFrame, threshold: float = FOUR_FIFTHS) -> pd.DataFrame:
    """How often does the rule ring where all is fair? Shares, 0–1, of draws in which *Sangat Baik* is dealt by lot.

    One row a place: a unit of average size, one of twice that size, and the whole region.
    """
    best, women = float(rows[_BEST].mean()), float((rows[col.SEX] == "P").mean())
    average = len(rows) / rows[col.UNIT].nunique()
    sizes = {"unit_rata_rata": round(average), "dua_kali_lipat": round(2 * average), "seluruh_wilayah": len(rows)}
    random = draws(rows, "tanda")
    told = [(name, size, _alarms(random, size, women, best, threshold)) for name, size in sizes.items()]
    return pd.DataFrame(told, columns=["tempat", "pegawai", "alarm_palsu"]).round(3)


def alarm_sentence(rows: pd.DataFrame, threshold: float = FOUR_FIFTHS) -> str:
    """Say how often the rule rings where all is fair, at this threshold."""
    told = dict(zip(("unit", "ganda", "seluruh"), false_alarms(rows, threshold)["alarm_palsu"], strict=True))
    return fill(words("keadilan")["alarm"], {"ambang": threshold, **told}, "id")


def trained(data: Dataset) -> pd.DataFrame:
    """Staff with at least *Baik*, and who of them was sent to training: one row an employee."""
    rows = people(data)
    good = rows[col.OUTCOMES.codes(rows[col.OUTCOME]) >= _GOOD]
    return good.assign(dilatih=_given(data, good, ("pelatihan",)))


def helped(data: Dataset, kinds: tuple[str, ...] = HELP) -> pd.DataFrame:
    """Staff below *Baik*, and for whom of them one of these consequences is recorded: one row an employee."""
    rows = people(data)
    below = rows[col.OUTCOMES.codes(rows[col.OUTCOME]) < _GOOD]
    return below.assign(dibantu=_given(data, below, kinds))


def _given(data: Dataset, rows: pd.DataFrame, kinds: tuple[str, ...]) -> pd.Series:
    given = data.current("tindak_lanjut")
    return rows[col.EMPLOYEE].isin(given.loc[given[col.CONSEQUENCE].isin(kinds), col.EMPLOYEE])


def small_cells(data: Dataset, below: int = SMALL) -> int:
    """Count cells of unit and predikat with somebody in them, but fewer than ``below``."""
    table = cells(data)
    return int(((table > 0) & (table < below)).to_numpy().sum())


def cells(data: Dataset) -> pd.DataFrame:
    """Employees by unit and predikat, lowest first: the table before anything is hidden."""
    rows = people(data)
    levels = [level for level in col.OUTCOMES.levels if (rows[col.OUTCOME] == level).any()]
    return pd.crosstab(rows[col.UNIT], rows[col.OUTCOME])[levels]


def _alarms(random: np.random.Generator, size: int, women: float, best: float, threshold: float) -> float:
    """Share of fair draws below the threshold, either group over the other."""
    n = max(round(size * women), 1), max(size - round(size * women), 1)
    first, second = (random.binomial(k, best, _DRAWS) / k for k in n)
    return float(((first < threshold * second) | (second < threshold * first)).mean())


def _ratio(session: Session) -> pd.Series:
    rows = people(session.data)
    return impact_ratio(rows, group=col.SEX, focal="P", reference="L", favourable=_BEST).iloc[0]


def _odds_ratio(session: Session, row: str) -> float:
    """Odds ratio of a higher predikat, women to men: ``crude``, ``adjusted`` for results, or also ``within_unit``."""
    return float(session.hasil(_SEX).evidence.set_index("unit")["estimate"][row])


def _training_ratio(session: Session, what: str = "mean") -> float:
    """Trained women to men: the shares, or (``sum``) the numbers."""
    found = trained(elsewhere(session, "bukitintan").data).groupby(col.SEX)["dilatih"].agg(what)
    return float(found["P"] / found["L"])


def _helped(session: Session, kinds: tuple[str, ...] = HELP) -> float:
    return float(helped(elsewhere(session, "sibolga").data, kinds)["dibantu"].mean())


def _sheets(session: Session) -> pd.DataFrame:
    """Answer sheets on satisfaction in Bukittinggi, this period."""
    return elsewhere(session, "bukittinggi").data.during("skm", "bulan")


def _unequal(session: Session) -> str:
    return _SAID.get(session.hasil(_SEX).verdict, _UNSURE)


def _employees(session: Session) -> float:
    """Appraised staff of the units whose services were surveyed."""
    rows = people(elsewhere(session, "bukittinggi").data)
    return float(rows[col.UNIT].isin(_sheets(session)[col.UNIT]).sum())


def _with_empty(session: Session) -> float:
    return float((cells(elsewhere(session, "sawahlunto").data) < SMALL).to_numpy().sum())


def _plant(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:
    """Strictness differs between units; in half of the data sets women are also treated unequally."""
    strict = round(float(random.uniform(1.6, 2.4)), 1)
    units = tuple(replace(unit, strictness=strict if unit.strictness else 0.0) for unit in plan.units)
    unequal = random.random() < 0.5
    treatments = (Treatment(column=col.SEX, focal="P", odds_ratio=_TREATED),) if unequal else ()
    return replace(plan, units=units, judging=replace(plan.judging, treatments=treatments))


def _planted(plan: RegionPlan) -> Told:
    """Unequal treatment, and what only looks like it."""
    strict = [unit for unit in plan.units if unit.strictness]
    return {
        "rasio_odds_perlakuan_perempuan": next((item.odds_ratio for item in plan.judging.treatments), 1.0),
        "unit_ketat": ", ".join(unit.name for unit in strict),
        "keketatan_unit_logit": max((unit.strictness for unit in strict), default=0.0),
    }


WORKSHOP = Workshop(
    slug="keadilan",
    region="instansi-contoh",
    plant=_plant,
    planted=_planted,
    exercises={
        "soal1": Exercise(
            Number(low=0, high=20, tolerance=0.01),
            lambda session: float(_ratio(session)["impact_ratio"]),
            {
                "terbalik": lambda session: 1 / float(_ratio(session)["impact_ratio"]),
                "selisih": lambda session: float(_ratio(session)["rate_reference"] - _ratio(session)["rate_focal"]),
                "jumlah": lambda session: float(
                    _ratio(session)["focal_successes"] / _ratio(session)["reference_successes"]
                ),
            },
        ),
        "soal2": Exercise(
            Number(low=0, high=20, tolerance=0.01),
            lambda session: _odds_ratio(session, "within_unit"),
            {
                "kasar": lambda session: _odds_ratio(session, "crude"),
                "tanpa_unit": lambda session: _odds_ratio(session, "adjusted"),
                "rasio": lambda session: float(_ratio(session)["impact_ratio"]),
            },
        ),
        "soal3": Exercise(
            Choice(("ya", "tidak", _UNSURE)), _unequal, {"ya": lambda _: "ya", "tidak": lambda _: "tidak"}
        ),
        "soal4": Exercise(
            Number(low=0, high=20, tolerance=0.01),
            _training_ratio,
            {
                "jumlah": lambda session: _training_ratio(session, "sum"),
                "terbalik": lambda session: 1 / _training_ratio(session),
            },
        ),
        "soal5": Exercise(
            Number(low=0, high=1),
            _helped,
            {
                "tanpa": lambda session: 1 - _helped(session),
                "pembinaan": lambda session: _helped(session, ("pembinaan",)),
                "semua_jenis": lambda session: _helped(session, (*HELP, "sanksi")),
            },
        ),
        "soal6": about_claim(
            19,
            {
                "didukung": Answer.SUPPORTED,
                "tidak_didukung": Answer.UNSUPPORTED,
                "tidak_terjawab": Answer.UNANSWERABLE,
            },
            "sibolga",
        ),
        "soal7": Exercise(
            Number(low=0, high=1000, tolerance=0, digits=0),
            lambda session: small_cells(elsewhere(session, "sawahlunto").data),
            {"nol": _with_empty, "lima": lambda session: small_cells(elsewhere(session, "sawahlunto").data, SMALL + 1)},
        ),
        "soal8": Exercise(
            Number(low=1, high=100_000, tolerance=0, digits=0),
            lambda session: _sheets(session)[col.UNIT].nunique(),
            {"lembar": lambda session: len(_sheets(session)), "pegawai": _employees},
        ),
    },
)
