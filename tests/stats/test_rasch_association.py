"""Do scores follow the measures behind them, and as closely as the model says?"""

from __future__ import annotations

import numpy as np
from numpy.testing import assert_allclose

from kinerja_lab.stats.rasch_association import associations
from kinerja_lab.stats.rasch_design import tabulate

STEPS = np.array([-1.0, 0.2, 0.8])


def drawn(slopes: np.ndarray, ratees: int = 6000) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ratee, item and score of every rating, measures of ratees and difficulties, from items with these slopes."""
    random = np.random.default_rng(5)
    measure, difficulty = random.normal(0, 1.2, ratees), np.linspace(-0.5, 0.5, len(slopes))
    ratee, item = np.repeat(np.arange(ratees), len(slopes)), np.tile(np.arange(len(slopes)), ratees)
    rise = slopes[item][:, None] * ((measure[ratee] - difficulty[item])[:, None] - STEPS)
    height = np.exp(np.cumsum(np.column_stack([np.zeros(len(item)), rise]), axis=1)).cumsum(axis=1)
    score = (random.random(len(item))[:, None] * height[:, -1:] > height).sum(axis=1)
    return ratee, item, score, measure, difficulty[:, None] + STEPS


def test_the_point_measure_correlation_is_that_of_scores_and_measures() -> None:
    ratee, item, score, measure, difficulties = drawn(np.ones(4), 400)
    found = associations(tabulate(ratee, [item], score), measure, difficulties)[1]
    for place in range(4):
        own = item == place
        assert_allclose(found.point_measure[place], np.corrcoef(score[own], measure[ratee[own]])[0, 1], rtol=1e-10)


def test_where_the_model_holds_the_correlation_is_as_expected_and_the_discrimination_is_one() -> None:
    ratee, item, score, measure, difficulties = drawn(np.ones(4))
    found = associations(tabulate(ratee, [item], score), measure, difficulties)[1]
    assert_allclose(found.point_measure, found.expected, atol=0.015)
    assert_allclose(found.discrimination, 1.0, atol=0.06)


def test_an_item_with_a_flat_curve_has_less_and_one_with_a_steep_curve_more_discrimination() -> None:
    ratee, item, score, measure, difficulties = drawn(np.array([0.6, 1.0, 1.5]))
    found = associations(tabulate(ratee, [item], score), measure, difficulties)[1]
    assert found.discrimination[0] < 0.8
    assert abs(found.discrimination[1] - 1.0) < 0.06
    assert found.discrimination[2] > 1.2
    assert (np.sign(found.point_measure - found.expected)[[0, 2]] == [-1, 1]).all()


def test_elements_without_variation_have_no_correlation() -> None:
    ratee, item = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 0, 1])
    score = np.array([0, 1, 1, 1, 2, 1])
    by_ratee, by_item = associations(
        tabulate(ratee, [item], score), np.array([-1.0, 0.0, 1.0]), np.array([[-0.5, 0.5], [-0.5, 0.5]])
    )
    assert np.isnan(by_ratee.point_measure).all()
    assert np.isnan(by_item.point_measure[1])
    assert by_item.point_measure[0] > 0.99
