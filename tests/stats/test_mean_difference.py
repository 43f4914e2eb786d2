"""Differences of means against scipy, and where there are none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.mean_difference import paired_means, separate_means

FIRST = np.array([3.0, 4.0, 4.5, 2.0, 3.5, 5.0])
SECOND = np.array([4.0, 4.5, 4.0, 3.5, 5.0, 4.5, 5.0, 3.0])


def test_paired_differences_are_students_t() -> None:
    differences = SECOND[:6] - FIRST
    found, known = paired_means(differences), stats.ttest_1samp(differences, 0.0)
    assert (found.p_value, found.df) == pytest.approx((known.pvalue, known.df))
    assert tuple(found.interval(0.9)) == pytest.approx(tuple(known.confidence_interval(0.9)))


def test_separate_means_are_welchs() -> None:
    found, known = separate_means(FIRST, SECOND), stats.ttest_ind(SECOND, FIRST, equal_var=False)
    assert (found.p_value, found.df) == pytest.approx((known.pvalue, known.df))
    assert tuple(found.interval()) == pytest.approx(tuple(known.confidence_interval()))
    assert separate_means(SECOND, FIRST).difference == -found.difference


def test_one_value_or_no_spread_is_no_difference() -> None:
    with pytest.raises(NotAssessable, match="too_few"):
        paired_means(np.ones(1))
    with pytest.raises(NotAssessable, match="too_few"):
        separate_means(FIRST, np.ones(1))
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        paired_means(np.full(9, 0.1))
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        separate_means(np.ones(4), np.full(5, 2.0))


def test_one_side_may_be_constant() -> None:
    found = separate_means(np.full(5, 3.0), SECOND)
    assert (found.df, found.se) == pytest.approx((7.0, SECOND.std(ddof=1) / np.sqrt(8)))
