"""Limits of a spread lie where the likelihood ratio says, and its test respects the boundary."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import optimize, stats

from kinerja_lab.stats.crossproducts import Elimination, crossproducts
from kinerja_lab.stats.reml import Point, RemlFit, fit_reml
from kinerja_lab.stats.variance_interval import detectable_sd, spread


def two_factors(seed: int, sd: float) -> RemlFit:
    random = np.random.default_rng(seed)
    one, other = np.divmod(np.arange(120), 10)
    y = random.normal(0, sd, 12)[one] + random.normal(0, 0.5, 10)[other] + random.normal(0, 1, 120)
    return fit_reml(crossproducts(y - y.mean(), np.ones((120, 1)), [one, other]))


def profile(fit: RemlFit, sd: float) -> float:
    """Deviance with the first factor's standard deviation held, by a general optimiser."""

    def deviance(logs: np.ndarray) -> float:
        return Point(fit.products, fit.plan, np.append(sd**2, np.exp(logs)), "REML").deviance

    start = np.log(np.maximum(fit.variances[1:], 1e-3))
    return float(optimize.minimize(deviance, start, method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9}).fun)


@pytest.mark.parametrize("confidence", [0.95, 0.90])
def test_the_limits_are_where_the_profiled_deviance_has_risen_by_the_quantile(confidence: float) -> None:
    fit = two_factors(4, 0.8)
    (interval,) = spread(fit, 0, (confidence,)).intervals
    for limit in interval:
        rise = profile(fit, limit) - fit.point.deviance
        assert_allclose(math.sqrt(rise), stats.norm.ppf(0.5 + confidence / 2), rtol=5e-3)


def test_the_p_value_is_half_the_chi_square_tail_of_the_likelihood_ratio() -> None:
    fit = two_factors(2, 0.4)
    ratio = profile(fit, 0.0) - fit.point.deviance
    assert_allclose(spread(fit, 0).p_value, 0.5 * stats.chi2.sf(ratio, 1), rtol=1e-3)


def test_a_spread_of_zero_has_p_one_and_an_upper_limit_only() -> None:
    for seed in range(20):
        fit = two_factors(seed, 0.0)
        if fit.variances[0] == 0:
            break
    found = spread(fit, 0)
    assert (found.sd, found.p_value) == (0.0, 1.0)
    assert found.intervals[0].low == 0.0
    assert_allclose(math.sqrt(profile(fit, found.intervals[0].high) - fit.point.deviance), 1.96, rtol=5e-3)


def test_the_wider_interval_holds_the_narrower_one() -> None:
    wide, narrow = spread(two_factors(3, 0.6), 0, (0.95, 0.90)).intervals
    assert wide.low <= narrow.low < narrow.high <= wide.high


def test_a_spread_twice_as_large_is_found_with_a_quarter_of_the_precision() -> None:
    errors = np.full(30, 0.2)
    assert_allclose(detectable_sd(2 * errors), 2 * detectable_sd(errors))
    assert detectable_sd(np.full(300, 0.2)) < detectable_sd(errors)
    assert math.isnan(detectable_sd(np.array([np.nan])))


def test_elimination_without_a_second_factor_needs_no_base() -> None:
    products = crossproducts(np.arange(6.0) - 2.5, np.ones((6, 1)), [np.array([0, 0, 1, 1, 2, 2])])
    assert len(Elimination(products).base) == 0
