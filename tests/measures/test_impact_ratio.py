"""Impact ratio on a table of people."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.impact_ratio import impact_ratio

COLUMNS = [
    "direction",
    "focal_successes",
    "focal_n",
    "reference_successes",
    "reference_n",
    "rate_focal",
    "rate_reference",
    "impact_ratio",
    "low",
    "high",
    "p_fisher",
    "p_midp",
    "shortfall",
    "status",
]
SEXES = {"group": "kelamin", "focal": "P", "reference": "L"}


def people(focal: tuple[int, int], reference: tuple[int, int]) -> pd.DataFrame:
    """People of two groups: so many with the outcome, so many without."""
    return pd.DataFrame(
        {
            "kelamin": ["P"] * sum(focal) + ["L"] * sum(reference),
            "lulus": [True] * focal[0] + [False] * focal[1] + [True] * reference[0] + [False] * reference[1],
        }
    )


def test_both_directions_are_shown_because_four_fifths_hides_one() -> None:
    table = impact_ratio(people((460, 40), (490, 10)), favourable="lulus", **SEXES)
    assert table.columns.tolist() == COLUMNS
    assert table["direction"].tolist() == ["favourable", "adverse"]
    assert table["impact_ratio"].tolist() == pytest.approx([0.939, 4.0], abs=1e-3)
    assert table["p_fisher"].nunique() == 1
    assert table["shortfall"].tolist() == pytest.approx([15, -15])


def test_a_series_serves_like_a_column() -> None:
    some = people((12, 28), (48, 32))
    by_series = impact_ratio(some, favourable=some["lulus"].rename(None), **SEXES)
    pd.testing.assert_frame_equal(by_series, impact_ratio(some, favourable="lulus", **SEXES))


def test_people_without_outcome_or_of_other_groups_are_left_out() -> None:
    some = people((12, 28), (48, 32)).astype({"lulus": object})
    extra = pd.DataFrame({"kelamin": ["P", "X", None], "lulus": [np.nan, True, True]}, dtype=object)
    table = impact_ratio(pd.concat([some, extra], ignore_index=True), favourable="lulus", **SEXES)
    assert table.loc[0, ["focal_n", "reference_n"]].tolist() == [40, 80]
    assert table.loc[0, "impact_ratio"] == 0.5


def test_an_outcome_nobody_has_is_undefined_in_that_direction_only() -> None:
    table = impact_ratio(people((0, 10), (0, 20)), favourable="lulus", **SEXES).set_index("direction")
    assert table["status"].tolist() == ["undefined_no_variation", "ok"]
    assert math.isnan(table.loc["favourable", "impact_ratio"])


def test_a_group_without_people_is_too_few() -> None:
    assert impact_ratio(people((5, 5), (0, 0)), favourable="lulus", **SEXES)["status"].unique().tolist() == ["too_few"]


@pytest.mark.parametrize("wrong", [{"group": "sex"}, {"favourable": "passed"}])
def test_an_unknown_column_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownName, match=next(iter(wrong.values()))):
        impact_ratio(people((1, 1), (1, 1)), **(SEXES | {"favourable": "lulus"} | wrong))
