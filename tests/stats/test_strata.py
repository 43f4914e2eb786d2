"""Odds ratio common to strata."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.stats.strata import mantel_haenszel

UNITS = np.array([[[10, 5], [7, 9]], [[12, 9], [6, 14]], [[8, 8], [5, 9]]])


def test_one_stratum_has_its_own_odds_ratio_and_nothing_to_be_homogeneous_with() -> None:
    answer = mantel_haenszel(UNITS[:1])
    assert answer.odds_ratio == pytest.approx(10 * 9 / (5 * 7))
    assert math.isnan(answer.p_homogeneous)


def test_strata_that_say_nothing_change_nothing_but_the_count() -> None:
    silent = np.array([[[0, 6], [0, 8]], [[3, 0], [4, 0]], [[5, 2], [0, 0]]])
    answer, alone = mantel_haenszel(np.concatenate([UNITS, silent])), mantel_haenszel(UNITS)
    assert (answer.strata, answer.informative) == (6, 3)
    assert answer.odds_ratio == alone.odds_ratio
    assert answer.breslow_day == alone.breslow_day


def test_swapping_the_groups_inverts_the_odds_ratio() -> None:
    answer, swapped = mantel_haenszel(UNITS), mantel_haenszel(UNITS[:, ::-1])
    assert_allclose(swapped.odds_ratio, 1 / answer.odds_ratio)
    assert_allclose(swapped.interval, (1 / answer.interval.high, 1 / answer.interval.low))
    assert_allclose(swapped.p_value, answer.p_value)


def test_opposite_strata_are_heterogeneous() -> None:
    opposite = np.array([[[40, 10], [10, 40]], [[10, 40], [40, 10]]])
    assert mantel_haenszel(opposite).p_homogeneous < 1e-6


@pytest.mark.parametrize("tables", [np.empty((0, 2, 2)), np.array([[[5, 0], [0, 5]]]), np.array([[[0, 6], [0, 8]]])])
def test_without_a_finite_answer_there_is_none(tables: np.ndarray) -> None:
    answer = mantel_haenszel(tables)
    assert math.isnan(answer.odds_ratio)
    assert not answer.interval.defined
