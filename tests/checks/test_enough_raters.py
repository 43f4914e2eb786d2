"""How many raters a mean score needs, from what raters of the same employees have in common."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kinerja_lab.checks.enough_raters import EnoughRaters
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.stats.icc import raters_needed
from tests.checks.regions import dataset, rated_region


def only(role: str) -> dict[str, pd.DataFrame]:
    tables = rated_region()
    return tables | {"butir": tables["butir"][tables["butir"]["peran"] == role]}


def test_raters_who_tell_employees_apart_are_enough():
    result = EnoughRaters()(dataset(rated_region(150)))
    assert result.verdict is Verdict.FAIR
    assert (result.n, result.quantities["n_now"], result.quantities["more"]) == (150, 2.0, 0.0)


def test_raters_with_impressions_of_their_own_are_not_and_the_number_needed_follows_from_one_of_them():
    result = EnoughRaters()(dataset(rated_region(300, halo=1.4, spread=0.7)))
    single, needed = result.quantities["single"], result.quantities["needed"]
    assert result.verdict is Verdict.PROBLEM
    assert needed == math.ceil(0.7 * (1 - single) / (single * 0.3))
    assert result.quantities["more"] == needed - 2
    assert result.quantities["needed_high"] > needed


def test_the_evidence_is_the_reliability_of_one_rater_and_more():
    result = EnoughRaters()(dataset(rated_region(150, halo=0.8)))
    curve = result.evidence["estimate"]
    assert list(result.evidence["unit"]) == [f"raters_{number}" for number in range(1, 7)]
    assert curve.is_monotonic_increasing
    assert curve[0] == pytest.approx(result.quantities["single"])
    assert curve[1] == pytest.approx(result.estimate)
    single = curve[0]
    assert curve[5] == pytest.approx(6 * single / (1 + 5 * single))


def test_severity_is_error_where_employees_have_different_raters():
    alike, severe = (EnoughRaters()(dataset(rated_region(200, severity=size))) for size in (0.0, 1.0))
    assert severe.estimate < alike.estimate - 0.1


def test_low_reliability_of_close_raters_is_the_paradox_and_no_problem():
    result = EnoughRaters()(dataset(rated_region(300, spread=0.12)))
    assert result.quantities["error"] < 0.3
    assert (result.verdict, result.diagnosis) == (Verdict.ATTENTION, "paradoks")
    assert result.caveats == ("little_spread",)


def test_single_ratings_say_how_many_employees_a_second_rater_is_needed_for():
    result = EnoughRaters(role="atasan")(dataset(only("atasan")))
    assert (result.status, result.n) == ("no_pairable_units", 0)
    assert 150 < result.need < 210


def test_a_role_that_nobody_has_is_an_answer():
    assert EnoughRaters(role="bawahan")(dataset(rated_region())).status == "no_pairable_units"


def test_raters_of_one_employee_each_are_nested():
    tables = only("rekan")
    tables["butir"]["id_penilai"] = tables["butir"]["id_penilai"] + tables["butir"]["id_pegawai"]
    result = EnoughRaters()(dataset(tables))
    assert result.status == "ok"
    assert result.estimate == pytest.approx(EnoughRaters()(dataset(only("rekan"))).estimate, abs=0.05)


def test_raters_who_copy_each_other_need_no_third():
    tables = only("rekan")
    means = tables["butir"].groupby(["id_pegawai", "aspek"])["skor"].transform("first")
    result = EnoughRaters()(dataset(tables | {"butir": tables["butir"].assign(skor=means)}))
    assert result.estimate == pytest.approx(1.0, abs=1e-3)
    assert result.quantities["needed_high"] == 1.0


def test_equal_scores_for_everybody_say_nothing_of_reliability():
    tables = only("rekan")
    tables["butir"]["skor"] = 4.0
    assert EnoughRaters()(dataset(tables)).status == "undefined_no_variation"


def test_spearman_and_brown_at_the_borders():
    assert raters_needed(0.52, 0.52) == 1
    assert raters_needed(0.9, 0.7) == 1
    assert math.isinf(raters_needed(0.0, 0.7))
    assert math.isnan(raters_needed(float("nan"), 0.7))
