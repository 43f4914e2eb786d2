"""Office hours skip nights, weekends and holidays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.stats.working_time import working_days, working_hours

NONE = np.zeros(0, dtype="datetime64[D]")
LABOUR_DAY = np.array(["2025-05-01"], dtype="datetime64[D]")  # a Thursday


def hours(begin: str, end: str, holidays: np.ndarray = NONE) -> float:
    return float(
        working_hours(np.array([begin], "datetime64[s]"), np.array([end], "datetime64[s]"), holidays=holidays)[0]
    )


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        ("2025-04-28T09:00", "2025-04-28T11:30", 2.5),
        ("2025-04-28T06:00", "2025-04-28T09:00", 1.0),  # before the office opens nothing counts
        ("2025-04-28T15:00", "2025-04-29T09:00", 2.0),
        ("2025-05-02T15:00", "2025-05-05T09:00", 2.0),  # over a weekend
        ("2025-05-03T10:00", "2025-05-04T12:00", 0.0),  # within a weekend
    ],
)
def test_only_office_hours_count(begin: str, end: str, expected: float) -> None:
    assert hours(begin, end) == pytest.approx(expected)


def test_a_holiday_counts_as_little_as_a_sunday() -> None:
    assert hours("2025-04-30T15:00", "2025-05-02T09:00") == pytest.approx(10.0)
    assert hours("2025-04-30T15:00", "2025-05-02T09:00", LABOUR_DAY) == pytest.approx(2.0)


def test_a_missing_moment_and_an_end_before_the_beginning_are_unknown() -> None:
    assert np.isnan(hours("NaT", "2025-05-02T09:00"))
    assert np.isnan(hours("2025-05-02T09:00", "2025-05-01T09:00"))


@given(st.lists(st.integers(0, 3_000_000), min_size=3, max_size=3))
def test_the_way_is_the_sum_of_its_parts(seconds: list[int]) -> None:
    start, middle, stop = (f"{np.datetime64('2025-04-01T00:00:00') + second}" for second in sorted(seconds))
    parts = hours(start, middle, LABOUR_DAY) + hours(middle, stop, LABOUR_DAY)
    assert hours(start, stop, LABOUR_DAY) == pytest.approx(parts)


def test_working_days_include_both_ends() -> None:
    first, last = np.array(["2025-04-28"], "datetime64[D]"), np.array(["2025-05-02"], "datetime64[D]")
    assert working_days(first, last, holidays=NONE)[0] == 5
    assert working_days(first, last, holidays=LABOUR_DAY)[0] == 4
