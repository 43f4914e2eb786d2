"""Cliff's delta."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.cliff import cliffs_delta, permutation_p_value

GROUP = st.lists(st.integers(1, 5), min_size=2, max_size=25).map(lambda values: np.array(values, dtype=float))


@given(GROUP, GROUP)
def test_delta_and_variance_equal_cliffs_formula_on_the_whole_matrix(focal: np.ndarray, reference: np.ndarray) -> None:
    matrix = np.sign(focal[:, None] - reference[None, :])
    n, m = matrix.shape
    delta = matrix.mean()
    answer = cliffs_delta(focal, reference)
    assert answer.delta == pytest.approx(delta)
    if not math.isnan(answer.variance):
        unbiased = (
            m**2 * ((matrix.mean(axis=1) - delta) ** 2).sum()
            + n**2 * ((matrix.mean(axis=0) - delta) ** 2).sum()
            - ((matrix - delta) ** 2).sum()
        ) / (n * m * (n - 1) * (m - 1))
        assert answer.variance == pytest.approx(max(unbiased, (1 - delta**2) / (n * m - 1)))


@given(GROUP, GROUP)
def test_swapping_the_groups_turns_delta_and_limits(focal: np.ndarray, reference: np.ndarray) -> None:
    answer, swapped = cliffs_delta(focal, reference), cliffs_delta(reference, focal)
    assert swapped.delta == pytest.approx(-answer.delta)
    assert swapped.interval == pytest.approx((-answer.interval.high, -answer.interval.low), nan_ok=True)


@given(GROUP, GROUP)
def test_limits_stay_on_the_scale_and_hold_delta(focal: np.ndarray, reference: np.ndarray) -> None:
    answer = cliffs_delta(focal, reference)
    if answer.interval.defined:
        assert -1 <= answer.interval.low <= answer.delta + 1e-12
        assert answer.delta - 1e-12 <= answer.interval.high <= 1


def test_groups_without_overlap_keep_an_inner_limit() -> None:
    answer = cliffs_delta(np.array([4.0, 5, 5, 4, 5, 4, 4, 5]), np.array([1.0, 2, 1, 2, 3, 1]))
    assert answer.delta == 1
    assert answer.interval.low < 0.5
    assert answer.interval.high == 1


def test_without_variation_only_delta_is_defined() -> None:
    answer = cliffs_delta(np.full(12, 4.0), np.full(8, 4.0))
    assert answer.delta == 0
    assert math.isnan(answer.p_value)
    assert permutation_p_value(np.full(12, 4.0), np.full(8, 4.0)) == 1


def test_a_permutation_p_is_never_0() -> None:
    assert permutation_p_value(np.full(30, 5.0), np.full(30, 1.0), permutations=99) == pytest.approx(0.01)


def test_one_person_is_too_few() -> None:
    with pytest.raises(NotAssessable, match="too_few"):
        cliffs_delta(np.array([1.0]), np.array([1.0, 2.0]))
