"""Regions that are valid and still try to break every check: everything the same, nothing there, everybody alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from kinerja_lab.columns import OUTCOMES, RATINGS, REGIMES
from kinerja_lab.dataset import Dataset
from tests.small import profile

PERIOD, EARLIER = "2025-S1", "2024-S2"
REGIME = "permenpanrb_6_2022"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a region looks like; every field is one way of being degenerate."""

    n: int = 160
    units: str = "few"  # one | few | each
    sexes: str = "both"  # both | one | one_woman
    heads: str = "none"  # none | all | some
    outcomes: str = "follow"  # follow | same | ends | random | missing
    regimes: str = "current"  # current | mixed | old
    results: str = "spread"  # spread | same | zero_targets | half | missing
    scores: str = "spread"  # spread | same | ends | by_rater | by_ratee | none
    raters: str = "colleagues"  # colleagues | one | all_different | many | two_roles | twins
    aspects: int = 4
    others: str = "some"  # none | some | awards | earlier | unappraised
    seed: int = 0


def plans() -> st.SearchStrategy[Plan]:
    """Any combination of them."""
    return st.builds(
        Plan,
        n=st.sampled_from([160, 60, 30, 12, 2, 1]),
        units=st.sampled_from(["few", "one", "each"]),
        sexes=st.sampled_from(["both", "one", "one_woman"]),
        heads=st.sampled_from(["none", "some", "all"]),
        outcomes=st.sampled_from(["follow", "random", "same", "ends", "missing"]),
        regimes=st.sampled_from(["current", "mixed", "old"]),
        results=st.sampled_from(["spread", "same", "zero_targets", "half", "missing"]),
        scores=st.sampled_from(["spread", "same", "ends", "by_rater", "by_ratee", "none"]),
        raters=st.sampled_from(["colleagues", "one", "all_different", "many", "two_roles", "twins"]),
        aspects=st.sampled_from([4, 1, 2]),
        others=st.sampled_from(["some", "none", "awards", "earlier", "unappraised"]),
        seed=st.integers(0, 3),
    )


def tables(plan: Plan) -> dict[str, pd.DataFrame]:
    """Canonical tables of a plan, typed."""
    rng = np.random.default_rng(plan.seed)
    people = np.array([f"{place:016x}" for place in range(plan.n)])
    made = {"pegawai": _employees(plan, people)}
    result = rng.normal(size=plan.n)
    made["penilaian"] = _appraisals(plan, people, result, rng)
    if plan.results != "missing":
        made["indikator"] = _indicators(plan, people, result)
    if plan.scores != "none":
        made["butir"] = _scores(plan, people, result, rng)
    if plan.others != "none":
        kinds = np.where(np.arange(plan.n) % 3, "penghargaan", "sanksi") if plan.others == "some" else "penghargaan"
        period = EARLIER if plan.others == "earlier" else PERIOD
        made["tindak_lanjut"] = pd.DataFrame({"periode": period, "id_pegawai": people, "jenis": kinds})
    if plan.others == "unappraised":
        made["penilaian"] = made["penilaian"].iloc[: plan.n // 2]
    if made["penilaian"].empty and "butir" not in made:
        return tables(Plan(n=plan.n, scores="same"))
    return made


def dataset(made: dict[str, pd.DataFrame]) -> Dataset:
    """These tables as a region with three registered comparisons."""
    pairs = [("jenis_kelamin", "P", "L"), ("jenis_pegawai", "PPPK", "PNS"), ("disabilitas", "ya", "tidak")]
    rows = [{"kolom": column, "fokal": focal, "acuan": reference} for column, focal, reference in pairs]
    rated = [made[name]["periode"] for name in ("penilaian", "butir") if name in made]
    period = PERIOD if any((periods == PERIOD).any() for periods in rated) else EARLIER
    return Dataset(profile=profile(pembandingan=rows), period=period, tables=made)


def _employees(plan: Plan, people: np.ndarray) -> pd.DataFrame:
    place = np.arange(plan.n)
    units = {"one": place * 0, "few": place % 4, "each": place}[plan.units]
    sexes = {"both": place % 2 == 0, "one": place < 0, "one_woman": place == 0}[plan.sexes]
    heads = {"none": place < 0, "all": place >= 0, "some": place < 4}[plan.heads]
    return pd.DataFrame(
        {
            "id_pegawai": people,
            "jenis_kelamin": np.where(sexes, "P", "L"),
            "jenis_pegawai": np.where(place % 3 == 0, "PPPK", "PNS"),
            "jenis_jabatan": "pelaksana",
            "jabatan": np.where(place % 2, "arsiparis", "pengelola data"),
            "unit_kerja": [f"Dinas {unit:03d}" for unit in units],
            "pimpinan_unit": heads,
            "disabilitas": place % 5 == 0,
        }
    )


def _appraisals(plan: Plan, people: np.ndarray, result: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    codes = {
        "follow": np.clip(np.round(3 + result), 0, 4),
        "random": rng.integers(0, 5, plan.n),
        "same": np.full(plan.n, 3),
        "ends": np.where(result > 0, 4, 0),
        "missing": np.zeros(plan.n),
    }[plan.outcomes].astype(int)
    outcome = pd.Series([OUTCOMES.levels[code] for code in codes], dtype=object)
    ratings = pd.Series([RATINGS.levels[min(code, 2)] for code in codes], dtype=object)
    if plan.outcomes == "missing":
        outcome[:] = ratings[:] = None
    regimes = {"current": [REGIME], "mixed": list(REGIMES), "old": ["dp3"]}[plan.regimes]
    return pd.DataFrame(
        {
            "periode": PERIOD,
            "id_pegawai": people,
            "id_penilai": people[0],
            "rating_hasil_kerja": ratings,
            "rating_perilaku": ratings[::-1].to_numpy(),
            "predikat": outcome,
            "rezim": [regimes[place % len(regimes)] for place in range(plan.n)],
        }
    )


def _indicators(plan: Plan, people: np.ndarray, result: np.ndarray) -> pd.DataFrame:
    done = np.full(plan.n, 100.0) if plan.results == "same" else np.clip(100 + 12 * result, 0, None)
    rows = pd.DataFrame({"periode": PERIOD, "id_pegawai": people, "indikator": "dokumen", "arah": "naik"})
    rows = rows.assign(target=0.0 if plan.results == "zero_targets" else 100.0, realisasi=done)
    return rows.iloc[: max(1, plan.n // 2)] if plan.results == "half" else rows


def _scores(plan: Plan, people: np.ndarray, result: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    sheets = [sheet for place in range(plan.n) for sheet in _sheets(plan, people, place)]
    rows = [(*sheet, aspect) for sheet in sheets for aspect in "abcd"[: plan.aspects]]
    frame = pd.DataFrame(rows, columns=["id_pegawai", "id_penilai", "peran", "aspek"])
    ratee = frame["id_pegawai"].map(dict(zip(people, result, strict=True)))
    rater = frame["id_penilai"].map(lambda name: sum(map(ord, name)) % 5)
    score = {
        "spread": 3 + ratee + rng.normal(0, 0.7, len(frame)),
        "same": ratee * 0 + 4,
        "ends": np.where(rng.random(len(frame)) < 0.5, 1, 5),
        "by_rater": rater + 1,
        "by_ratee": 3 + ratee,
    }[plan.scores]
    if plan.raters == "two_roles":
        frame.loc[(frame["aspek"] == "a") & (frame["peran"] == "rekan"), "peran"] = "bawahan"
    return frame.assign(skor=np.clip(np.round(score), 1, 5), periode=EARLIER if plan.others == "earlier" else PERIOD)


def _sheets(plan: Plan, people: np.ndarray, place: int) -> list[tuple[str, str, str]]:
    """Who rates one employee, in which role; a stranger where there is nobody else."""
    person, others = people[place], [people[(place + step) % plan.n] for step in (1, 2)]
    raters = {
        "colleagues": [("rekan", other) for other in others] + [("atasan", people[place // 8 * 8])],
        "one": [("atasan", "satu")],
        "all_different": [("rekan", f"{person}-{step}") for step in (1, 2)],
        "many": [("rekan", f"rater {step}") for step in range(200 if place < 2 else 2)],
        "two_roles": [("rekan", other) for other in others],
        "twins": [("rekan", "kembar 1"), ("rekan", "kembar 2")],
    }[plan.raters]
    kept = {rater: role for role, rater in raters if rater != person}
    return [(person, rater, role) for rater, role in kept.items()] + [(person, person, "diri")]
