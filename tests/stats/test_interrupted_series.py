"""A series with AR(1) errors: what was planted is found, gaps need no filling, and no change is no alarm."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from kinerja_lab.stats.interrupted_series import LEVEL, SLOPE, Floats, autoregressive, segmented

MONTHS = np.arange(1.0, 61.0)
START = 31.0


def errors(n: int, rho: float, rng: np.random.Generator) -> Floats:
    """AR(1) noise of variance one."""
    drawn = rng.standard_normal(n) * np.sqrt(1 - rho**2)
    drawn[0] /= np.sqrt(1 - rho**2)
    for place in range(1, n):
        drawn[place] += rho * drawn[place - 1]
    return drawn


def test_a_planted_drop_is_found_with_its_size() -> None:
    design = segmented(MONTHS, START)
    planted = design @ np.array([40.0, -0.1, -6.0, 0.05, 1.0, 0.5]) + errors(60, 0.5, np.random.default_rng(1))
    fit = autoregressive(planted, design, MONTHS)
    assert fit.interval(LEVEL).low < -6.0 < fit.interval(LEVEL).high
    assert fit.p_value(LEVEL) < 0.001
    assert fit.interval(SLOPE).low < 0.05 < fit.interval(SLOPE).high


def test_with_independent_errors_the_estimates_come_near_least_squares() -> None:
    values = errors(60, 0.0, np.random.default_rng(2))
    design = segmented(MONTHS, START, seasonal=False)
    fit, plain = autoregressive(values, design, MONTHS), sm.OLS(values, design).fit()
    assert abs(fit.rho) < 0.25
    assert fit.coefficients == pytest.approx(plain.params, abs=0.15)


def test_the_criterion_is_the_restricted_likelihood_written_out() -> None:
    rng = np.random.default_rng(3)
    values, design = errors(30, 0.4, rng), segmented(MONTHS[:30], 16.0, seasonal=False)
    fit = autoregressive(values, design, MONTHS[:30])

    def deviance(rho: float) -> float:
        correlation = rho ** np.abs(np.subtract.outer(MONTHS[:30], MONTHS[:30]))
        inverse = np.linalg.inv(correlation)
        information = design.T @ inverse @ design
        left = values - design @ np.linalg.solve(information, design.T @ inverse @ values)
        scale = left @ inverse @ left / (30 - 4)
        return float(26 * np.log(scale) + np.linalg.slogdet(correlation)[1] + np.linalg.slogdet(information)[1])

    assert deviance(fit.rho) <= min(deviance(fit.rho + step) for step in (-0.02, 0.02)) + 1e-9


def test_missing_months_are_no_shorter_months() -> None:
    kept = np.delete(np.arange(60), [7, 8, 9, 22, 40])
    values = errors(60, 0.6, np.random.default_rng(4)) + 10.0
    design = segmented(MONTHS, START)
    whole, thinned = autoregressive(values, design, MONTHS), autoregressive(values[kept], design[kept], MONTHS[kept])
    assert thinned.rho == pytest.approx(whole.rho, abs=0.25)
    assert thinned.errors[LEVEL] > 0.8 * whole.errors[LEVEL]


def test_the_more_the_months_resemble_each_other_the_fewer_they_count_for() -> None:
    rng = np.random.default_rng(5)
    design = segmented(MONTHS, START, seasonal=False)
    independent = autoregressive(errors(60, 0.0, rng), design, MONTHS)
    alike = autoregressive(errors(60, 0.8, rng), design, MONTHS)
    assert alike.df < independent.df <= 56


def test_short_series_get_no_season_unless_asked() -> None:
    assert segmented(MONTHS[:20], 10.0).shape == (20, 4)
    assert segmented(MONTHS[:24], 10.0).shape == (24, 6)
    assert segmented(MONTHS[:20], 10.0, seasonal=True).shape == (20, 6)


@pytest.mark.slow
@pytest.mark.parametrize("rho", [0.0, 0.3, 0.6])
def test_without_a_change_at_most_eight_percent_of_series_are_called_changed(rho: float) -> None:
    rng = np.random.default_rng(20260)
    months = MONTHS[:36]
    design = segmented(months, 19.0)
    alarms = [autoregressive(errors(36, rho, rng), design, months).p_value(LEVEL) < 0.05 for _ in range(2000)]
    assert np.mean(alarms) <= 0.08
