"""One or two random factors of a model with working weights: factorise ``I + S Z'W Z S`` again at every step."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
_LARGEST_SLICE = 2_000_000


class Levels:
    """Which level of each factor a row has, the larger factor first.

    Parameters
    ----------
    codes
        One or two factors, shape (n,) each: levels 0 … q−1, all of them used.
    """

    def __init__(self, codes: list[Codes]) -> None:
        sizes = [int(code.max()) + 1 for code in codes]
        self.order = sorted(range(len(codes)), key=lambda place: -sizes[place])
        self.codes = [codes[place] for place in self.order]
        self.sizes = [sizes[place] for place in self.order]
        self.factor = np.repeat(np.arange(len(sizes)), self.sizes)
        self.n = len(codes[0])
        both = self.codes[0] * self.sizes[1] + self.codes[1] if len(codes) > 1 else np.zeros(0, dtype=np.int64)
        pairs, self.pair = np.unique(both, return_inverse=True)
        second = self.sizes[1] if len(codes) > 1 else 1
        self.row, self.column = pairs // second, pairs % second
        self.indptr = np.concatenate([[0], np.cumsum(np.bincount(self.row, minlength=self.sizes[0]))])

    def spread(self, values: Floats) -> Floats:
        """Sum of the values of each row's levels, shape (n,)."""
        own = values[: self.sizes[0]][self.codes[0]]
        return own if len(self.codes) == 1 else own + values[self.sizes[0] :][self.codes[1]]

    def gather(self, rows: Floats) -> Floats:
        """Sum of the rows over each level, shape (q,)."""
        sums = [np.bincount(code, rows, size) for code, size in zip(self.codes, self.sizes, strict=True)]
        return np.concatenate(sums)


class Spread(NamedTuple):
    """Inverse of a factorised matrix where it is needed: its diagonal and each row's variance of the scaled sum."""

    diagonal: Floats
    rows: Floats


class Curvature:
    """``I + S Z'W Z S`` factorised: the larger factor is diagonal, the Schur complement of the other is dense."""

    def __init__(self, levels: Levels, scale: Floats, weights: Floats) -> None:
        self.levels, self.scale, split = levels, scale, levels.sizes[0]
        diagonal = 1.0 + scale**2 * levels.gather(weights)
        self.first = diagonal[:split]
        if len(levels.sizes) == 1:
            self.lower, self.log_determinant = np.zeros((0, 0)), float(np.log(self.first).sum())
            return
        summed = np.bincount(levels.pair, weights, len(levels.row))
        across = summed * scale[:split][levels.row] * scale[split:][levels.column]
        shape = (split, len(scale) - split)
        coupling = sparse.csr_array((across, levels.column, levels.indptr), shape=shape)
        carried = across / self.first[levels.row]
        self.carried = sparse.csr_array((carried, levels.column, levels.indptr), shape=shape)
        rest = np.diag(diagonal[split:]) - (coupling.T.tocsr() @ self.carried).toarray()
        self.lower = linalg.cholesky(rest, lower=True, check_finite=False)
        self.log_determinant = float(np.log(self.first).sum() + 2 * np.log(np.diagonal(self.lower)).sum())

    def solve(self, right: Floats) -> Floats:
        """Solve for one right-hand side, shape (q,)."""
        split = len(self.first)
        if not len(self.lower):
            return right / self.first
        outside = linalg.cho_solve((self.lower, True), right[split:] - self.carried.T @ right[:split])
        return np.concatenate([right[:split] / self.first - self.carried @ outside, outside])

    def spread(self) -> Spread:
        """Diagonal of the inverse, and the variance of each row's scaled sum of effects."""
        levels, split = self.levels, len(self.first)
        if not len(self.lower):
            diagonal = 1.0 / self.first
            return Spread(diagonal, (self.scale**2 * diagonal)[levels.codes[0]])
        inner = linalg.cho_solve((self.lower, True), np.eye(len(self.lower)))
        touched = _touched(self.carried, inner)
        diagonal = 1.0 / self.first + np.bincount(levels.row, touched * self.carried.data, split)
        diagonal = np.concatenate([diagonal, np.diagonal(inner)])
        own = levels.spread(self.scale**2 * diagonal)
        both = touched * self.scale[:split][levels.row] * self.scale[split:][levels.column]
        return Spread(diagonal, own - 2.0 * both[levels.pair])


def _touched(rows: sparse.csr_array, matrix: Floats) -> Floats:
    """Entries of ``rows @ matrix`` where ``rows`` has entries; in slices, to bound memory."""
    answer = np.empty(len(rows.data))
    height = max(1, _LARGEST_SLICE // max(1, rows.shape[1]))
    for start in range(0, rows.shape[0], height):
        part = rows[start : start + height]
        own = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
        first = rows.indptr[start]
        answer[first : first + len(own)] = (part @ matrix)[own, part.indices]
    return answer
