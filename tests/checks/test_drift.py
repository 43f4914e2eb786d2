"""A superior who grows more lenient from period to period, and employees who really improve."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.drift import Drift
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset
from tests.checks.scored import scored_region


def test_one_drifting_rater_is_counted():
    result = Drift()(dataset(scored_region(drift=0.35)))
    assert (result.verdict, result.diagnosis) == (Verdict.ATTENTION, "penilai_tertentu")
    assert result.quantities["n_flagged"] == 1
    highest = result.evidence.iloc[-1]
    assert highest["estimate"] == pytest.approx(0.35, abs=0.2)
    assert highest["low"] > 0


def test_steady_raters_are_fair():
    assert Drift()(dataset(scored_region())).verdict is Verdict.FAIR


def test_employees_who_all_improve_are_no_drift():
    tables = scored_region()
    rows = tables["butir"]
    tables["butir"] = rows.assign(skor=(rows["skor"] + rows["periode"].map({"2025-S1": 0.5}).fillna(0)).clip(0, 6))
    assert Drift()(dataset(tables)).quantities["n_flagged"] == 0


def test_two_periods_are_no_line():
    tables = scored_region()
    tables["butir"] = tables["butir"][tables["butir"]["periode"] != "2024-S1"]
    result = Drift()(dataset(tables))
    assert (result.status, result.lacking) == ("missing_data", ("earlier_periods",))
