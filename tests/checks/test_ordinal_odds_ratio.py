"""The equality check: named groups, within unit, at equal results."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def test_a_planted_gap_is_found_on_the_right_side():
    result = OrdinalOddsRatio()(dataset(appraised_region(600, sex=-1.5)))
    assert result.verdict is Verdict.PROBLEM
    assert result.estimate < 0.5


def test_no_gap_in_a_large_region_is_shown_to_be_fair():
    assert OrdinalOddsRatio()(dataset(appraised_region(1500, seed=4))).verdict is Verdict.FAIR


def test_swapping_the_groups_inverts_the_odds_ratio():
    data = dataset(appraised_region(400, sex=-0.7))
    one, other = OrdinalOddsRatio()(data), OrdinalOddsRatio(focal="L", reference="P")(data)
    assert one.estimate * other.estimate == pytest.approx(1, abs=1e-6)
    assert one.verdict is other.verdict


def test_quantities_are_shares_and_people():
    result = OrdinalOddsRatio()(dataset(appraised_region(600, sex=-1.5)))
    women = result.quantities["n_focal"]
    assert women + result.quantities["n_reference"] == 600
    assert -1 < result.quantities["points_top"] < 0
    assert result.quantities["affected"] == pytest.approx(-result.quantities["points_top"] * women)


@pytest.mark.parametrize(
    ("n", "status", "need"), [(140, "too_few", 150), (12, "too_few", 10)], ids=["small region", "small group"]
)
def test_floors_are_named(n, status, need):
    result = OrdinalOddsRatio()(dataset(appraised_region(n)))
    assert (result.verdict, result.status, result.need) == (Verdict.INSUFFICIENT, status, need)


def test_nearly_equal_predikat_cannot_be_compared():
    tables = appraised_region()
    tables["penilaian"]["predikat"] = ["baik"] * 295 + ["sangat_baik"] * 5
    result = OrdinalOddsRatio()(dataset(tables))
    assert (result.status, result.n, result.need) == ("undefined_no_variation", 5, 10)


def test_an_attribute_that_is_not_there_is_named():
    result = OrdinalOddsRatio(column="disabilitas", focal="ya", reference="tidak")(dataset(appraised_region()))
    assert result.lacking == ("pegawai.disabilitas",)


def test_the_floor_counts_people_who_can_be_compared_within_their_unit():
    tables = appraised_region(400)
    alone = tables["pegawai"].index >= 100
    tables["pegawai"].loc[alone, "unit_kerja"] = [f"Dinas {place}" for place in tables["pegawai"].index[alone]]
    result = OrdinalOddsRatio()(dataset(tables))
    assert (result.status, result.need) == ("too_few", 150)
    assert result.n <= 100


def test_groups_of_a_column_of_truth_values_are_compared():
    tables = appraised_region(400)
    tables["pegawai"]["disabilitas"] = tables["pegawai"].index % 4 == 0
    result = OrdinalOddsRatio(column="disabilitas", focal="ya", reference="tidak")(dataset(tables))
    assert (result.status, result.quantities["n_focal"]) == ("ok", 100)
