"""What researchers rely on when they call ``pre_post`` and ``paired_shares``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures import paired_shares, pre_post


def scores(before: list[float], after: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"sebelum": before, "sesudah": after})


def test_a_gain_of_everybody_is_as_sure_as_the_number_of_people_allows() -> None:
    found = pre_post(scores([5, 6, 7, 8, 9, 10], [6, 8, 10, 12, 14, 16]), best=20).iloc[0]
    assert found["p_value"] == pytest.approx(2 / 2**6)
    assert found["rank_biserial"] == 1.0
    assert found["gain"] == pytest.approx(3.5 / 12.5)


def test_people_with_one_score_only_are_left_out() -> None:
    assert pre_post(scores([5, np.nan, 7], [6, 8, np.nan]))["n"][0] == 1


def test_a_ceiling_before_is_warned_of() -> None:
    found = pre_post(scores([10, 10, 8, 9], [10, 10, 9, 10]), best=10).iloc[0]
    assert found["at_best"] == 0.5
    assert found["ceiling"]


def test_nobody_there_and_nobody_changing_have_their_reasons() -> None:
    assert pre_post(scores([], []))["status"][0] == "too_few"
    assert pre_post(scores([3, 4], [3, 4]))["status"][0] == "undefined_no_variation"


def test_only_those_who_changed_count_in_mcnemars_test() -> None:
    few, many = paired_shares([[10, 2], [12, 10]]).iloc[0], paired_shares([[900, 2], [12, 900]]).iloc[0]
    assert few["p_value"] == pytest.approx(many["p_value"])
    assert few["share_after"] - few["share_before"] == pytest.approx(10 / 34)
    assert paired_shares([[5, 0], [0, 5]])["status"][0] == "undefined_no_variation"
    with pytest.raises(InvalidOption):
        paired_shares([[1, 2, 3], [4, 5, 6]])
