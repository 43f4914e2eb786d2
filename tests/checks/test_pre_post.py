"""Whether participants of a workshop do better afterwards."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.pre_post import PrePost
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from tests import small


def answer(before: np.ndarray, after: np.ndarray, compared: tuple[np.ndarray, np.ndarray] | None = None) -> CheckResult:
    """Marks of the participants, and of people without the workshop."""
    rows = []
    for group, marks in (("peserta", (before, after)), ("pembanding", compared)):
        for wave, values in zip(("pra", "pasca"), marks or (), strict=False):
            names = [f"{group}-{place}" for place in range(len(values))]
            rows.append(pd.DataFrame({"id_peserta": names, "gelombang": wave, "nilai": values, "kelompok": group}))
    tables = small.tables() | {"uji_lokakarya": pd.concat(rows, ignore_index=True)}
    return PrePost()(Dataset(profile=small.profile(), period="2025-S1", tables=tables))


MARKS = np.array([6, 8, 9, 9, 10, 10, 11, 12, 12, 13, 14, 15], dtype=float)
GAINS = np.array([5, 4, 4, 1, 3, 2, 4, 0, 3, 2, -1, 3], dtype=float)


def test_a_gain_is_measured_and_not_proven_without_comparison() -> None:
    result = answer(MARKS, MARKS + GAINS)
    assert result.estimate == pytest.approx(2.5)
    assert result.interval.low < 2.5 < result.interval.high
    assert result.p_value < 0.01
    assert result.verdict is Verdict.UNPROVEN
    assert result.quantities["gain"] == pytest.approx(2.5 / (20 - MARKS.mean()))
    assert list(result.evidence["estimate"]) == pytest.approx([MARKS.mean(), MARKS.mean() + 2.5])


def test_more_than_the_gain_of_a_comparison_group_is_proven() -> None:
    better = answer(MARKS, MARKS + GAINS, (MARKS, MARKS + GAINS[::-1] - 2.5))
    assert (better.estimate, better.verdict) == (pytest.approx(2.5), Verdict.IMPROVED)
    alike = answer(MARKS, MARKS + GAINS, (MARKS, MARKS + GAINS[::-1]))
    assert (alike.estimate, alike.verdict) == (pytest.approx(0.0), Verdict.UNPROVEN)


def test_a_test_that_was_too_easy_is_told() -> None:
    high = np.where(np.arange(12) < 4, 20.0, MARKS)
    assert answer(high, np.minimum(high + GAINS, 20)).caveats == ("ceiling",)
    assert answer(MARKS, MARKS + GAINS).caveats == ()


def test_marks_above_the_best_leave_the_normalised_gain_open() -> None:
    assert np.isnan(answer(5 * MARKS, 5 * MARKS + GAINS).quantities["gain"])


def test_few_unchanged_and_missing_tests_are_no_answer() -> None:
    assert answer(MARKS[:9], MARKS[:9] + 1).status == "too_few"
    assert answer(MARKS, MARKS).status == "undefined_no_variation"
    assert answer(MARKS, MARKS + 1).status == "undefined_no_variation"
    assert answer(MARKS, MARKS[:0]).lacking == ("uji_lokakarya.gelombang",)
