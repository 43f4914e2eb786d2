"""Over many draws: intervals cover, tests keep their level, estimates hit the middle."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.models.halo import halo
from kinerja_lab.models.severity import severity
from tests.models.planted import Planted

DRAWS = 100
pytestmark = pytest.mark.slow


def share(values: list[bool]) -> tuple[float, float]:
    """Share and three binomial standard errors of 95 %."""
    return float(np.mean(values)), 3 * (0.95 * 0.05 / len(values)) ** 0.5


def test_severity_intervals_cover_the_planted_spread() -> None:
    planted = Planted()
    found = [severity(planted.scores(seed)[0]) for seed in range(DRAWS)]
    covered, tolerance = share([item.interval.low <= 0.3 <= item.interval.high for item in found])
    assert abs(covered - 0.95) <= tolerance
    assert abs(np.mean([item.sd**2 for item in found]) - 0.09) < 0.01


def test_halo_intervals_cover_the_planted_spread() -> None:
    planted = Planted()
    found = [halo(planted.scores(seed)[0]) for seed in range(DRAWS)]
    covered, tolerance = share([item.interval.low <= 0.3 <= item.interval.high for item in found])
    assert abs(covered - 0.95) <= tolerance
    assert abs(np.mean([item.sd**2 for item in found]) - 0.09) < 0.006


def test_without_any_effect_tests_keep_their_level() -> None:
    planted = Planted(rater_sd=0.0, halo_sd=0.0)
    severities = [severity(planted.scores(seed)[0]) for seed in range(DRAWS)]
    halos = [halo(planted.scores(seed)[0]) for seed in range(DRAWS)]
    for found in (severities, halos):
        raters = np.concatenate([item.raters["p_value"] for item in found])
        assert 0.03 <= (raters < 0.05).mean() <= 0.07
        assert np.mean([item.p_value < 0.05 for item in found]) <= 0.09
