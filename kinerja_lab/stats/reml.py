"""Linear mixed models with random intercepts, crossed or nested: restricted and full maximum likelihood."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import linalg

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.stats.crossproducts import Crossproducts, Elimination
from kinerja_lab.stats.threads import one_thread

Floats = npt.NDArray[np.float64]
Method = Literal["REML", "ML"]

# A variance of zero is represented by this share of the residual variance, so that its derivative stays computable;
# it changes the deviance by less than 1e-5 even with 100,000 rows.
_FLOOR = 1e-10
_SMALL = 1e-3  # share of the residual variance
_STEPS = 60
_HALVINGS = 25
_SETTLED = 1e-10
_EXACT = 1e-9  # squares of residuals below this share of all are rounding: the factors explain every score


class Point:
    """The likelihood at given variances (random factors in order, then the residual), with its derivatives on demand.

    References
    ----------
    Bates, Mächler, Bolker and Walker (2015) Journal of Statistical Software 67(1), eqs. 34 and 41 (deviance and REML
    criterion). Gilmour, Thompson and Cullis (1995) Biometrics 51, 1440 (average information).
    """

    def __init__(self, products: Crossproducts, plan: Elimination, variances: Floats, method: Method) -> None:
        self.products, self.variances, self.method = products, variances, method
        self.residual = float(variances[-1])
        ratios = np.maximum(variances[:-1] / self.residual, _FLOOR)
        self.scale = np.sqrt(ratios)[products.factor]
        self.factorised, self._plan = plan.factorise(self.scale), plan
        solved = self.factorised.solve(np.append(self.scale * products.zy, products.xy)[:, None])[:, 0]
        random, self.fixed = np.split(solved, [len(self.scale)])
        self.random = self.scale * random
        self._z_residual = products.zy - products.zx @ self.fixed - products.zz @ self.random
        y_residual = products.yy - products.xy @ self.fixed - products.zy @ self.random
        self.residual_squares = float(y_residual - self.random @ self._z_residual)
        self._dimension = products.n - (len(self.fixed) if method == "REML" else 0)
        determinant = self.factorised.log_determinant
        if method == "REML":
            determinant += self.factorised.log_determinant_fixed
        constant = self._dimension * math.log(2 * math.pi * self.residual)
        self.deviance: float = constant + determinant + float(y_residual) / self.residual

    @cached_property
    def conditional(self) -> Floats:
        """Diagonal of the inverse of the scaled random part, shape (q,): conditional variances before scaling."""
        return self._plan.of_random.factorise(self.scale).inverse_diagonal()

    @cached_property
    def _inverse_diagonal(self) -> Floats:
        """Diagonal of the inverse with the fixed effects, shape (q + p,)."""
        return self.factorised.inverse_diagonal()

    @property
    def unconditional(self) -> Floats:
        """Conditional variances before scaling with the uncertainty of the fixed effects, shape (q,)."""
        return self._inverse_diagonal[: len(self.scale)]

    @property
    def fixed_variances(self) -> Floats:
        """Variances of the fixed effects, shape (p,)."""
        return self.residual * self._inverse_diagonal[len(self.scale) :]

    @property
    def working(self) -> Floats:
        """Z'P y, shape (q,): what is left for each level once everything else is accounted for."""
        return self._z_residual / self.residual

    @cached_property
    def gradient(self) -> Floats:
        """Derivative of the log-likelihood by each variance, shape (k + 1,)."""
        k, factor = self.products.n_factors, self.products.factor
        left = self.unconditional if self.method == "REML" else self.conditional
        used = np.bincount(factor, weights=1.0 - left, minlength=k)
        ratios = np.maximum(self.variances[:-1] / self.residual, _FLOOR)
        squares = np.bincount(factor, weights=self.working**2, minlength=k)
        random = used / (ratios * self.residual) - squares
        residual = (self._dimension - used.sum()) / self.residual - self.residual_squares / self.residual**2
        return -0.5 * np.append(random, residual)

    @cached_property
    def information(self) -> Floats:
        """Average of observed and expected information of the variances, shape (k + 1, k + 1)."""
        k, factor, products = self.products.n_factors, self.products.factor, self.products
        spread = np.zeros((len(factor), k))
        spread[np.arange(len(factor)), factor] = self.working
        z = np.column_stack([products.zz @ spread, self.working])
        x = np.column_stack([products.zx.T @ spread, np.zeros(len(self.fixed))])
        inner = np.empty((k + 1, k + 1))
        inner[:k, :k] = spread.T @ z[:, :k]
        inner[:k, k] = inner[k, :k] = spread.T @ self.working
        inner[k, k] = self.residual_squares / self.residual**2
        both = np.vstack([self.scale[:, None] * z, x])
        return 0.5 * (inner - both.T @ self.factorised.solve(both)) / self.residual


@dataclass(frozen=True, slots=True, eq=False)
class RemlFit:
    """A fitted mixed model with random intercepts.

    Attributes
    ----------
    products, plan
        The data's sums of products and the order of elimination.
    point
        The likelihood at its maximum.
    variances
        Shape (k + 1,): random factors in order, then the residual. A random factor's may be exactly 0.
    iterations, converged
        How the maximum was reached.
    """

    products: Crossproducts
    plan: Elimination
    point: Point
    variances: Floats
    iterations: int
    converged: bool

    @property
    def log_likelihood(self) -> float:
        """Maximised (restricted) log-likelihood."""
        return -0.5 * self.point.deviance

    @property
    def fixed_se(self) -> Floats:
        """Standard errors of the fixed effects."""
        return np.sqrt(self.point.fixed_variances)

    @property
    def variance_covariance(self) -> Floats:
        """Approximate covariance of the variances, from the average information; NaN for those estimated as zero."""
        inside = self.variances > 0
        covariance = np.full((len(inside), len(inside)), np.nan)
        covariance[np.ix_(inside, inside)] = np.linalg.pinv(self.point.information[np.ix_(inside, inside)])
        return covariance

    @property
    def effects(self) -> Floats:
        """Best linear unbiased predictions of all random effects, shape (q,)."""
        return np.where(self._present, self.point.random, 0.0)

    @property
    def conditional_sd(self) -> Floats:
        """Standard deviation of each random effect given the data, shape (q,)."""
        scale = math.sqrt(self.point.residual) * self.point.scale
        return np.where(self._present, scale * np.sqrt(self.point.conditional), 0.0)

    @property
    def _present(self) -> npt.NDArray[np.bool_]:
        """Whether the factor of each random effect has a variance above zero."""
        return self.variances[self.products.factor] > 0

    def deviations(self) -> tuple[Floats, Floats]:
        """Estimate and standard error of each level as if it alone were fixed and the others random, shape (q,) each.

        Unshrunken, so its ratio is a test of "this level does not deviate" which holds its level also where the
        factor's variance is estimated as zero. NaN where the fixed effects leave nothing to estimate.
        """
        point = self.point
        left = 1.0 - point.unconditional
        ratio = point.scale**2
        known = left > 1e-6 * ratio
        weight = np.where(known, left / (ratio * point.residual), np.nan)
        return point.working / weight, np.sqrt(point.unconditional / weight)


def fit_reml(products: Crossproducts, method: Method = "REML", start: Floats | None = None) -> RemlFit:
    """Which variances, fixed and random effects make the data most likely?

    Average-information Newton steps on the variances, kept non-negative and halved until the likelihood rises.

    Parameters
    ----------
    products
        Sums of products; centre the response first where the fixed effects have an intercept.
    method
        ``REML`` (variances free of the degrees of freedom that fixed effects use) or ``ML``.
    start
        Variances to start from, shape (k + 1,).

    Raises
    ------
    NotAssessable
        ``undefined_no_variation``: no variation in the response, or none that the factors leave over;
        ``not_identified``: a singular model.
    """
    if method not in ("REML", "ML"):
        raise InvalidOption("method", method, "REML or ML")
    if not products.yy > 0:
        raise NotAssessable("undefined_no_variation", n=products.n)
    variances = _moments(products) if start is None else start
    try:
        with one_thread():
            return _climb(products, Elimination(products), variances, method)
    except np.linalg.LinAlgError as reason:
        raise NotAssessable("not_identified", n=products.n) from reason


def _moments(products: Crossproducts) -> Floats:
    """Rough variances to start from: squares between the levels of each factor less what chance alone puts there."""
    total, k = products.yy / products.n, products.n_factors
    count = products.zz.diagonal()
    between = np.bincount(products.factor, products.zy**2 / count, k) / products.n
    by_chance = np.bincount(products.factor, minlength=k) / products.n * total
    variances = np.maximum(between - by_chance, 0.01 * total)
    return np.append(variances, max(total - float(variances.sum()), 0.1 * total))


def _climb(products: Crossproducts, plan: Elimination, variances: Floats, method: Method) -> RemlFit:
    """Newton steps from the start to the maximum."""
    point = Point(products, plan, variances, method)
    for iteration in range(_STEPS):
        step = newton_step(point)
        gain = float(step @ point.gradient)
        higher = _higher(point, plan, step) if gain > _SETTLED else None
        if higher is None:
            # Where rounding leaves no rise, a gain that the deviance cannot show counts as none.
            settled = gain < max(_SETTLED, 1e-11 * abs(point.deviance))
            return RemlFit(products, plan, point, _without_traces(point), iteration, settled)
        point = higher
        if point.residual_squares < _EXACT * products.yy:
            raise NotAssessable("undefined_no_variation", n=products.n)
    return RemlFit(products, plan, point, _without_traces(point), _STEPS, converged=False)


def _without_traces(point: Point) -> Floats:
    """Variances, with those at the floor as the zeros that they stand for."""
    return np.where(point.variances > 2 * _FLOOR * point.residual, point.variances, 0.0)


def newton_step(point: Point, held: int | None = None) -> Floats:
    """Newton step by average information; a variance that it would make negative falls, the others adapt.

    It falls by nine tenths, and to zero once it is small: from a zero reached too early it could only double its way
    back. ``held`` is the place of a variance that must not move.
    """
    lowest = np.where(point.variances < _SMALL * point.residual, -1.0, -0.9) * point.variances
    lowest[-1] = -0.9 * point.residual
    step, free = lowest.copy(), np.ones(len(lowest), dtype=bool)
    if held is not None:
        step[held], free[held] = 0.0, False
    while free.any():
        pull = point.gradient[free] - point.information[np.ix_(free, ~free)] @ step[~free]
        step[free] = _solved(point.information[np.ix_(free, free)], pull)
        below = free & (step < lowest)
        if not below.any():
            break
        step[below], free = lowest[below], free & ~below
    return step


def _solved(information: Floats, pull: Floats) -> Floats:
    """Solve for a step; a matrix that only rounding keeps from being singular counts as singular."""
    diagonal = np.diagonal(information)
    if not np.all(diagonal > 0):
        raise np.linalg.LinAlgError
    root = np.sqrt(diagonal)  # in units of its own curvature each variance counts alike, however small it is
    with warnings.catch_warnings():
        warnings.simplefilter("error", linalg.LinAlgWarning)
        try:
            step: Floats = linalg.solve(information / np.outer(root, root), pull / root, assume_a="pos") / root
        except linalg.LinAlgWarning as reason:
            raise np.linalg.LinAlgError from reason
    return step


def _higher(point: Point, plan: Elimination, step: Floats) -> Point | None:
    """Point with a higher likelihood along the step; None where rounding leaves no rise."""
    for halving in range(_HALVINGS):
        tried = Point(point.products, plan, point.variances + step * 0.5**halving, point.method)
        if tried.deviance <= point.deviance:
            return tried
    return None
