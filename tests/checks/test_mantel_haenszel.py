"""The companion without a model: shown beside the odds ratio of the model, never judged."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.mantel_haenszel import MantelHaenszel
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def test_a_planted_gap_is_shown_on_the_right_side_and_not_judged():
    result = MantelHaenszel()(dataset(appraised_region(1200, sex=-1.5)))
    assert result.verdict is Verdict.SHOWN
    assert result.interval.high < 1


def test_swapping_the_groups_inverts_the_odds_ratio():
    data = dataset(appraised_region(800, sex=-0.7))
    one, other = MantelHaenszel()(data), MantelHaenszel(focal="L", reference="P")(data)
    assert one.estimate * other.estimate == pytest.approx(1, abs=1e-9)


def test_silent_strata_are_dropped_and_counted():
    tables = appraised_region(800)
    silent = tables["pegawai"]["unit_kerja"] == "Dinas 0"
    tables["penilaian"].loc[silent.to_numpy(), "predikat"] = "baik"
    result = MantelHaenszel()(dataset(tables))
    assert result.quantities["strata"] == 18
    assert result.quantities["dropped"] >= 3
    assert result.quantities["informative"] + result.quantities["dropped"] == 18


def test_coarser_divisions_stand_beside_the_answer():
    result = MantelHaenszel()(dataset(appraised_region(800)))
    assert result.evidence["unit"].tolist() == ["unadjusted", "by_unit", "by_attainment", "by_both"]
    assert result.evidence["estimate"].iloc[-1] == result.estimate


def test_units_that_disagree_are_told():
    tables = appraised_region(1200)
    people = tables["pegawai"]
    favoured = {"Dinas 0": "P", "Dinas 1": "P", "Dinas 2": "L", "Dinas 3": "L"}
    lucky = (people["unit_kerja"].map(favoured) == people["jenis_kelamin"]) & (people.index // 6 % 2 == 0)
    tables["penilaian"].loc[lucky.to_numpy(), "predikat"] = "sangat_baik"
    result = MantelHaenszel()(dataset(tables))
    assert result.caveats == ("strata_differ",)
    assert result.quantities["p_homogeneous"] < 0.05


def test_floors_are_named():
    result = MantelHaenszel()(dataset(appraised_region(140)))
    assert (result.status, result.n, result.need) == ("too_few", 140, 150)
    tables = appraised_region(300)
    tables["pegawai"]["unit_kerja"] = "Dinas Satu"
    result = MantelHaenszel()(dataset(tables))
    assert (result.status, result.need) == ("no_pairable_units", 5)
    assert result.n < 5
