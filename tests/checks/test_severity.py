"""The spread of raters, in points, without a name."""

from __future__ import annotations

import math

import pytest

from kinerja_lab import plots
from kinerja_lab.checks.severity import Severity
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.catalogue import LANGUAGES, text
from kinerja_lab.messages.narrate import words
from kinerja_lab.report.disclosure import disclosed_one
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


def test_no_rater_is_placed_where_no_difference_between_raters_was_detected():
    regions = (rated_region(seed=seed) for seed in range(2, 12))
    alike = next(found for region in regions if (found := Severity()(dataset(region))).estimate == 0.0)
    assert (alike.verdict, alike.diagnosis) == (Verdict.FAIR, "tanpa_beda")
    assert alike.evidence[["estimate", "low", "high"]].isna().all(axis=None)
    assert len(alike.evidence) == alike.n
    assert math.isnan(alike.quantities["range_low"])
    for lang in LANGUAGES:
        assert words(alike, lang).detail.startswith(text(lang, "severity", "detail|tanpa_beda").partition("{")[0])
        assert plots.evidence(alike, lang).caption.startswith(text(lang, "plot", "nothing|tanpa_beda"))
    shown = disclosed_one(alike, "2025-S1", 10, 5)
    assert shown.evidence[["estimate", "low", "high"]].isna().all(axis=None)
