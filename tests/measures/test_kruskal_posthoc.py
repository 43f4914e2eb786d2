"""Several groups of a long table."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.columns import OUTCOMES
from kinerja_lab.errors import NotAssessable, UnknownName
from kinerja_lab.measures.kruskal_posthoc import kruskal_posthoc

PEOPLE = pd.DataFrame(
    {
        "unit": ["C"] * 6 + ["A"] * 6 + ["B"] * 6 + [None],
        "predikat": ["sangat_baik"] * 5 + ["baik"] + ["kurang"] * 5 + ["baik"] + ["baik"] * 6 + ["baik"],
    }
)


def test_pairs_come_in_the_order_of_names_and_follow_the_scale() -> None:
    table = kruskal_posthoc(PEOPLE, outcome="predikat", scale=OUTCOMES, group="unit")
    assert list(zip(table["group_1"], table["group_2"], strict=True)) == [("A", "B"), ("A", "C"), ("B", "C")]
    assert table["n_1"].tolist() == [6, 6, 6]
    assert table["p_raw"].idxmin() == 1
    assert table["p_value"].iloc[0] < 0.01


def test_one_group_is_refused() -> None:
    with pytest.raises(NotAssessable):
        kruskal_posthoc(PEOPLE[PEOPLE["unit"] == "A"], outcome="predikat", scale=OUTCOMES, group="unit")


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownName, match="bagian"):
        kruskal_posthoc(PEOPLE, outcome="predikat", scale=OUTCOMES, group="bagian")
