"""Bunching: scores moved over a cut-off are found, round numbers are not taken for them."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.bunching import bunching


def scores(n: int = 900, moved: float = 0.0, heaped: float = 0.0, seed: int = 1) -> np.ndarray:
    """Whole scores around 88, a share of those rounded to fives, a share of those just below 90 moved to 90 or 91."""
    rng = np.random.default_rng(seed)
    whole = np.rint(rng.normal(88, 7, n))
    whole = np.where(rng.random(n) < heaped, 5 * np.rint(whole / 5), whole)
    near = (whole >= 87) & (whole < 90) & (rng.random(n) < moved)
    return np.where(near, 90 + rng.integers(0, 2, n), whole)


def test_moved_scores_are_a_surplus_above_and_a_lack_below():
    found = bunching(scores(moved=0.5), 90.0)
    assert found.p_value < 0.001
    assert found.ratio > 1.5
    assert found.excess > 20
    assert found.lack > 20


def test_habits_of_rounding_are_no_bunching():
    assert bunching(scores(heaped=0.3), 90.0).p_value > 0.05


def test_scores_below_a_cutoff_stay_below_it_whatever_their_decimals():
    whole = scores(moved=0.2)
    assert bunching(whole + 0.9, 90.0).delta == pytest.approx(bunching(whole, 90.0).delta)


def test_moving_everything_along_changes_nothing_that_is_a_multiple_of_five():
    assert bunching(scores() - 20, 70.0).delta == pytest.approx(bunching(scores(), 90.0).delta, abs=1e-6)


def test_an_empty_stretch_below_has_a_finite_ratio():
    whole = scores(moved=1.0)
    found = bunching(whole, 90.0)
    assert not ((whole >= 87) & (whole < 90)).any()
    assert np.isfinite([found.ratio, found.error, found.interval.high]).all()
    assert found.p_value < 0.001


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (scores(n=199), "too_few"),
        (np.repeat([70.0, 90.0, 110.0], 100), "undefined_no_variation"),
        (np.full(300, np.nan), "too_few"),
        (np.full(300, 200.0), "undefined_no_variation"),
    ],
)
def test_what_cannot_be_asked_is_told(values, status):
    with pytest.raises(NotAssessable) as refused:
        bunching(values, 90.0)
    assert refused.value.status == status
