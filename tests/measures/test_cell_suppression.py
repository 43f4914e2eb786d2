from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures import audit_cells, cell_suppression
from kinerja_lab.measures.cell_suppression import BELOW, OTHERS, TOTAL

LEVELS = ["sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik"]
ROW = st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 8), st.integers(0, 60), st.integers(0, 15))


def table(**rows: tuple[int, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=LEVELS).T


def wide(found: pd.DataFrame) -> pd.DataFrame:
    return found.pivot(index="row", columns="column", values="n")


def test_few_of_the_lowest_make_them_one_column() -> None:
    found = wide(cell_suppression(table(A=(1, 2, 9, 40, 20), B=(0, 0, 12, 50, 9))))
    assert found.loc["A", [BELOW, "baik", "sangat_baik", TOTAL]].tolist() == [12, 40, 20, 72]


def test_levels_that_are_not_few_stay_apart() -> None:
    found = cell_suppression(table(A=(5, 6, 9, 40, 20), B=(0, 7, 12, 50, 9)))
    assert list(found["column"].unique()) == [*LEVELS, TOTAL]
    assert (found["status"] == "shown").all()


def test_a_small_row_is_merged_and_never_alone() -> None:
    found = cell_suppression(table(A=(0, 0, 0, 6, 0), B=(0, 0, 0, 20, 9), C=(0, 0, 0, 40, 20)))
    assert list(found["row"].unique()) == ["C", OTHERS, TOTAL]
    assert wide(found).loc[OTHERS, TOTAL] == 35


def test_a_few_in_the_whole_region_join_their_neighbours() -> None:
    found = wide(cell_suppression(table(A=(0, 0, 2, 40, 20), B=(0, 0, 0, 50, 9))))
    assert set(found.columns) == {"+".join(LEVELS[:4]), TOTAL, "sangat_baik"}


def test_of_a_few_people_nothing_is_told() -> None:
    found = cell_suppression(table(A=(0, 0, 0, 3, 0)))
    assert found["n"].isna().all()


def test_without_margins_only_small_counts_are_hidden() -> None:
    found = cell_suppression(table(A=(0, 0, 0, 40, 2), B=(0, 0, 0, 50, 9)), margins=False)
    assert found["status"].tolist().count("few") == 1
    assert "complementary" not in set(found["status"])
    assert TOTAL not in set(found["row"])


def test_hiding_small_counts_alone_leaves_them_open() -> None:
    attacked = audit_cells(table(A=(0, 0, 9, 40, 2), B=(0, 0, 9, 50, 9)), complete=False)
    assert attacked[["row", "column", "low", "high"]].to_numpy().tolist() == [["A", "sangat_baik", 2.0, 2.0]]


@settings(max_examples=20, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=8))
def test_an_attacker_never_finds_a_small_count_of_the_original_table(rows: list[tuple[int, ...]]) -> None:
    counts = table(**{f"unit {place}": row for place, row in enumerate(rows)})
    published = cell_suppression(counts)
    shown = published["n"].dropna()
    assert not ((shown > 0) & (shown < 5)).any()
    assert (audit_cells(counts)["width"] >= 3).all()
    inside = published[(published["row"] != TOTAL) & (published["column"] != TOTAL)]
    assert inside["n"].notna().mean() >= 0.5 or counts.to_numpy().sum() < 30


@pytest.mark.parametrize("cell", [-1, 0.5, float("nan")])
def test_anything_but_counts_is_refused(cell: float) -> None:
    with pytest.raises(InvalidOption):
        cell_suppression(pd.DataFrame({"a": [cell], "b": [20]}))


def test_a_threshold_that_hides_nothing_is_refused() -> None:
    with pytest.raises(InvalidOption):
        cell_suppression(table(A=(0, 0, 9, 40, 9)), threshold=2)
