"""Where Mantel–Haenszel has no number."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import hypergeom

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.exact_strata import exact_extreme_odds
from kinerja_lab.stats.strata import mantel_haenszel

NONE_OF_THE_FOCAL = np.array([[[0, 30], [12, 18]], [[0, 20], [6, 24]]])


def test_a_group_that_never_gets_it_has_an_odds_ratio_of_zero_with_an_upper_limit():
    found = exact_extreme_odds(NONE_OF_THE_FOCAL)
    assert math.isnan(mantel_haenszel(NONE_OF_THE_FOCAL).odds_ratio)
    assert found.odds_ratio == 0
    assert 0 < found.equivalence.high < found.interval.high < 0.5
    assert found.p_value < 0.001


def test_the_p_value_of_one_stratum_is_the_chance_of_its_table():
    table = np.array([[[0, 10], [5, 15]]])
    assert exact_extreme_odds(table).p_value == pytest.approx(float(hypergeom.pmf(0, 30, 5, 10)))


def test_the_upper_limit_makes_the_table_just_unlikely_enough():
    table = np.array([[[0, 10], [5, 15]]])
    odds = exact_extreme_odds(table, confidence=0.95).interval.high
    weights = np.array([hypergeom.pmf(k, 30, 5, 10) * odds**k for k in range(6)])
    assert weights[0] / weights.sum() == pytest.approx(0.05)


def test_swapping_the_groups_turns_the_odds_ratio_over():
    found, other = exact_extreme_odds(NONE_OF_THE_FOCAL), exact_extreme_odds(NONE_OF_THE_FOCAL[:, ::-1])
    assert other.odds_ratio == math.inf
    assert other.interval.low == pytest.approx(1 / found.interval.high)
    assert other.interval.high == math.inf
    assert other.p_value == pytest.approx(found.p_value)


@pytest.mark.parametrize(
    ("table", "status"),
    [
        ([[[0, 10], [0, 15]]], "undefined_no_variation"),
        ([[[3, 7], [5, 10]]], "not_identified"),
    ],
)
def test_other_tables_are_not_its_business(table, status):
    with pytest.raises(NotAssessable) as refused:
        exact_extreme_odds(np.array(table))
    assert refused.value.status == status
