"""The sparse likelihood, its derivatives and its predictions equal those of dense matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.stats.crossproducts import Elimination, crossproducts
from kinerja_lab.stats.reml import Point, fit_reml

SIZES = (9, 4, 15)
_STEPS = 1e-5 * np.eye(4)


class Dense:
    """The same model with its n × n covariance written out."""

    def __init__(self, seed: int = 1, n: int = 60) -> None:
        random = np.random.default_rng(seed)
        self.codes = [np.append(np.arange(q), random.integers(0, q, n - q)) for q in SIZES]
        self.codes[1][-5:] = -1
        self.x = np.column_stack([np.ones(n), random.normal(size=n)])
        effects = sum(random.normal(0, 1, q)[code] for q, code in zip(SIZES, self.codes, strict=True))
        self.y = effects + random.normal(0, 1, n)
        self.y -= self.y.mean()
        self.z = [np.eye(q + 1)[code][:, :q] for q, code in zip(SIZES, self.codes, strict=True)]
        self.products = crossproducts(self.y, self.x, self.codes)

    def point(self, variances: np.ndarray, method: str = "REML") -> Point:
        return Point(self.products, Elimination(self.products), variances, method)

    def covariance(self, variances: np.ndarray) -> np.ndarray:
        random = sum(v * z @ z.T for v, z in zip(variances, self.z, strict=False))
        return random + variances[-1] * np.eye(len(self.y))

    def projection(self, variances: np.ndarray) -> np.ndarray:
        inverse = np.linalg.inv(self.covariance(variances))
        return inverse - inverse @ self.x @ np.linalg.solve(self.x.T @ inverse @ self.x, self.x.T @ inverse)

    def deviance(self, variances: np.ndarray, method: str) -> float:
        v = self.covariance(variances)
        value = np.linalg.slogdet(v)[1] + self.y @ self.projection(variances) @ self.y
        n, p = self.x.shape
        if method == "ML":
            return value + n * np.log(2 * np.pi)
        value += np.linalg.slogdet(self.x.T @ np.linalg.solve(v, self.x))[1]
        return value + (n - p) * np.log(2 * np.pi)


class Parts(Dense):
    """Three models side by side with a number and an intercept in common; two have an intercept of their own too."""

    def __init__(self, seed: int = 1) -> None:
        models = [Dense(seed + 100 * part, 60 + 10 * part) for part in range(3)]
        part = np.repeat(np.arange(3), [len(model.y) for model in models])
        self.codes = [
            np.concatenate(
                [np.where(model.codes[k] < 0, -1, model.codes[k] + q * at) for at, model in enumerate(models)]
            )
            for k, q in enumerate(SIZES)
        ]
        self.x = np.column_stack([np.concatenate([model.x for model in models]), part == 1, part == 2]).astype(float)
        self.y = np.concatenate([model.y + at for at, model in enumerate(models)])
        self.z = [np.eye(3 * q + 1)[code][:, : 3 * q] for q, code in zip(SIZES, self.codes, strict=True)]
        self.products = crossproducts(self.y, self.x, self.codes)


VARIANCES = st.lists(st.floats(0.05, 4.0), min_size=4, max_size=4).map(np.array)


@given(variances=VARIANCES, method=st.sampled_from(["REML", "ML"]), seed=st.integers(0, 20))
@settings(max_examples=25, deadline=None)
def test_the_deviance_equals_that_of_the_dense_covariance(variances: np.ndarray, method: str, seed: int) -> None:
    dense = Dense(seed)
    assert_allclose(dense.point(variances, method).deviance, dense.deviance(variances, method), rtol=1e-9)


@given(variances=VARIANCES, method=st.sampled_from(["REML", "ML"]))
@settings(max_examples=10, deadline=None)
def test_the_gradient_equals_the_slope_of_the_deviance(variances: np.ndarray, method: str) -> None:
    dense = Dense()
    slopes = []
    for step in _STEPS:
        rise = dense.deviance(variances + step, method) - dense.deviance(variances - step, method)
        slopes.append(-0.5 * rise / 2e-5)
    assert_allclose(dense.point(variances, method).gradient, slopes, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("method", ["REML", "ML"])
@pytest.mark.parametrize(("largest", "blocks"), [(1, 3), (64, 2)], ids=["factors outside", "all factors inside"])
def test_parts_that_no_level_connects_have_the_likelihood_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, method: str, largest: int, blocks: int
) -> None:
    monkeypatch.setattr("kinerja_lab.stats.crossproducts._LARGEST_BLOCK", largest)
    parts, variances = Parts(), np.array([0.8, 0.3, 1.5, 0.9])
    plan, point = Elimination(parts.products), parts.point(variances, method)
    assert len(np.unique(plan.blocks.block)) == blocks
    assert len(plan.border) == 2, "the first intercept and the number"
    assert_allclose(point.deviance, parts.deviance(variances, method), rtol=1e-9)
    slopes = [parts.deviance(variances + each, method) - parts.deviance(variances - each, method) for each in _STEPS]
    assert_allclose(point.gradient, -0.5 * np.array(slopes) / 2e-5, rtol=1e-4, atol=1e-4)
    v = parts.covariance(variances)
    covariance = np.linalg.inv(parts.x.T @ np.linalg.solve(v, parts.x))
    assert_allclose(point.fixed, covariance @ parts.x.T @ np.linalg.solve(v, parts.y), rtol=1e-8)
    assert_allclose(point.fixed_variances, np.diag(covariance), rtol=1e-8)
    p, z = parts.projection(variances), np.hstack(parts.z)
    working = [each @ each.T @ p @ parts.y for each in parts.z] + [p @ parts.y]
    assert_allclose(point.information, [[0.5 * one @ p @ other for other in working] for one in working], rtol=1e-8)
    g = np.diag(variances[:-1][parts.products.factor])
    spent = (g - g @ z.T @ np.linalg.solve(v, z @ g)) / (variances[-1] * point.scale[:, None] * point.scale)
    assert_allclose(point.conditional, np.diag(spent), rtol=1e-8)


def test_the_average_information_equals_its_definition() -> None:
    dense, variances = Dense(), np.array([0.8, 0.3, 1.5, 0.9])
    p, y = dense.projection(variances), dense.y
    working = [z @ z.T @ p @ y for z in dense.z] + [p @ y]
    expected = [[0.5 * one @ p @ other for other in working] for one in working]
    assert_allclose(dense.point(variances).information, expected, rtol=1e-8, atol=1e-10)


def test_predictions_and_their_conditional_variances_equal_the_dense_ones() -> None:
    dense = Dense()
    fit = fit_reml(dense.products)
    z = np.hstack(dense.z)
    g = np.diag(fit.variances[:-1][dense.products.factor])
    p, v = dense.projection(fit.variances), dense.covariance(fit.variances)
    assert_allclose(fit.effects, g @ z.T @ p @ dense.y, atol=1e-8)
    conditional = g - g @ z.T @ np.linalg.solve(v, z @ g)
    assert_allclose(fit.conditional_sd, np.sqrt(np.diag(conditional)), atol=1e-8)


def test_a_deviation_is_the_estimate_of_the_level_alone_fixed_and_the_others_random() -> None:
    dense = Dense()
    fit = fit_reml(dense.products)
    estimate, error = fit.deviations()
    z = np.hstack(dense.z)
    for level in (0, 5, 10, 20):
        own = fit.variances[:-1][dense.products.factor[level]]
        v = dense.covariance(fit.variances) - own * np.outer(z[:, level], z[:, level])
        x = np.column_stack([dense.x, z[:, level]])
        covariance = np.linalg.inv(x.T @ np.linalg.solve(v, x))
        assert_allclose(estimate[level], (covariance @ x.T @ np.linalg.solve(v, dense.y))[-1], rtol=1e-6)
        assert_allclose(error[level], np.sqrt(covariance[-1, -1]), rtol=1e-6)


def balanced(groups: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Codes of groups in rows, and the mean squares between and within them."""
    k, m = groups.shape
    between = m * groups.mean(axis=1).var(ddof=1)
    within = groups.var(axis=1, ddof=1).mean()
    return np.repeat(np.arange(k), m), between, within


def test_balanced_groups_give_the_variances_of_the_analysis_of_variance() -> None:
    groups = np.random.default_rng(3).normal(size=(8, 5)) + 2 * np.random.default_rng(4).normal(size=(8, 1))
    code, between, within = balanced(groups)
    y = groups.ravel() - groups.mean()
    fit = fit_reml(crossproducts(y, np.ones((40, 1)), [code]))
    assert_allclose(fit.variances, [(between - within) / 5, within], rtol=1e-6)
    assert fit.converged


def test_groups_more_alike_than_chance_get_a_variance_of_exactly_zero() -> None:
    groups = np.random.default_rng(5).normal(size=(8, 5))
    groups -= 0.9 * groups.mean(axis=1, keepdims=True)
    code, between, within = balanced(groups)
    assert between < within
    y = groups.ravel() - groups.mean()
    fit = fit_reml(crossproducts(y, np.ones((40, 1)), [code]))
    assert fit.variances[0] == 0.0
    assert np.all(fit.effects == 0.0)
    assert_allclose(fit.variances[1], y @ y / 39, rtol=1e-6)
    estimate, error = fit.deviations()
    assert np.isfinite(estimate).all()
    assert np.isfinite(error).all()


@given(start=st.lists(st.floats(1e-3, 50.0), min_size=4, max_size=4).map(np.array))
@settings(max_examples=8, deadline=None)
def test_every_start_leads_to_the_same_maximum(start: np.ndarray) -> None:
    products = Dense().products
    usual, other = fit_reml(products), fit_reml(products, start=start)
    assert other.converged
    assert_allclose(other.log_likelihood, usual.log_likelihood, rtol=1e-9)
    assert_allclose(other.variances, usual.variances, rtol=1e-3, atol=1e-5)


def test_nested_factors_are_eliminated_together_and_give_the_same_likelihood() -> None:
    random = np.random.default_rng(8)
    ratee = np.repeat(np.arange(40), 6)
    sheet = np.repeat(np.arange(80), 3)
    rater = np.repeat(random.integers(0, 5, 80), 3)
    y = random.normal(size=240)
    products = crossproducts(y - y.mean(), np.ones((240, 1)), [ratee, rater, sheet])
    plan = Elimination(products)
    assert len(plan.base) == len(np.unique(rater))
    variances = np.array([0.5, 0.7, 0.3, 1.1])
    v = 1.1 * np.eye(240)
    for variance, code in zip(variances, (ratee, rater, sheet), strict=False):
        v += variance * (code[:, None] == code)
    expected = np.linalg.slogdet(v)[1] - 240 * np.log(1.1)
    assert_allclose(Point(products, plan, variances, "ML").factorised.log_determinant, expected, rtol=1e-9)


def test_one_whom_everybody_rates_keeps_nobodys_sheets_from_being_eliminated() -> None:
    random = np.random.default_rng(9)
    ratee = np.concatenate([np.repeat(np.arange(1, 200), 3), np.zeros(90, dtype=np.int64)]).repeat(2)
    rater = np.concatenate([random.integers(0, 90, 597), np.arange(90)]).repeat(2)
    sheet = np.arange(len(ratee)) // 2
    y = random.normal(size=len(ratee))
    products = crossproducts(y - y.mean(), np.ones((len(ratee), 1)), [ratee, rater, sheet])
    plan = Elimination(products)
    assert len(plan.base) == 90
    variances = np.array([0.5, 0.7, 0.3, 1.1])
    v = 1.1 * np.eye(len(ratee))
    for variance, code in zip(variances, (ratee, rater, sheet), strict=False):
        v += variance * (code[:, None] == code)
    expected = np.linalg.slogdet(v)[1] - len(ratee) * np.log(1.1)
    assert_allclose(Point(products, plan, variances, "ML").factorised.log_determinant, expected, rtol=1e-9)


def test_a_response_without_variation_is_not_assessable() -> None:
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        fit_reml(crossproducts(np.zeros(6), np.ones((6, 1)), [np.array([0, 0, 1, 1, 2, 2])]))


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(InvalidOption, match="REML or ML"):
        fit_reml(Dense().products, "MAP")


@pytest.mark.filterwarnings("error")
def test_factors_that_explain_every_score_leave_nothing_to_judge_by() -> None:
    random = np.random.default_rng(1)
    ratee, rater = np.arange(60) // 3, random.integers(0, 9, 60)
    y = random.normal(size=20)[ratee] + random.normal(size=9)[rater]
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        fit_reml(crossproducts(y - y.mean(), np.ones((60, 1)), [ratee, rater]))
