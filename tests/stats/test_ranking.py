"""Ranks with all their uncertainty."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.ranking import ranking


def rated(spread: float, noise: float, candidates: int = 20, raters: int = 4, seed: int = 1):
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(candidates), raters)
    levels = rng.normal(0, spread, candidates)
    return levels, levels[labels] + rng.normal(0, noise, len(labels)), labels


def test_clear_differences_leave_one_candidate_in_the_set():
    levels, scores, labels = rated(spread=5.0, noise=0.05)
    found = ranking(scores, labels)
    assert found.could_be_first == 1
    assert np.argmax(found.first) == np.argmax(levels)
    assert np.median(found.rank_high - found.rank_low) == 0


def test_candidates_that_do_not_differ_could_all_be_first():
    _, scores, labels = rated(spread=0.0, noise=1.0)
    found = ranking(scores, labels)
    assert found.could_be_first >= 15
    assert np.median(found.rank_high - found.rank_low) >= 15


def test_the_set_holds_the_true_first_as_often_as_promised():
    held = []
    for seed in range(200):
        levels, scores, labels = rated(spread=0.5, noise=0.7, seed=seed)
        found = ranking(scores, labels)
        chosen = np.argsort(-found.first)[: found.could_be_first]
        held.append(np.argmax(levels) in chosen)
    assert np.mean(held) >= 0.9


def test_the_smallest_difference_is_that_of_two_means():
    _, scores, labels = rated(spread=0.5, noise=0.8, candidates=50)
    found = ranking(scores, labels)
    assert found.difference == pytest.approx(1.96 * 0.8 * np.sqrt(2 / 4), rel=0.15)
    assert found.interval.low < found.difference < found.interval.high


def test_the_same_seed_gives_the_same_ranks():
    _, scores, labels = rated(spread=0.5, noise=0.7)
    assert (ranking(scores, labels).rank_low == ranking(scores, labels).rank_low).all()


@pytest.mark.parametrize(
    ("scores", "labels", "status"),
    [
        (np.arange(3.0), np.zeros(3, dtype=int), "too_few"),
        (np.arange(3.0), np.arange(3), "not_identified"),
        (np.repeat([1.0, 2.0], 2), np.repeat([0, 1], 2), "undefined_no_variation"),
    ],
)
def test_thin_data_are_told(scores, labels, status):
    with pytest.raises(NotAssessable) as refused:
        ranking(scores, labels)
    assert refused.value.status == status
