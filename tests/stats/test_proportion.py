"""Intervals of a share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats.proportion import proportion_interval


def test_exact_limits_equal_those_of_r() -> None:
    assert proportion_interval(46, 174) == pytest.approx((0.200508169454791, 0.336440926484796), rel=1e-9)


def test_wilson_limits_equal_those_of_r() -> None:
    limits = proportion_interval(331, 360, method="wilson")
    assert limits == pytest.approx((0.88670323294342, 0.943328619333287), rel=1e-9)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_limits_hold_the_share_and_reach_the_ends(counts: tuple[int, int]) -> None:
    low, high = proportion_interval(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1
    assert (low == 0) == (counts[0] == 0)
    assert (high == 1) == (counts[0] == counts[1])


def test_nobody_leaves_the_share_undefined() -> None:
    assert not proportion_interval(0, 0).defined


@pytest.mark.parametrize("counts", [(3, 2), (-1, 2)])
def test_more_successes_than_people_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(InvalidOption):
        proportion_interval(*counts)
