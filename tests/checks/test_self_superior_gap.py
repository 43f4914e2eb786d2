"""Own score against the superior's."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.self_superior_gap import SelfSuperiorGap
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset, rated_region


def test_inflation_is_found_in_points():
    result = SelfSuperiorGap()(dataset(rated_region(own=0.8)))
    assert result.interval.low < 0.8 < result.interval.high
    assert result.verdict is Verdict.PROBLEM
    gap = result.quantities["self_mean"] - result.quantities["superior_mean"]
    assert result.estimate == pytest.approx(gap)


def test_no_inflation_is_shown_to_be_fair():
    assert SelfSuperiorGap()(dataset(rated_region())).verdict is Verdict.FAIR


def test_a_unit_with_few_superiors_gets_no_interval():
    evidence = SelfSuperiorGap()(dataset(rated_region())).evidence
    assert len(evidence) == 6
    assert evidence["estimate"].notna().all()


def test_self_ratings_of_a_few_are_not_judged():
    tables = rated_region()
    keep = tables["butir"]["id_pegawai"].isin(tables["pegawai"]["id_pegawai"][:20])
    tables["butir"] = tables["butir"][keep]
    result = SelfSuperiorGap()(dataset(tables))
    assert (result.status, result.need) == ("too_few", 30)
