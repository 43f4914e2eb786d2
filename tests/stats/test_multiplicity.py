"""Corrections for many tests."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import false_discovery_control

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.multiplicity import benjamini_hochberg, holm

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


@given(P_VALUES)
def test_holm_multiplies_each_by_the_tests_not_yet_rejected(p_values: list[float]) -> None:
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    expected, highest = dict.fromkeys(order, 0.0), 0.0
    for rejected, place in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rejected) * p_values[place]))
        expected[place] = highest
    assert_allclose(holm(p_values), [expected[place] for place in range(len(p_values))])


@given(P_VALUES)
def test_benjamini_hochberg_equals_scipy(p_values: list[float]) -> None:
    assert_allclose(benjamini_hochberg(p_values), false_discovery_control(p_values), atol=1e-12)


@pytest.mark.parametrize("correction", [holm, benjamini_hochberg])
@given(p_values=P_VALUES, place=st.integers(0, 30))
def test_a_test_that_was_not_made_is_not_counted(correction, p_values: list[float], place: int) -> None:
    with_gap = correction(np.insert(p_values, min(place, len(p_values)), math.nan))
    assert np.isnan(with_gap).sum() == 1
    assert_allclose(with_gap[~np.isnan(with_gap)], correction(p_values))


def test_one_test_needs_no_correction() -> None:
    assert holm([0.03]).tolist() == benjamini_hochberg([0.03]).tolist() == [0.03]


def test_no_test_at_all_gives_no_p_value() -> None:
    assert holm([]).size == 0
    assert np.isnan(benjamini_hochberg([math.nan])).all()


def test_a_p_value_above_one_is_refused() -> None:
    with pytest.raises(InvalidOption):
        holm([0.2, 1.2])
