"""Candidates that cannot be told apart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.checks.role_model import RoleModel
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def region(spread: float, noise: float) -> dict[str, pd.DataFrame]:
    """Everybody scored by three colleagues and by oneself."""
    rng = np.random.default_rng(3)
    tables = appraised_region()
    people = tables["pegawai"]["id_pegawai"].to_numpy()
    rows = []
    for place, person in enumerate(people):
        level = 3 + rng.normal(0, spread)
        raters = [("rekan", people[(place + step) % len(people)]) for step in (1, 2, 3)] + [("diri", person)]
        rows += [(person, rater, role, "a", level + rng.normal(0, noise)) for role, rater in raters]
    scores = pd.DataFrame(rows, columns=["id_pegawai", "id_penilai", "peran", "aspek", "skor"])
    scores["skor"] = (scores["skor"] * 2).round().clip(0, 12) / 2
    return tables | {"butir": scores.assign(periode=PERIOD)}


def test_no_winner_is_named_and_few_differences_leave_many_candidates():
    alike, apart = (RoleModel()(dataset(region(*planted))) for planted in ((0.1, 0.8), (1.5, 0.2)))
    assert alike.verdict is apart.verdict is Verdict.SHOWN
    assert alike.quantities["could_be_first"] > alike.n / 2
    assert apart.quantities["could_be_first"] < 6
    assert apart.estimate < alike.estimate
    assert alike.evidence["unit"].str.fullmatch(r"P\d+").all()


def test_candidates_have_the_highest_predikat_and_reached_their_target():
    tables = region(1.0, 0.5)
    both = (tables["penilaian"]["predikat"] == "sangat_baik") & (tables["indikator"]["realisasi"] >= 100)
    assert RoleModel()(dataset(tables)).n == both.sum()


def test_own_scores_do_not_count():
    tables = region(1.0, 0.5)
    tables["butir"] = tables["butir"][tables["butir"]["peran"] == "diri"]
    assert (RoleModel()(dataset(tables)).status, RoleModel()(dataset(tables)).n) == ("too_few", 0)


def test_the_same_region_and_period_give_the_same_answer():
    one, other = (RoleModel()(dataset(region(1.0, 0.5))) for _ in range(2))
    assert one.quantities == other.quantities
