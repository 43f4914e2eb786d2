"""Changes of shares and rates between two periods: published values, exactness, and the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.change import rate_change, rate_interval, rate_ratio, share_change


@pytest.mark.parametrize(
    ("before", "after", "limits"),
    [
        ((48, 80), (56, 70), (0.0524, 0.3339)),
        ((3, 10), (9, 10), (0.1705, 0.8090)),
        ((0, 20), (10, 10), (0.6791, 1.0000)),
    ],
)
def test_score_limits_of_a_difference_are_those_published(
    before: tuple[int, int], after: tuple[int, int], limits: tuple[float, float]
) -> None:
    """Newcombe (1998) table II, contrasts a, b and h, method 10."""
    assert tuple(share_change(before, after).interval) == pytest.approx(limits, abs=5e-5)


@given(st.integers(0, 30), st.integers(0, 30))
def test_swapping_the_periods_changes_the_sign(k: int, m: int) -> None:
    one, other = share_change((k, 30), (m, 30)), share_change((m, 30), (k, 30))
    assert one.difference == pytest.approx(-other.difference)
    assert one.interval.low == pytest.approx(-other.interval.high)
    assert one.p_value == pytest.approx(other.p_value)
    assert one.interval.low <= one.difference <= one.interval.high


def test_the_limits_of_a_count_are_exact() -> None:
    low, high = rate_interval(10, 1.0)
    assert poisson.sf(9, low) == pytest.approx(0.025)
    assert poisson.cdf(10, high) == pytest.approx(0.025)
    assert rate_interval(0, 2.0).low == 0.0


def test_limits_of_a_ratio_exclude_one_where_the_exact_test_rejects() -> None:
    for before, after in [((30, 1.0), (14, 1.0)), ((12, 2.0), (9, 1.0)), ((5, 1.0), (0, 1.0))]:
        _, limits = rate_ratio(before, after)
        assert (limits.low > 1 or limits.high < 1) == (rate_change(before, after).p_value < 0.05)


def test_rates_that_are_equal_differ_by_nothing_and_no_event_has_no_ratio() -> None:
    found = rate_change((20, 2.0), (10, 1.0))
    assert found.difference == 0.0
    assert found.interval.low < 0 < found.interval.high
    assert rate_change((0, 1.0), (0, 1.0)).p_value == 1.0
    assert math.isnan(rate_ratio((0, 1.0), (0, 1.0))[0])
    assert rate_ratio((0, 1.0), (4, 1.0))[0] == math.inf


@pytest.mark.slow
def test_the_interval_of_a_difference_of_rates_covers_what_it_promises() -> None:
    rng = np.random.default_rng(11)
    draws = rng.poisson([6.0, 9.0], (2000, 2))
    limits = [rate_change((int(k), 1.0), (int(m), 1.0)).interval for k, m in draws]
    assert np.mean([low <= 3.0 <= high for low, high in limits]) >= 0.95


def test_a_change_without_cases_or_exposure_is_refused() -> None:
    with pytest.raises(InvalidOption):
        share_change((0, 0), (1, 2))
    with pytest.raises(InvalidOption):
        rate_interval(3, 0.0)
