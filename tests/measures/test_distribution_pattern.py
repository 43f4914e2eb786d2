"""The pattern of predikat in whole people."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.columns import OUTCOMES
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.distribution_pattern import (
    PATTERN,
    can_be_kept,
    distribution_pattern,
    violations,
)


def people(counts: list[int], organisation: str, unit: str = "Dinas A") -> pd.DataFrame:
    outcomes = [level for level, count in zip(OUTCOMES.levels, counts, strict=True) for _ in range(count)]
    return pd.DataFrame({"unit_kerja": unit, "predikat": outcomes, "organisasi": organisation})


@pytest.mark.parametrize(
    ("organisation", "counts", "broken"),
    [
        ("baik", [0, 0, 3, 7, 0], ()),
        ("baik", [0, 0, 0, 8, 2], ("baik>70%", "tidak_ada_butuh_perbaikan_atau_kurang")),
        ("baik", [0, 1, 0, 4, 5], ("baik_bukan_mayoritas",)),
        ("istimewa", [0, 0, 0, 5, 5], ()),
        ("butuh_perbaikan", [0, 0, 6, 3, 1], ()),
        ("butuh_perbaikan", [0, 0, 5, 4, 1], ("butuh_perbaikan<60%",)),
        ("sangat_kurang", [6, 0, 1, 3, 0], ()),
        ("sangat_kurang", [6, 0, 0, 3, 1], ("kurang_atau_butuh_perbaikan<10%", "ada_sangat_baik")),
    ],
)
def test_clauses_are_broken_by_whole_people(organisation, counts, broken):
    assert violations(organisation, counts) == broken


def test_percentages_are_never_rounded():
    assert violations("baik", [0, 0, 300, 700, 0]) == ()
    assert violations("baik", [0, 0, 299, 701, 0]) == ("baik>70%",)


def test_few_people_who_cannot_keep_a_pattern_are_not_testable():
    assert not any(can_be_kept(organisation, 1) for organisation in PATTERN)
    assert not can_be_kept("kurang", 9)
    assert can_be_kept("kurang", 10)
    assert can_be_kept("baik", 3)


@given(st.sampled_from(sorted(PATTERN)), st.integers(10, 300))
def test_ten_people_and_more_can_always_keep_the_pattern(organisation, n):
    assert can_be_kept(organisation, n)


def test_the_table_names_the_clause_and_the_people_allowed():
    table = distribution_pattern(people([0, 0, 1, 8, 1], "baik"), outcome="predikat", organisation="organisasi")
    row = table.set_index("clause").loc["baik>70%"]
    assert (row["n"], row["people"], row["limit"], row["broken"], row["testable"]) == (10, 8, 7, True, True)
    assert len(table) == len(PATTERN["baik"])


def test_results_may_turn_between_levels():
    two = pd.concat([people([0, 0, 0, 10, 0], "baik"), people([0, 0, 6, 4, 0], "baik", "Dinas B")])
    apart = distribution_pattern(two, outcome="predikat", organisation="organisasi")
    together = distribution_pattern(two.assign(all=1), outcome="predikat", organisation="organisasi", by=("all",))
    assert apart["broken"].any()
    assert not together["broken"].any()


def test_gaps_and_empty_frames_are_left_out():
    empty = people([0, 0, 0, 0, 0], "baik")
    assert distribution_pattern(empty, outcome="predikat", organisation="organisasi").empty
    unknown = people([0, 0, 0, 5, 0], "baik").assign(organisasi=None)
    assert distribution_pattern(unknown, outcome="predikat", organisation="organisasi").empty


def test_wrong_names_and_counts_are_refused():
    with pytest.raises(UnknownName):
        violations("bagus", [0, 0, 0, 1, 0])
    with pytest.raises(InvalidOption):
        violations("baik", [0, 0, 0, 0, 0])
    with pytest.raises(InvalidOption):
        violations("baik", [0.5, 0, 0, 1, 0])
    both = pd.concat([people([0, 0, 0, 5, 0], "baik"), people([0, 0, 0, 5, 0], "istimewa")])
    with pytest.raises(InvalidOption):
        distribution_pattern(both, outcome="predikat", organisation="organisasi")
