"""Cliff's delta of a long table."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kinerja_lab.columns import Scale
from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.cliffs_delta import cliffs_delta

SCALE = Scale((10, 20, 30, 40, 50))
SIDES = {"outcome": "nilai", "scale": SCALE, "group": "kelamin", "focal": "P", "reference": "L"}


def people(focal: list[int], reference: list[int]) -> pd.DataFrame:
    return pd.DataFrame({"kelamin": ["P"] * len(focal) + ["L"] * len(reference), "nilai": focal + reference})


def test_the_published_example_is_reproduced() -> None:
    found = cliffs_delta(people([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50]), **SIDES).iloc[0]
    assert found["delta"] == pytest.approx(-0.25)
    assert (found["low"], found["high"]) == pytest.approx((-0.7266, 0.3890), abs=1e-4)
    assert (found["n_focal"], found["n_reference"]) == (10, 6)
    assert found["p_value"] == found["p_permutation"]


def test_large_groups_with_few_ties_use_the_normal_approximation() -> None:
    found = cliffs_delta(people([10, 20, 30, 40, 50] * 10, [20, 30, 40, 50, 50] * 10), **SIDES).iloc[0]
    assert found["p_value"] != found["p_permutation"]
    assert found["p_value"] == pytest.approx(found["p_permutation"], abs=0.03)


def test_equal_ratings_have_no_difference_no_interval_and_p_1() -> None:
    found = cliffs_delta(people([40] * 12, [40] * 8), **SIDES).iloc[0]
    assert (found["delta"], found["p_permutation"], found["status"]) == (0.0, 1.0, "undefined_no_variation")
    assert math.isnan(found["low"])


def test_one_person_is_too_few() -> None:
    found = cliffs_delta(people([40], [40, 50]), **SIDES).iloc[0]
    assert found["status"] == "too_few"
    assert math.isnan(found["delta"])


def test_a_rating_off_the_scale_is_named() -> None:
    with pytest.raises(UnknownName, match="15"):
        cliffs_delta(people([15, 20], [30, 40]), **SIDES)
