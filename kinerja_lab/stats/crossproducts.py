"""Sums of products of a mixed model with random intercepts, and the sparse elimination of its largest factors.

The data enter a fit only through these sums: the design matrix of the random effects is never formed again, whatever
the number of iterations.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse
from scipy.sparse import csgraph

from kinerja_lab.stats.diagonal_blocks import DiagonalBlocks
from kinerja_lab.stats.separators import separation
from kinerja_lab.stats.split_columns import SplitColumns

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

# Blocks of the eliminated part are stored dense: these walls bound time and memory. Few blocks may be wider than would
# be good for all (a head whom the whole unit rates).
_LARGEST_BLOCK = 64
_WIDEST_BLOCK = 8 * _LARGEST_BLOCK
_LARGEST_STORE = 3e7


@dataclass(frozen=True, slots=True, eq=False)
class Crossproducts:
    """Everything a mixed model needs to know of its data.

    Attributes
    ----------
    n
        Rows.
    factor
        Shape (q,): which factor each random effect belongs to, factors one after the other.
    zz, zx, zy
        Random effects with themselves (q × q, sparse), with the fixed effects (q × p) and with the response (q).
    xx, xy, yy
        Fixed effects with themselves (p × p), with the response (p), and the response with itself.
    """

    n: int
    factor: Integers
    zz: Any
    zx: Floats
    zy: Floats
    xx: Floats
    xy: Floats
    yy: float

    @property
    def n_factors(self) -> int:
        """Number of random factors."""
        return int(self.factor.max()) + 1 if len(self.factor) else 0

    def without(self, factor: int) -> Crossproducts:
        """Sums of the model that lacks one random factor."""
        kept = np.flatnonzero(self.factor != factor)
        renumbered = self.factor[kept] - (self.factor[kept] > factor)
        zz = self.zz[kept][:, kept]
        return Crossproducts(self.n, renumbered, zz, self.zx[kept], self.zy[kept], self.xx, self.xy, self.yy)


def crossproducts(response: Floats, fixed: Floats, codes: Sequence[Integers]) -> Crossproducts:
    """What are the sums of products of a response, fixed effects and one-hot coded factors?

    Parameters
    ----------
    response
        Shape (n,).
    fixed
        Shape (n, p), of full column rank.
    codes
        Per random factor, shape (n,): level 0 … q−1 of each row; −1 where the row has no level of this factor.
    """
    sizes = [int(levels.max()) + 1 for levels in codes]
    y = np.ascontiguousarray(response, dtype=np.float64)
    sums = [_sums(levels, size, [*fixed.T, y]) for levels, size in zip(codes, sizes, strict=True)]
    zx, zy = np.split(np.concatenate(sums) if sums else np.zeros((0, fixed.shape[1] + 1)), [-1], axis=1)
    return Crossproducts(
        len(y), np.repeat(np.arange(len(sizes), dtype=np.int64), sizes), _zz(codes, sizes), zx, zy[:, 0],
        fixed.T @ fixed, fixed.T @ y, float(y @ y),
    )  # fmt: skip


def _sums(levels: Integers, size: int, columns: Sequence[Floats]) -> Floats:
    """Sum of each column over the rows of each level, shape (size, columns)."""
    if levels.min() < 0:
        known = levels >= 0
        levels, columns = levels[known], [column[known] for column in columns]
    return np.column_stack([np.bincount(levels, column, size) for column in columns])


def _zz(codes: Sequence[Integers], sizes: Sequence[int]) -> Any:
    """How often each level occurs, and together with each level of the other factors; shape (q, q)."""
    blocks: list[list[Any]] = [[None] * len(codes) for _ in codes]
    for one, levels in enumerate(codes):
        blocks[one][one] = sparse.diags_array(np.bincount(levels[levels >= 0], minlength=sizes[one]).astype(np.float64))
        for other in range(one):
            blocks[one][other] = _together(levels, codes[other], (sizes[one], sizes[other]))
            blocks[other][one] = blocks[one][other].T
    return sparse.block_array(blocks, format="csr") if blocks else sparse.csr_array((0, 0))


def _together(one: Integers, other: Integers, shape: tuple[int, int]) -> Any:
    """How often each level of one factor occurs with each of another."""
    if one.min() < 0 or other.min() < 0:
        known = (one >= 0) & (other >= 0)
        one, other = one[known], other[known]
    if shape[0] * shape[1] <= len(one):
        counts = np.bincount(one * shape[1] + other, minlength=shape[0] * shape[1])
        return sparse.csr_array(counts.reshape(shape).astype(np.float64))
    return sparse.coo_array((np.ones(len(one)), (one, other)), shape=shape).tocsr()


class Elimination:
    """Factorises ``[[I + S zz S, S zx], [zx' S, xx]]`` for any diagonal scale S, fixed effects last.

    The largest factor touches itself only on the diagonal; with factors nested in it or around it (a ratee, its raters,
    its aspects) it falls apart into many small blocks. These are eliminated first, all at once. What remains are the
    levels of the factors that truly cross: the base, which falls apart where no chain of common levels connects it, and
    further where few levels link the parts (heads who rate one another): these come last. A fixed effect that lies
    within one part that none links belongs to it; the others border them all.
    """

    def __init__(self, products: Crossproducts) -> None:
        self.products, self.size = products, len(products.factor)
        inside, label = _separable(products)
        order = np.lexsort((label, np.bincount(label)[label]))
        self.inside, self.inner = inside[order], DiagonalBlocks(label[order])
        outside = np.ones(self.size, dtype=bool)
        outside[inside] = False
        self.random, met = np.flatnonzero(outside), products.zz[self.inside]
        self.products_inside = self.inner.filled(met[:, self.inside])
        # Blocks lie in the order of their rows, so that the flat array of them is that of compressed sparse rows.
        block = self.inner.block
        widths = np.bincount(block)[block]
        self.indptr = np.concatenate([[0], np.cumsum(widths)]).astype(np.int32)
        first = np.arange(len(block)) - self.inner.place
        self.column = np.repeat(first - self.indptr[:-1], widths).astype(np.int32)
        self.column += np.arange(self.indptr[-1], dtype=np.int32)
        self.part = csgraph.connected_components(products.zz, directed=False)[1]
        self.met = met[:, self.random], products.zz[self.random][:, self.random]
        entries = self.met[0].tocoo()
        cliques = sparse.coo_array(
            (np.ones(entries.nnz), (block[entries.row], entries.col)), (int(block.max()) + 1, len(self.random))
        )
        self.separation = separation(cliques.tocsr(), self.met[1])
        self._join(sparse.csr_array(products.zx), products.xx)

    def _join(self, zx: Any, xx: Floats) -> None:
        """Take in these fixed effects, and what is outside with them."""
        fixed, label = self._within(zx, xx)
        self.base = np.append(self.random, self.size + np.flatnonzero(fixed))
        self.border = self.size + np.flatnonzero(~fixed)
        self.blocks = DiagonalBlocks(np.append(self.separation.label, label), self.separation.beside)
        (across, among), inner, outer = self.met, zx[self.inside], zx[self.random]
        self.across = SplitColumns.split(sparse.hstack([across, inner[:, fixed]], format="csr"))
        own, of_fixed = outer[:, fixed], sparse.csr_array(xx[np.ix_(fixed, fixed)])
        self.products_base = self.blocks.filled(sparse.block_array([[among, own], [own.T, of_fixed]]))
        base = np.vstack([outer[:, ~fixed].toarray(), xx[np.ix_(fixed, ~fixed)]])
        self.bordering = inner[:, ~fixed].toarray(), base, xx[np.ix_(~fixed, ~fixed)]

    def _within(self, zx: Any, xx: Floats) -> tuple[Any, Integers]:
        """Which fixed effects lie within one of several parts, one without separators; and the blocks of these."""
        entries, one = zx.tocoo(), np.full(zx.shape[1], -1)
        one[entries.col] = self.part[entries.row]
        elsewhere = np.bincount(entries.col[self.part[entries.row] != one[entries.col]], minlength=len(one))
        label, parts = self.separation.label, int(self.part.max()) + 1
        within = (one >= 0) & (elsewhere == 0) & (parts > 1)
        # Separators are eliminated after their part, and every fixed effect after the random ones that it touches.
        within &= ~np.isin(one, self.part[self.random[label < 0]])
        # Sums that cancel out, or rows without a level, hide from a part what two effects have in common.
        within &= ~((xx != 0) & (one[:, None] != one) & within).any(axis=1)
        block = int(label.max(initial=-1)) + 1 + np.arange(parts)
        block[self.part[self.random]] = label
        return within, block[one[within]]

    @cached_property
    def of_random(self) -> Elimination:
        """The same without fixed effects."""
        other = copy(self)
        other._join(sparse.csr_array((self.size, 0)), np.empty((0, 0)))
        return other

    def factorise(self, scale: Floats) -> Factorised:
        """Factorise for one scale of the random effects (their standard deviations in units of the residual's)."""
        inner, random = scale[self.inside], self.base < self.size
        outer = np.where(random, np.append(scale, 1.0)[np.minimum(self.base, self.size)], 1.0)
        blocks = self.inner.scaled(self.products_inside, inner)
        blocks[self.inner.diagonal] += 1.0
        halves = self.inner.cholesky(blocks)
        del blocks
        diagonals = halves[self.inner.diagonal]
        csr = (self.inner.inverse(halves), self.column, self.indptr)
        inverse_inside = sparse.csr_array(csr, shape=(len(inner), len(inner)))
        across = self.across.scaled(inner, outer)
        carried = across.carried(inverse_inside)
        rest = self.blocks.scaled(self.products_base, outer)
        rest[self.blocks.diagonal] += random
        rest -= across.symmetric(carried, self.blocks)
        lower = self.blocks.cholesky(rest)
        border = inner[:, None] * self.bordering[0]
        beside = inverse_inside @ border
        joining = outer[:, None] * self.bordering[1] - carried.transposed_times(border)
        solved = self.blocks.solve(lower, joining)
        corner = linalg.cholesky(self.bordering[2] - border.T @ beside - joining.T @ solved, lower=True)
        logs = np.log(lower[self.blocks.diagonal])
        of_random = float(np.log(diagonals).sum() + logs[random].sum())
        of_fixed = float(logs[~random].sum() + np.log(np.diagonal(corner)).sum())
        edge = Border(beside, joining, solved, corner)
        return Factorised(self, inverse_inside, carried, lower, edge, 2.0 * of_random, 2.0 * of_fixed)


class Border(NamedTuple):
    """Fixed effects that touch several parts: carried to what is inside, joining the base, solved there, and left."""

    inside: Floats
    base: Floats
    solved: Floats
    lower: Floats


@dataclass(frozen=True, eq=False)
class Factorised:
    """A factorised ``[[I + S zz S, S zx], [zx' S, xx]]``: solves, log determinants, diagonal of the inverse.

    ``log_determinant`` is that of the random part, ``log_determinant_fixed`` what the fixed effects add to it.
    """

    plan: Elimination
    inverse_inside: Any
    carried: SplitColumns
    lower: Floats
    border: Border
    log_determinant: float
    log_determinant_fixed: float

    def solve(self, right: Floats) -> Floats:
        """Solve for right-hand sides of shape (q + p, m)."""
        plan, border, answer = self.plan, self.border, np.empty_like(right)
        inside, base = right[plan.inside], right[plan.base] - self.carried.transposed_times(right[plan.inside])
        rest = right[plan.border] - border.inside.T @ inside - border.solved.T @ base
        edge = linalg.cho_solve((border.lower, True), rest, check_finite=False)
        outside = plan.blocks.solve(self.lower, base) - border.solved @ edge
        answer[plan.border], answer[plan.base] = edge, outside
        answer[plan.inside] = self.inverse_inside @ inside - self.carried.times(outside) - border.inside @ edge
        return answer

    def inverse_diagonal(self) -> Floats:
        """Diagonal of the inverse, shape (q + p,)."""
        plan, border = self.plan, self.border
        inverse = plan.blocks.inverse(self.lower)
        root = linalg.solve_triangular(border.lower, np.eye(len(border.lower)), lower=True).T
        base, inside = border.solved @ root, border.inside @ root
        inside -= self.carried.times(base)
        diagonal = np.empty(len(plan.inside) + len(plan.base) + len(plan.border))
        diagonal[plan.border] = np.einsum("ij,ij->i", root, root)
        diagonal[plan.base] = inverse[plan.blocks.diagonal] + np.einsum("ij,ij->i", base, base)
        own = self.inverse_inside.diagonal() + self.carried.quadratic(inverse, plan.blocks)
        diagonal[plan.inside] = own + np.einsum("ij,ij->i", inside, inside)
        return diagonal


def _separable(products: Crossproducts) -> tuple[Integers, Integers]:
    """Effects that fall apart into small blocks, taken factor by factor from the largest; and the block of each."""
    by_size = np.argsort(-np.bincount(products.factor), kind="stable")
    chosen = np.flatnonzero(products.factor == by_size[0])
    label = np.arange(len(chosen))
    for factor in by_size[1:]:
        tried = np.concatenate([chosen, np.flatnonzero(products.factor == factor)])
        found = csgraph.connected_components(products.zz[tried][:, tried], directed=False)[1]
        widths = np.bincount(found).astype(np.float64)
        narrow = widths.max() <= _WIDEST_BLOCK and np.mean(widths**3) <= _LARGEST_BLOCK**3
        if narrow and (widths**2).sum() <= _LARGEST_STORE:
            chosen, label = tried, found.astype(np.int64)
    return chosen, label
