"""Detectors of rater effects: false alarms, power, direction, false discoveries and cover, 30 ratees a rater.

The generator is stated in ``simulate/rated.py``: 30 raters, 300 ratees, three raters a ratee, seven aspects, five
categories, one rater in five affected. Seeds are stored here, so that every number below is the same on every run.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.models.detection import detected
from kinerja_lab.simulate.rated import Effect, Rated

SEED, REPLICATIONS = 20260101, 60
SIZES: dict[Effect, float] = {
    "severity": 0.5,
    "range": 0.5,
    "halo": 1.0,
    "drf": 0.8,
    "drift": 0.25,
    "copy": 0.4,
}
POWER = {"severity": 0.97, "range": 0.90, "halo": 0.95, "drf": 0.92, "drift": 0.97, "copy": 0.98}
DIRECTION = {"severity": -1, "range": -1, "drf": 1, "drift": -1}
PLANTED = pytest.mark.parametrize("effect", SIZES)

pytestmark = pytest.mark.slow


@cache
def screened(effect: str, size: float) -> pd.DataFrame:
    """Every replication's raters with their planted flags; size 0 plants nothing."""
    spread = 0.0 if effect == "severity" else 0.3
    planted = Rated(effect=effect, size=size, spread=spread)
    return detected(planted, replications=REPLICATIONS, seed=SEED)


@PLANTED
def test_without_any_effect_tests_keep_their_level(effect: str) -> None:
    raters = screened(effect, 0.0)
    assert 0.03 <= (raters["p_value"] < 0.05).mean() <= 0.07
    assert (raters.groupby("replication")["q_value"].min() < 0.05).mean() <= 0.10


@PLANTED
def test_raters_beside_affected_ones_are_left_alone(effect: str) -> None:
    raters = screened(effect, SIZES[effect])
    assert (raters.loc[raters["flag"] == 0, "p_value"] < 0.05).mean() <= 0.08


@PLANTED
def test_affected_raters_are_found(effect: str) -> None:
    raters = screened(effect, SIZES[effect])
    assert (raters.loc[raters["flag"] != 0, "p_value"] < 0.05).mean() >= POWER[effect]


@PLANTED
def test_few_of_those_flagged_after_correction_are_clean(effect: str) -> None:
    raters = screened(effect, SIZES[effect])
    assert (raters.loc[raters["q_value"] < 0.05, "flag"] == 0).mean() <= 0.10


@pytest.mark.parametrize("effect", DIRECTION)
def test_those_flagged_lie_on_the_side_that_was_planted(effect: str) -> None:
    raters = screened(effect, SIZES[effect])
    found = raters[(raters["flag"] != 0) & (raters["q_value"] < 0.05)]
    estimate = found["deviation"] if effect == "severity" else found["effect"]
    assert (np.sign(estimate) == DIRECTION[effect] * found["flag"]).all()


@pytest.mark.parametrize("effect", ["range", "drf", "drift", "copy"])
def test_intervals_of_raters_without_the_effect_cover_zero(effect: str) -> None:
    raters = screened(effect, SIZES[effect])
    clean = raters[raters["flag"] == 0]
    assert 0.93 <= ((clean["low"] <= 0) & (clean["high"] >= 0)).mean() <= 0.97


@pytest.mark.parametrize(("effect", "sign"), [("drf", 1), ("drift", -1)])
def test_intervals_of_affected_raters_cover_what_was_planted(effect: str, sign: int) -> None:
    raters = screened(effect, SIZES[effect])
    affected = raters[raters["flag"] != 0]
    truth = sign * SIZES[effect] * affected["flag"]
    missed = (affected["logit"] - truth).abs() > 1.96 * affected["logit_se"]
    tolerance = 2 * (0.05 * 0.95 / len(affected)) ** 0.5
    assert 0.93 - tolerance <= 1 - missed.mean() <= 0.97 + tolerance
    assert abs((affected["logit"] * affected["flag"]).mean() * sign - SIZES[effect]) <= 0.1 * SIZES[effect]


def test_copied_shares_are_recovered() -> None:
    raters = screened("copy", SIZES["copy"])
    affected = raters[raters["flag"] != 0]
    assert abs(affected["effect"].mean() - 0.4) <= 0.04
    assert 0.90 <= ((affected["low"] <= 0.4) & (affected["high"] >= 0.4)).mean() <= 0.98
