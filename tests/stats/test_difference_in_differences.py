"""Difference in differences: planted effects, trends of one's own, exact permutation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.formula.api as smf
from pandas import DataFrame

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.difference_in_differences import Panel


def panel(*, effect: float = 0.0, drift: float = 0.0, noise: float = 1.0, treated: int = 5, seed: int = 1) -> Panel:
    """Ten units over twelve periods; the change comes in the seventh, the treated may drift."""
    rng = np.random.default_rng(seed)
    unit, time = np.repeat(np.arange(10), 12), np.tile(np.arange(12.0), 10)
    chosen, after = np.arange(10) < treated, time >= 6
    values = rng.normal(50, 5, 10)[unit] + rng.normal(0, 1, 12)[time.astype(int)] + noise * rng.normal(size=120)
    exposed = chosen[unit]
    return Panel(values + effect * exposed * after + drift * exposed * time, unit, time, after, chosen)


@pytest.mark.parametrize("trend", [False, True])
def test_estimate_and_clustered_error_are_those_of_the_regression_with_dummies(trend: bool) -> None:
    data = panel(effect=3.0)
    frame = DataFrame({"y": data.values, "u": data.unit, "t": data.time})
    frame["x"] = (data.treated[data.unit] & data.after).astype(float)
    frame["g"] = data.treated[data.unit] * data.time
    formula = "y ~ x + C(u) + C(t)" + (" + g" if trend else "")
    other = smf.ols(formula, frame).fit(cov_type="cluster", cov_kwds={"groups": frame["u"]}, use_t=True)
    term = data.effect(trend=trend)
    assert term.estimate == pytest.approx(other.params["x"])
    assert term.se == pytest.approx(other.bse["x"])
    assert term.p_value == pytest.approx(other.pvalues["x"])


def test_a_drift_that_was_there_before_is_no_effect() -> None:
    data = panel(drift=0.8, noise=0.5)
    assert data.effect(trend=False).p_value < 0.001
    assert data.effect(trend=True).interval().low < 0 < data.effect(trend=True).interval().high
    assert data.trend_before().estimate == pytest.approx(0.8, abs=0.3)


def test_an_effect_is_found_beside_a_drift() -> None:
    data = panel(effect=6.0, drift=0.8, noise=0.5)
    assert data.effect(trend=True).interval().low > 3.0
    assert data.permutation(trend=True, rng=np.random.default_rng(1)) < 0.02


def test_the_permutation_runs_through_every_assignment_of_the_units() -> None:
    p = panel(effect=50.0).permutation(trend=False, rng=np.random.default_rng(1))
    assert p == pytest.approx(2 / 252)


def test_one_treated_unit_can_be_no_rarer_than_one_in_all_units() -> None:
    p = panel(effect=50.0, treated=1).permutation(trend=False, rng=np.random.default_rng(1))
    assert p == pytest.approx(1 / 10)


def test_drawn_assignments_come_near_the_exact_share() -> None:
    rng = np.random.default_rng(6)
    unit, time = np.repeat(np.arange(24), 8), np.tile(np.arange(8.0), 24)
    data = Panel(rng.normal(size=192), unit, time, time >= 4, np.arange(24) < 12)
    first, second = (data.permutation(trend=False, rng=np.random.default_rng(seed)) for seed in (1, 2))
    assert first == pytest.approx(second, abs=0.02)


def test_nobody_treated_or_nothing_after_is_not_assessable() -> None:
    whole = panel()
    for treated, after in ((np.zeros(10, dtype=bool), whole.after), (whole.treated, np.zeros(120, dtype=bool))):
        with pytest.raises(NotAssessable):
            Panel(whole.values, whole.unit, whole.time, after, treated)
