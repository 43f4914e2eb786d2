"""Shares explained, one block after the other."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kinerja_lab.stats.concentration import effective_levels
from kinerja_lab.stats.explained import explained_shares, indicators, residuals


def test_planted_shares_are_found_again():
    rng = np.random.default_rng(1)
    unit = np.repeat(np.arange(20), 50)
    results, effects = rng.normal(size=1000), rng.normal(size=20)
    ratings = results + effects[unit] + rng.normal(size=1000)
    shares = explained_shares(ratings, [results[:, None], indicators(unit)])
    assert shares == pytest.approx((1 / 3, 1 / 3), abs=0.1)


def test_many_effects_without_meaning_explain_nothing():
    rng = np.random.default_rng(2)
    labels = rng.integers(0, 60, 200)
    (share,) = explained_shares(rng.normal(size=200), [indicators(labels)])
    assert share < 0.12


def test_raters_nested_in_units_add_only_what_they_add():
    rng = np.random.default_rng(3)
    unit = np.repeat(np.arange(10), 40)
    rater = unit * 4 + rng.integers(0, 4, 400)
    ratings = rng.normal(size=10)[unit] + 0.5 * rng.normal(size=400)
    shares = explained_shares(ratings, [indicators(unit), indicators(rater)])
    assert shares[0] > 0.5
    assert shares[1] < 0.05


def test_ratings_that_do_not_vary_have_no_shares():
    assert all(math.isnan(share) for share in explained_shares(np.ones(10), [np.arange(10.0)[:, None]]))


def test_residuals_are_what_the_predictors_leave():
    x = np.arange(10.0)
    assert residuals(3 + 2 * x, x[:, None]) == pytest.approx(np.zeros(10), abs=1e-9)


def test_effective_levels_count_equal_levels_as_they_are():
    assert effective_levels(np.array([5, 5, 5, 0])) == pytest.approx(3)
    assert 1 < effective_levels(np.array([97, 1, 1, 1])) < 1.3
    assert math.isnan(effective_levels(np.array([0, 0])))
