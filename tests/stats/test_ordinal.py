"""The cumulative logit equals independent fits, has no finite answer where there is none, and keeps its symmetries."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from statsmodels.miscmodels.ordinal_model import OrderedModel

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.ordinal import cumulative_logit, likelihood_ratio, nominal_test, used_levels


def ratings(seed: int = 1, n: int = 300, slope: float = 0.7) -> tuple[np.ndarray, np.ndarray]:
    """Five levels from a logistic latent variable with a 0/1 and a continuous predictor."""
    rng = np.random.default_rng(seed)
    predictors = np.column_stack([rng.integers(0, 2, n), rng.normal(size=n)]).astype(float)
    latent = predictors @ [slope, 0.9] + rng.logistic(size=n)
    return used_levels(np.searchsorted([-3.0, -2.0, -1.0, 1.8], latent)), predictors


def test_coefficients_and_errors_equal_an_independent_package() -> None:
    codes, predictors = ratings()
    fit = cumulative_logit(codes, predictors)
    other = OrderedModel(codes, predictors, distr="logit").fit(method="bfgs", disp=False, gtol=1e-8, maxiter=500)
    assert_allclose(fit.coefficients, other.params[:2], rtol=1e-5)
    assert_allclose(fit.errors, other.bse[:2], rtol=1e-4)
    assert fit.log_likelihood == pytest.approx(other.llf, rel=1e-9)


def test_two_levels_are_a_binary_logit() -> None:
    codes, predictors = ratings()
    passed = (codes >= 4).astype(np.int64)
    fit = cumulative_logit(passed, predictors)
    other = sm.Logit(passed, sm.add_constant(predictors)).fit(disp=False)
    assert_allclose(fit.coefficients, other.params[1:], rtol=1e-7)
    assert_allclose(fit.errors, other.bse[1:], rtol=1e-7)
    assert fit.thresholds[0] == pytest.approx(-other.params[0], rel=1e-7)


def test_without_predictors_the_thresholds_are_the_logits_of_the_shares() -> None:
    codes, _ = ratings()
    fit = cumulative_logit(codes, np.empty((len(codes), 0)))
    shares = np.bincount(codes) / len(codes)
    below = np.cumsum(shares)[:-1]
    assert_allclose(fit.thresholds, np.log(below / (1 - below)), rtol=1e-8)
    assert fit.log_likelihood == pytest.approx(float((np.bincount(codes) * np.log(shares)).sum()))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_turning_the_scale_round_turns_the_signs(seed: int) -> None:
    codes, predictors = ratings(seed, 120)
    fit, turned = cumulative_logit(codes, predictors), cumulative_logit(codes.max() - codes, predictors)
    assert_allclose(turned.coefficients, -fit.coefficients, atol=1e-6)
    assert_allclose(turned.thresholds, -fit.thresholds[::-1], atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(-50, 50), st.floats(0.1, 20))
def test_another_unit_of_a_predictor_only_rescales_its_coefficient(seed: int, shift: float, scale: float) -> None:
    codes, predictors = ratings(seed, 120)
    fit, moved = cumulative_logit(codes, predictors), cumulative_logit(codes, shift + scale * predictors)
    assert_allclose(moved.coefficients * scale, fit.coefficients, atol=1e-6)
    assert moved.log_likelihood == pytest.approx(fit.log_likelihood, abs=1e-7)


def test_the_same_data_twice_halve_the_variances() -> None:
    codes, predictors = ratings()
    fit, twice = cumulative_logit(codes, predictors), cumulative_logit(np.tile(codes, 2), np.tile(predictors, (2, 1)))
    assert_allclose(twice.coefficients, fit.coefficients, atol=1e-7)
    assert_allclose(twice.errors * math.sqrt(2), fit.errors, rtol=1e-6)


def test_the_maximum_is_a_maximum() -> None:
    codes, predictors = ratings()
    best = cumulative_logit(codes, predictors)
    for shift in (-0.01, 0.01):
        offset = predictors[:, 0] * (best.coefficients[0] + shift)
        profile = cumulative_logit(codes, np.column_stack([predictors[:, 1], offset]))
        assert profile.log_likelihood <= best.log_likelihood + 1e-9


def test_a_group_that_always_gets_the_highest_level_is_separated() -> None:
    codes, predictors = ratings()
    codes = np.where(predictors[:, 0] == 1, codes.max(), codes)
    assert cumulative_logit(codes, predictors).separated(0)


def test_ordinary_data_are_not_separated() -> None:
    assert not cumulative_logit(*ratings()).separated(0)


def test_proportional_odds_are_rejected_where_the_effect_turns_round() -> None:
    rng = np.random.default_rng(3)
    group = np.repeat([0.0, 1.0], 400)
    spread = np.where(group == 1, 2.5, 1.0)
    codes = used_levels(np.searchsorted([-2.0, -0.5, 1.0], spread * rng.logistic(size=800)))
    predictors = group[:, None]
    test = nominal_test(codes, predictors, 0, proportional=cumulative_logit(codes, predictors))
    assert test.df == 2
    assert test.p_value < 1e-6


def test_the_test_of_proportional_odds_holds_its_level() -> None:
    p_values = []
    for seed in range(200):
        codes, predictors = ratings(seed, 250)
        p_values.append(nominal_test(codes, predictors, 0, proportional=cumulative_logit(codes, predictors)).p_value)
    assert np.mean(np.array(p_values) < 0.05) < 0.10


def test_two_levels_have_nothing_to_be_proportional() -> None:
    codes, predictors = ratings()
    passed = (codes >= 4).astype(np.int64)
    assert math.isnan(nominal_test(passed, predictors, 0, proportional=cumulative_logit(passed, predictors)).p_value)


def test_a_likelihood_ratio_needs_fits_with_a_maximum() -> None:
    fit = cumulative_logit(*ratings())
    assert math.isnan(likelihood_ratio(fit, fit).p_value)


def test_a_level_nobody_has_costs_no_threshold() -> None:
    assert used_levels(np.array([4, 0, 2, 4])).tolist() == [2, 0, 1, 2]


def test_one_level_alone_is_no_rating() -> None:
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        used_levels(np.array([3, 3, 3]))
