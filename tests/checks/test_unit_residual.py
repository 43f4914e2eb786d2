"""Units whose predikat are not what results let expect."""

from __future__ import annotations

import pandas as pd

from kinerja_lab.checks.unit_residual import UnitResidual
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.report.disclosure import is_ladder
from tests.checks.regions import appraised_region, dataset


def test_a_generous_unit_is_found_and_shown():
    tables = appraised_region()
    generous = tables["pegawai"]["unit_kerja"] == "Dinas 0"
    tables["penilaian"].loc[generous, "predikat"] = "sangat_baik"
    result = UnitResidual()(dataset(tables))
    assert result.verdict is Verdict.SHOWN
    assert is_ladder(result.evidence)
    assert result.evidence["estimate"].is_monotonic_increasing
    assert result.quantities["n_units_high"] == 1
    assert result.interval.low > 0.1


def test_units_that_differ_by_chance_are_not_flagged():
    result = UnitResidual()(dataset(appraised_region()))
    assert (result.quantities["n_units_high"], result.quantities["n_units_low"]) == (0, 0)


def test_no_unit_is_certain_where_no_spread_was_found():
    regions = (appraised_region(seed=seed) for seed in range(1, 12))
    alike = next(found for region in regions if (found := UnitResidual()(dataset(region))).estimate == 0.0)
    assert (alike.interval.low, alike.interval.high > 0) == (0.0, True)
    assert alike.evidence[["low", "high"]].isna().all(axis=None)


def test_a_hard_working_unit_is_not_a_generous_one():
    tables = appraised_region(follows=3.0)
    order = tables["indikator"]["realisasi"].argsort()
    units = pd.Series([f"Dinas {place // 50}" for place in range(300)], index=order)
    tables["pegawai"]["unit_kerja"] = units.sort_index().to_numpy()
    assert UnitResidual()(dataset(tables)).interval.low < 0.1


def test_units_below_the_smallest_group_are_left_out():
    tables = appraised_region(48)
    assert UnitResidual()(dataset(tables)).status == "too_few"
