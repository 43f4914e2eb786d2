"""The tabulated likelihood of the Rasch model, its slope and information equal those written out rating by rating."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.special import logsumexp

from kinerja_lab.stats import rasch_information
from kinerja_lab.stats.rasch_design import Layout, tabulate
from kinerja_lab.stats.rasch_joint import fit_joint
from kinerja_lab.stats.rasch_marginal import _Marginal, fit_marginal
from kinerja_lab.stats.rasch_measures import chances, estimate, fixed_test, responses, separation

SIZES = (25, 6, 3)


class Written:
    """Forty ratees' scores, some missing, and the model without any table."""

    def __init__(self, seed: int = 1, *, partial: bool = False, anchor: float = np.nan) -> None:
        random = np.random.default_rng(seed)
        ratee = np.repeat(np.arange(25), 6)
        rater = np.array([random.permutation(6)[:2].repeat(3) for _ in range(25)]).ravel()
        aspect = np.tile(np.arange(3), 50)
        kept = random.random(150) < 0.9
        self.codes = [part[kept] for part in (ratee, rater, aspect)]
        self.score = random.integers(0, 4, kept.sum())
        able = np.repeat(random.normal(0, 2, 25), 6)[kept]
        self.score = np.clip(np.rint(1.5 + able + random.normal(0, 0.8, kept.sum())), 0, 3).astype(int)
        self.ratings = tabulate(self.codes[0], self.codes[1:], self.score)
        levels = self.ratings.levels
        step_set = levels[:, 1] if partial else np.zeros(len(levels), dtype=int)
        anchors = [np.full(6, np.nan), np.full(3, np.nan)]
        anchors[1][0] = anchor
        self.partial = partial
        self.layout = Layout(self.ratings, step_set, np.zeros(6, dtype=int), 1, anchors)

    def parameters(self, seed: int = 2) -> tuple[np.ndarray, np.ndarray]:
        random = np.random.default_rng(seed)
        others = random.normal(0, 0.3, self.layout.n_others + 1)
        others[-1] = 1.3
        return random.normal(0, 0.3, 6), others

    def log_likelihood(self, main: np.ndarray, others: np.ndarray, z: np.ndarray, weight: np.ndarray) -> float:
        """Sum over ratees of the log of the integral, score by score."""
        ratee, rater, aspect = self.codes
        steps = others[3:-2].reshape(-1, 3)[aspect if self.partial else np.zeros_like(aspect)]
        difficulty = main[rater][:, None] + others[aspect][:, None] + steps - others[-2]
        total = np.zeros(25)
        for person in range(25):
            own = np.flatnonzero(ratee == person)
            heights = [
                sum(
                    np.log(chances(np.array([others[-1] * node]), difficulty[[row]].T)[self.score[row], 0])
                    for row in own
                )
                for node in z
            ]
            total[person] = logsumexp(np.array(heights) + weight)
        return float(total.sum())


@pytest.mark.parametrize("partial", [False, True])
def test_the_marginal_likelihood_equals_that_of_single_scores(partial: bool) -> None:
    written = Written(partial=partial)
    marginal = _Marginal(written.layout, 41)
    main, others = written.parameters()
    moments, _ = marginal.expectation(main, others)
    assert_allclose(moments.height, written.log_likelihood(main, others, marginal.z, marginal.log_weight), rtol=1e-10)


@given(seed=st.integers(0, 50), partial=st.booleans())
@settings(max_examples=10, deadline=None)
def test_the_slope_of_the_marginal_likelihood_is_that_of_its_height(seed: int, partial: bool) -> None:
    written = Written(partial=partial)
    marginal, (main, others) = _Marginal(written.layout, 41), written.parameters(seed)
    slope = np.concatenate(marginal.gradient(*marginal.expectation(main, others)))
    both = np.concatenate([main, others])

    def height(values: np.ndarray) -> float:
        return marginal.expectation(values[:6], values[6:])[0].height

    rises = [(height(both + step) - height(both - step)) / 2e-5 for step in 1e-5 * np.eye(len(both))]
    assert_allclose(slope, rises, rtol=1e-5, atol=1e-5)


def test_the_information_is_the_curvature_of_the_marginal_likelihood() -> None:
    written = Written()
    fit, marginal = fit_marginal(written.layout), _Marginal(written.layout, 61)
    both = np.concatenate([fit.main, fit.others])

    def slope(values: np.ndarray) -> np.ndarray:
        return np.concatenate(marginal.gradient(*marginal.expectation(values[:6], values[6:])))

    curvature = np.array([(slope(both - step) - slope(both + step)) / 2e-4 for step in 1e-4 * np.eye(len(both))])
    information = marginal.information(*marginal.expectation(fit.main, fit.others, degrees=3))
    assert_allclose(information.sparse.toarray(), curvature[:6, :6], atol=0.01 * curvature[0, 0])
    assert_allclose(information.border, curvature[:6, 6:], atol=0.01 * curvature[0, 0])
    assert_allclose(information.others[-1], curvature[-1, 6:], atol=1e-3 * curvature[-1, -1])


def test_at_the_maximum_nothing_pulls_and_sums_are_zero() -> None:
    written = Written(3)
    fit = fit_marginal(written.layout)
    marginal = _Marginal(written.layout, fit.nodes)
    main, others = marginal.gradient(*marginal.expectation(fit.main, fit.others))
    assert fit.converged
    assert_allclose(np.concatenate([main, others]), 0.0, atol=2e-3)
    assert_allclose([fit.main.sum(), fit.others[:3].sum(), fit.others[3:6].sum()], 0.0, atol=1e-5)


def test_an_anchor_stays_and_the_others_follow() -> None:
    fit = fit_marginal(Written(anchor=0.7).layout)
    free = fit_marginal(Written().layout)
    assert fit.others[0] == 0.7
    assert_allclose(fit.others[:3] - 0.7, free.others[:3] - free.others[0], atol=1e-4)
    assert_allclose(fit.log_likelihood, free.log_likelihood, rtol=1e-8)


def test_conjugate_gradients_reach_the_same_maximum(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = fit_marginal(Written().layout)
    monkeypatch.setattr(rasch_information, "_LARGEST_DENSE", 2)
    other = fit_marginal(Written().layout)
    assert_allclose(other.main, exact.main, atol=1e-6)
    assert_allclose(other.information.others_covariance[:3, :3], exact.information.others_covariance[:3, :3], rtol=1e-3)
    assert_allclose(other.information.main_variances(), exact.information.main_variances(), rtol=0.6)


def test_joint_estimation_reproduces_every_raw_score() -> None:
    written = Written(5)
    count = np.bincount(written.codes[0])
    usual = ~np.isin(written.ratings.raw, [0]) & (written.ratings.raw < 3 * count)
    kept = usual[written.codes[0]]
    codes = [np.unique(part[kept], return_inverse=True)[1] for part in written.codes]
    ratings = tabulate(codes[0], codes[1:], written.score[kept])
    step_set = np.zeros(len(ratings.levels), dtype=int)
    layout = Layout(ratings, step_set, np.zeros(6, dtype=int), 0, [np.full(6, np.nan), np.full(3, np.nan)])
    fit = fit_joint(layout)
    steps = layout.difficulties(fit.main, fit.others)[ratings.combination].T
    expected = responses(fit.ratee[ratings.ratee], steps).expected
    assert_allclose(np.bincount(ratings.ratee, expected), ratings.raw, atol=1e-5)
    rater = ratings.levels[ratings.combination, 0]
    assert_allclose(np.bincount(rater, expected), np.bincount(rater, ratings.score), atol=1e-5)


def test_moments_are_those_of_the_distribution_of_scores() -> None:
    location, steps = np.array([0.4, -2.0]), np.array([[-1.0, 0.2], [0.5, 0.1], [1.5, 2.0]])
    chance, scores = chances(location, steps), np.arange(4)
    found = responses(location, steps)
    mean = scores @ chance
    assert_allclose(chance.sum(axis=0), 1.0)
    assert_allclose(found.expected, mean)
    for power, moment in ((2, found.variance), (3, found.third), (4, found.fourth)):
        assert_allclose(moment, (((scores[:, None] - mean) ** power) * chance).sum(axis=0))


def test_weighted_likelihood_is_finite_for_extreme_scores_and_symmetric() -> None:
    group, combination = np.repeat([0, 1, 2], 4), np.zeros(12, dtype=int)
    measure, _ = estimate(
        np.array([0.0, 4.0, 8.0]), group, None, np.array([[-1.0, 1.0]]), combination, np.zeros(3), weighted=True
    )
    assert np.isfinite(measure).all()
    assert_allclose(measure, [-measure[2], 0.0, measure[2]], atol=1e-6)


def test_separation_and_the_fixed_test_count_only_known_measures() -> None:
    measures, errors = np.array([-1.0, 0.0, 1.0, np.nan]), np.array([0.5, 0.5, 0.5, 0.5])
    found = separation(measures, errors)
    assert_allclose(found, (1.0, 0.5, np.sqrt(3.0), (4 * np.sqrt(3.0) + 1) / 3, 0.75))
    assert_allclose(fixed_test(measures, errors)[:2], (8.0, 2))
    assert np.isnan(separation(measures[2:], errors[2:]).reliability)
    assert np.isnan(fixed_test(measures[2:], errors[2:]).p_value)
