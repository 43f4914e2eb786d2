from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kinerja_lab.stats.suppression import (
    LEAST_WIDTH,
    Published,
    class_sizes,
    complementary,
    feasible_range,
    few,
    merged,
    published_sums,
)

THRESHOLD = 5
TABLES = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 4)), elements=st.integers(0, 30)).map(
    # Margins of few people are merged away before cells are hidden.
    lambda table: table + 5 * np.eye(*table.shape, dtype=np.int64) + 5 * np.eye(*table.shape, k=-4, dtype=np.int64)
)


def known(table: np.ndarray, shown: np.ndarray) -> Published:
    return published_sums(table, shown, *map(np.arange, table.shape))


def test_few_are_neither_nobody_nor_enough() -> None:
    assert few(np.array([0, 1, 4, 5]), THRESHOLD).tolist() == [False, True, True, False]


def test_one_hidden_cell_is_the_margin_less_the_others() -> None:
    table = np.array([[3, 10], [20, 30]])
    assert feasible_range(known(table, np.array([[False, True], [True, True]])), 0) == (3.0, 3.0)


def test_a_hidden_rectangle_leaves_as_many_numbers_as_its_smallest_sides() -> None:
    table = np.array([[3, 10], [20, 30]])
    assert feasible_range(known(table, np.zeros((2, 2), dtype=bool)), 0) == (0.0, 13.0)


def test_a_cell_in_no_published_sum_has_no_upper_limit() -> None:
    assert feasible_range(Published(np.zeros((0, 2)), np.zeros(0)), 1) == (0.0, np.inf)


def test_sums_of_merged_cells_are_sums_of_the_original_ones() -> None:
    table = np.array([[1, 2, 9], [3, 4, 9]])
    places = np.array([0, 0, 1])
    assert merged(table, np.array([0, 1]), places).tolist() == [[3, 9], [7, 9]]
    sums = published_sums(table, np.array([[True, False], [False, False]]), np.array([0, 1]), places, margins=False)
    assert sums.totals.tolist() == [3.0]
    assert sums.members.tolist() == [[1, 1, 0, 0, 0, 0]]


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert complementary(np.array([[5, 10], [20, 0]]), THRESHOLD).all()


def test_hiding_costs_as_few_cells_as_it_can() -> None:
    shown = complementary(np.array([[3, 40, 9], [4, 50, 9], [30, 60, 9]]), THRESHOLD)
    assert (~shown).sum() == 4


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_no_small_cell_follows_from_the_others_and_the_margins(table: np.ndarray) -> None:
    shown = complementary(table, THRESHOLD)
    small = few(table, THRESHOLD)
    assert not (shown & small).any()
    if shown.any():
        sums = known(table, shown)
        for place in np.flatnonzero(small):
            low, high = feasible_range(sums, int(place))
            assert low <= table.flat[place] <= high
            assert high - low >= LEAST_WIDTH


@pytest.mark.parametrize(
    ("codes", "sizes"), [([[0, 1], [0, 1], [1, 1]], [2, 2, 1]), ([[0], [0]], [2, 2]), (np.zeros((0, 2)), [])]
)
def test_a_class_is_everybody_with_the_same_values(codes: list[list[int]], sizes: list[int]) -> None:
    assert class_sizes(np.array(codes)).tolist() == sizes
