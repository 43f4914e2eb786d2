"""The satisfaction index: equal weights, letters, and how sure it is."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.satisfaction import (
    Bands,
    SatisfactionIndex,
    letter_of,
    satisfaction_change,
    satisfaction_index,
)


def index(answers: np.ndarray, bands: Bands = "permenpanrb_14_2017") -> SatisfactionIndex:
    return satisfaction_index(answers.astype(float), bands=bands, rng=np.random.default_rng(1), n_resamples=400)


def test_nine_elements_weigh_a_ninth_each_so_that_all_fours_are_a_hundred() -> None:
    assert index(np.full((5, 9), 4)).index == pytest.approx(100.0)
    assert index(np.full((5, 9), 1)).index == pytest.approx(25.0)


@pytest.mark.parametrize(
    ("mean", "letter", "old"), [(3.06, "C", "B"), (3.0645, "B", "B"), (3.5324, "A", "A"), (2.59, "D", "B")]
)
def test_letters_follow_the_bands_of_the_regulation(mean: float, letter: str, old: str) -> None:
    answers = np.full((3, 9), mean)
    assert (index(answers).letter, index(answers, "kep_25_2004").letter) == (letter, old)


def test_the_distance_to_the_next_letter_and_above_the_floor_add_up_to_the_band() -> None:
    found = index(np.full((4, 9), 3.2))
    assert found.index + found.to_next == pytest.approx(88.31)
    assert found.index - found.above_floor == pytest.approx(76.61)
    assert np.isnan(index(np.full((4, 9), 4)).to_next)


def test_an_unanswered_element_counts_for_nobody() -> None:
    answers = np.array([[4.0, 2.0], [4.0, np.nan], [np.nan, 2.0]])
    assert index(answers).elements == (4.0, 2.0)
    assert index(answers).index == pytest.approx(75.0)


def test_more_respondents_make_the_interval_narrower() -> None:
    rng = np.random.default_rng(2)
    few, many = index(rng.integers(2, 5, (30, 9))), index(rng.integers(2, 5, (600, 9)))
    assert many.interval.high - many.interval.low < (few.interval.high - few.interval.low) / 2


def test_an_element_that_nobody_answered_is_not_assessable() -> None:
    with pytest.raises(NotAssessable):
        index(np.array([[1.0, np.nan]]))


def test_a_planted_change_is_found_and_no_change_is_not() -> None:
    rng = np.random.default_rng(3)
    before = rng.integers(2, 5, (200, 9)).astype(float)
    higher = np.minimum(before + (rng.random(before.shape) < 0.4), 4.0)
    found = satisfaction_change(before, higher, rng=np.random.default_rng(1))
    assert found.difference == pytest.approx(index(higher).index - index(before).index)
    assert found.p_value < 0.001
    again = satisfaction_change(before, before[rng.permutation(200)], rng=np.random.default_rng(1))
    assert again.difference == pytest.approx(0.0)
    assert again.interval.low < 0 < again.interval.high


def test_the_error_of_a_change_is_that_of_two_independent_means() -> None:
    rng = np.random.default_rng(4)
    before, after = (rng.integers(1, 5, (150, 9)).astype(float) for _ in range(2))
    error = 25 * np.sqrt(sum(sheets.mean(axis=1).var() / 150 for sheets in (before, after)))
    assert satisfaction_change(before, after, rng=rng).error == pytest.approx(error, rel=0.06)


def test_where_all_answered_alike_there_is_no_spread_to_judge_a_change_by() -> None:
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        satisfaction_change(np.full((30, 9), 3.0), np.full((30, 9), 4.0), rng=np.random.default_rng(1))


def test_letters_of_single_numbers_are_those_of_the_index() -> None:
    assert [letter_of(value) for value in (25.0, 64.99, 65.0, 76.61, 88.31)] == ["D", "D", "C", "B", "A"]
    assert letter_of(81.26, "kep_25_2004") == "A"
