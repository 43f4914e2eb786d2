"""Sparse matrix whose crowded columns are stored dense: products of sparse rows cost the square of what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.diagonal_blocks import DiagonalBlocks

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_CROWDED = 0.2  # a column that at least this share of the rows touch is stored dense
_SLICE = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class SplitColumns:
    """A matrix of shape (n, b) in two parts.

    Attributes
    ----------
    thin
        Shape (n, b₁), compressed sparse rows.
    crowded
        Shape (n, b₂), dense.
    at
        Columns of the whole that each part holds.
    """

    thin: Any
    crowded: Floats
    at: tuple[Integers, Integers]

    @classmethod
    def split(cls, matrix: Any) -> SplitColumns:
        """Split a matrix of compressed sparse rows by how many of them touch each column."""
        touched = np.bincount(matrix.indices, minlength=matrix.shape[1])
        thin = np.flatnonzero(touched < _CROWDED * matrix.shape[0])
        crowded = np.setdiff1d(np.arange(matrix.shape[1]), thin)
        return cls(matrix[:, thin].tocsr(), matrix[:, crowded].toarray(), (thin, crowded))

    @property
    def _row(self) -> Integers:
        """Row of each entry of the thin part."""
        return np.repeat(np.arange(self.thin.shape[0]), np.diff(self.thin.indptr))

    def scaled(self, rows: Floats, columns: Floats | None = None) -> SplitColumns:
        """Rows and columns times a factor each."""
        values = self.thin.data * rows[self._row]
        crowded = self.crowded * rows[:, None]
        if columns is not None:
            values *= columns[self.at[0]][self.thin.indices]
            crowded *= columns[self.at[1]]
        thin = type(self.thin)((values, self.thin.indices, self.thin.indptr), shape=self.thin.shape)
        return SplitColumns(thin, crowded, self.at)

    def carried(self, left: Any) -> SplitColumns:
        """``left @ self``, for a sparse square matrix with a full diagonal."""
        if left.nnz == left.shape[0]:
            return self.scaled(left.data)
        return SplitColumns((left @ self.thin).tocsr(), left @ self.crowded, self.at)

    def times(self, right: Floats) -> Floats:
        """``self @ right``."""
        answer: Floats = self.thin @ right[self.at[0]] + self.crowded @ right[self.at[1]]
        return answer

    def transposed_times(self, right: Floats) -> Floats:
        """``self.T @ right``."""
        answer = np.empty((sum(map(len, self.at)), *right.shape[1:]))
        answer[self.at[0]], answer[self.at[1]] = self.thin.T @ right, self.crowded.T @ right
        return answer

    def symmetric(self, carried: SplitColumns, blocks: DiagonalBlocks) -> Floats:
        """``self.T @ carried`` as blocks, where ``carried`` is this matrix times a symmetric one."""
        thin, crowded = self.at
        flat = blocks.filled(self.thin.T.tocsr() @ carried.thin, thin)
        if len(crowded):
            across = self.thin.T @ carried.crowded
            blocks.put(flat, thin, crowded, across)
            blocks.put(flat, crowded, thin, across.T)
            blocks.put(flat, crowded, crowded, self.crowded.T @ carried.crowded)
        return flat

    def quadratic(self, flat: Floats, blocks: DiagonalBlocks) -> Floats:
        """Quadratic form r M r' of each row r, shape (n,), for a symmetric M of blocks; no row touches two of them."""
        thin, crowded = self.at
        own, column, values = self._row, self.thin.indices, self.thin.data
        touched = self._pairs(own, flat, blocks)
        if not len(crowded):
            return np.bincount(own, touched * values, self.thin.shape[0]).astype(np.float64, copy=False)
        between = blocks.part(flat, thin, crowded)
        height = max(1, _SLICE // len(crowded))
        for first in range(0, len(values), height):
            part = slice(first, first + height)
            touched[part] += 2 * np.einsum("ej,ej->e", self.crowded[own[part]], between[column[part]])
        dense = np.einsum("ij,ij->i", self.crowded @ blocks.part(flat, crowded, crowded), self.crowded)
        return dense + np.bincount(own, touched * values, len(dense))

    def _pairs(self, own: Integers, flat: Floats, blocks: DiagonalBlocks) -> Floats:
        """For each thin entry, the sum over its row's entries from itself on of M times the value, others doubled."""
        column, values = self.at[0][self.thin.indices], self.thin.data
        start, place, end = blocks.start[column], blocks.place[column], self.thin.indptr[own + 1]
        touched = flat[start + place] * values
        entry, shift = np.arange(len(own)), 1
        while len(entry := entry[entry + shift < end[entry]]):
            other = entry + shift
            touched[entry] += 2 * flat[start[entry] + place[other]] * values[other]
            shift += 1
        return touched
