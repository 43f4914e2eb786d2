"""Wilcoxon's signed ranks: exact with ties, symmetric, and what the zeros do."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.paired import normalised_gain, signed_rank

DIFFERENCES = st.lists(st.integers(-6, 6), min_size=2, max_size=9).filter(any)


@given(DIFFERENCES)
def test_the_exact_p_value_counts_every_assignment_of_signs(drawn: list[int]) -> None:
    differences = np.array(drawn, dtype="float64")
    moved = differences[differences != 0]
    ranks = stats.rankdata(np.abs(moved))
    sums = np.array([ranks[np.array(signs)].sum() for signs in product([True, False], repeat=len(moved))])
    found = signed_rank(differences)
    assert found.p_exact_upper == pytest.approx(np.mean(sums >= found.statistic - 1e-9))
    assert found.p_exact == pytest.approx(
        min(1.0, 2 * min(np.mean(sums >= found.statistic - 1e-9), np.mean(sums <= found.statistic + 1e-9)))
    )


@given(DIFFERENCES)
def test_swapping_before_and_after_turns_the_sign_and_nothing_else(drawn: list[int]) -> None:
    there, back = signed_rank(np.array(drawn, dtype="float64")), signed_rank(-np.array(drawn, dtype="float64"))
    assert there.p_exact == pytest.approx(back.p_exact)
    assert there.rank_biserial == pytest.approx(-back.rank_biserial)
    assert there.z_pratt == pytest.approx(-back.z_pratt)


def test_without_ties_the_test_is_that_of_scipy() -> None:
    differences = np.array([1.5, -0.5, 2.25, 3.0, -1.0, 4.0, 0.75])
    other = stats.wilcoxon(differences, method="exact")
    assert signed_rank(differences).p_exact == pytest.approx(other.pvalue)


def test_decimal_scores_that_tie_on_paper_tie_here() -> None:
    assert signed_rank(np.array([0.3 - 0.2, 0.1, 0.4])).statistic == 6.0
    assert signed_rank(np.array([0.3 - 0.2, -0.1])).p_exact == 1.0


def test_nobody_changing_is_no_answer() -> None:
    with pytest.raises(NotAssessable) as caught:
        signed_rank(np.zeros(5))
    assert caught.value.status == "undefined_no_variation"


def test_the_gain_is_the_share_of_what_was_still_to_learn() -> None:
    assert normalised_gain(np.array([4.0, 6.0]), np.array([7.0, 8.0]), 10.0) == pytest.approx(0.5)
    assert np.isnan(normalised_gain(np.full(3, 10.0), np.full(3, 9.0), 10.0))


def test_many_pairs_are_tested_by_the_normal_score_at_once() -> None:
    differences = np.random.default_rng(2).normal(0.1, 1.0, 3000)
    found = signed_rank(differences)
    assert found.p_exact == found.p_normal
    fewer = signed_rank(differences[:300])
    assert fewer.p_exact == pytest.approx(fewer.p_normal, rel=0.01)
