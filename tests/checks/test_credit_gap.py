"""A gap of predikat in angka kredit."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.credit_gap import CreditGap
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset

ALLOWANCE = {"sangat_baik": 100, "baik": 90, "butuh_perbaikan": 60, "kurang": 40, "sangat_kurang": 0}


def region(stages: tuple[str, ...] = ("ahli_muda",)) -> dict[str, pd.DataFrame]:
    """Women are *Baik*, men half *Sangat Baik*; all in functional positions."""
    tables = appraised_region()
    women = (tables["pegawai"]["jenis_kelamin"] == "P").to_numpy()
    place = np.arange(len(women))
    tables["pegawai"]["jenis_jabatan"] = "fungsional"
    tables["pegawai"]["jenjang"] = [stages[where % len(stages)] for where in place // 2]
    tables["penilaian"]["predikat"] = np.where(women | (place % 2 == 0), "baik", "sangat_baik")
    return tables


def test_half_a_level_is_worth_six_points_at_the_stage_of_25_a_year():
    result = CreditGap()(dataset(region()))
    assert result.verdict is Verdict.SHOWN
    assert result.estimate == pytest.approx(-0.5 * 0.5 * 25, rel=0.2)
    assert list(result.evidence["unit"]) == ["ahli_muda"]


def test_people_without_a_coefficient_are_left_out():
    assert CreditGap()(dataset(region(("ahli_muda", "pelaksana")))).n < 200
    none = CreditGap()(dataset(region(("pelaksana",))))
    assert (none.status, none.n, none.need) == ("too_few", 0, 10)


def test_the_gap_in_allowance_is_told_where_the_profile_has_its_table():
    without = CreditGap()(dataset(region())).quantities
    assert without["n_allowance"] == 0
    assert math.isnan(without["allowance"])
    found = CreditGap()(dataset(region(), tunjangan_predikat=ALLOWANCE, sumber_tunjangan="peraturan uji")).quantities
    assert found["n_allowance"] == 300
    assert found["allowance"] == pytest.approx(-5, rel=0.2)
    assert found["allowance_low"] < found["allowance"] < found["allowance_high"]
