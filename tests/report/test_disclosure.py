from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.checks.awards_on_target import AwardsOnTarget
from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.follow_up import FollowUp
from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult
from kinerja_lab.checks.severity import Severity
from kinerja_lab.messages.narrate import narrate
from kinerja_lab.report import tables
from kinerja_lab.report.disclosure import (
    MERGED,
    countable,
    disclosed,
    disclosed_one,
    publishable,
    unsubtractable,
    withholds,
)
from kinerja_lab.report.record import public_record
from tests.report.test_display import results
from tests.results import checks

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
    merged = frame[frame["unit"] == MERGED]
    untold = merged["n"].isna().any()
    assert frame["n"].sum() == sum(sizes) or (untold and sum(sizes) - frame["n"].sum() < LEAST)
    assert (frame.loc[frame["unit"] != MERGED, "n"] >= LEAST).all()
    assert merged[["estimate", "low", "high"]].isna().all(axis=None)
    if len(merged) and len(frame) > 1:
        assert len(sizes) - len(frame) + 1 >= 2
        assert merged["n"].item() >= LEAST


def test_rows_about_overlapping_people_are_blanked_one_by_one() -> None:
    frame = shown({"awards": 40, "sanctions": 6, "warnings": 3}, n=40)
    assert frame["estimate"].isna().tolist() == [False, True, True]
    assert frame["n"].isna().tolist() == [False, True, True]


def test_raters_stand_on_a_ladder_without_their_n() -> None:
    frame = publishable(replace(answer({"P01": 4, "P02": 30}, 2), check=Severity()), LEAST, FEWEST)
    assert frame["n"].isna().all()
    assert frame["estimate"].tolist() == [0.5, 0.5]


def test_units_that_are_named_like_places_on_the_ladder_are_units() -> None:
    assert shown({"P1": 4, "P2": 30, "P3": 40})["unit"].tolist() == ["P3", MERGED]


def test_a_row_about_nobody_takes_no_other_row_along() -> None:
    assert shown({"awards": 40, "sanctions": 0})["unit"].tolist() == ["awards", "sanctions"]


@pytest.mark.parametrize(("outside", "units"), [(0, ["A", "B", "C"]), (3, ["C", MERGED]), (30, ["A", "B", "C"])])
def test_few_people_who_are_in_no_row_cannot_be_found_by_subtraction(outside: int, units: list[str]) -> None:
    assert shown({"A": 12, "B": 30, "C": 40}, n=82 + outside)["unit"].tolist() == units


def test_what_is_merged_is_never_a_share_from_which_few_people_could_be_counted() -> None:
    rows = {"unit": list("ABCD"), "n": [20, 20, 20, 40], "estimate": [0.05, 0.10, 0.5, 0.5], "low": 0.0, "high": 1.0}
    result = CheckResult(check=PredikatMatrix(), n=100, evidence=pd.DataFrame(rows))
    assert publishable(result, LEAST, FEWEST)["unit"].tolist() == ["D", MERGED]


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ({"n_different": 30.0, "n_raised": 3.0, "n_lowered": 27.0}, set()),
        ({"n_different": 30.0, "n_raised": 10.0, "n_lowered": 20.0}, {"n_different", "n_raised", "n_lowered"}),
        ({"n_false": 3.0, "n_awards": 40.0, "n_sanctions": 17.0}, {"n_false", "n_awards", "n_sanctions"}),
    ],
)
def test_a_count_of_few_people_is_not_the_difference_of_two_others(counts: dict[str, float], left: set[str]) -> None:
    assert {name for name, value in unsubtractable(counts, FEWEST).items() if value == value} == left


@pytest.mark.parametrize(
    ("n", "need", "status", "limit"),
    [
        (3, 10, "too_few", 10),
        (7, 10, "too_few", 10),
        (7, 30, "too_few", 10),
        (3, 5, "too_few", 5),  # that fewer are there than needed is told by the refusal itself
        (7, 5, "not_identified", 10),
        (7, 10, "undefined_no_variation", 10),
        (60, 150, "undefined_no_variation", 150),  # those who differ from all others: a sum of hidden parts
    ],
)
def test_what_a_small_answer_rests_on_is_told_as_fewer_than(n: int, need: float, status: str, limit: float) -> None:
    told = disclosed_one(CheckResult(check=AwardsOnTarget(), n=n, need=need, status=status), "2025-S1", LEAST, FEWEST)
    assert (told.n, told.fewer_than) == (1, limit)


@pytest.mark.parametrize(
    ("n", "need", "status"),
    [(0, 10, "too_few"), (10, 30, "too_few"), (300, 150, "undefined_no_variation")],
)
def test_nobody_and_enough_people_are_counted(n: int, need: float, status: str) -> None:
    told = disclosed_one(CheckResult(check=AwardsOnTarget(), n=n, need=need, status=status), "2025-S1", LEAST, FEWEST)
    assert told.n == n
    assert np.isnan(told.fewer_than)


@pytest.mark.parametrize(
    ("sanctions", "share", "shown"), [(6.0, np.nan, False), (6.0, 0.5, True), (12.0, np.nan, True)]
)
def test_a_small_group_of_which_nothing_is_told_has_no_size(sanctions: float, share: float, *, shown: bool) -> None:
    item = CheckResult(
        check=AwardsOnTarget(), n=40, estimate=0.5, quantities={"n_sanctions": sanctions, "sanction_share": share}
    )
    told = disclosed_one(item, "2025-S1", LEAST, FEWEST).quantities["n_sanctions"]
    assert (told == sanctions) is shown


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("check", checks(), ids=lambda check: check.slug)
def test_sentence_table_and_record_tell_a_small_number_under_one_limit(check: Check, lang: str) -> None:
    found = results(CheckResult(check=check, n=7, need=10, status="too_few"))
    (told,) = disclosed(found)
    (row,) = tables.tests_table(disclosed(found), lang).rows
    entry = public_record(found)["pemeriksaan"][check.slug]
    if not check.of_people:
        assert (str(row[1]), entry["n"]) == ("7", 7)
        return
    assert row[1] == "< 10"
    assert (entry["n"], entry["n_kurang_dari"]) == (None, 10)
    assert not re.search(r"\b7\b", narrate(told, lang))


@pytest.mark.parametrize("check", [check for check in checks() if check.of_people], ids=lambda check: check.slug)
def test_a_small_number_does_not_follow_from_the_smallest_difference(check: Check) -> None:
    (told,) = disclosed(results(CheckResult(check=check, n=7, need=10, status="too_few", detectable=9.784463141987692)))
    assert math.isnan(told.detectable)
    (large,) = disclosed(results(CheckResult(check=check, n=70, need=100, status="too_few", detectable=9.784463141)))
    assert large.detectable == pytest.approx(9.8, abs=1e-12)


def test_a_limit_above_the_floor_hides_the_number_from_rows_and_parts_too() -> None:
    rows = pd.DataFrame({"unit": ["Butuh Perbaikan", "Kurang"], "n": [7.0, 5.0], "estimate": [0.5, 0.4]})
    evidence = rows.assign(low=math.nan, high=math.nan)[list(EVIDENCE)]
    item = CheckResult(check=FollowUp(), n=12, estimate=0.5, quantities={"n_without": 6.0}, evidence=evidence)
    told = disclosed_one(item, "2025-S1", 20, FEWEST)
    assert told.fewer_than == 20
    assert math.isnan(told.quantities["n_without"])
    assert told.evidence["n"].isna().all()


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


def test_a_row_that_counts_nobody_and_has_its_number_withholds_nothing() -> None:
    months = pd.DataFrame({"unit": ["2025-01", "2025-02"], "n": np.nan, "estimate": [4.0, 5.0]})
    assert not withholds(months, LEAST)
    assert withholds(months.assign(estimate=np.nan), LEAST)


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
