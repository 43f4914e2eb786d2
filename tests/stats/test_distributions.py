"""The distributions are those of scipy.stats, which computes them another way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kinerja_lab.stats.distributions import (
    Hypergeometric,
    binomial_p_value,
    chi2,
    fisher,
    mid_ranks,
    ncx2,
    norm,
    student,
)

LEVELS = np.array([1e-12, 1e-6, 0.025, 0.5, 0.975, 1 - 1e-6])
FREEDOM = np.array([0.5, 1, 2, 3.7, 10, 1e4])[:, None]
SEEN = np.array([-40, -2, 0, 0.5, 3, 200, np.inf, np.nan])


def test_normal_and_student_quantiles_and_tails() -> None:
    np.testing.assert_allclose(norm.ppf(LEVELS), stats.norm.ppf(LEVELS), rtol=1e-12)
    np.testing.assert_allclose(norm.sf(SEEN), stats.norm.sf(SEEN), rtol=1e-12)
    np.testing.assert_allclose(norm.cdf(SEEN), stats.norm.cdf(SEEN), rtol=1e-12)
    freedom = np.vstack([FREEDOM, [[np.inf]]])
    np.testing.assert_allclose(student.ppf(LEVELS, freedom), stats.t.ppf(LEVELS, freedom), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(student.sf(SEEN, freedom), stats.t.sf(SEEN, freedom), rtol=1e-9)


def test_chi_square_and_f() -> None:
    np.testing.assert_allclose(chi2.sf(SEEN, FREEDOM), stats.chi2.sf(SEEN, FREEDOM), rtol=1e-12)
    np.testing.assert_allclose(chi2.cdf(SEEN, FREEDOM), stats.chi2.cdf(SEEN, FREEDOM), rtol=1e-12)
    np.testing.assert_allclose(chi2.ppf(LEVELS, FREEDOM), stats.chi2.ppf(LEVELS, FREEDOM), rtol=1e-9)
    np.testing.assert_allclose(chi2.isf(LEVELS, FREEDOM), stats.chi2.isf(LEVELS, FREEDOM), rtol=1e-9)
    np.testing.assert_allclose(fisher.sf(SEEN, FREEDOM, 5.0), stats.f.sf(SEEN, FREEDOM, 5.0), rtol=1e-12)
    apart = np.array([1e-9, 0.1, 1, 10, 300])[:, None, None]
    found, expected = (home.ncx2.cdf(SEEN[2:6], FREEDOM, apart) for home in (_Own, stats))
    np.testing.assert_allclose(found, expected, rtol=1e-9)


class _Own:
    ncx2 = ncx2


@pytest.mark.parametrize(
    ("population", "successes", "drawn"), [(50, 20, 10), (10, 10, 4), (10, 0, 4), (5000, 300, 700)]
)
def test_chances_of_a_draw_without_replacement(population: int, successes: int, drawn: int) -> None:
    possible = np.arange(max(0, drawn - population + successes), min(successes, drawn) + 1)
    found = Hypergeometric(population, successes, drawn).logpmf(possible)
    expected = stats.hypergeom.logpmf(possible, population, successes, drawn)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    assert np.exp(found).sum() == pytest.approx(1, rel=1e-9)


@pytest.mark.parametrize("share", [0.5, 0.3, 0.01, 0.0, 1.0])
@pytest.mark.parametrize("n", [1, 7, 40, 900])
def test_a_count_is_as_surprising_as_the_exact_binomial_test_says(n: int, share: float) -> None:
    for k in {0, 1, n // 3, n // 2, n}:
        expected = stats.binomtest(k, n, share).pvalue
        assert binomial_p_value(k, n, share) == pytest.approx(expected, rel=1e-9, abs=1e-200), k


def test_equal_values_share_their_ranks() -> None:
    values = np.random.default_rng(1).integers(0, 9, 60)
    np.testing.assert_array_equal(mid_ranks(values), stats.rankdata(values))
