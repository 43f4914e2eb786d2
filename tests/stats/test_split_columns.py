"""A matrix split by how crowded its columns are gives the products of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import sparse

from kinerja_lab.stats.diagonal_blocks import DiagonalBlocks
from kinerja_lab.stats.split_columns import SplitColumns

RANDOM = np.random.default_rng(2)
SHARES = np.array([0.02, 0.9, 0.1, 0.05, 0.6, 0.0])
WHOLE = np.where(RANDOM.random((80, 6)) < SHARES, RANDOM.normal(size=(80, 6)), 0.0)
SPLIT = SplitColumns.split(sparse.csr_array(WHOLE))


def test_only_columns_that_many_rows_touch_are_dense() -> None:
    assert SPLIT.at[1].tolist() == [1, 4]
    assert SPLIT.thin.shape == (80, 4)


def test_products_equal_those_of_the_whole() -> None:
    right, left = RANDOM.normal(size=(6, 2)), RANDOM.normal(size=(80, 3))
    assert_allclose(SPLIT.times(right), WHOLE @ right, atol=1e-12)
    assert_allclose(SPLIT.transposed_times(left), WHOLE.T @ left, atol=1e-12)
    rows, columns = RANDOM.random(80), RANDOM.random(6)
    assert_allclose(SPLIT.scaled(rows, columns).times(right), rows[:, None] * WHOLE * columns @ right, atol=1e-12)


def test_a_symmetric_product_and_quadratic_forms_equal_those_of_the_whole() -> None:
    left = sparse.block_diag([np.array([[2.0, 0.5], [0.5, 3.0]])] * 40, format="csr")
    carried, blocks = SPLIT.carried(left), DiagonalBlocks(np.zeros(6, dtype=np.int64))
    everything = np.arange(6)
    whole = blocks.part(SPLIT.symmetric(carried, blocks), everything, everything)
    assert_allclose(whole, WHOLE.T @ left.toarray() @ WHOLE, atol=1e-12)
    square = RANDOM.normal(size=(6, 6))
    square += square.T
    flat = blocks.filled(sparse.csr_array(square))
    dense = left.toarray() @ WHOLE
    assert_allclose(carried.quadratic(flat, blocks), np.einsum("ij,jk,ik->i", dense, square, dense), atol=1e-11)


@pytest.mark.parametrize("crowded", [True, False])
def test_quadratic_forms_reach_the_border_that_a_row_touches(crowded: bool) -> None:
    label = np.array([0, 0, 1, 1, -1, -1])
    blocks = DiagonalBlocks(label, (np.array([0, 2, 2]), np.array([4, 4, 5])))
    shape = np.array([[1, 0, 0, 0, 1, 0], [0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1], [0, 0, 0, 0, 0, 0]], dtype=float)
    rows = np.repeat(shape, [3, 2, 4, 2], axis=0)[[0, 1, 3, 2, 4, 5, 6, 7, 9, 8, 10]]
    rows = rows * RANDOM.normal(size=rows.shape)
    rows = rows if crowded else np.vstack([rows, np.zeros((60, 6))])
    square = RANDOM.normal(size=(6, 6))
    square += square.T
    split = SplitColumns.split(sparse.csr_array(rows))
    assert (len(split.at[1]) > 0) == crowded
    found = split.quadratic(blocks.filled(sparse.csr_array(np.where(met(label, blocks), square, 0.0))), blocks)
    assert_allclose(found, np.einsum("ij,jk,ik->i", rows, square, rows), atol=1e-12)


def met(label: np.ndarray, blocks: DiagonalBlocks) -> np.ndarray:
    """Which rows and columns have a place in the flat array."""
    return blocks.part(np.ones(blocks.size), np.arange(len(label)), np.arange(len(label))) > 0


def test_a_diagonal_matrix_scales_the_rows() -> None:
    diagonal = RANDOM.random(80) + 1
    carried = SPLIT.carried(sparse.diags_array(diagonal).tocsr())
    assert_allclose(carried.times(np.eye(6)), diagonal[:, None] * WHOLE, atol=1e-12)
