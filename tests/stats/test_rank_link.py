"""Tau-b and its limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.rank_link import rank_link, spearman


def test_tau_is_that_of_scipy_and_inside_its_limits():
    rng = np.random.default_rng(1)
    first, second = rng.integers(0, 3, 25).astype(float), rng.normal(size=25)
    found = rank_link(first, second)
    assert found.tau == pytest.approx(float(kendalltau(first, second).statistic))
    assert found.interval.low < found.tau < found.interval.high


@pytest.mark.parametrize(("n", "levels"), [(5, 5), (12, 12), (33, 33), (20, 3), (60, 60), (60, 4)])
def test_the_p_value_is_that_of_scipy(n, levels):
    rng = np.random.default_rng(n + levels)
    for strength in (0.0, 0.5, 2.0):
        first = rng.permutation(np.resize(np.arange(float(levels)), n))
        second = np.round(strength * first + rng.normal(size=n), 1 if levels < n else 9)
        assert rank_link(first, second).p_value == pytest.approx(float(kendalltau(first, second).pvalue), rel=1e-9)
    almost = np.arange(float(n))
    for order in (almost, almost[::-1], np.r_[1.0, 0.0, almost[2:]]):
        assert rank_link(almost, order).p_value == pytest.approx(float(kendalltau(almost, order).pvalue), rel=1e-9)


def test_a_perfect_order_of_few_is_no_certainty():
    found = rank_link(np.arange(8.0), np.arange(8.0))
    assert found.tau == pytest.approx(1)
    assert found.interval.low < 0.9
    assert found.interval.high == pytest.approx(1)


def test_limits_hold_what_they_promise_with_ties():
    covered = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        found = rank_link(rng.permutation(np.repeat([0.0, 1.0], [11, 4])), rng.normal(size=15))
        covered.append(found.interval.low <= 0 <= found.interval.high)
    assert np.mean(covered) >= 0.9


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (np.arange(4.0), np.arange(4.0), "too_few"),
        (np.zeros(9), np.arange(9.0), "undefined_no_variation"),
        (np.array([1.0] + [0.0] * 8), np.arange(9.0), "undefined_no_variation"),
    ],
)
def test_thin_data_are_told(first, second, status):
    with pytest.raises(NotAssessable) as refused:
        rank_link(first, second)
    assert refused.value.status == status


def test_spearman_is_that_of_scipy_inside_its_limits() -> None:
    x, y = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10]), np.array([2.0, 1, 4, 3, 7, 5, 6, 10, 8, 9])
    found, (low, high) = spearman(x, y)
    assert found == pytest.approx(spearmanr(x, y).statistic)
    middle, reach = np.arctanh(found), 1.959964 * np.sqrt((1 + found**2 / 2) / 7)
    assert (low, high) == pytest.approx((np.tanh(middle - reach), np.tanh(middle + reach)), abs=1e-6)
    assert spearman(x, x)[0] == spearman(x, x)[1].high == pytest.approx(1.0)
