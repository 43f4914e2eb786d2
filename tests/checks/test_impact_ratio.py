"""The impact ratio is shown in both directions and never decides."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.impact_ratio import ImpactRatio
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.narrate import sentence
from kinerja_lab.messages.placeholders import values
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


@pytest.mark.parametrize(
    ("women", "men", "told"),
    [
        (4, 4, "baru ada 8 pegawai berpredikat Sangat Baik, sedangkan sedikitnya 10 diperlukan"),
        (3, 90, "pada salah satu kelompok, pegawai dengan atau tanpa predikat Sangat Baik kurang dari 5"),
    ],
)
def test_who_is_too_few_is_named_and_nobody_is_asked_to_complete_the_groups(women: int, men: int, told: str):
    tables = appraised_region()
    sex = tables["penilaian"].merge(tables["pegawai"])["jenis_kelamin"]
    place = sex.groupby(sex).cumcount()
    top = ((sex == "P") & (place < women)) | ((sex == "L") & (place < men))
    tables["penilaian"]["predikat"] = top.map({True: "sangat_baik", False: "baik"})
    result = ImpactRatio()(dataset(tables))
    assert result.status == "too_few"
    assert told in sentence(result)
    assert "setiap kelompok memuat" not in sentence(result)
    assert "kelompok terkecil" not in str(values(result, "id")["unit"])
