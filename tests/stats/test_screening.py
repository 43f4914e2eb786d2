"""Screening many units: exact p-values, estimates that borrow from each other, limits of a funnel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from kinerja_lab.stats.screening import funnel_limits, screen, shrunken


def units(rng: np.random.Generator, count: int, *, spread: float = 0.0, size: int = 60) -> np.ndarray:
    """Tables of units whose log odds ratios vary around 0."""
    shift = rng.normal(0, spread, count)
    sides = [rng.binomial(size, 1 / (1 + np.exp(0.8 - side * shift))) for side in (1, 0)]
    return np.stack([np.column_stack([hits, size - hits]) for hits in sides], axis=1)


def test_p_values_are_those_of_fishers_test():
    tables = units(np.random.default_rng(1), 12, spread=1.0)
    expected = [fisher_exact(table).pvalue for table in tables]
    assert screen(tables).p_fisher == pytest.approx(expected)


def test_a_unit_without_one_of_the_groups_has_no_number():
    found = screen(np.array([[[0, 0], [5, 7]], [[4, 8], [3, 9]]]))
    assert np.isnan([found.p_fisher[0], found.p_midp[0], found.log_odds[0]]).all()
    assert found.p_bh[1] == found.p_fisher[1]


def test_a_unit_where_nobody_fails_has_an_estimate_but_one_where_all_are_alike_has_none():
    found = screen(np.array([[[12, 0], [8, 6]], [[12, 0], [9, 0]]]))
    assert np.isfinite(found.log_odds[0])
    assert np.isnan(found.log_odds[1])
    assert found.p_fisher[1] == 1


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_swapping_the_groups_turns_every_estimate_around(seed: int):
    tables = units(np.random.default_rng(seed), 8, spread=0.5)
    one, other = screen(tables), screen(tables[:, ::-1])
    assert other.shrunken.estimates == pytest.approx(-one.shrunken.estimates, abs=1e-9)
    assert other.p_fisher == pytest.approx(one.p_fisher)


def test_estimates_are_drawn_towards_the_mean_and_the_noisy_ones_further():
    effects, errors = np.array([-1.0, 0.0, 0.2, 1.0, 1.0]), np.array([0.3, 0.3, 0.3, 0.3, 0.9])
    found = shrunken(effects, errors)
    assert (abs(found.estimates - found.mean) < abs(effects - found.mean)).all()
    assert found.estimates[4] < found.estimates[3]


def test_without_spread_the_intervals_still_allow_for_some():
    found = shrunken(np.array([0.1, -0.1, 0.05, -0.05, 0.0]), np.full(5, 0.5))
    assert found.spread == 0
    assert (found.errors > 0.3).all()


def test_three_units_are_not_shrunken():
    effects, errors = np.array([-1.0, 0.0, 1.0]), np.ones(3)
    assert shrunken(effects, errors).estimates.tolist() == effects.tolist()


def test_intervals_of_shrunken_estimates_cover_the_truth():
    rng = np.random.default_rng(20251231)
    covered = []
    for _ in range(400):
        truth, errors = rng.normal(0.2, 0.4, 12), rng.uniform(0.3, 0.7, 12)
        found = shrunken(rng.normal(truth, errors), errors)
        covered.append(np.abs(found.estimates - truth) < 1.96 * found.errors)
    assert 0.93 <= np.mean(covered) <= 0.98


def test_chance_alone_leaves_a_funnel_as_often_as_its_confidence_says():
    errors = np.random.default_rng(3).uniform(0.2, 1, 20_000)
    low, high = funnel_limits(errors)
    effects = np.random.default_rng(4).normal(0, errors)
    assert np.mean((effects < low) | (effects > high)) == pytest.approx(0.05, abs=0.005)
