"""Kaplan–Meier: shares still open, the median with its limits, and what is open still counts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.survival import kaplan_meier

CASES = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=2, max_size=60).filter(
    lambda cases: any(closed for _, closed in cases)
)


@given(CASES)
def test_the_curve_is_that_of_an_independent_package(cases: list[tuple[int, bool]]) -> None:
    days, closed = np.array([day for day, _ in cases], dtype="float64"), np.array([flag for _, flag in cases])
    curve, other = kaplan_meier(days, closed), SurvfuncRight(days, closed.astype(int))
    ours = [curve.still_open(time) for time in other.surv_times]
    assert ours == pytest.approx(list(other.surv_prob))


def test_without_open_cases_the_quantiles_are_those_of_the_sample() -> None:
    days = np.arange(1.0, 12.0)
    curve = kaplan_meier(days, np.ones(11, dtype=bool))
    assert curve.quantile(0.5) == 6.0
    assert curve.quantile(0.9) == 10.0


def test_a_median_on_a_step_lies_halfway_to_the_next() -> None:
    curve = kaplan_meier(np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4, dtype=bool))
    assert curve.quantile(0.5) == 2.5


def test_open_cases_lengthen_the_median_that_closed_ones_alone_would_show() -> None:
    days = np.array([1.0, 2.0, 3.0, 20.0, 20.0, 20.0, 20.0])
    closed = np.array([True, True, True, False, False, False, False])
    assert np.median(days[closed]) == 2.0
    assert math.isinf(kaplan_meier(days, closed).quantile(0.5))


def test_the_upper_limit_is_open_where_too_few_cases_are_closed() -> None:
    days = np.array([5.0, 6.0, 7.0, 9.0, 9.0])
    low, high = kaplan_meier(days, np.array([True, True, True, False, False])).quantile_interval()
    assert low == 5.0
    assert math.isinf(high)


def test_no_case_is_not_assessable() -> None:
    with pytest.raises(NotAssessable) as caught:
        kaplan_meier(np.zeros(0), np.zeros(0, dtype=bool))
    assert caught.value.status == "too_few"
