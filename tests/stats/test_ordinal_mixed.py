"""The ordinal mixed model's likelihood has the slope that it says, and its special cases are known models."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.ordinal import cumulative_logit
from kinerja_lab.stats.ordinal_mixed import _Marginal, fit_ordinal_mixed
from kinerja_lab.stats.random_levels import Curvature, Levels


def made(seed: int, spread: float = 1.0) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Ratings 0 … 3, one predictor, and two crossed factors of 20 and 6 levels."""
    random = np.random.default_rng(seed)
    one, other = random.integers(0, 20, 240), random.integers(0, 6, 240)
    one[:20], other[:6] = np.arange(20), np.arange(6)
    x = random.normal(size=(240, 1))
    location = x[:, 0] + spread * (random.normal(0, 1, 20)[one] + random.normal(0, 0.7, 6)[other])
    y = np.digitize(location + random.logistic(size=240), [-1.5, 0.0, 1.5])
    return y, x, [other, one]


VALUES = st.tuples(st.floats(-1, 1), st.floats(-1, 0.5), st.floats(-1, 0.5))


@given(values=VALUES, seed=st.integers(0, 20))
@settings(max_examples=10, deadline=None)
def test_the_slope_of_laplaces_approximation_is_exact(values: tuple[float, float, float], seed: int) -> None:
    y, x, factors = made(seed)
    marginal = _Marginal(y, x, Levels(factors), 1)
    at = np.array([-1.2, 0.1, 1.3, *values])
    _, slope = marginal.laplace(at)
    rises = [(marginal.laplace(at + step)[0] - marginal.laplace(at - step)[0]) / 2e-5 for step in 1e-5 * np.eye(6)]
    assert_allclose(slope, rises, rtol=1e-4, atol=1e-4)


def test_the_factorised_curvature_equals_the_dense_one() -> None:
    _, _, factors = made(1)
    levels = Levels(factors)
    scale, weights = np.where(levels.factor == 0, 0.8, 0.3), np.random.default_rng(2).random(240)
    z = np.hstack([np.eye(20)[levels.codes[0]], np.eye(6)[levels.codes[1]]]) * scale
    dense = np.eye(26) + z.T @ (weights[:, None] * z)
    curvature = Curvature(levels, scale, weights)
    assert_allclose(curvature.log_determinant, np.linalg.slogdet(dense)[1])
    right = np.arange(26.0)
    assert_allclose(curvature.solve(right), np.linalg.solve(dense, right))
    inverse = np.linalg.inv(dense)
    assert_allclose(curvature.spread().diagonal, np.diagonal(inverse))
    assert_allclose(curvature.spread().rows, np.einsum("ij,jk,ik->i", z, inverse, z))


def test_quadrature_with_one_node_is_laplaces_approximation() -> None:
    y, x, factors = made(3)
    at = np.array([-1.2, 0.1, 1.3, 0.5, -0.2])
    one = _Marginal(y, x, Levels(factors[1:]), 1)
    assert_allclose(one.integral(at), one.laplace(at)[0], rtol=1e-10)


def test_many_nodes_equal_a_fine_grid() -> None:
    y, x, factors = made(3)
    at, code = np.array([-1.2, 0.1, 1.3, 0.5, 0.2]), factors[1]
    marginal, grid = _Marginal(y, x, Levels([code]), 25), np.linspace(-9, 9, 2001)
    upper, lower = marginal._limits(at)
    total = 0.0
    for level in range(20):
        own = code == level
        shift = np.exp(at[-1]) * grid[:, None]
        chance = 1 / (1 + np.exp(shift - upper[own])) - 1 / (1 + np.exp(shift - lower[own]))
        total += np.log(np.trapezoid(chance.prod(axis=1) * np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi), grid))
    assert_allclose(marginal.integral(at), total, atol=1e-6)


def test_without_spread_the_fit_is_the_plain_cumulative_logit() -> None:
    y, x, factors = made(4, spread=0.0)
    fit, plain = fit_ordinal_mixed(y, x, factors), cumulative_logit(y, x)
    assert fit.log_likelihood >= plain.log_likelihood - 1e-3
    if not fit.variances.any():
        assert_allclose(fit.coefficients, plain.coefficients, atol=1e-3)
        assert all((effects == 0).all() or np.abs(effects).max() < 1e-3 for effects in fit.effects)


def test_reversing_the_scale_reverses_every_effect() -> None:
    y, x, factors = made(5)
    usual, reversed_ = fit_ordinal_mixed(y, x, factors), fit_ordinal_mixed(3 - y, x, factors)
    assert usual.converged
    assert reversed_.converged
    assert_allclose(reversed_.log_likelihood, usual.log_likelihood, rtol=1e-8)
    assert_allclose(reversed_.coefficients, -usual.coefficients, atol=1e-3)
    assert_allclose(reversed_.thresholds, -usual.thresholds[::-1], atol=1e-3)
    assert_allclose(reversed_.effects[0], -usual.effects[0], atol=1e-3)


def test_quadrature_with_two_factors_is_refused() -> None:
    y, x, factors = made(1)
    with pytest.raises(InvalidOption, match="nodes"):
        fit_ordinal_mixed(y, x, factors, nodes=7)
