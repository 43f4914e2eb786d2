"""Parity within bands of attainment."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.checks.attainment_bands import AttainmentBands
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def test_a_planted_gap_is_found_on_the_right_side():
    result = AttainmentBands()(dataset(appraised_region(900, sex=-1.5)))
    assert result.verdict is Verdict.PROBLEM
    assert result.estimate < 0.5


def test_no_gap_in_a_large_region_is_shown_to_be_fair():
    assert AttainmentBands()(dataset(appraised_region(1500, seed=4))).verdict is Verdict.FAIR


def test_a_legitimate_difference_in_results_is_no_problem():
    tables = appraised_region(2000, seed=9)
    women = (tables["pegawai"]["jenis_kelamin"] == "P").to_numpy()
    keep = ~women | (tables["indikator"]["realisasi"] < 102).to_numpy() | (np.arange(2000) % 3 == 0)
    made = {name: frame[keep].reset_index(drop=True) for name, frame in tables.items()}
    assert AttainmentBands()(dataset(made)).verdict is Verdict.FAIR


def test_every_band_stands_beside_the_answer():
    result = AttainmentBands()(dataset(appraised_region(900)))
    assert result.evidence["unit"].tolist() == ["band_all", *(f"band_{place}" for place in range(1, 6))]
    assert result.evidence["n"].iloc[1:].sum() == result.n == 900
    assert result.quantities["bands_judged"] == 5


@pytest.mark.parametrize(("n", "need"), [(140, 150), (12, 10)], ids=["small region", "small group"])
def test_floors_are_named(n, need):
    result = AttainmentBands()(dataset(appraised_region(n)))
    assert (result.verdict, result.status, result.need) == (Verdict.INSUFFICIENT, "too_few", need)
