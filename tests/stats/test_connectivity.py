"""Blocks and degrees of freedom of who rates whom."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.stats.connectivity import connectivity

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=30)


def coded(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Both sides as codes without gaps."""
    ratee, rater = np.array(pairs).T
    return np.unique(ratee, return_inverse=True)[1], np.unique(rater, return_inverse=True)[1]


@given(PAIRS)
def test_both_ends_of_a_pair_are_in_one_block(pairs: list[tuple[int, int]]) -> None:
    ratee, rater = coded(pairs)
    found = connectivity(ratee, rater)
    assert np.array_equal(found.ratee_block[ratee], found.rater_block[rater])
    assert found.ratee_block.max() + 1 == found.n_blocks


@given(PAIRS)
def test_degrees_of_freedom_are_those_of_the_additive_model(pairs: list[tuple[int, int]]) -> None:
    ratee, rater = coded(pairs)
    found = connectivity(ratee, rater)
    cells = np.unique(np.column_stack([ratee, rater]), axis=0)
    x = np.hstack([np.eye(ratee.max() + 1)[cells[:, 0]], np.eye(rater.max() + 1)[cells[:, 1]]])
    rank = np.linalg.matrix_rank(x)
    assert found.spare_pairs == len(cells) - rank
    assert found.contrasts == rank - (ratee.max() + 1)


def test_repeated_ratings_of_a_pair_count_once() -> None:
    found = connectivity(np.array([0, 0, 0]), np.array([0, 0, 1]))
    assert found.n_pairs == 2
    assert found.raters_per_ratee.tolist() == [2]
