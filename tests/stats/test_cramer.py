"""Limits of Cramér's V."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, ncx2

from kinerja_lab.stats.cramer import cramers_v_interval


@given(st.floats(0, 200), st.integers(1, 24), st.integers(200, 2000), st.sampled_from([0.9, 0.95]))
def test_the_limits_hold_the_estimate(chi2: float, df: int, n: int, confidence: float) -> None:
    low, high = cramers_v_interval(chi2, df, n, confidence=confidence)
    assert 0 <= low <= np.sqrt(chi2 / n) <= high <= 1


def test_at_the_limits_the_statistic_is_as_rare_as_promised() -> None:
    low, high = cramers_v_interval(40.0, 3, 500)
    assert ncx2.sf(40.0, 3, 500 * low**2) == pytest.approx(0.025)
    assert ncx2.cdf(40.0, 3, 500 * high**2) == pytest.approx(0.025)


def test_without_any_link_the_lower_limit_is_zero() -> None:
    assert cramers_v_interval(0.0, 3, 500).low == 0.0
    assert cramers_v_interval(2.0, 3, 500).low == 0.0


@pytest.mark.slow
def test_intervals_cover_the_true_value() -> None:
    rng, rates, sizes = np.random.default_rng(1), np.array([0.5, 0.6, 0.7, 0.8]), np.full(4, 100)
    true = np.sqrt(((rates - rates.mean()) ** 2).mean() / (rates.mean() * (1 - rates.mean())))
    covered = 0
    for _ in range(1000):
        yes = rng.binomial(sizes, rates)
        statistic = chi2_contingency(np.column_stack([yes, sizes - yes]), correction=False).statistic
        low, high = cramers_v_interval(float(statistic), 3, 400)
        covered += low <= true <= high
    assert 0.93 <= covered / 1000 <= 0.97
