"""An account of a gap from a long table: numbers, categories, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.oaxaca_blinder import oaxaca_blinder

SIDES = {"outcome": "nilai", "group": "kelamin", "focal": "P", "reference": "L"}


def people(n: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    sex = np.where(rng.random(n) < 0.5, "P", "L")
    years = rng.normal(10 - 2 * (sex == "P"), 3)
    position = rng.choice(["a", "b", "c"], n)
    worth = pd.Series(position).map({"a": 0.0, "b": 5.0, "c": 10.0}).to_numpy()
    return pd.DataFrame(
        {"kelamin": sex, "masa": years, "jabatan": position, "nilai": 60 + years + worth + rng.normal(size=n)}
    )


def test_a_gap_of_years_is_explained_by_years() -> None:
    table = oaxaca_blinder(people(), predictors=["masa", "jabatan"], **SIDES).set_index("part")
    assert table.loc["gap", "value"] == pytest.approx(-2, abs=0.8)
    assert table.loc["explained_pooled_group", "share"] == pytest.approx(1, abs=0.15)
    assert table.loc["gap", "share"] == 1


def test_a_category_that_one_group_lacks_is_refused() -> None:
    some = people()
    some.loc[(some["kelamin"] == "P") & (some["jabatan"] == "c"), "jabatan"] = "a"
    table = oaxaca_blinder(some, predictors=["masa", "jabatan"], **SIDES)
    assert table["status"].unique().tolist() == ["not_identified"]
    assert table["value"].isna().all()


def test_small_groups_are_refused() -> None:
    table = oaxaca_blinder(people(150), predictors=["masa"], **SIDES)
    assert table["status"].unique().tolist() == ["too_few"]


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownName, match="gaji"):
        oaxaca_blinder(people(), predictors=["gaji"], **SIDES)
