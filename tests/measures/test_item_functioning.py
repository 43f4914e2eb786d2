"""Items of a wide table that function differently."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.item_functioning import item_functioning

SIDES = {"group": "kelamin", "focal": "P", "reference": "L"}
ITEMS = ("a", "b", "c", "d", "e")


def people(n: int = 1200, *, shift: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    sex = np.where(rng.random(n) < 0.5, "P", "L")
    latent = rng.normal(0, 1.3, n)[:, None] + rng.logistic(size=(n, 5))
    latent[:, 2] -= shift * (sex == "P")
    return pd.DataFrame(1 + np.digitize(latent, [-3, -1, 1, 3]), columns=list(ITEMS)).assign(kelamin=sex)


def test_the_planted_item_is_flagged_with_its_direction() -> None:
    table = item_functioning(people(shift=1.6), items=ITEMS, **SIDES).set_index("item")
    assert table.index[table["flagged"]].tolist() == ["c"]
    assert table.loc["c", "odds_ratio"] < 0.4
    assert table.loc["c", "low"] <= table.loc["c", "delta_r2"] <= table.loc["c", "high"]


def test_without_a_planted_item_nothing_is_flagged() -> None:
    assert not item_functioning(people(), items=ITEMS, **SIDES)["flagged"].any()


def test_without_purification_the_other_items_seem_to_lean_the_other_way() -> None:
    raw, clean = (item_functioning(people(shift=1.6), items=ITEMS, purify=purify, **SIDES) for purify in (False, True))
    others = raw["item"] != "c"
    assert raw["lr_uniform"][others].sum() > clean["lr_uniform"][others].sum()


def test_people_with_a_gap_are_left_out_and_a_single_group_is_too_few() -> None:
    some = people(200).astype(float, errors="ignore")
    some.loc[:9, "a"] = np.nan
    assert item_functioning(some, items=ITEMS, **SIDES)["n"].tolist() == [190] * 5
    alone = item_functioning(some[some["kelamin"] == "P"], items=ITEMS, **SIDES)
    assert alone["status"].unique().tolist() == ["too_few"]


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownName, match="z"):
        item_functioning(people(50), items=("a", "z"), **SIDES)
