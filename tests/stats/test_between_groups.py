"""Spread between groups and shrunken effects."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.between_groups import between_groups


def drawn(spread: float, seed: int, groups: int = 20, size: int = 15) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels = np.repeat(np.arange(groups), rng.integers(size // 2, 2 * size, groups))
    return rng.normal(0, spread, groups)[labels] + rng.normal(size=len(labels)), labels


def test_balanced_groups_give_the_analysis_of_variance():
    rng = np.random.default_rng(3)
    labels = np.repeat(np.arange(12), 9)
    values = rng.normal(0, 0.6, 12)[labels] + rng.normal(size=len(labels))
    means = np.array([values[labels == group].mean() for group in range(12)])
    within = np.mean([values[labels == group].var(ddof=1) for group in range(12)])
    assert between_groups(values, labels).spread ** 2 == pytest.approx(means.var(ddof=1) - within / 9)


def test_the_interval_covers_the_planted_spread():
    covered = []
    for seed in range(100):
        interval = between_groups(*drawn(0.5, seed)).interval
        covered.append(interval.low <= 0.5 <= interval.high)
    assert np.mean(covered) >= 0.88


def test_no_spread_at_all_still_has_an_upper_limit():
    limits = [between_groups(*drawn(0.0, seed)).interval for seed in range(40)]
    assert all(interval.high > 0 for interval in limits)
    assert np.mean([interval.low == 0 for interval in limits]) >= 0.9


def test_small_groups_are_shrunk_more():
    values, labels = np.array([0.0, 2.0] * 30 + [0.0, 2.2] * 2), np.repeat([0, 1, 2, 3], [20, 20, 20, 4])
    values[:20] -= 1.0
    found = between_groups(values, labels)
    means = np.array([values[labels == group].mean() for group in range(4)])
    kept = found.effects / (means - means.mean())
    assert abs(kept[3]) < abs(kept[0])


@pytest.mark.parametrize(
    ("values", "labels", "status"),
    [
        (np.zeros(6), np.zeros(6, dtype=int), "too_few"),
        (np.arange(3.0), np.arange(3), "too_few"),
        (np.repeat([1.0, 2.0], 5), np.repeat([0, 1], 5), "undefined_no_variation"),
    ],
)
def test_thin_data_are_told(values, labels, status):
    with pytest.raises(NotAssessable) as refused:
        between_groups(values, labels)
    assert refused.value.status == status
