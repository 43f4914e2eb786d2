"""Matrices kept block by block give what dense matrices with zeros between the blocks give."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import sparse

from kinerja_lab.stats.diagonal_blocks import DiagonalBlocks

LABEL = np.array([7, 3, 7, 5, 3, 9, 7, 5, 2])  # one block of three, two of two, two of one
EVERY = np.arange(len(LABEL))


def dense(seed: int = 1) -> np.ndarray:
    """A positive definite matrix with nothing between blocks."""
    half = np.random.default_rng(seed).normal(size=(len(LABEL), 20))
    return np.where(LABEL[:, None] == LABEL, half @ half.T, 0.0)


def test_a_matrix_comes_back_as_it_was_put_in() -> None:
    blocks = DiagonalBlocks(LABEL)
    flat = blocks.filled(sparse.csr_array(dense()))
    assert len(flat) == blocks.size == 9 + 4 + 4 + 1 + 1
    assert_allclose(blocks.part(flat, EVERY, EVERY), dense())
    assert_allclose(flat[blocks.diagonal], np.diagonal(dense()))


def test_a_part_is_written_and_what_lies_between_blocks_is_not() -> None:
    blocks, rows, columns = DiagonalBlocks(LABEL), np.array([0, 1, 8]), np.array([2, 3])
    flat = np.zeros(blocks.size)
    blocks.put(flat, rows, columns, np.ones((3, 2)))
    expected = np.zeros((9, 9))
    expected[0, 2] = 1.0
    assert_allclose(blocks.part(flat, EVERY, EVERY), expected)
    named = blocks.filled(sparse.csr_array(np.array([[2.0, 1.0], [1.0, 2.0]])), np.array([1, 4]))
    assert_allclose(blocks.part(named, np.array([1, 4]), np.array([1, 4])), [[2.0, 1.0], [1.0, 2.0]])


def test_factors_solutions_and_inverse_equal_those_of_the_dense_matrix() -> None:
    blocks = DiagonalBlocks(LABEL)
    lower = blocks.cholesky(blocks.filled(sparse.csr_array(dense())))
    half = blocks.part(lower, EVERY, EVERY)
    assert_allclose(half @ half.T, dense(), atol=1e-12)
    right = np.random.default_rng(2).normal(size=(9, 3))
    assert_allclose(blocks.solve(lower, right), np.linalg.solve(dense(), right), rtol=1e-9)
    assert_allclose(blocks.part(blocks.inverse(lower), EVERY, EVERY), np.linalg.inv(dense()), atol=1e-12)


def test_a_matrix_that_is_not_positive_definite_has_no_factors() -> None:
    blocks = DiagonalBlocks(LABEL)
    with pytest.raises(np.linalg.LinAlgError):
        blocks.cholesky(blocks.filled(sparse.csr_array(-dense())))


def test_no_rows_are_no_blocks() -> None:
    blocks = DiagonalBlocks(np.empty(0, dtype=np.int64))
    assert blocks.size == 0
    assert blocks.solve(blocks.cholesky(np.empty(0)), np.empty((0, 2))).shape == (0, 2)
