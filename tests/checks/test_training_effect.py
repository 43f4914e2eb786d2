"""Whether training that follows feedback raises skills by more than a return to the mean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.training_effect import TrainingEffect
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def answer(effect: float, *, others: bool = True, feedback_on: str = "2025-02-03", n: int = 400) -> CheckResult:
    """The lowest tenth gets feedback and training; the others are tested as often without any."""
    rng = np.random.default_rng(5)
    tables = appraised_region(n)
    people = tables["pegawai"]["id_pegawai"].to_numpy()
    skill = 70 + 8 * rng.standard_normal(n)
    before, after = (skill + 6 * rng.standard_normal(n) for _ in range(2))
    low = np.isin(np.arange(n), np.argsort(before)[: n // 10])
    tests = pd.DataFrame({"id_pegawai": people, "tanggal": "2025-04-01", "tema": "komunikasi", "jam": 8})
    tests = tests.assign(skor_sebelum=before, skor_sesudah=after + effect * low)
    told = pd.DataFrame({"id_pegawai": people[low], "periode": PERIOD, "tema": "komunikasi", "tanggal": feedback_on})
    kept = tests if others else tests[low]
    return TrainingEffect()(dataset(tables | {"pelatihan": kept, "umpan_balik": told}))


def test_a_return_to_the_mean_is_not_taken_for_an_effect() -> None:
    result = answer(0.0)
    assert result.quantities["gain"] > 4
    assert abs(result.estimate) < 2
    assert result.quantities["repeatability"] == pytest.approx(64 / 100, abs=0.08)
    assert result.estimate == pytest.approx(result.quantities["gain"] - result.quantities["expected_gain"])


def test_an_effect_is_what_is_left_and_not_proven() -> None:
    result = answer(5.0)
    assert result.estimate - answer(0.0).estimate == pytest.approx(5.0)
    assert (result.p_value < 0.001, result.verdict) == (True, Verdict.UNPROVEN)
    assert list(result.evidence["unit"]) == ["skor_sebelum", "diharapkan", "skor_sesudah"]


def test_without_others_the_repeatability_is_assumed_and_told() -> None:
    result = answer(0.0, others=False)
    assert (result.quantities["repeatability"], result.caveats) == (0.70, ("assumed_reliability",))


def test_training_before_the_feedback_follows_nothing() -> None:
    assert answer(0.0, feedback_on="2025-05-02").status == "too_few"


def test_ten_trained_employees_are_needed() -> None:
    assert answer(0.0, n=90).status == "too_few"
