"""A common odds ratio over strata of a long table."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.mantel_haenszel import mantel_haenszel
from kinerja_lab.stats import strata as core
from tests.measures.stratified import SIDES, TABLES, people


def test_the_answer_is_that_of_the_tables_and_silent_strata_are_counted() -> None:
    found = mantel_haenszel(people(), favourable="lulus", strata=("unit",), **SIDES).iloc[0]
    expected = core.mantel_haenszel(TABLES)
    assert found["odds_ratio"] == expected.odds_ratio
    assert (found["low"], found["high"]) == expected.interval
    assert (found["strata"], found["informative"]) == (4, 2)
    assert found["n"] == 15 + 16 + 21 + 20


def test_several_columns_make_a_stratum() -> None:
    some = people().assign(lantai=1)
    one = mantel_haenszel(some, favourable="lulus", strata=("unit",), **SIDES)
    pd.testing.assert_frame_equal(one, mantel_haenszel(some, favourable="lulus", strata=("lantai", "unit"), **SIDES))


def test_swapping_the_groups_inverts_the_odds_ratio() -> None:
    turned = {"group": "kelamin", "focal": "L", "reference": "P"}
    one, other = (mantel_haenszel(people(), favourable="lulus", strata=("unit",), **side) for side in (SIDES, turned))
    assert one["odds_ratio"].iloc[0] * other["odds_ratio"].iloc[0] == pytest.approx(1)
    assert one["p_value"].iloc[0] == pytest.approx(other["p_value"].iloc[0])


def test_people_with_gaps_are_left_out() -> None:
    gaps = pd.DataFrame({"unit": ["U0", None], "kelamin": ["P", "P"], "lulus": [None, True]})
    some = pd.concat([people().astype({"lulus": object}), gaps], ignore_index=True)
    one = mantel_haenszel(some, favourable="lulus", strata=("unit",), **SIDES)
    pd.testing.assert_frame_equal(one, mantel_haenszel(people(), favourable="lulus", strata=("unit",), **SIDES))


def test_strata_that_all_say_nothing_leave_the_odds_ratio_undefined() -> None:
    some = people()
    silent = some[some["unit"].isin(["U1", "U2"])]
    found = mantel_haenszel(silent, favourable="lulus", strata=("unit",), **SIDES).iloc[0]
    assert (found["status"], found["informative"], found["n"]) == ("undefined_no_variation", 0, 0)
    assert math.isnan(found["odds_ratio"])


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownName, match="bagian"):
        mantel_haenszel(people(), favourable="lulus", strata=("bagian",), **SIDES)
