"""Awards and sanctions against targets."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.awards_on_target import awards_on_target

ROLES = {"attainment_met": "capai", "awarded": "hadiah", "sanctioned": "hukuman"}


def people(counts: dict[tuple[int, int, int], int]) -> pd.DataFrame:
    """So many people of each combination of reached, awarded and sanctioned."""
    rows = [combination for combination, count in counts.items() for _ in range(count)]
    return pd.DataFrame(rows, columns=list(ROLES.values()))


REGION = people({(1, 1, 0): 124, (0, 1, 0): 1, (1, 0, 0): 235, (0, 0, 1): 51, (1, 0, 1): 2, (0, 0, 0): 30})


def test_awards_below_target_are_a_share_of_the_awards() -> None:
    row = awards_on_target(REGION, **ROLES).set_index("consequence").loc["award"]
    assert row[["n", "off_target", "eligible"]].tolist() == [125, 1, 361]
    assert row["share"] == 1 / 125
    assert (row["low"], row["high"]) == pytest.approx((0.000202521953534245, 0.0437665363750247))
    assert row["coverage"] == pytest.approx(124 / 361)


def test_sanctions_at_target_are_a_share_of_the_sanctions() -> None:
    row = awards_on_target(REGION, **ROLES).set_index("consequence").loc["sanction"]
    assert row[["n", "off_target", "eligible"]].tolist() == [53, 2, 82]
    assert row["high"] == pytest.approx(0.129758381663062)


def test_gaps_in_attainment_leave_out_and_gaps_in_consequences_mean_none() -> None:
    holes = REGION.astype(object)
    holes.loc[0, "capai"] = np.nan
    holes.loc[1, "hadiah"] = np.nan
    assert awards_on_target(holes, **ROLES)["n"].tolist() == [123, 53]


def test_without_awards_there_is_no_share() -> None:
    table = awards_on_target(REGION.assign(hadiah=0), **ROLES).set_index("consequence")
    assert table["status"].tolist() == ["too_few", "ok"]
    assert math.isnan(table.loc["award", "share"])


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownName, match="penghargaan"):
        awards_on_target(REGION, **(ROLES | {"awarded": "penghargaan"}))
