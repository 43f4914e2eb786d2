"""Cumulative logit with one or two random factors: Laplace's approximation and adaptive quadrature.

The model is logit P(Y ≤ j) = θⱼ − xβ − u, u the sum of the random intercepts: positive β and u move ratings up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import optimize
from scipy.special import expit, log_expit, logsumexp

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.stats.ordinal import cumulative_logit
from kinerja_lab.stats.random_levels import Curvature, Levels
from kinerja_lab.stats.threads import one_thread

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_INNER = 40
_SETTLED = 1e-11
_FLAT = 1e-3  # largest slope of the log-likelihood at a maximum
_NONE = 1e-3  # a random standard deviation below this is zero
_STEP = 1e-4
_WIDE_STEP = 1e-3
_RUNAWAY = 12.0


class _Rated(NamedTuple):
    """Terms of the log-likelihood of each rating, by its location η and by the cuts above and below it."""

    value: Floats
    slope: Floats
    weight: Floats
    weight_slope: Floats
    above: tuple[Floats, Floats, Floats]
    below: tuple[Floats, Floats, Floats]


def _value(upper: Floats, lower: Floats) -> Floats:
    """Log-likelihood between the logits b < a: log F(a) + log F(−b) + log(1 − exp(b − a)), exact in the tails."""
    value: Floats = log_expit(upper) + log_expit(-lower) + np.log(-np.expm1(lower - upper))
    return value


def _rated(upper: Floats, lower: Floats) -> _Rated:
    """Log-likelihood between two logits, its first three derivatives by η, and those by the two cuts."""
    above, below = expit(upper), expit(lower)
    dense_above, dense_below = above * expit(-upper), below * expit(-lower)
    turn_above, turn_below = dense_above * (1 - 2 * above), dense_below * (1 - 2 * below)
    with np.errstate(over="ignore"):
        room = 1.0 / np.expm1(upper - lower)
    return _Rated(
        _value(upper, lower),
        above + below - 1.0,
        dense_above + dense_below,
        -(turn_above + turn_below),
        (expit(-upper) + room, dense_above, turn_above),
        (-below - room, dense_below, turn_below),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrdinalMixedFit:
    """A fitted cumulative logit with random intercepts.

    Attributes
    ----------
    thresholds, thresholds_se
        Cuts θ, ascending, one fewer than levels.
    coefficients, coefficients_se
        Fixed effects β.
    variances, variances_se
        Of each random factor; exactly 0 where the data show none, then without a standard error.
    effects, effects_se
        Per factor: conditional modes and their conditional standard deviations.
    log_likelihood
        Approximated marginal log-likelihood.
    iterations, converged
        How the maximum was reached.
    """

    thresholds: Floats
    thresholds_se: Floats
    coefficients: Floats
    coefficients_se: Floats
    variances: Floats
    variances_se: Floats
    effects: list[Floats]
    effects_se: list[Floats]
    log_likelihood: float
    iterations: int
    converged: bool


class _Marginal:
    """The approximated marginal log-likelihood and its slope at any parameters: cuts, β, log standard deviations."""

    def __init__(self, codes: Codes, x: Floats, levels: Levels, nodes: int) -> None:
        self.codes, self.x, self.levels, self.nodes = codes, x, levels, nodes
        self.cuts = int(codes.max())
        self.modes = np.zeros(len(levels.factor))
        self.rule = np.polynomial.hermite.hermgauss(nodes)

    def _limits(self, values: Floats) -> tuple[Floats, Floats]:
        """Cuts above and below each rating, less the fixed effects."""
        edges = np.concatenate([[-np.inf], values[: self.cuts], [np.inf]])
        location = self.x @ values[self.cuts : self.cuts + self.x.shape[1]]
        return edges[self.codes + 1] - location, edges[self.codes] - location

    def scale(self, values: Floats) -> Floats:
        """Standard deviation of each random effect, shape (q,)."""
        return np.exp(values[self.cuts + self.x.shape[1] :])[self.levels.factor]

    def settle(self, values: Floats) -> tuple[_Rated, Curvature]:
        """Climb to the conditional modes, in units of their standard deviations, from where they last were."""
        (upper, lower), scale, levels = self._limits(values), self.scale(values), self.levels

        def joint(modes: Floats) -> tuple[_Rated, float]:
            shift = levels.spread(scale * modes)
            rated = _rated(upper - shift, lower - shift)
            return rated, float(rated.value.sum() - 0.5 * modes @ modes)

        rated, height = joint(self.modes)
        for _ in range(_INNER):
            curvature = Curvature(levels, scale, rated.weight)
            slope = scale * levels.gather(rated.slope) - self.modes
            step = curvature.solve(slope)
            if not step @ slope > _SETTLED:
                break
            tried, higher = joint(self.modes + step)
            while higher < height - 1e-9 * abs(height):
                step = step / 2
                tried, higher = joint(self.modes + step)
            self.modes, rated, height = self.modes + step, tried, higher
        return rated, curvature

    def laplace(self, values: Floats) -> tuple[float, Floats]:
        """Laplace's approximation and its exact slope, which carries the modes' own movement (adjoint form)."""
        rated, curvature = self.settle(values)
        levels, scale = self.levels, curvature.scale
        spread = curvature.spread()
        height = float(rated.value.sum()) - 0.5 * float(self.modes @ self.modes) - 0.5 * curvature.log_determinant
        bend = -0.5 * spread.rows * rated.weight_slope
        pulled = curvature.solve(scale * levels.gather(bend))
        echo = levels.spread(scale * pulled)
        total = rated.slope + bend - echo * rated.weight
        slope = np.zeros(len(values))
        for place, (first, second, third) in enumerate((rated.below, rated.above)):
            cut = self.codes - 1 + place
            inside = (cut >= 0) & (cut < self.cuts)
            by_cut = first - 0.5 * spread.rows * third + echo * second
            slope[: self.cuts] += np.bincount(cut[inside], by_cut[inside], self.cuts)
        slope[self.cuts : self.cuts + self.x.shape[1]] = self.x.T @ total
        by_level = scale * self.modes * levels.gather(total) - (1.0 - spread.diagonal) + pulled * self.modes
        slope[self.cuts + self.x.shape[1] :] = np.bincount(levels.factor, by_level)
        return height, slope

    def quadrature(self, values: Floats) -> tuple[float, Floats]:
        """Adaptive Gauss–Hermite quadrature around each level's mode, slope by central differences."""
        steps = _STEP * np.eye(len(values))
        slope = [(self.integral(values + step) - self.integral(values - step)) / (2 * _STEP) for step in steps]
        return self.integral(values), np.array(slope)

    def integral(self, values: Floats) -> float:
        """Marginal log-likelihood of one factor."""
        _, curvature = self.settle(values)
        (upper, lower), scale = self._limits(values), curvature.scale
        width = np.sqrt(2.0 / curvature.first)
        points, weights = self.rule
        modes = self.modes + width * points[:, None]
        shift = (scale * modes)[:, self.levels.codes[0]]
        own = np.array([self.levels.gather(rows) for rows in _value(upper - shift, lower - shift)])
        heights = own - 0.5 * modes**2 + (np.log(weights) + points**2)[:, None]
        return float((logsumexp(heights, axis=0) + np.log(width) - 0.5 * np.log(2 * np.pi)).sum())


def fit_ordinal_mixed(codes: Codes, predictors: Floats, factors: list[Codes], nodes: int = 1) -> OrdinalMixedFit:
    """Which cuts, coefficients and variances make the ordered ratings most likely?

    Parameters
    ----------
    codes
        Rating of each row, 0 … q−1, every level used, shape (n,).
    predictors
        Shape (n, p), without a constant and of full rank together with one.
    factors
        One or two random factors, shape (n,) each: levels 0 … , all used.
    nodes
        1 for Laplace's approximation; more for adaptive quadrature, with one factor.

    Raises
    ------
    InvalidOption
        Quadrature with two factors.
    NotAssessable
        ``separation`` where a coefficient or a variance has no finite maximum.

    References
    ----------
    Tutz and Hennevogl (1996) Computational Statistics & Data Analysis 22, 537 (the model). Pinheiro and Bates (1995)
    Journal of Computational and Graphical Statistics 4, 12 (both approximations). Christensen (2023) *Cumulative Link
    Models for Ordinal Regression with the R Package ordinal*.
    """
    if nodes < 1 or (nodes > 1 and len(factors) > 1):
        raise InvalidOption("nodes", nodes, "1 (Laplace), or more with one random factor")
    levels = Levels(factors)
    marginal = _Marginal(codes, predictors, levels, nodes)
    rule = marginal.laplace if nodes == 1 else marginal.quadrature
    plain = cumulative_logit(codes, predictors)
    start = np.concatenate([1.3 * plain.thresholds, 1.3 * plain.coefficients, np.zeros(len(factors))])
    free, iterations = _free(start, marginal.cuts), 0
    with one_thread():
        for one in dict.fromkeys(
            (marginal.laplace, rule)
        ):  # quadrature, the slower one, goes on from Laplace's maximum
            found = optimize.minimize(
                lambda values, one=one: _negative(one, values, marginal.cuts), free, jac=True, method="BFGS",
                options={"gtol": 1e-4},
            )  # fmt: skip
            free, iterations = found.x, iterations + int(found.nit)
        return _finished(marginal, rule, _natural(free, marginal.cuts), iterations)


def _free(values: Floats, cuts: int) -> Floats:
    """Cuts as the first one and the logs of the gaps, so that no step can cross them."""
    return np.concatenate([values[:1], np.log(np.diff(values[:cuts])), values[cuts:]])


def _natural(free: Floats, cuts: int) -> Floats:
    """Back from logs of gaps to cuts."""
    return np.concatenate([free[0] + np.concatenate([[0.0], np.cumsum(np.exp(free[1:cuts]))]), free[cuts:]])


def _negative(rule: Callable[[Floats], tuple[float, Floats]], free: Floats, cuts: int) -> tuple[float, Floats]:
    """What is minimised, with its slope by the free parameters."""
    if np.abs(free).max() > _RUNAWAY * 3:
        return np.inf, np.zeros(len(free))
    height, slope = rule(_natural(free, cuts))
    behind = np.cumsum(slope[:cuts][::-1])[::-1]
    return -height, -np.concatenate([behind[:1], behind[1:] * np.exp(free[1:cuts]), slope[cuts:]])


def _finished(
    marginal: _Marginal, rule: Callable[[Floats], tuple[float, Floats]], values: Floats, iterations: int
) -> OrdinalMixedFit:
    """Last Newton step, and everything that is read off at the maximum."""
    spread_from = marginal.cuts + marginal.x.shape[1]
    kept = np.ones(len(values), dtype=bool)
    kept[spread_from:] = np.exp(values[spread_from:]) > _NONE
    values[~kept] = np.log(_NONE) * 3
    information = _information(rule, values, kept)
    try:
        covariance = np.linalg.inv(information)
        values[kept] += covariance @ rule(values)[1][kept]
    except np.linalg.LinAlgError as reason:
        raise NotAssessable("not_identified", n=marginal.levels.n) from reason
    if np.abs(values[kept]).max() > _RUNAWAY * 2:
        raise NotAssessable("separation", n=marginal.levels.n)
    height, slope = rule(values)
    errors = np.full(len(values), np.nan)
    with np.errstate(invalid="ignore"):
        errors[kept] = np.sqrt(np.diagonal(covariance))
    effects, effects_se = _modes(marginal, values)
    deviations = np.exp(values[spread_from:])
    back = np.argsort(marginal.levels.order)
    return OrdinalMixedFit(
        thresholds=values[: marginal.cuts],
        thresholds_se=errors[: marginal.cuts],
        coefficients=values[marginal.cuts : spread_from],
        coefficients_se=errors[marginal.cuts : spread_from],
        variances=np.where(kept[spread_from:], deviations**2, 0.0)[back],
        variances_se=(2 * deviations**2 * errors[spread_from:])[back],
        effects=[effects[place] for place in back],
        effects_se=[effects_se[place] for place in back],
        log_likelihood=height,
        iterations=iterations,
        converged=bool(np.abs(slope[kept]).max() < _FLAT),
    )


def _information(rule: Callable[[Floats], tuple[float, Floats]], values: Floats, kept: npt.NDArray[np.bool_]) -> Floats:
    """Observed information of the parameters that have one, by central differences of the slope."""
    rows = [
        (rule(values - step)[1] - rule(values + step)[1])[kept] / (2 * _WIDE_STEP)
        for step in _WIDE_STEP * np.eye(len(values))[kept]
    ]
    information = np.array(rows)
    return (information + information.T) / 2


def _modes(marginal: _Marginal, values: Floats) -> tuple[list[Floats], list[Floats]]:
    """Conditional modes and standard deviations of each factor, larger factor first."""
    _, curvature = marginal.settle(values)
    ends = np.cumsum(marginal.levels.sizes)[:-1]
    errors = curvature.scale * np.sqrt(curvature.spread().diagonal)
    return np.split(curvature.scale * marginal.modes, ends), np.split(errors, ends)
