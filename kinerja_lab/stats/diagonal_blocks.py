"""Symmetric matrices that fall apart into dense blocks: each solved for itself, all of one width at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import linalg

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class DiagonalBlocks:
    """Which rows belong together. A matrix is a flat array of its blocks, those of one width beside one another.

    Parameters
    ----------
    label
        Shape (n,): block of each row, any numbers; the rows of a block keep their order in it.
    """

    def __init__(self, label: Integers) -> None:
        _, block, widths = np.unique(label, return_inverse=True, return_counts=True)
        by_width = np.argsort(widths, kind="stable")
        row, cell = np.zeros_like(widths), np.zeros_like(widths)
        row[by_width[1:]] = np.cumsum(widths[by_width])[:-1]
        cell[by_width[1:]] = np.cumsum(widths[by_width] ** 2)[:-1]
        self.order = np.lexsort((block, widths[block]))
        self.place = np.argsort(self.order) - row[block]
        self.start = cell[block] + self.place * widths[block]
        self.block, self.size = block, int((widths**2).sum())
        self._groups = list(zip(*map(np.ndarray.tolist, np.unique(widths, return_counts=True)), strict=True))

    @property
    def diagonal(self) -> Integers:
        """Places of the diagonal in the flat array, shape (n,)."""
        return self.start + self.place

    def filled(self, matrix: Any, at: Integers | None = None) -> Floats:
        """Flat array of a sparse matrix that has nothing between blocks; ``at`` names its rows and columns."""
        entries, flat = matrix.tocoo(), np.zeros(self.size)
        row, column = (entries.row, entries.col) if at is None else (at[entries.row], at[entries.col])
        flat[self.start[row] + self.place[column]] = entries.data
        return flat

    def part(self, flat: Floats, rows: Integers, columns: Integers) -> Floats:
        """Dense part of a matrix, with zeros between blocks."""
        within, where = self._places(rows, columns)
        dense = np.zeros((len(rows), len(columns)))
        dense[within] = flat[where]
        return dense

    def put(self, flat: Floats, rows: Integers, columns: Integers, dense: Floats) -> None:
        """Write a dense part into a matrix; what it has between blocks is left out."""
        within, where = self._places(rows, columns)
        flat[where] = dense[within]

    def _places(self, rows: Integers, columns: Integers) -> tuple[tuple[Integers, ...], Integers]:
        """Pairs of rows and columns that share a block, and their places in the flat array."""
        row, column = np.nonzero(self.block[rows][:, None] == self.block[columns])
        return (row, column), self.start[rows[row]] + self.place[columns[column]]

    def stacks(self, flat: Floats) -> Iterator[tuple[Integers, Floats]]:
        """For each width: the rows of its blocks, shape (blocks, width), and the blocks, (blocks, width, width)."""
        row = cell = 0
        for width, count in self._groups:
            rows = self.order[row : row + count * width].reshape(count, width)
            yield rows, flat[cell : cell + count * width**2].reshape(count, width, width)
            row, cell = row + count * width, cell + count * width**2

    def cholesky(self, flat: Floats) -> Floats:
        """Lower triangular factors of a positive definite matrix."""
        return self._each(np.linalg.cholesky, flat)

    def solve(self, lower: Floats, right: Floats) -> Floats:
        """Solve for right-hand sides of shape (n, m), given the factors."""
        answer = np.empty_like(right)
        for rows, blocks in self.stacks(lower):
            if len(rows) == 1:
                answer[rows[0]] = linalg.cho_solve((blocks[0], True), right[rows[0]], check_finite=False)
            else:
                answer[rows] = np.linalg.solve(blocks.transpose(0, 2, 1), np.linalg.solve(blocks, right[rows]))
        return answer

    def inverse(self, lower: Floats) -> Floats:
        """Inverse of the matrix with these factors."""
        return self._each(_inverse, lower)

    def _each(self, of_blocks: Callable[[Floats], Any], flat: Floats) -> Floats:
        """Answer for all blocks, width by width."""
        parts = [of_blocks(blocks).ravel() for _, blocks in self.stacks(flat)]
        return np.concatenate([np.empty(0), *parts])


def _inverse(lower: Floats) -> Floats:
    """Inverses of the matrices with these lower triangular factors, shape (blocks, width, width)."""
    if len(lower) > 1:
        root = np.linalg.inv(lower)
        return np.asarray(root.transpose(0, 2, 1) @ root)
    half, _ = linalg.lapack.dpotri(lower[0], lower=1)
    whole: Floats = half + half.T
    whole[np.diag_indices_from(whole)] *= 0.5
    return whole[None]
