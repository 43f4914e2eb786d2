"""Raters who keep to the middle, seen among raters who do not."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.central_tendency import CentralTendency
from kinerja_lab.checks.verdict import Ceiling, Verdict
from tests.checks.regions import dataset
from tests.checks.scored import scored_region


@pytest.fixture(scope="module")
def middle():
    return CentralTendency()(dataset(scored_region(middle=0.6)))


def test_one_rater_who_keeps_to_the_middle_is_counted_and_named_nowhere(middle):
    assert (middle.verdict, middle.diagnosis) == (Verdict.ATTENTION, "penilai_tertentu")
    assert middle.quantities["n_flagged"] == 1
    assert middle.evidence["unit"].str.fullmatch(r"P\d+").all()


def test_that_rater_stands_first_on_the_ladder(middle):
    lowest = middle.evidence.iloc[0]
    assert lowest["estimate"] == pytest.approx(-0.6, abs=0.35)
    assert lowest["high"] < 0
    assert middle.evidence["estimate"].is_monotonic_increasing


def test_raters_alike_are_fair_and_the_smallest_visible_effect_is_told():
    result = CentralTendency()(dataset(scored_region()))
    assert result.verdict is Verdict.FAIR
    assert 0 < result.detectable < 0.3
    assert 0 < result.quantities["detectable_rater"] < 1


def test_too_little_data_say_how_many_raters_are_needed():
    result = CentralTendency(rule=Ceiling(limit=0.1))(dataset(scored_region(n=100, noise=2.0)))
    assert (result.status, result.verdict) == ("too_few", Verdict.INSUFFICIENT)
    assert result.need > result.n
    assert result.detectable > 0.1


def test_one_superior_per_employee_cannot_tell_a_middle_from_equal_employees():
    tables = scored_region()
    tables["butir"] = tables["butir"][tables["butir"]["peran"] == "atasan"]
    assert CentralTendency()(dataset(tables)).status == "not_identified"
