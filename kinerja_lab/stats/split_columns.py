"""Sparse matrix whose crowded columns are stored dense: products of sparse rows cost the square of what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.diagonal_blocks import DiagonalBlocks

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_CROWDED = 0.2  # a column that at least this share of the rows touch is stored dense
_SLICE = 1_000_000


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
        (thin, crowded), answer = self.at, np.zeros(self.thin.shape[0])
        for rows, entries, columns in self._alike():
            column = thin[columns]
            values = self.thin.data[entries]
            square = flat[blocks.at(*np.broadcast_arrays(column[:, :, None], column[:, None, :]))]
            answer[rows] = np.einsum("prk,prk->pr", values @ square, values)
        if len(crowded):
            answer += 2.0 * np.einsum("ij,ij->i", self.thin @ blocks.part(flat, thin, crowded), self.crowded)
            answer += np.einsum("ij,ij->i", self.crowded @ blocks.part(flat, crowded, crowded), self.crowded)
        return answer

    def _alike(self) -> Iterator[tuple[Integers, Integers, Integers]]:
        """Rows that follow one another and touch the same columns, p times r of them with k columns, many p at once.

        Rows, shape (p, r), their entries, (p, r, k), and columns, (p, k).
        """
        start, met, column = self.thin.indptr[:-1], np.diff(self.thin.indptr), self.thin.indices
        own, other = self._row, np.append(True, met[1:] != met[:-1])[: len(met)]
        # A row before that is shorter or longer is another anyhow; the first row has none before it.
        before = np.maximum(np.arange(len(column)) - met[own], 0)
        other[own[column != column[before]]] = True
        first = np.flatnonzero(other)
        repeat, width = np.diff(np.append(first, len(met))), met[first].astype(np.int64)
        shape = repeat * (int(met.max(initial=0)) + 1) + width
        for each in np.unique(shape[width > 0]).tolist():
            found = first[shape == each]
            r, k = divmod(each, int(met.max()) + 1)
            for part in np.array_split(found, -(-len(found) * k * max(k, r) // _SLICE)):
                entries = start[part][:, None, None] + np.arange(r * k).reshape(r, k)
                yield part[:, None] + np.arange(r), entries, self.thin.indices[entries[:, 0]]
