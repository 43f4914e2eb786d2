from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.report.disclosure import MERGED, countable, publishable, withholds

LEAST, FEWEST = 10, 5


def answer(sizes: dict[str, int], n: int) -> CheckResult:
    rows = {"unit": list(sizes), "n": list(sizes.values()), "estimate": 0.5, "low": 0.4, "high": 0.6}
    return CheckResult(check=Completeness(), n=n, evidence=pd.DataFrame(rows))


def shown(sizes: dict[str, int], n: int | None = None) -> pd.DataFrame:
    return publishable(answer(sizes, sum(sizes.values()) if n is None else n), LEAST, FEWEST)


def test_large_units_are_shown_as_they_are() -> None:
    assert shown({"A": 12, "B": 30})["estimate"].tolist() == [0.5, 0.5]


def test_small_units_are_merged_without_a_number() -> None:
    frame = shown({"A": 12, "B": 6, "C": 7, "D": 30})
    assert frame["unit"].tolist() == ["A", "D", MERGED]
    assert frame["n"].tolist() == [12, 30, 13]
    assert frame["estimate"].isna().tolist() == [False, False, True]


def test_a_single_small_unit_takes_the_next_one_along() -> None:
    assert shown({"A": 12, "B": 6, "C": 30})["unit"].tolist() == ["C", MERGED]


def test_two_units_that_stay_few_together_take_the_next_one_along() -> None:
    frame = shown({"A": 12, "B": 3, "C": 4, "D": 30})
    assert frame["unit"].tolist() == ["D", MERGED]
    assert frame["n"].tolist() == [30, 19]


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_the_merged_row_is_never_one_unit_and_never_few_unless_all_are_merged(sizes: list[int]) -> None:
    frame = shown({f"unit {place}": size for place, size in enumerate(sizes)})
    assert frame["n"].sum() == sum(sizes)
    merged = frame[frame["unit"] == MERGED]
    assert (frame.loc[frame["unit"] != MERGED, "n"] >= LEAST).all()
    assert merged[["estimate", "low", "high"]].isna().all(axis=None)
    if len(merged) and len(frame) > 1:
        assert len(sizes) - len(frame) + 1 >= 2
        assert merged["n"].item() >= LEAST


def test_rows_about_overlapping_people_are_blanked_one_by_one() -> None:
    frame = shown({"awards": 40, "sanctions": 6, "warnings": 3}, n=40)
    assert frame["estimate"].isna().tolist() == [False, True, True]
    assert frame["n"].isna().tolist() == [False, False, True]


def test_raters_stand_on_a_ladder_without_their_n() -> None:
    frame = shown({"P01": 4, "P02": 30}, n=2)
    assert frame["n"].isna().all()
    assert frame["estimate"].tolist() == [0.5, 0.5]


def test_no_evidence_stays_no_evidence() -> None:
    assert publishable(CheckResult(check=Completeness()), LEAST, FEWEST).empty


@pytest.mark.parametrize(
    ("sizes", "n", "expected"),
    [
        ({"A": 12, "B": 30}, 42, False),
        ({"A": 12, "B": 6}, 18, True),
        ({"x": 40, "y": 6}, 40, True),
        ({"P01": 4}, 1, False),
    ],
)
def test_a_reader_is_told_when_numbers_are_withheld(sizes: dict[str, int], n: int, expected: bool) -> None:
    assert withholds(shown(sizes, n), LEAST) is expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("n_false", 3.0, False),
        ("n_false", 0.0, True),
        ("n_false", 5.0, True),
        ("n_false", float("nan"), True),
        ("n_units_low", 2.0, True),
        ("share", 0.03, True),
    ],
)
def test_counts_of_few_people_are_not_shown(name: str, value: float, expected: bool) -> None:
    assert countable(name, value, FEWEST) is expected
