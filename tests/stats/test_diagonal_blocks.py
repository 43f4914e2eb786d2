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


# Two blocks of two beside one border row each, not the same; one of two beside two; one of one beside none.
BORDERED = np.array([4, -1, 4, 0, 0, 6, -1, 6, 2])
BESIDE = (np.array([0, 3, 5, 5, 7]), np.array([1, 6, 1, 6, 6]))


def bordered(seed: int = 1) -> np.ndarray:
    """A positive definite matrix with a border."""
    half = np.random.default_rng(seed).normal(size=(9, 20))
    touched = np.zeros((9, 9), dtype=bool)
    touched[np.ix_([0, 2], [1])] = touched[np.ix_([3, 4], [6])] = touched[np.ix_([5, 7], [1, 6])] = True
    whole = np.where((BORDERED[:, None] == BORDERED) | touched | touched.T, half @ half.T, 0.0)
    return whole + 10 * np.eye(9)


def test_a_bordered_matrix_comes_back_as_it_was_put_in_and_scaled() -> None:
    blocks = DiagonalBlocks(BORDERED, BESIDE)
    flat = blocks.filled(sparse.csr_array(bordered()))
    assert len(flat) == blocks.size == 2 * 3 + 2 * 3 + 2 * 4 + 1 + 4
    assert blocks.work == 2 * 9 + 2 * 9 + 2 * 16 + 1 + 8
    assert_allclose(blocks.part(flat, EVERY, EVERY), bordered())
    assert_allclose(flat[blocks.diagonal], np.diagonal(bordered()))
    factors = np.random.default_rng(2).random(9)
    scaled = blocks.part(blocks.scaled(flat, factors), EVERY, EVERY)
    assert_allclose(scaled, factors[:, None] * bordered() * factors)
    again = np.zeros(blocks.size)
    rows, columns = np.array([1, 0, 8, 5]), np.array([6, 2, 3])
    blocks.put(again, rows, columns, bordered()[np.ix_(rows, columns)])
    assert_allclose(blocks.part(again, rows, columns), bordered()[np.ix_(rows, columns)])


def test_solutions_determinant_and_inverse_of_a_bordered_matrix_equal_those_of_the_dense_one() -> None:
    blocks, whole = DiagonalBlocks(BORDERED, BESIDE), bordered()
    lower = blocks.cholesky(blocks.filled(sparse.csr_array(whole)))
    assert_allclose(2 * np.log(lower[blocks.diagonal]).sum(), np.linalg.slogdet(whole)[1], rtol=1e-12)
    right = np.random.default_rng(2).normal(size=(9, 3))
    assert_allclose(blocks.solve(lower, right), np.linalg.solve(whole, right), rtol=1e-10)
    held = blocks.part(blocks.filled(sparse.csr_array(np.ones((9, 9)) * (whole != 0))), EVERY, EVERY)
    assert_allclose(blocks.part(blocks.inverse(lower), EVERY, EVERY), np.linalg.inv(whole) * held, atol=1e-14)


def test_a_border_alone_is_one_block() -> None:
    blocks = DiagonalBlocks(np.full(4, -1))
    whole = bordered()[:4, :4]
    lower = blocks.cholesky(blocks.filled(sparse.csr_array(whole)))
    assert_allclose(blocks.solve(lower, np.eye(4)), np.linalg.inv(whole), rtol=1e-12)
    assert_allclose(blocks.part(blocks.inverse(lower), EVERY[:4], EVERY[:4]), np.linalg.inv(whole), rtol=1e-12)


def test_no_rows_are_no_blocks() -> None:
    blocks = DiagonalBlocks(np.empty(0, dtype=np.int64))
    assert blocks.size == 0
    assert blocks.solve(blocks.cholesky(np.empty(0)), np.empty((0, 2))).shape == (0, 2)
