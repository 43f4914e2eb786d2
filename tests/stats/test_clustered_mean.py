"""A clustered mean is the t-test where clusters are single, and wider where members are alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.clustered_mean import clustered_mean


def test_one_value_a_cluster_is_the_t_test() -> None:
    values = np.random.default_rng(1).normal(0.4, 1, 30)
    found, reference = clustered_mean(values, np.arange(30)), stats.ttest_1samp(values, 0)
    assert_allclose(found.p_value, reference.pvalue)
    assert_allclose(found.interval(0.95), reference.confidence_interval(0.95))
    assert_allclose(found.df, 29)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=8), st.integers(0, 100))
def test_variance_and_degrees_of_freedom_equal_the_matrices_of_bell_and_mccaffrey(sizes: list[int], seed: int) -> None:
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    n = len(cluster)
    values = np.random.default_rng(seed).normal(size=n)
    found = clustered_mean(values, cluster)
    annihilator = np.eye(n) - 1 / n
    columns = []
    for place in range(len(sizes)):
        own = cluster == place
        eigen, vectors = np.linalg.eigh(annihilator[np.ix_(own, own)])
        root = vectors @ np.diag(eigen**-0.5) @ vectors.T
        weights = np.zeros(n)
        weights[own] = root @ np.ones(own.sum()) / n
        columns.append(weights)
    columns = np.array(columns)
    assert_allclose(found.se**2, np.sum((columns @ annihilator @ values) ** 2), rtol=1e-8)
    inner = columns @ annihilator @ columns.T
    assert_allclose(found.df, np.trace(inner) ** 2 / np.sum(inner**2), rtol=1e-8)


def test_alike_members_widen_the_interval() -> None:
    values = np.repeat(np.random.default_rng(2).normal(size=10), 5)
    assert clustered_mean(values, np.repeat(np.arange(10), 5)).se > 2 * clustered_mean(values, np.arange(50)).se


def test_a_difference_of_the_detectable_size_is_found_four_times_in_five() -> None:
    found = clustered_mean(np.random.default_rng(3).normal(size=200), np.arange(200))
    shift = found.detectable() / found.se
    power = 1 - stats.nct.cdf(stats.t.ppf(0.975, 199), 199, shift)
    assert_allclose(power, 0.80, atol=0.01)


@pytest.mark.parametrize(
    ("values", "cluster", "status"),
    [([1.0, 2.0], [0, 0], "too_few"), ([], [], "too_few"), ([1.0, 1.0, 1.0], [0, 1, 2], "undefined_no_variation")],
)
def test_thin_data_are_not_assessable(values: list[float], cluster: list[int], status: str) -> None:
    with pytest.raises(NotAssessable, match=status):
        clustered_mean(np.array(values), np.array(cluster, dtype=np.int64))
