"""Do predikat follow results among comparable people?"""

from __future__ import annotations

import pytest

from kinerja_lab.checks.comparable_pairs import ComparablePairs
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def test_predikat_that_follow_results_are_fair():
    result = ComparablePairs()(dataset(appraised_region(follows=3.0)))
    assert (result.verdict, result.diagnosis) == (Verdict.FAIR, "sejalan")


def test_random_predikat_are_a_problem_by_name():
    result = ComparablePairs()(dataset(appraised_region(follows=0.0)))
    assert (result.verdict, result.diagnosis) == (Verdict.PROBLEM, "acak")


def test_reversed_predikat_are_a_problem_by_name():
    result = ComparablePairs()(dataset(appraised_region(follows=-3.0)))
    assert (result.verdict, result.diagnosis) == (Verdict.PROBLEM, "terbalik")


def test_equal_predikat_for_everybody_are_a_problem_by_name():
    tables = appraised_region()
    tables["penilaian"]["predikat"] = "baik"
    result = ComparablePairs()(dataset(tables))
    assert (result.verdict, result.diagnosis) == (Verdict.PROBLEM, "seragam")
    assert result.quantities["tied_100"] == 100


def test_a_hundred_pairs_are_shared_out_completely():
    quantities = ComparablePairs()(dataset(appraised_region())).quantities
    shares = (quantities[name] for name in ("concordant_100", "tied_100", "reversed_100"))
    assert sum(shares) == pytest.approx(100)


def test_too_few_pairs_are_not_judged():
    result = ComparablePairs(min_gap=80.0)(dataset(appraised_region()))
    assert (result.verdict, result.status, result.need) == (Verdict.INSUFFICIENT, "too_few", 30)
