"""Planted faults, screened again and again: what comes back is true to the plan; levels are in the calibration."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.errors import InvalidOption
from kinerja_lab.models.detection import curve, detected, told_apart
from kinerja_lab.simulate.rated import Rated

FEW = {"raters": 12, "ratees": 48}


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    plans = [Rated(effect="drf", size=1.5, **FEW), Rated(effect="drf", size=0.0, **FEW)]
    return detected(plans, replications=3, seed=7)


def test_every_rater_of_every_set_has_one_row_with_the_truth(found: pd.DataFrame) -> None:
    assert found.groupby("replication").size().to_dict() == dict.fromkeys(range(6), 12)
    assert found.groupby("size")["flag"].agg(lambda flags: (flags != 0).sum()).tolist() == [6, 6]
    assert set(found["per_ratee"]) == {3}


def test_what_was_planted_is_told_apart_and_nothing_is_not(found: pd.DataFrame) -> None:
    told = told_apart(found, by="size").set_index("size")
    assert told.loc[1.5, "area"] > 0.9 > 0.8 > told.loc[0.0, "area"]
    assert told.loc[1.5, "power"] > told.loc[0.0, "power"]
    assert (told["affected"] + told["clean"]).tolist() == [36, 36]


def test_shares_are_those_of_the_table(found: pd.DataFrame) -> None:
    strong = found[found["size"] == 1.5]
    told = told_apart(strong).iloc[0]
    named = strong[strong["q_value"] < 0.05]
    assert told["power"] == (strong.loc[strong["flag"] != 0, "p_value"] < 0.05).mean()
    assert told["false_discoveries"] == (named["flag"] == 0).mean()
    at = -curve(strong).threshold < 0.05
    assert curve(strong).true_positive[at][-1] == told["power"]


def test_the_same_seed_gives_the_same_answer() -> None:
    one, other = (detected(Rated(effect="halo", size=1.0, **FEW), replications=1, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_a_fault_that_nobody_looks_for_and_no_replication_are_refused() -> None:
    for plans, replications in ((Rated(effect="none"), 1), (Rated(effect="halo"), 0), ([], 1)):
        with pytest.raises(InvalidOption, match="plans"):
            detected(plans, replications=replications)
