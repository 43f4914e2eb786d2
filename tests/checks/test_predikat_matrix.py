"""Predikat against the matrix of the two ratings."""

from __future__ import annotations

from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.columns import OUTCOME_MATRIX
from tests.checks.regions import appraised_region, dataset


def test_the_matrix_is_asymmetric_as_the_rule_is():
    assert len(OUTCOME_MATRIX) == 9
    assert OUTCOME_MATRIX["di_atas", "di_bawah"] == "kurang"
    assert OUTCOME_MATRIX["di_bawah", "di_atas"] == "butuh_perbaikan"


def test_predikat_by_the_rule_is_fair():
    result = PredikatMatrix()(dataset(appraised_region()))
    assert (result.estimate, result.verdict) == (0.0, Verdict.FAIR)


def test_raised_and_lowered_predikat_are_counted_apart():
    tables = appraised_region()
    good = tables["penilaian"].index[tables["penilaian"]["predikat"] == "baik"]
    tables["penilaian"].loc[good[:12], "predikat"] = "sangat_baik"
    tables["penilaian"].loc[good[12:17], "predikat"] = "kurang"
    result = PredikatMatrix()(dataset(tables))
    assert result.quantities == {"n_different": 17.0, "n_raised": 12.0, "n_lowered": 5.0}
    assert result.verdict is Verdict.PROBLEM


def test_appraisals_of_an_older_regime_are_left_out():
    tables = appraised_region()
    tables["penilaian"].loc[:9, "rezim"] = "pp_30_2019"
    assert PredikatMatrix()(dataset(tables)).n == 290
