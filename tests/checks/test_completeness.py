"""Completeness: a share, its units, and a refusal below one half."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def test_everybody_rated_is_complete():
    result = Completeness()(dataset(appraised_region()))
    assert (result.estimate, result.n, result.verdict) == (1.0, 300, Verdict.FAIR)
    assert len(result.evidence) == 6


def test_seven_of_ten_needs_attention_and_names_the_units():
    tables = appraised_region()
    late = tables["pegawai"]["unit_kerja"].isin(["Dinas 0", "Dinas 1"])
    tables["penilaian"] = tables["penilaian"][~late.to_numpy()]
    result = Completeness()(dataset(tables))
    assert result.estimate == pytest.approx(2 / 3)
    assert result.quantities["n_units_low"] == 2
    assert result.verdict is Verdict.ATTENTION


def test_below_one_half_nothing_can_be_trusted_and_the_gap_is_named():
    tables = appraised_region()
    tables["indikator"] = tables["indikator"].iloc[:100]
    result = Completeness()(dataset(tables))
    assert (result.verdict, result.n, result.need) == (Verdict.INSUFFICIENT, 100, 150)
    assert result.lacking == ("indikator.realisasi",)


def test_heads_of_unit_do_not_count():
    tables = appraised_region()
    tables["pegawai"]["pimpinan_unit"] = ["ya"] * 6 + ["tidak"] * 294
    assert Completeness()(dataset(tables)).n == 294


def test_a_region_of_heads_only_has_nobody_to_ask_about():
    tables = appraised_region(40)
    tables["pegawai"]["pimpinan_unit"] = True
    result = Completeness()(dataset(tables))
    assert (result.status, result.n, result.verdict) == ("too_few", 0, Verdict.INSUFFICIENT)
