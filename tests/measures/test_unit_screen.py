"""Screening the units of a long table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.unit_screen import unit_screen

SIDES = {"group": "kelamin", "focal": "P", "reference": "L"}


def region(odds: dict[int, float], *, size: int = 80, seed: int = 1) -> pd.DataFrame:
    """Twelve units; in some the odds of passing of the focal group are multiplied."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(12), size)
    focal = np.tile([True, False], len(unit) // 2)
    shift = np.log([odds.get(place, 1.0) for place in unit])
    passed = rng.random(len(unit)) < 1 / (1 + np.exp(0.4 - shift * focal))
    return pd.DataFrame({"unit": unit, "kelamin": np.where(focal, "P", "L"), "lulus": passed})


def test_only_the_unit_with_a_planted_gap_is_flagged() -> None:
    table = unit_screen(region({4: 0.05}), unit="unit", favourable="lulus", **SIDES)
    assert table.loc[table["flagged"], "unit"].tolist() == [4]
    assert table.set_index("unit").loc[4, "odds_ratio"] < table.set_index("unit").loc[4, "funnel_low"]


def test_units_with_few_people_have_counts_only() -> None:
    some = region({})
    few = some[(some["unit"] > 1) | (some.groupby("unit").cumcount() < 18)]
    table = unit_screen(few, unit="unit", favourable="lulus", **SIDES).set_index("unit")
    assert table.loc[[0, 1], "n"].tolist() == [18, 18]
    assert not table.loc[[0, 1], "screened"].any()
    assert table.loc[[0, 1], ["odds_ratio", "p_fisher", "p_bh", "shrunken"]].isna().all(axis=None)
    assert table.loc[2:, "p_bh"].notna().all()


def test_a_group_with_few_people_keeps_a_unit_from_being_screened() -> None:
    some = region({})
    few = some[(some["unit"] > 0) | (some["kelamin"] == "L") | (some.groupby("unit").cumcount() < 16)]
    table = unit_screen(few, unit="unit", favourable="lulus", **SIDES).set_index("unit")
    assert table.loc[0, "n"] >= 20
    assert not table.loc[0, "screened"]


def test_shrunken_odds_ratios_lie_inside_their_limits() -> None:
    table = unit_screen(region({1: 0.3}), unit="unit", favourable="lulus", **SIDES)
    assert (table["low"] < table["shrunken"]).all()
    assert (table["shrunken"] < table["high"]).all()


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownName, match="bagian"):
        unit_screen(region({}), unit="bagian", favourable="lulus", **SIDES)
