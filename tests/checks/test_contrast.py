"""Scores that depend on who came before."""

from __future__ import annotations

from kinerja_lab.checks.contrast import Contrast
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset
from tests.checks.scored import scored_region


def test_a_planted_contrast_is_recovered_and_stays_exploratory():
    result = Contrast()(dataset(scored_region(contrast=-0.4)))
    assert result.interval.low < -0.4 < result.interval.high
    assert result.verdict is Verdict.ATTENTION


def test_without_an_effect_of_order_nothing_is_found():
    result = Contrast()(dataset(scored_region()))
    assert result.verdict is not Verdict.PROBLEM
    assert abs(result.estimate) < 0.1


def test_without_times_there_is_no_order():
    tables = scored_region()
    tables["penilaian"] = tables["penilaian"].drop(columns="waktu_dinilai")
    result = Contrast()(dataset(tables))
    assert (result.status, result.lacking) == ("missing_data", ("penilaian.waktu_dinilai",))
