"""The spread of raters, in points, without a name."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.severity import Severity
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset, rated_region


@pytest.fixture(scope="module")
def strict():
    return Severity()(dataset(rated_region(severity=0.7)))


def test_a_planted_spread_is_recovered(strict):
    assert strict.interval.low < 0.7 < strict.interval.high
    assert strict.verdict is Verdict.PROBLEM


def test_equal_raters_are_fair():
    assert Severity()(dataset(rated_region())).verdict is Verdict.FAIR


def test_the_ladder_is_anonymous_and_sorted(strict):
    assert strict.evidence["unit"].str.fullmatch(r"P\d+").all()
    assert strict.evidence["estimate"].is_monotonic_increasing


def test_flagged_raters_are_counted_only(strict):
    assert 0 < strict.quantities["n_flagged"] <= strict.n


def test_one_superior_per_employee_cannot_tell_strict_from_weak():
    tables = rated_region()
    tables["butir"] = tables["butir"][tables["butir"]["peran"].isin(["atasan", "diri"])]
    result = Severity()(dataset(tables))
    assert (result.verdict, result.status) == (Verdict.INSUFFICIENT, "not_identified")
    assert "second_rater" in result.lacking
