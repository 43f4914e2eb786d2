"""The 2×2 table: exact at the ends, consistent under every relabelling, right where other packages are not."""

from __future__ import annotations

import math
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2, fisher_exact
from statsmodels.stats.proportion import confint_proportions_2indep

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.ratio import fisher_p_values, impact_ratio, koopman_interval

EDGES = [
    ((3, 3, 20, 30), (0.641384653, 2.050018330)),
    ((10, 10, 25, 25), (0.722467200, 1.153658353)),
    ((0, 10, 15, 25), (0.0, 0.476594442)),
    ((10, 10, 0, 20), (6.206355433, math.inf)),
    ((5, 10, 0, 20), (2.933281346, math.inf)),
    ((0, 10, 20, 20), (0.0, 0.277532800)),
    ((15, 25, 10, 10), (0.407394574, 0.874389916)),
    ((0, 10, 0, 20), (math.nan, math.nan)),
]
COUNTS = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda sizes: st.tuples(st.integers(0, sizes[0]), st.just(sizes[0]), st.integers(0, sizes[1]), st.just(sizes[1]))
)


@pytest.mark.parametrize(("counts", "limits"), EDGES)
def test_limits_exist_where_a_rate_is_0_or_100_percent(
    counts: tuple[int, int, int, int], limits: tuple[float, float]
) -> None:
    assert koopman_interval(*counts) == pytest.approx(limits, rel=1e-8, nan_ok=True)


@given(COUNTS)
def test_the_score_test_just_rejects_at_every_finite_limit(counts: tuple[int, int, int, int]) -> None:
    for limit in koopman_interval(*counts):
        if 0 < limit < math.inf:
            assert chi_square(limit, *counts) == pytest.approx(chi2.ppf(0.95, 1), rel=1e-6)


def chi_square(ratio: float, x: int, m: int, y: int, n: int) -> float:
    """Koopman's own form: sum of squared standardised residuals, at the root of his quadratic equation."""
    linear = ratio * (m + y) + x + n
    focal = (linear - math.sqrt(linear**2 - 4 * ratio * (m + n) * (x + y))) / (2 * (m + n))
    focal = min(max(focal, 1e-300), 1.0)
    reference = focal / ratio
    return sum(
        (k - size * rate) ** 2 / (size * rate * (1 - rate)) if 0 < rate < 1 else 0.0
        for k, size, rate in ((x, m, focal), (y, n, reference))
    )


@given(COUNTS)
def test_swapping_the_groups_inverts_ratio_and_limits(counts: tuple[int, int, int, int]) -> None:
    interval, swapped = koopman_interval(*counts), koopman_interval(*counts[2:], *counts[:2])
    if interval.defined:
        inverse = (1 / swapped.high if swapped.high else math.inf, 1 / swapped.low if swapped.low else math.inf)
        assert interval == pytest.approx(inverse, rel=1e-7)


@given(COUNTS)
def test_limits_hold_the_estimate_and_widen_with_confidence(counts: tuple[int, int, int, int]) -> None:
    interval, wider = koopman_interval(*counts), koopman_interval(*counts, confidence=0.99)
    if interval.defined:
        estimate = impact_ratio(*counts).ratio
        assert wider.low <= interval.low <= estimate <= interval.high <= wider.high


@given(COUNTS)
def test_fisher_equals_scipy_and_mid_p_is_smaller(counts: tuple[int, int, int, int]) -> None:
    x, m, y, n = counts
    p_fisher, p_midp = fisher_p_values(*counts)
    assert p_fisher == pytest.approx(fisher_exact([[x, m - x], [y, n - y]]).pvalue, rel=1e-6)
    assert 0 <= p_midp < p_fisher <= 1


def test_statsmodels_excludes_its_own_estimate_where_everybody_passes() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        low, _ = confint_proportions_2indep(3, 3, 20, 30, compare="ratio", method="score")
    assert low > 1.4
    assert koopman_interval(3, 3, 20, 30).low < 0.65


def test_without_the_outcome_in_either_group_the_ratio_is_undefined() -> None:
    answer = impact_ratio(0, 10, 0, 20)
    assert math.isnan(answer.ratio)
    assert math.isnan(answer.z)
    assert not answer.interval.defined


def test_an_empty_group_leaves_everything_undefined() -> None:
    answer = impact_ratio(0, 0, 5, 10)
    assert all(math.isnan(value) for value in (answer.rate_focal, answer.ratio, answer.p_fisher, answer.shortfall))


@pytest.mark.parametrize("counts", [(5, 4, 1, 10), (-1, 4, 1, 10), (1, 4, 11, 10)])
def test_counts_that_contradict_each_other_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(InvalidOption):
        impact_ratio(*counts)


def test_a_confidence_of_one_is_refused() -> None:
    with pytest.raises(InvalidOption):
        koopman_interval(1, 4, 1, 10, confidence=1.0)
