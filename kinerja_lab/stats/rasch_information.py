"""Information of a Rasch model's parameters, ratees eliminated: a large sparse facet with a border of a few columns."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import linalg

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.rasch_design import Codes, Layout

Floats = npt.NDArray[np.float64]

_LARGEST_DENSE = 4000
_PROBES = 100
_ROUNDS = 300
_CLOSE = 1e-7
_HARD = 1e6  # weight, in units of the average information, that keeps sums at zero and anchors in place


class Information:
    """``[[M, B], [B', O]]`` with M the main facet's sparse part; solves, and the diagonal of the inverse.

    Up to 4,000 levels M is factorised. Beyond that it is solved by conjugate gradients, and the diagonal of its inverse
    is estimated from 100 random sign vectors (fixed seed): standard errors then carry a noise of about two percent.

    Parameters
    ----------
    layout
        Which parameters sum to zero and which are anchored.
    main, border, others
        Shapes (R, R) sparse, (R, m) and (m, m).
    close
        Share of the right-hand side that conjugate gradients may leave.

    References
    ----------
    Hutchinson (1990) Communications in Statistics – Simulation and Computation 19, 433 (diagonal by sign vectors).
    Gould, Hribar and Nocedal (2001) SIAM Journal on Scientific Computing 23, 1376 (conjugate gradients under
    constraints).
    """

    def __init__(self, layout: Layout, main: Any, border: Floats, others: Floats, close: float = _CLOSE) -> None:
        self.sparse, self.border, self.others, self._close = main, border, others.copy(), close
        weight = _HARD * float(main.diagonal().mean())
        self.extra = np.zeros(main.shape[0])
        self.centred = [_run(places) for of_main, places in layout.groups if of_main]
        self.weight = weight
        for of_main, places in layout.groups:
            if not of_main:
                self.others[np.ix_(places, places)] += weight
        for facet, anchor in enumerate(layout.anchors):
            fixed = np.flatnonzero(~np.isnan(anchor))
            if facet == layout.main:
                self.extra[fixed] = weight
            else:
                self.others[layout.offsets[facet] + fixed, layout.offsets[facet] + fixed] += weight
        self._bordered = self._solve_main(border)
        self._lower = linalg.cholesky(self.others - border.T @ self._bordered, lower=True)

    @cached_property
    def _dense(self) -> Floats | None:
        """Cholesky factor of the main part, where it is small enough."""
        if self.sparse.shape[0] > _LARGEST_DENSE:
            return None
        whole = self.sparse.toarray()
        whole[np.diag_indices_from(whole)] += self.extra
        for places in self.centred:
            here = np.arange(len(whole))[places]
            whole[np.ix_(here, here)] += self.weight
        return linalg.cholesky(whole, lower=True, overwrite_a=True, check_finite=False)

    def _solve_main(self, right: Floats) -> Floats:
        """Solve with the main part."""
        if self._dense is not None:
            return linalg.cho_solve((self._dense, True), right, check_finite=False)
        return self._conjugate_gradients(right)

    def _preconditioned(self, rest: Floats) -> Floats:
        """Rest over the diagonal, anchors held, centred groups summing to zero; takes off rest, in place, their pull.

        The pull grows while the rest shrinks: left in, its rounding errors would take over.
        """
        for places in self.centred:
            own = self._scale[places]
            rest[places] -= (own * rest[places]).sum(axis=0) / own.sum()
        return self._scale * rest

    @cached_property
    def _scale(self) -> Floats:
        """Inverse of the diagonal; zero for anchored levels."""
        return np.where(self.extra > 0, 0.0, 1.0 / self.sparse.diagonal())[:, None]

    def _conjugate_gradients(self, right: Floats) -> Floats:
        """Solve all columns at once, among values that keep sums at zero and anchors in place."""
        rest = (right[:, None] if right.ndim == 1 else right).copy()
        goal = self._close**2 * (self._scale * rest**2).sum(axis=0)
        answer, direction = np.zeros_like(rest), self._preconditioned(rest)
        size = (rest * direction).sum(axis=0)
        for _ in range(_ROUNDS):
            active = size > goal  # a column that has arrived rests: going on would only spread its rounding errors
            if not active.any():
                return answer.reshape(right.shape)
            moved = self.sparse @ direction
            bend = (direction * moved).sum(axis=0)
            if np.any(bend[active] <= 0):
                raise np.linalg.LinAlgError
            step = np.divide(size, bend, out=np.zeros_like(size), where=active)
            answer += step * direction
            rest -= step * moved
            scaled = self._preconditioned(rest)
            new = (rest * scaled).sum(axis=0)
            direction = scaled + np.divide(new, size, out=np.zeros_like(size), where=active) * direction
            size = np.where(active, new, size)
        raise NotAssessable("not_converged", n=self.sparse.shape[0])

    def solve(self, main: Floats, others: Floats) -> tuple[Floats, Floats]:
        """Solve for one right-hand side."""
        alone = self._solve_main(main)
        second = linalg.cho_solve((self._lower, True), others - self.border.T @ alone)
        return alone - self._bordered @ second, second

    @property
    def others_covariance(self) -> Floats:
        """Covariance of the other parameters, shape (m, m)."""
        return linalg.cho_solve((self._lower, True), np.eye(len(self._lower)))

    def main_variances(self) -> Floats:
        """Variances of the main facet's levels, shape (R,)."""
        carried = self._bordered @ self.others_covariance
        return self._inverse_diagonal() + (carried * self._bordered).sum(axis=1)

    def main_to_others(self) -> Floats:
        """Covariances of the main facet's levels with the other parameters, shape (R, m)."""
        return -self._bordered @ self.others_covariance

    def _inverse_diagonal(self) -> Floats:
        """Diagonal of the inverse of the main part."""
        if self._dense is not None:
            inverse, _ = linalg.lapack.dtrtri(self._dense, lower=1)
            return (np.tril(inverse) ** 2).sum(axis=0)
        signs = np.random.default_rng(1).choice([-1.0, 1.0], (self.sparse.shape[0], _PROBES))
        return (signs * self._conjugate_gradients(signs)).mean(axis=1)


def _run(places: Codes) -> Codes | slice:
    """Places that follow one another as a slice, which needs no copies."""
    first, last = int(places[0]), int(places[-1])
    return slice(first, last + 1) if last - first + 1 == len(places) else places
