"""The joint rating-scale fit: score equations hold, expectations do not depend on names, extremes are left out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.expected_scores import ExpectedScores, expected_scores


def drawn(seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Scores, ratees, raters and aspects of a small crossed design."""
    random = np.random.default_rng(seed)
    ratee, rater, aspect = (part.ravel() for part in np.indices((40, 4, 5)))
    level = random.normal(0, 1.0, 40)[ratee] + random.normal(0, 0.5, 4)[rater] + np.linspace(-0.5, 0.5, 5)[aspect]
    return np.clip(np.round(3 + level + random.normal(0, 0.6, len(ratee))), 1, 5), ratee, rater, aspect


def fitted(seed: int = 1) -> tuple[ExpectedScores, tuple[np.ndarray, ...]]:
    score, ratee, rater, aspect = drawn(seed)
    fit = expected_scores(score, ratee, (rater, aspect))
    return fit, (ratee[fit.used], rater[fit.used], aspect[fit.used])


def test_every_ratee_rater_and_aspect_gets_the_total_that_was_given() -> None:
    fit, facets = fitted()
    for codes in facets:
        assert_allclose(np.bincount(codes, fit.residual), 0.0, atol=1e-5)


def test_every_category_is_expected_as_often_as_it_was_given() -> None:
    fit, _ = fitted()
    assert_allclose(fit.probability.sum(axis=0), np.bincount(fit.place), rtol=1e-6)


def test_moments_are_those_of_the_probabilities() -> None:
    fit, _ = fitted()
    assert_allclose(fit.expected, fit.probability @ fit.values)
    assert_allclose(fit.variance, fit.probability @ fit.values**2 - fit.expected**2)
    assert_allclose(fit.slope, fit.information, err_msg="whole points one apart: points and places are the same")


def test_other_distances_between_scores_change_points_but_no_probability() -> None:
    score, ratee, rater, aspect = drawn()
    plain = expected_scores(score, ratee, (rater, aspect))
    stretched = expected_scores(score**2, ratee, (rater, aspect))
    assert_allclose(stretched.probability, plain.probability, atol=1e-8)
    assert_allclose(stretched.expected, plain.probability @ plain.values**2)


def test_ratees_with_only_highest_scores_are_left_out() -> None:
    score, ratee, rater, aspect = drawn()
    score = np.where(ratee == 7, 5.0, score)
    fit = expected_scores(score, ratee, (rater, aspect))
    assert not fit.used[ratee == 7].any()
    assert fit.used[ratee != 7].mean() > 0.9


def test_scores_that_are_all_the_same_have_no_expectation() -> None:
    _, ratee, rater, aspect = drawn()
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        expected_scores(np.full(len(ratee), 3.0), ratee, (rater, aspect))


def test_steps_further_apart_pull_means_to_the_middle() -> None:
    fit, _ = fitted()
    logits = fit.stretch()
    assert np.corrcoef(logits, fit.expected)[0, 1] < -0.9
