"""Marks around the cut-offs of the profile."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.bunching import Bunching
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset
from tests.stats.test_bunching import scores

CUTOFFS = {"ambang_nilai": [90], "sumber_ambang": "peraturan uji"}


def region(**planted: float) -> dict[str, pd.DataFrame]:
    tables = appraised_region(900)
    tables["penilaian"]["nilai"] = scores(**planted)
    return tables


def test_moved_marks_are_a_problem():
    result = Bunching()(dataset(region(moved=0.5), **CUTOFFS))
    assert result.verdict is Verdict.PROBLEM
    assert result.quantities["cutoff"] == 90


def test_round_marks_are_none():
    assert Bunching()(dataset(region(heaped=0.3), **CUTOFFS)).verdict in (Verdict.FAIR, Verdict.INSUFFICIENT)


def test_without_a_cutoff_nothing_is_asked():
    result = Bunching()(dataset(region(moved=0.5)))
    assert (result.status, result.lacking) == ("missing_data", ("wilayah.ambang_nilai",))


def test_several_cutoffs_are_corrected_together():
    one = Bunching()(dataset(region(moved=0.2), **CUTOFFS))
    two = Bunching()(dataset(region(moved=0.2), ambang_nilai=[85, 90], sumber_ambang="peraturan uji"))
    assert list(two.evidence["unit"]) == ["85", "90"]
    assert two.p_value == pytest.approx(min(1.0, 2 * one.p_value))


def test_marks_that_only_repeat_the_predikat_have_no_answer():
    tables = region()
    tables["penilaian"]["nilai"] = np.where(tables["penilaian"]["predikat"] == "baik", 90.0, 80.0)
    assert Bunching()(dataset(tables, **CUTOFFS)).status == "undefined_no_variation"


def test_two_hundred_marks_are_needed():
    tables = {name: frame.head(150) for name, frame in region().items()}
    assert Bunching()(dataset(tables, **CUTOFFS)).status == "too_few"
