"""Symmetric matrices that fall apart into dense blocks, once a border is put aside: all of one shape solved at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_NONE = np.zeros(0, dtype=np.int64)


class _Shape(NamedTuple):
    """Blocks of one shape: their rows (blocks, width), the border rows beside them (blocks, edge), and their cells."""

    rows: Integers
    edge: Integers
    cells: slice

    def of(self, flat: Floats) -> Floats:
        """These blocks of a matrix, and what they have in common with the border, (blocks, width, width + edge)."""
        blocks, width = self.rows.shape
        return flat[self.cells].reshape(blocks, width, width + self.edge.shape[1])


class DiagonalBlocks:
    """Which rows belong together. A matrix is a flat array of its blocks, those of one shape beside one another.

    A row of the border may have something in common with all others of it, which makes the border a last, dense block,
    and with several blocks: of each block, the columns of those border rows that are beside it stand right of its own.

    Parameters
    ----------
    label
        Shape (n,): block of each row, any numbers; −1 for the border. The rows of a block keep their order in it.
    beside
        Rows of blocks, and the border rows that they or others of their block have something in common with; shape
        (m,) each, repetitions allowed.
    """

    def __init__(self, label: Integers, beside: tuple[Integers, Integers] = (_NONE, _NONE)) -> None:
        own, self.border = np.flatnonzero(label >= 0), np.flatnonzero(label < 0)
        _, block, widths = np.unique(label[own], return_inverse=True, return_counts=True)
        self.block = np.full(len(label), -1)
        self.block[own] = block
        self.place = np.zeros(len(label), dtype=np.int64)
        self.place[self.border] = np.arange(len(self.border))
        # Where a border row stands beside each block: right of the block's own columns, 0 if it does not touch it.
        self._beside = np.zeros((len(widths), len(self.border)), dtype=np.int32)
        self._beside[self.block[beside[0]], self.place[beside[1]]] = 1
        edges = self._beside.sum(axis=1, dtype=np.int64)
        at, edge = np.nonzero(self._beside)
        self._beside[at, edge] = widths[at] + np.arange(len(at)) - np.repeat(np.cumsum(edges) - edges, edges)
        by_shape = np.lexsort((edges, widths))
        rank = np.argsort(by_shape, kind="stable")
        own, at = own[np.argsort(rank[block], kind="stable")], np.argsort(rank[at], kind="stable")
        self._shapes = _shapes(widths[by_shape], edges[by_shape], own, self.border[edge[at]])
        self.start = np.empty(len(label), dtype=np.int64)
        for rows, beside_them, cells in self._shapes:
            width = rows.shape[1]
            self.place[rows] = np.arange(width)
            inner = np.arange(rows.size) * (width + beside_them.shape[1])
            self.start[rows] = cells.start + inner.reshape(rows.shape)
        self._corner = self._shapes[-1].cells.stop if self._shapes else 0
        self.start[self.border] = self._corner + self.place[self.border] * len(self.border)
        self.order = np.append(own, self.border)
        self.size = self._corner + len(self.border) ** 2

    @property
    def diagonal(self) -> Integers:
        """Places of the diagonal in the flat array, shape (n,)."""
        return self.start + self.place

    @property
    def work(self) -> float:
        """Work of a factorisation, where that of one dense block of n rows is n³."""
        sums = [rows.size * float(rows.shape[1] + edge.shape[1]) ** 2 for rows, edge, _ in self._shapes]
        return sum(sums) + float(len(self.border)) ** 3

    def at(self, row: Integers, column: Integers) -> Integers:
        """Places in the flat array of rows and columns that have something in common."""
        if not len(self.border):
            return self.start[row] + self.place[column]
        turned = (self.block[row] < 0) & (self.block[column] >= 0)
        row, column = np.where(turned, column, row), np.where(turned, row, column)
        place, across = self.place[column], (self.block[row] >= 0) & (self.block[column] < 0)
        place[across] = self._beside[self.block[row[across]], place[across]]
        return self.start[row] + place

    def filled(self, matrix: Any, at: Integers | None = None) -> Floats:
        """Flat array of a sparse symmetric matrix with nothing between blocks; ``at`` names its rows and columns."""
        entries, flat = matrix.tocoo(), np.zeros(self.size)
        row, column = (entries.row, entries.col) if at is None else (at[entries.row], at[entries.col])
        flat[self.at(row, column)] = entries.data
        return flat

    def part(self, flat: Floats, rows: Integers, columns: Integers) -> Floats:
        """Dense part of a matrix, with zeros between blocks."""
        within = self._within(rows, columns)
        dense = np.zeros((len(rows), len(columns)))
        dense[within] = flat[self.at(rows[within[0]], columns[within[1]])]
        return dense

    def put(self, flat: Floats, rows: Integers, columns: Integers, dense: Floats) -> None:
        """Write a dense part into a matrix; what it has between blocks is left out."""
        within = self._within(rows, columns)
        flat[self.at(rows[within[0]], columns[within[1]])] = dense[within]

    def _within(self, rows: Integers, columns: Integers) -> tuple[Integers, ...]:
        """Pairs of rows and columns that share a block, or are beside one another, or both of the border."""
        one, other = self.block[rows], self.block[columns]
        within = one[:, None] == other
        for edge, block, places, turned in ((one, other, rows, within), (other, one, columns, within.T)):
            edge, of_block = np.flatnonzero(edge < 0), np.flatnonzero(block >= 0)
            beside = self._beside[np.ix_(block[of_block], self.place[places[edge]])] > 0
            turned[np.ix_(edge, of_block)] = beside.T
        return np.nonzero(within)

    def scaled(self, flat: Floats, factors: Floats) -> Floats:
        """Matrix with its rows and columns times a factor each, shape (n,)."""
        answer = flat.copy()
        for shape in self._shapes:
            columns = factors[np.hstack([shape.rows, shape.edge])]
            part = shape.of(answer)
            part *= factors[shape.rows][:, :, None] * columns[:, None, :]
        corner, edge = self._last(answer), factors[self.border]
        corner *= edge[:, None] * edge
        return answer

    def cholesky(self, flat: Floats) -> Floats:
        """Lower triangular factors of a positive definite matrix; right of a block's own, solved, what is beside it."""
        lower = np.empty_like(flat)
        corner = self._last(lower)
        corner[:] = self._last(flat)
        for shape in self._shapes:
            part, whole, width = shape.of(lower), shape.of(flat), shape.rows.shape[1]
            part[:, :, :width] = np.linalg.cholesky(whole[:, :, :width])
            if shape.edge.size:
                beside = _forward(part[:, :, :width], whole[:, :, width:])
                edge, part[:, :, width:] = self.place[shape.edge], beside
                np.subtract.at(corner, (edge[:, :, None], edge[:, None, :]), beside.transpose(0, 2, 1) @ beside)
        corner[:] = np.linalg.cholesky(corner)
        return lower

    def solve(self, lower: Floats, right: Floats) -> Floats:
        """Solve for right-hand sides of shape (n, m), given the factors."""
        answer, last = np.empty_like(right), right[self.border]
        if not len(last):
            for shape, half, _ in self._halves(lower):
                answer[shape.rows] = _both(half, right[shape.rows])
            return answer
        for shape, half, beside in self._halves(lower):
            answer[shape.rows] = _forward(half, right[shape.rows])
            if shape.edge.size:
                carried = beside.transpose(0, 2, 1) @ answer[shape.rows]
                np.subtract.at(last, self.place[shape.edge], carried)
        last = linalg.cho_solve((self._last(lower), True), last, check_finite=False)
        answer[self.border] = last
        for shape, half, beside in self._halves(lower):
            rest = answer[shape.rows]
            answer[shape.rows] = _back(half, rest - beside @ last[self.place[shape.edge]] if shape.edge.size else rest)
        return answer

    def inverse(self, lower: Floats) -> Floats:
        """Inverse of the matrix with these factors, as far as the flat array holds it."""
        answer = np.empty_like(lower)
        corner = self._last(answer)
        corner[:] = _inverse(self._last(lower)[None])[0] if len(self.border) else 0.0
        for shape, half, beside in self._halves(lower):
            part, width = shape.of(answer), shape.rows.shape[1]
            part[:, :, :width] = _inverse(half)
            if shape.edge.size:
                edge, back = self.place[shape.edge], _back(half, beside)
                spread = back @ corner[edge[:, :, None], edge[:, None, :]]
                part[:, :, :width] += spread @ back.transpose(0, 2, 1)
                part[:, :, width:] = -spread
        return answer

    def _halves(self, lower: Floats) -> Iterator[tuple[_Shape, Floats, Floats]]:
        """For each shape its factors, and what is beside them."""
        for shape in self._shapes:
            part, width = shape.of(lower), shape.rows.shape[1]
            yield shape, part[:, :, :width], part[:, :, width:]

    def _last(self, flat: Floats) -> Floats:
        """The dense block of the border."""
        return flat[self._corner :].reshape(len(self.border), len(self.border))


def _shapes(widths: Integers, edges: Integers, rows: Integers, border: Integers) -> list[_Shape]:
    """Blocks by shape, given width and edge of each, their rows and the border rows beside them, all in one order."""
    shapes, (row, beside, cell) = [], (0, 0, 0)
    changes = np.flatnonzero((np.diff(widths, prepend=-1) != 0) | (np.diff(edges, prepend=-1) != 0))
    for first, last in zip(changes, np.append(changes, len(widths))[1:], strict=True):
        blocks, width, edge = int(last - first), int(widths[first]), int(edges[first])
        size = blocks * width * (width + edge)
        here, along = rows[row : row + blocks * width], border[beside : beside + blocks * edge]
        cells = slice(cell, cell + size)
        shapes.append(_Shape(here.reshape(blocks, width), along.reshape(blocks, edge), cells))
        row, beside, cell = row + blocks * width, beside + blocks * edge, cell + size
    return shapes


def _forward(lower: Floats, right: Floats) -> Floats:
    """Solve with lower triangular blocks."""
    if len(lower) == 1:
        return np.asarray(linalg.solve_triangular(lower[0], right[0], lower=True, check_finite=False))[None]
    return np.asarray(np.linalg.solve(lower, right), dtype=np.float64)


def _back(lower: Floats, right: Floats) -> Floats:
    """Solve with the transposes of lower triangular blocks."""
    if len(lower) == 1:
        solved = linalg.solve_triangular(lower[0], right[0], lower=True, trans=1, check_finite=False)
        return np.asarray(solved)[None]
    return np.asarray(np.linalg.solve(lower.transpose(0, 2, 1), right), dtype=np.float64)


def _both(lower: Floats, right: Floats) -> Floats:
    """Solve with both: with the matrices that have these lower triangular factors."""
    if len(lower) == 1:
        return np.asarray(linalg.cho_solve((lower[0], True), right[0], check_finite=False))[None]
    return _back(lower, _forward(lower, right))


def _inverse(lower: Floats) -> Floats:
    """Inverses of the matrices with these lower triangular factors, shape (blocks, width, width)."""
    if len(lower) > 1:
        root = np.linalg.inv(lower)
        return np.asarray(root.transpose(0, 2, 1) @ root)
    half, _ = linalg.lapack.dpotri(lower[0], lower=1)
    whole: Floats = half + half.T
    whole[np.diag_indices_from(whole)] *= 0.5
    return whole[None]
