"""A superior who copies the sheets of the period before."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.copied_scores import CopiedScores
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset
from tests.checks.scored import scored_region


def test_one_copying_rater_is_counted_with_about_the_share_copied():
    result = CopiedScores()(dataset(scored_region(copied=0.6)))
    assert (result.verdict, result.diagnosis) == (Verdict.ATTENTION, "penilai_tertentu")
    assert 1 <= result.quantities["n_flagged"] <= 3
    highest = result.evidence.iloc[-1]
    assert highest["estimate"] == pytest.approx(0.6, abs=0.2)
    assert highest["low"] > 0.3


def test_scores_that_repeat_because_employees_stay_the_same_are_not_copied():
    result = CopiedScores()(dataset(scored_region(noise=0.3)))
    assert result.verdict is Verdict.FAIR
    assert result.quantities["repeated"] > 0.2
    assert abs(result.quantities["repeated"] - result.quantities["expected"]) < 0.03


def test_a_first_period_has_nothing_to_copy():
    tables = scored_region()
    tables["butir"] = tables["butir"][tables["butir"]["periode"] == "2025-S1"]
    result = CopiedScores()(dataset(tables))
    assert (result.status, result.lacking) == ("missing_data", ("earlier_periods",))
