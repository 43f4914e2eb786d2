"""Comparable pairs: equal to counting them one by one, blind to labels and order, honest where nothing varies."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import somersd
from scipy.stats import t as student

from kinerja_lab.stats.concordance import Concordance, concordance

GAP = 10.0


@st.composite
def crowds(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Up to 40 people of up to 4 strata; results with one decimal, so that gaps of exactly 10 occur."""
    n = draw(st.integers(2, 40))
    codes = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    results = draw(st.lists(st.sampled_from([80.1, 86.7, 90.1, 96.7, 100.1, 106.7, 110.2]), min_size=n, max_size=n))
    strata = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    return np.array(codes), np.array(results), np.array(strata)


def one_by_one(codes: np.ndarray, results: np.ndarray, strata: np.ndarray) -> tuple[int, int, int]:
    """Concordant, discordant and tied pairs, counted in a double loop."""
    counts = [0, 0, 0]
    for first in range(len(codes)):
        for second in range(len(codes)):
            if strata[first] == strata[second] and round(results[first] - results[second], 6) >= GAP:
                side = int(np.sign(codes[first] - codes[second]))
                counts[{1: 0, -1: 1, 0: 2}[side]] += 1
    return counts[0], counts[1], counts[2]


def measured(codes: np.ndarray, results: np.ndarray, strata: np.ndarray) -> Concordance:
    return concordance(codes, results, strata, min_gap=GAP)


@pytest.fixture
def few_permutations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinerja_lab.stats.concordance._PERMUTATIONS", 19)


@pytest.mark.usefixtures("few_permutations")
class TestCounting:
    """Counts, with a short permutation test."""

    @settings(deadline=None)
    @given(crowds())
    def test_counts_equal_a_double_loop(self, crowd: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        found = measured(*crowd)
        assert (found.concordant, found.discordant, found.tied) == one_by_one(*crowd)

    @settings(deadline=None)
    @given(crowds(), st.randoms(use_true_random=False))
    def test_order_and_labels_do_not_matter(self, crowd: tuple[np.ndarray, np.ndarray, np.ndarray], random) -> None:
        codes, results, strata = crowd
        order = np.array(random.sample(range(len(codes)), len(codes)))
        found, moved = measured(*crowd), measured(codes[order], results[order], 7 - strata[order])
        assert moved.somers_d == pytest.approx(found.somers_d, nan_ok=True)
        assert moved.interval == pytest.approx(found.interval, nan_ok=True)
        assert (moved.n_people, moved.n_strata) == (found.n_people, found.n_strata)

    @settings(deadline=None)
    @given(crowds())
    def test_turning_the_scale_round_turns_the_sign(self, crowd: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        codes, results, strata = crowd
        found, turned = measured(*crowd), measured(4 - codes, results, strata)
        assert turned.somers_d == pytest.approx(-found.somers_d, nan_ok=True)
        assert turned.interval == pytest.approx((-found.interval.high, -found.interval.low), nan_ok=True)

    @settings(deadline=None)
    @given(crowds())
    def test_limits_hold_the_estimate(self, crowd: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
        found = measured(*crowd)
        if found.pairs:
            assert -1 <= found.interval.low <= found.somers_d <= found.interval.high <= 1
            assert 0 <= found.inversion_interval.low <= found.inversion <= found.inversion_interval.high <= 1
            assert found.equivalence.low >= found.interval.low
            assert 0 < found.p_value <= 1


def region(seed: int, strata: int, size: int, slope: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """People whose rating follows their results with a given slope."""
    rng = np.random.default_rng(seed)
    stratum = np.repeat(np.arange(strata), size)
    results = rng.normal(100, 9, strata * size)
    latent = slope * (results - 100) / 9 + rng.logistic(size=strata * size)
    return np.searchsorted([-4.0, -2.5, -1.2, 1.6], latent), results, stratum


def test_permutations_depend_on_neither_the_order_of_rows_nor_the_last_digit() -> None:
    codes, results, strata = region(5, 4, 14, 0.6)
    results = np.round(results)  # many people with the same result and different ratings
    found, rng = measured(codes, results, strata), np.random.default_rng(1)
    assert 0.001 < found.p_value < 0.5
    for _ in range(5):
        order = rng.permutation(len(codes))
        wobble = rng.uniform(-1e-13, 1e-13, len(codes))
        assert measured(codes[order], (results + wobble)[order], strata[order]).p_value == found.p_value


def test_one_stratum_without_a_gap_equals_scipy() -> None:
    codes, results, _ = region(1, 1, 60, 1.0)
    found = concordance(codes, results, np.zeros(60, dtype=int), min_gap=1e-6)
    assert found.somers_d == pytest.approx(somersd(results, codes).statistic)


def test_the_error_is_that_of_leaving_out_strata_one_by_one() -> None:
    codes, results, strata = region(2, 12, 12, 1.0)
    found = measured(codes, results, strata)
    left_out = np.array([measured(codes[k], results[k], strata[k]).somers_d for k in (strata != s for s in range(12))])
    error = math.sqrt(11 / 12 * ((left_out - left_out.mean()) ** 2).sum())
    assert found.error == pytest.approx(error)
    assert found.interval.high == pytest.approx(found.somers_d + student.ppf(0.975, 11) * error)


@pytest.mark.usefixtures("few_permutations")
def test_with_few_strata_people_are_left_out_instead() -> None:
    codes, results, strata = region(3, 3, 20, 1.0)
    found = measured(codes, results, strata)
    left_out = np.array(
        [measured(*(part[np.arange(60) != i] for part in (codes, results, strata))).somers_d for i in range(60)]
    )
    count = found.n_people
    assert found.error == pytest.approx(
        math.sqrt((count - 1) / count * ((left_out - left_out.mean()) ** 2).sum()), rel=0.02
    )


def test_ratings_that_follow_results_are_told_from_random_ones() -> None:
    follows, random = measured(*region(4, 12, 15, 2.0)), measured(*region(4, 12, 15, 0.0))
    assert follows.interval.low > random.interval.high
    assert follows.p_value < 1e-4


def test_the_permutation_p_of_a_small_region_is_small_but_never_0() -> None:
    assert measured(*region(5, 3, 20, 4.0)).p_value == pytest.approx(1 / 2000)


def test_the_permutation_p_is_the_same_every_time() -> None:
    crowd = region(6, 3, 15, 0.4)
    assert measured(*crowd).p_value == measured(*crowd).p_value


def test_the_same_rating_for_all_is_an_answer_with_limits() -> None:
    _, results, strata = region(7, 12, 10, 1.0)
    found = measured(np.zeros(120, dtype=int), results, strata)
    assert (found.somers_d, found.differentiation, found.p_value) == (0.0, 0.0, 1.0)
    assert -0.2 < found.interval.low < 0 < found.interval.high < 0.2


def test_perfect_ratings_of_few_people_keep_an_open_lower_limit() -> None:
    results = np.linspace(60, 140, 8)
    found = concordance(np.arange(8), results, np.zeros(8, dtype=int), min_gap=GAP)
    assert found.somers_d == 1
    assert found.interval.low < 0.5


@pytest.mark.parametrize("strata", [np.arange(20), np.zeros(20, dtype=int)])
def test_without_pairs_there_is_no_number(strata: np.ndarray) -> None:
    found = concordance(np.arange(20) % 5, np.full(20, 100.0), strata, min_gap=GAP)
    assert found.pairs == 0
    assert math.isnan(found.somers_d)
    assert not found.interval.defined


def test_nobody_has_no_pairs() -> None:
    empty = np.array([], dtype=int)
    assert concordance(empty, empty.astype(float), empty, min_gap=GAP).pairs == 0


@pytest.mark.slow
@pytest.mark.parametrize(("strata", "size"), [(4, 12), (12, 10), (36, 8)])
def test_limits_cover_the_truth(strata: int, size: int) -> None:
    truth = measured(*region(0, 2000, 20, 0.6)).somers_d
    found = [measured(*region(seed, strata, size, 0.6)) for seed in range(1, 401)]
    cover = np.mean([answer.interval.low <= truth <= answer.interval.high for answer in found])
    assert cover >= 0.91
