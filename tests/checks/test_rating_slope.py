"""The slope of predikat on attainment is held against its lines."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.rating_slope import RatingSlope
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


@pytest.mark.parametrize(
    ("follows", "verdicts"),
    [(2.0, {Verdict.FAIR}), (-1.0, {Verdict.PROBLEM}), (0.0, {Verdict.PROBLEM, Verdict.ATTENTION})],
)
def test_a_planted_slope_is_judged(follows, verdicts):
    result = RatingSlope()(dataset(appraised_region(600, follows=follows)))
    assert result.verdict in verdicts
    assert list(result.evidence["unit"]) == ["predikat", "rating_hasil_kerja"]


def test_results_explain_what_they_explain():
    quantities = RatingSlope()(dataset(appraised_region(follows=3.0))).quantities
    assert quantities["share_results"] > 0.4
    assert quantities["share_unit"] < 0.05


def test_uniform_predikat_have_no_slope():
    tables = appraised_region()
    tables["penilaian"]["predikat"] = "baik"
    result = RatingSlope()(dataset(tables))
    assert (result.status, result.need) == ("undefined_no_variation", 10)


def test_a_hundred_people_are_needed():
    assert RatingSlope()(dataset(appraised_region(90))).status == "too_few"
