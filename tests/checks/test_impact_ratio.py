"""The impact ratio is shown in both directions and never decides."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.impact_ratio import ImpactRatio
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def test_even_a_large_gap_is_only_shown():
    result = ImpactRatio()(dataset(appraised_region(600, sex=-2.0)))
    assert result.verdict is Verdict.SHOWN
    assert result.quantities["four_fifths"] == 1.0
    assert result.estimate < 0.8 < 1.25 < result.quantities["adverse_ratio"]


def test_both_directions_are_the_rates_of_the_people():
    tables = appraised_region()
    people = tables["pegawai"].merge(tables["penilaian"])
    rate = people.assign(
        top=people["predikat"] == "sangat_baik", low=people["predikat"].isin(["kurang", "butuh_perbaikan"])
    )
    rates = rate.groupby("jenis_kelamin")[["top", "low"]].mean()
    result = ImpactRatio()(dataset(tables))
    assert result.estimate == pytest.approx(rates.loc["P", "top"] / rates.loc["L", "top"])
    assert result.quantities["adverse_ratio"] == pytest.approx(rates.loc["P", "low"] / rates.loc["L", "low"])


def test_a_group_under_ten_gets_no_number():
    assert ImpactRatio()(dataset(appraised_region(12))).status == "too_few"


def test_an_outcome_that_nobody_has_leaves_no_ratio():
    tables = appraised_region()
    tables["penilaian"]["predikat"] = "baik"
    result = ImpactRatio()(dataset(tables))
    assert (result.status, result.n, result.verdict) == ("too_few", 0, Verdict.INSUFFICIENT)
