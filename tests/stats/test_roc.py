"""ROC curve and area: by hand, against all pairs, and with intervals that hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.stats.roc import roc

SCORED = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=40)


def test_the_curve_of_four_scores_is_the_one_drawn_by_hand() -> None:
    found = roc(np.array([0.9, 0.4, 0.5, 0.1]), np.array([True, True, False, False]))
    assert found.threshold.tolist() == [np.inf, 0.9, 0.5, 0.4, 0.1]
    assert found.false_positive.tolist() == [0.0, 0.0, 0.5, 0.5, 1.0]
    assert found.true_positive.tolist() == [0.0, 0.5, 0.5, 1.0, 1.0]
    assert found.area == 0.75


@given(SCORED)
def test_the_area_is_the_share_of_pairs_in_the_right_order_and_lies_under_the_curve(pairs: list) -> None:
    score, affected = np.array([pair[0] for pair in pairs], float), np.array([pair[1] for pair in pairs])
    if affected.all() or not affected.any():
        with pytest.raises(NotAssessable, match="too_few"):
            roc(score, affected)
        return
    found = roc(score, affected)
    gaps = score[affected][:, None] - score[~affected][None, :]
    assert found.area == pytest.approx(np.mean((np.sign(gaps) + 1) / 2))
    assert np.trapezoid(found.true_positive, found.false_positive) == pytest.approx(found.area)


def test_the_interval_is_delongs_on_the_logit() -> None:
    random = np.random.default_rng(3)
    affected = np.arange(50) < 20
    score = random.normal(affected * 1.0)
    found = roc(score, affected)
    wins = (score[affected][:, None] > score[~affected][None, :]).astype(float)
    variance = wins.mean(axis=1).var(ddof=1) / 20 + wins.mean(axis=0).var(ddof=1) / 30
    reach = 1.959964 * math.sqrt(variance) / (found.area * (1 - found.area))
    logit = math.log(found.area / (1 - found.area))
    assert found.interval.low == pytest.approx(1 / (1 + math.exp(-(logit - reach))), abs=1e-6)
    assert found.interval.high == pytest.approx(1 / (1 + math.exp(-(logit + reach))), abs=1e-6)


def test_a_copy_of_everybody_in_the_same_cluster_is_no_further_evidence() -> None:
    random = np.random.default_rng(4)
    affected = np.arange(40) < 15
    score = random.normal(affected * 0.8)
    alone = roc(score, affected)
    twice = roc(np.tile(score, 2), np.tile(affected, 2), np.tile(np.arange(40), 2))
    assert twice.interval == pytest.approx(alone.interval)
    apart = roc(np.tile(score, 2), np.tile(affected, 2))
    assert apart.interval.high - apart.interval.low < alone.interval.high - alone.interval.low


def test_the_interval_covers_the_true_area_as_often_as_it_says() -> None:
    random, affected, covered = np.random.default_rng(5), np.arange(60) < 25, 0
    truth = 0.760250  # of normal scores one standard deviation apart
    for _ in range(600):
        low, high = roc(random.normal(affected * 1.0), affected).interval
        covered += low <= truth <= high
    assert 0.93 <= covered / 600 <= 0.97


def test_groups_that_do_not_overlap_have_no_interval() -> None:
    found = roc(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, False, True, True]))
    assert found.area == 1.0
    assert not found.interval.defined


def test_a_score_that_is_no_number_is_refused() -> None:
    with pytest.raises(InvalidOption, match="score"):
        roc(np.array([1.0, np.nan]), np.array([True, False]))


@settings(max_examples=30)
@given(SCORED)
def test_any_rising_change_of_the_scores_gives_the_same_curve(pairs: list) -> None:
    score, affected = np.array([pair[0] for pair in pairs], float), np.array([pair[1] for pair in pairs])
    if 0 < affected.sum() < len(affected):
        one, other = roc(score, affected), roc(np.exp(score), affected)
        assert one.true_positive.tolist() == other.true_positive.tolist()
        assert one.area == other.area
