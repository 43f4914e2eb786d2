from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kinerja_lab.stats.feasible_counts import Published, exactly, feasible_range, together
from kinerja_lab.stats.suppression import (
    LEAST_WIDTH,
    Beside,
    Layout,
    class_sizes,
    complementary,
    few,
    merged,
    published_sums,
)

THRESHOLD, LEAST = 5, 10
TABLES = arrays(np.int64, st.tuples(st.integers(2, 6), st.integers(2, 4)), elements=st.integers(0, 30)).map(
    # Margins of few people are merged away before cells are hidden.
    lambda table: table + 5 * np.eye(*table.shape, dtype=np.int64) + 5 * np.eye(*table.shape, k=-4, dtype=np.int64)
)


def plain(table: np.ndarray) -> Layout:
    return Layout(*map(np.arange, table.shape))


def known(table: np.ndarray, shown: np.ndarray) -> Published:
    return published_sums(table, shown, plain(table))


def cell(table: np.ndarray, place: int) -> np.ndarray:
    return np.eye(table.size)[place]


def shown(table: np.ndarray, beside: Beside | None = None) -> np.ndarray:
    return complementary(table, plain(table), THRESHOLD, LEAST, beside)


def test_few_are_neither_nobody_nor_enough() -> None:
    assert few(np.array([0, 1, 4, 5]), THRESHOLD).tolist() == [False, True, True, False]


def test_one_hidden_cell_is_the_margin_less_the_others() -> None:
    table = np.array([[3, 10], [20, 30]])
    told = known(table, np.array([[False, True], [True, True]]))
    assert feasible_range(told, cell(table, 0)) == (3.0, 3.0)


def test_a_hidden_rectangle_leaves_as_many_numbers_as_its_smallest_sides() -> None:
    table = np.array([[3, 10], [20, 30]])
    assert feasible_range(known(table, np.zeros((2, 2), dtype=bool)), cell(table, 0)) == (0.0, 13.0)


def test_a_cell_in_no_published_sum_has_no_upper_limit() -> None:
    assert feasible_range(Published(np.zeros((0, 2)), np.zeros(0), np.zeros(0)), np.array([0.0, 1.0])) == (0.0, np.inf)


def test_a_sum_told_as_an_interval_narrows_less_than_an_exact_one() -> None:
    told = Published(np.array([[1.0, 1.0]]), np.array([4.0]), np.array([6.0]))
    assert feasible_range(together(told, exactly(np.array([[0.0, 1.0]]), np.array([2, 3]))), np.eye(2)[0]) == (1.0, 3.0)


def test_numbers_that_contradict_each_other_keep_no_secret() -> None:
    told = Published(np.ones((2, 1)), np.array([1.0, 3.0]), np.array([1.0, 3.0]))
    low, high = feasible_range(told, np.ones(1))
    assert not high - low >= LEAST_WIDTH


def test_sums_of_merged_cells_are_sums_of_the_original_ones() -> None:
    table = np.array([[1, 2, 9], [3, 4, 9]])
    layout = Layout(np.array([0, 1]), np.array([0, 0, 1]))
    assert merged(table, layout).tolist() == [[3, 9], [7, 9]]
    sums = published_sums(table, np.array([[True, False], [False, False]]), layout, margins=False)
    assert sums.least.tolist() == sums.most.tolist() == [3.0]
    assert sums.members.tolist() == [[1, 1, 0, 0, 0, 0]]


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert shown(np.array([[5, 10], [20, 0]])).all()


def test_hiding_costs_as_few_cells_as_it_can() -> None:
    assert (~shown(np.array([[3, 40, 9], [4, 50, 9], [30, 60, 9]]))).sum() == 4


def test_two_outcomes_with_few_people_together_are_hidden_with_their_row() -> None:
    table = np.array([[2, 1, 40], [9, 9, 40], [9, 9, 40]])
    assert not shown(table)[0].any()


def test_what_everybody_in_a_small_row_has_is_hidden_too() -> None:
    table = np.array([[0, 7], [9, 30], [9, 40]])
    assert not shown(table)[0].any()
    assert complementary(table, plain(table), THRESHOLD, 7).all()


def test_what_is_published_beside_a_table_counts_too() -> None:
    table = np.array([[20, 30], [25, 35]])
    group = np.array([0.0, 0.0, 1.0, 0.0])  # focal group with the first outcome; the last cell is the other group
    both = Published(
        np.array([[-1.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0]]), np.array([0.0, 42.0]), np.array([0.0, 42.0])
    )
    assert not shown(table, Beside(both, group[None, :])).any()  # 45 − 42 = 3
    assert shown(
        table, Beside(both._replace(least=np.array([0.0, 41.0]), most=np.array([0.0, 44.0])), group[None, :])
    ).all()


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_no_small_cell_follows_from_the_others_and_the_margins(table: np.ndarray) -> None:
    told = shown(table)
    small = few(table, THRESHOLD)
    assert not (told & small).any()
    if told.any():
        for place in np.flatnonzero(small & (table < table.sum(axis=1, keepdims=True))):
            low, high = feasible_range(known(table, told), cell(table, int(place)))
            assert low <= table.flat[place] <= high
            assert high - low >= LEAST_WIDTH


@pytest.mark.parametrize(
    ("codes", "sizes"), [([[0, 1], [0, 1], [1, 1]], [2, 2, 1]), ([[0], [0]], [2, 2]), (np.zeros((0, 2)), [])]
)
def test_a_class_is_everybody_with_the_same_values(codes: list[list[int]], sizes: list[int]) -> None:
    assert class_sizes(np.array(codes)).tolist() == sizes
