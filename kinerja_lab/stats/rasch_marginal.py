"""Many-facet Rasch model by marginal maximum likelihood: ratees are normally distributed, integrated out on a grid.

A ratee's raw score leaves the integral, and everything else that varies over the grid depends on the ratee's forms
only: log-normalisers and expectations are tabulated once per form and node. The expectation step gives the gradient
and, by Louis' formula, the information with the ratees eliminated; Newton's method on it needs a handful of steps where
expectation–maximisation needs hundreds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.rasch_curves import Curves
from kinerja_lab.stats.rasch_design import Codes, Layout
from kinerja_lab.stats.rasch_information import Information
from kinerja_lab.stats.threads import one_thread

Floats = npt.NDArray[np.float64]

_REACH = 6.0  # the grid ends this many standard deviations from the mean
_NODES = 41
_MOST_NODES = 201
_SPACING = 1.4  # nodes at most this many posterior standard deviations apart: then sums are exact to about 1e-4
_DEGREES = 3
_STEPS = 60
_HALVINGS = 12
_SETTLED = 1e-9
_NEAR = 1e-4  # share of the log-likelihood still to be gained, from which on the grid is reconsidered
_CLOSE, _LOOSE = 1e-7, 1e-4  # how far equations are solved at the maximum, and for a step towards it
_NOTHING = -40.0  # nodes where every posterior of a slice is this far (log) below its highest do not count
_SLICE = 3_000_000


@dataclass(frozen=True, slots=True, eq=False)
class MarginalFit:
    """A many-facet Rasch model fitted by marginal maximum likelihood.

    Attributes
    ----------
    main, others
        Measures by place in the layout; the last of ``others`` is the standard deviation of the ratees.
    information
        Full information at the maximum.
    expected, posterior_sd
        Shape (N,): each ratee's posterior mean and standard deviation, about the mean of the ratee's block.
    log_likelihood, iterations, converged, nodes
        The fit.
    """

    main: Floats
    others: Floats
    information: Information
    expected: Floats
    posterior_sd: Floats
    log_likelihood: float
    iterations: int
    converged: bool
    nodes: int

    @property
    def sd(self) -> float:
        """Standard deviation of the ratees."""
        return float(self.others[-1])


@dataclass(eq=False)
class _Moments:
    """What one expectation step leaves behind."""

    height: float
    weights: Floats
    tilted: Floats
    slope: float
    slope_squares: float
    expected: Floats
    sd: Floats
    by_sheet: list[Floats]
    by_ratee: list[Floats]


class _Marginal:
    """Likelihood, gradient and information of one layout on one grid."""

    def __init__(self, layout: Layout, nodes: int) -> None:
        self.layout, self.ratings = layout, layout.ratings
        self.z = np.linspace(-_REACH, _REACH, nodes)
        weight = np.exp(-0.5 * self.z**2)
        self.log_weight = np.log(weight / weight.sum())
        ratings, top = self.ratings, self.ratings.top
        self.passed = np.cumsum(layout.counts[:, :0:-1], axis=1)[:, ::-1].astype(float)
        self.room = np.empty((top, len(ratings.levels), nodes))
        first = ratings.forms.indices[ratings.forms.indptr[:-1]]
        self.form_block = layout.block[ratings.levels[first, 0]]
        # Ratees with like scores stand together, so that a slice of them needs few nodes.
        number = np.diff(np.append(ratings.starts, len(ratings.score)))
        self.order = np.argsort(ratings.raw / number, kind="stable")
        self.sheets, self.raw = ratings.sheets[self.order], ratings.raw[self.order]
        sheets, place = ratings.sheets, np.arange(len(ratings.sheet_level))
        moved = sparse.csr_array((place, sheets.indices, sheets.indptr), shape=sheets.shape)[self.order].data
        self.sheet_level = ratings.sheet_level[moved]
        forms = ratings.forms.tocoo()
        facets = [column for _, column in layout.shared[: len(layout.sizes) - 1]]
        self.to_facets = self._to_forms(forms, facets, layout.steps_at)
        self.to_sets = self._to_forms(forms, [(layout.step_at - layout.steps_at) // top], layout.n_sets)

    @staticmethod
    def _to_forms(forms: Any, columns: list[Codes], width: int) -> Any:
        """Sparse sums over the combinations of each form, apart for each column of theirs, (forms · width × C)."""
        rows = [forms.row.astype(np.int64) * width + column[forms.col] for column in columns]
        parts = (
            np.tile(forms.data, len(rows)),
            (np.concatenate([*rows, []]).astype(np.int64), np.tile(forms.col, len(rows))),
        )
        return sparse.csr_array(parts, shape=(forms.shape[0] * width, forms.shape[1]))

    def _table(self, curves: Curves, expected: Floats) -> Floats:
        """Expectation of what counts for each of the others, per form and node, shape (forms, others, Q)."""
        layout, shape = self.layout, (len(expected), -1, len(self.z))
        table = np.empty((len(expected), layout.n_others, len(self.z)))
        table[:, : layout.steps_at] = (self.to_facets @ curves.expected).reshape(shape)
        top = self.ratings.top
        for step, passing in enumerate(curves.passing):
            table[:, layout.steps_at + step : layout.means_at : top] = (self.to_sets @ passing).reshape(shape)
        for mean in range(layout.n_means):
            table[:, layout.means_at + mean] = np.where(self.form_block == mean, -1.0, 0.0)[:, None] * expected
        return table

    def expectation(self, main: Floats, others: Floats, degrees: int = 1) -> tuple[_Moments, Curves]:
        """Posterior of every ratee on the grid, and its sums, in slices of ratees."""
        ratings, theta = self.ratings, others[-1] * self.z
        curves = Curves(self.layout.difficulties(main, others), theta, self.room)
        normaliser, expected = ratings.forms @ curves.log_normaliser, ratings.forms @ curves.expected
        table = self._table(curves, expected)
        found = self._empty(degrees)
        found.height = -float((self.passed * self.layout.difficulties(main, others)).sum())
        height = max(1, _SLICE // table[0].size)
        for first in range(0, len(self.raw), height):
            self._slice(slice(first, min(first + height, len(self.raw))), theta, (normaliser, expected, table), found)
        return found, curves

    def _empty(self, degrees: int) -> _Moments:
        """Sums before the first slice."""
        ratings, shape = self.ratings, (self.ratings.forms.shape[0], len(self.z))
        n = len(ratings.raw)
        return _Moments(
            0.0, np.zeros(shape), np.zeros(shape), 0.0, 0.0, np.empty(n), np.empty(n),
            [np.empty(len(ratings.sheet_level)) for _ in range(degrees)],
            [np.empty((n, self.layout.n_others)) for _ in range(degrees)],
        )  # fmt: skip

    def _slice(self, part: slice, theta: Floats, tables: tuple[Floats, Floats, Floats], found: _Moments) -> None:
        """Add the posterior of some ratees, on the nodes that it reaches."""
        sheets, raw = self.sheets[part], self.raw[part]
        posterior = raw[:, None] * theta + self.log_weight - sheets @ tables[0]
        peak = posterior.max(axis=1, keepdims=True)
        posterior -= peak
        reached = np.flatnonzero(posterior.max(axis=0) > _NOTHING)
        window = slice(reached[0], reached[-1] + 1)
        theta, z, expected = theta[window], self.z[window], np.ascontiguousarray(tables[1][:, window])
        posterior = np.exp(posterior[:, window])
        total = posterior.sum(axis=1, keepdims=True)
        posterior /= total
        found.height += float((peak + np.log(total)).sum())
        found.weights[:, window] += sheets.T @ posterior
        mean = posterior @ theta
        away = theta - mean[:, None]
        sd = np.sqrt((posterior * away**2).sum(axis=1))
        found.expected[self.order[part]], found.sd[self.order[part]] = mean, sd
        pull = (raw[:, None] - sheets @ expected) * z
        slope = (posterior * pull).sum(axis=1)
        tilted = posterior * (pull - slope[:, None])
        found.slope += float(slope.sum())
        found.slope_squares += float((tilted * pull).sum())
        found.tilted[:, window] += sheets.T @ tilted
        away /= sd[:, None]
        by_other = (sheets @ tables[2][:, :, window].reshape(len(expected), -1)).reshape(len(raw), -1, len(theta))
        pointer = self.sheets.indptr[part.start : part.stop + 1]
        rows = np.repeat(np.arange(len(raw)), np.diff(pointer))
        by_sheet = expected[sheets.indices]
        for degree, polynomial in enumerate(_polynomials(posterior, away, len(found.by_sheet))):
            direction = posterior * polynomial
            found.by_ratee[degree][part] = np.matmul(by_other, direction[:, :, None])[:, :, 0]
            found.by_sheet[degree][pointer[0] : pointer[-1]] = np.einsum("sq,sq->s", direction[rows], by_sheet)

    def finer(self, others: Floats, moments: _Moments, gain: float = 0.0) -> int:
        """How many nodes there should be from here on, with so much still to be gained; 0 where there are enough."""
        nodes = len(self.z)
        if gain > _NEAR * abs(moments.height) or nodes == _MOST_NODES:
            return 0
        needed = int(np.ceil(2 * _REACH * others[-1] / (_SPACING * np.quantile(moments.sd, 0.01)))) + 1
        return 0 if needed <= nodes else min(needed + 4, _MOST_NODES)

    def gradient(self, moments: _Moments, curves: Curves) -> tuple[Floats, Floats]:
        """Slope of the log-likelihood by the main facet and the others."""
        weights = self.ratings.forms.T @ moments.weights
        excess = curves.excess(weights) - self.passed
        return self.layout.to_main(excess), np.append(self.layout.to_others(excess), moments.slope)

    def information(
        self, moments: _Moments, curves: Curves, *, complete: bool = False, close: float = _CLOSE
    ) -> Information:
        """Observed information by Louis' formula; ``complete`` leaves out what not knowing the ratees costs.

        The covariance of a ratee's sufficient statistics over the posterior is taken along orthogonal polynomials of
        the ratee's measure, as many as the moments hold (three at the end); that of the standard deviation is exact.
        """
        weights = self.ratings.forms.T @ moments.weights
        steps, spread, squares = curves.complete(weights, self.z)
        layout, size = self.layout, self.layout.sizes[self.layout.main]
        main, border, others = layout.complete(steps)
        border = np.column_stack([border, -layout.to_main(spread)])
        others = np.pad(others, (0, 1))
        others[:-1, -1] = others[-1, :-1] = -layout.to_others(spread)
        others[-1, -1] = squares
        if complete:
            return Information(layout, main, border, others, close)
        tilted = self.ratings.forms.T @ moments.tilted
        by_step = curves.excess(tilted)
        border[:, -1] -= layout.to_main(by_step)
        others[:-1, -1] -= layout.to_others(by_step)[0]
        others[-1, :-1] = others[:-1, -1]
        others[-1, -1] -= moments.slope_squares
        for by_sheet, by_ratee in zip(moments.by_sheet, moments.by_ratee, strict=True):
            lost = sparse.csr_array((by_sheet, self.sheet_level, self.sheets.indptr), shape=(len(by_ratee), size))
            main = main - lost.T.tocsr() @ lost
            border[:, :-1] -= lost.T @ by_ratee
            others[:-1, :-1] -= by_ratee.T @ by_ratee
        return Information(layout, main.tocsr(), border, others, close)


def _polynomials(posterior: Floats, away: Floats, degrees: int) -> Iterator[Floats]:
    """Orthonormal polynomials of each ratee's posterior from degree 1 on, at its standardised nodes."""
    before, now = np.ones_like(away), away
    yield now
    for _ in range(1, degrees):
        turned = away * now
        turned -= (posterior * turned * now).sum(axis=1, keepdims=True) * now
        turned -= (posterior * turned * before).sum(axis=1, keepdims=True) * before
        before, now = now, turned / np.sqrt((posterior * turned**2).sum(axis=1, keepdims=True))
        yield now


def fit_marginal(layout: Layout) -> MarginalFit:
    """Which measures, steps and spread of ratees make the ratings most likely, ratees integrated out?

    Starts with 41 nodes on ±6 standard deviations; where posteriors are narrower than the nodes' distance, the grid is
    refined and the fit goes on from where it was.

    Raises
    ------
    NotAssessable
        ``not_identified``: a singular model.

    References
    ----------
    Linacre (1989) *Many-Facet Rasch Measurement*. Adams, Wilson and Wang (1997) Applied Psychological
    Measurement 21, 1. Bock and Aitkin (1981) Psychometrika 46, 443. Louis (1982) JRSS B 44, 226 (information).
    """
    main, others = layout.start(1)
    others[-1], nodes, iterations = 1.0, _NODES, 0
    with one_thread():
        while True:
            marginal = _Marginal(layout, nodes)
            main, others, moments, used, settled = _climb(marginal, main, others)
            iterations += used
            finer = marginal.finer(others, moments)
            if not finer:
                break
            nodes = finer
        moments, curves = marginal.expectation(main, others, degrees=_DEGREES)
        try:
            information = marginal.information(moments, curves)
        except np.linalg.LinAlgError as reason:
            raise NotAssessable("not_identified", n=len(layout.ratings.score)) from reason
    return MarginalFit(
        main, others, information, moments.expected, moments.sd, moments.height, iterations, settled, nodes
    )


def _climb(marginal: _Marginal, main: Floats, others: Floats) -> tuple[Floats, Floats, _Moments, int, bool]:
    """Newton steps to the maximum on one grid."""
    layout = marginal.layout
    moments, curves = marginal.expectation(main, others)
    for iteration in range(_STEPS):
        slope = marginal.gradient(moments, curves)
        step_main, step_others = _step(marginal, moments, curves, slope)
        gain = float(step_main @ slope[0] + step_others @ slope[1])
        if marginal.finer(others, moments, gain) and step_others[-1] > -0.5 * others[-1]:
            main, others = main + step_main, others + step_others
            layout.hold(main, others)
            return main, others, moments, iteration + 1, False
        if gain < max(_SETTLED, 1e-13 * abs(moments.height)):
            return main, others, moments, iteration, True
        for halving in range(_HALVINGS):
            tried_main, tried_others = main + step_main * 0.5**halving, others + step_others * 0.5**halving
            layout.hold(tried_main, tried_others)
            if tried_others[-1] <= 0.01 * others[-1]:
                continue
            tried, tried_curves = marginal.expectation(tried_main, tried_others)
            if tried.height >= moments.height:
                break
        else:
            return main, others, moments, iteration, gain < 1e-6
        main, others, moments, curves = tried_main, tried_others, tried, tried_curves
    return main, others, moments, _STEPS, False


def _step(
    marginal: _Marginal, moments: _Moments, curves: Curves, slope: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Newton step; where the likelihood is not concave, the step with the ratees taken as known."""
    slope_main, slope_others = slope
    layout = marginal.layout
    layout.release(slope_main, slope_others)
    try:
        return marginal.information(moments, curves, close=_LOOSE).solve(slope_main, slope_others)
    except np.linalg.LinAlgError:
        try:
            return marginal.information(moments, curves, complete=True).solve(slope_main, slope_others)
        except np.linalg.LinAlgError as reason:
            raise NotAssessable("not_identified", n=len(marginal.ratings.score)) from reason
