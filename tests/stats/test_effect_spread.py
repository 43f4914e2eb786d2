"""Spread and mean of effects that are known with error."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.effect_spread import effect_spread, mean_effect

RANDOM = np.random.default_rng(4)
ERRORS = RANDOM.uniform(0.1, 0.3, 200)
EFFECTS = RANDOM.normal(0.2, 0.4, 200) + RANDOM.normal(0, ERRORS)


def test_the_planted_spread_lies_in_the_interval() -> None:
    found = effect_spread(EFFECTS, ERRORS)
    wide, narrow = found.intervals
    assert wide.low < narrow.low < found.sd < narrow.high < wide.high
    assert wide.low < 0.4 < wide.high
    assert found.p_value < 1e-10


def test_with_equal_errors_the_estimate_is_the_difference_of_variances() -> None:
    effects = EFFECTS[:20]
    found = effect_spread(effects, np.full(20, 0.2))
    assert_allclose(found.sd**2, effects.var(ddof=1) - 0.04, rtol=1e-6)
    assert_allclose(found.p_value, stats.chi2.sf(19 * effects.var(ddof=1) / 0.04, 19))


def test_no_more_than_error_is_no_spread() -> None:
    found = effect_spread(np.array([0.1, -0.1, 0.05, 0.0]), np.full(4, 0.3))
    assert (found.sd, found.intervals[0].low) == (0.0, 0.0)
    assert found.p_value > 0.9


def test_effects_without_an_error_do_not_count() -> None:
    more = effect_spread(np.append(EFFECTS, np.nan), np.append(ERRORS, np.nan))
    assert more == effect_spread(EFFECTS, ERRORS)


def test_the_mean_of_effects_that_differ_covers_the_truth() -> None:
    found = mean_effect(EFFECTS, ERRORS)
    low, high = found.interval(0.95)
    assert low < 0.2 < high
    assert found.detectable(0.8, 0.05) > 1.96 * found.se
    assert found.p_value < 0.001


def test_one_effect_has_no_spread() -> None:
    with pytest.raises(NotAssessable, match="too_few"):
        effect_spread(np.array([0.1]), np.array([0.1]))
