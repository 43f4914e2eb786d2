"""What second ratings of the same ratees add to what is known of reliability."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kinerja_lab.stats.double_ratings import double_ratings, reliability_se


def test_single_ratings_alone_tell_nothing_of_reliability() -> None:
    assert math.isinf(reliability_se(np.ones(500, dtype=int), 0.5))


def test_single_ratings_beside_pairs_tell_something() -> None:
    pairs = np.full(100, 2)
    assert reliability_se(np.append(pairs, np.ones(500, dtype=int)), 0.52) < reliability_se(pairs, 0.52)


@pytest.mark.parametrize("raters", [2, 3, 5])
def test_equal_numbers_of_raters_give_the_published_standard_error(raters: int) -> None:
    ratees, r = 200, 0.4
    fisher = math.sqrt(2 / (ratees * raters * (raters - 1))) * (1 - r) * (1 + (raters - 1) * r)
    assert reliability_se(np.full(ratees, raters), r) == pytest.approx(fisher)


def test_the_standard_error_is_that_of_simulated_estimates() -> None:
    rng, ratees, r = np.random.default_rng(3), 150, 0.5
    level = math.sqrt(r) * rng.normal(size=(4000, ratees, 1))
    scores = level + math.sqrt(1 - r) * rng.normal(size=(4000, ratees, 2))
    between = 2 * scores.mean(axis=2).var(axis=1, ddof=1)
    within = scores.var(axis=2, ddof=1).mean(axis=1)
    estimates = (between - within) / (between + within)
    assert estimates.std() == pytest.approx(reliability_se(np.full(ratees, 2), r), rel=0.05)


def test_the_answer_is_the_smallest_number_that_is_enough() -> None:
    def width(more: int) -> float:
        return 1.959964 * reliability_se(np.repeat([1, 2], [400 - more, more]), 0.52)

    needed = double_ratings(np.ones(400, dtype=int), half_width=0.1, reliability=0.52)
    assert width(needed) <= 0.1 < width(needed - 1)


def test_where_single_ratees_do_not_suffice_new_ones_are_counted_too() -> None:
    assert double_ratings(np.ones(50, dtype=int), half_width=0.1, reliability=0.52) > 50


def test_fewer_than_fifteen_pairs_are_never_enough() -> None:
    assert double_ratings(np.full(12, 2), half_width=0.9, reliability=0.5) == 3
    assert double_ratings(np.full(15, 2), half_width=0.9, reliability=0.5) == 0
