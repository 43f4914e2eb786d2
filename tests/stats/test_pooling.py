"""The vaccine trials of Colditz et al. (1994), as analysed in metafor's documentation (``rma.uni``, ``confint``)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.meta_analysis import combine_effects

from kinerja_lab.stats.pooling import pooled

TRIALS = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=np.float64,
).T
TREATED, CONTROLS = TRIALS[0] + TRIALS[1], TRIALS[2] + TRIALS[3]
RISKS = np.log(TRIALS[0] / TREATED / (TRIALS[2] / CONTROLS))
ERRORS = np.sqrt(1 / TRIALS[0] - 1 / TREATED + 1 / TRIALS[2] - 1 / CONTROLS)


def test_published_numbers_of_the_vaccine_trials() -> None:
    found = pooled(RISKS, ERRORS)
    assert found.estimate == pytest.approx(-0.7145, abs=5e-5)
    assert found.tau2 == pytest.approx(0.3132, abs=5e-5)
    assert found.i2 == pytest.approx(0.9222, abs=5e-5)
    assert found.q == pytest.approx(152.2330, abs=5e-5)
    assert found.i2_interval == pytest.approx((0.8192, 0.9768), abs=5e-5)
    assert found.interval == pytest.approx((-1.1084, -0.3206), abs=6e-4)  # metafor, test = "knha"
    assert found.p_value < 1e-4


def test_mean_and_interval_of_a_second_implementation() -> None:
    """With the same variance between, statsmodels gives the same mean and, at a factor of one, the same error."""
    found = pooled(RISKS, ERRORS)
    other = combine_effects(RISKS, ERRORS**2, method_re="iterated", use_t=True)
    assert found.q == pytest.approx(other.q)
    assert found.estimate == pytest.approx(other.mean_effect_re, abs=2e-3)
    assert found.tau2 == pytest.approx(other.tau2, abs=0.01)


def test_effects_that_agree_have_no_variance_between_and_no_narrower_interval_than_chance_gives() -> None:
    found = pooled(np.array([0.2, 0.21, 0.19, 0.2]), np.full(4, 0.1))
    assert (found.tau2, found.i2, found.i2_interval.low) == (0.0, 0.0, 0.0)
    assert found.interval.high - found.estimate == pytest.approx(3.182 * 0.1 / 2, abs=1e-3)
    assert found.prediction == pytest.approx(found.interval)


@pytest.mark.parametrize("effects", [[], [0.1], [0.1, 0.5], [0.1, 0.5, math.nan]])
def test_fewer_than_three_regions_are_a_status_and_no_error(effects: list[float]) -> None:
    found = pooled(np.array(effects), np.full(len(effects), 0.1))
    assert found.status == "too_few"
    assert math.isnan(found.estimate)
    assert not found.prediction.defined


def test_the_interval_covers_the_mean_of_a_few_unlike_regions_as_often_as_promised() -> None:
    random = np.random.default_rng(7)
    errors = np.array([0.1, 0.2, 0.15, 0.4, 0.3])
    runs = [pooled(0.5 + random.normal(0, np.sqrt(0.04 + errors**2)), errors).interval for _ in range(600)]
    covered = np.mean([low < 0.5 < high for low, high in runs])
    assert 0.93 < covered < 0.985


def test_prediction_covers_a_further_region() -> None:
    random = np.random.default_rng(3)
    errors = np.full(12, 0.1)
    further = norm(0.0, 0.3)
    hits = []
    for _ in range(400):
        low, high = pooled(further.rvs(12, random_state=random) + random.normal(0, 0.1, 12), errors).prediction
        hits.append(low < further.rvs(random_state=random) < high)
    assert 0.91 < np.mean(hits) < 0.985
