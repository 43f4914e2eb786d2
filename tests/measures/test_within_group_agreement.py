"""What researchers rely on when they call ``within_group_agreement``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures import Scale, within_group_agreement

FIVE = Scale([1, 2, 3, 4, 5])


def one(*scores: float | None) -> pd.DataFrame:
    return pd.DataFrame({"id_pegawai": "a", "skor": list(scores)})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_order_of_raters_and_direction_of_the_scale_do_not_matter(scores, random) -> None:
    found = within_group_agreement(one(*scores), scale=FIVE).iloc[0, 1:]
    turned = [6 - score for score in scores]
    random.shuffle(turned)
    np.testing.assert_allclose(
        within_group_agreement(one(*turned), scale=FIVE).iloc[0, 1:6].astype(float), found[:5].astype(float), atol=1e-12
    )
    assert found["ad_median"] <= found["ad_mean"] + 1e-12
    assert found["rwg"] == max(found["rwg_unclipped"], 0.0)


def test_unanimous_raters_agree_wholly_and_poles_are_negative_before_clipping() -> None:
    assert within_group_agreement(one(4, 4, 4), scale=FIVE)[["rwg", "ad_mean"]].iloc[0].tolist() == [1, 0]
    poles = within_group_agreement(one(1, 5, 1, 5), scale=FIVE).iloc[0]
    assert poles["rwg"] == 0 > poles["rwg_unclipped"]
    assert poles["ad_median"] == 2


def test_lenient_raters_who_agree_by_habit_lose_their_agreement_under_a_skewed_null() -> None:
    nulls = ("uniform", "slight_skew", "moderate_skew", "heavy_skew")
    found = [within_group_agreement(one(4, 5, 4, 5), scale=FIVE, null=null)["rwg_unclipped"][0] for null in nulls]
    np.testing.assert_allclose(found, 1 - 1 / 3 / np.array([2, 1.34, 0.90, 0.44]))


def test_more_items_raise_rwg_j_and_leave_the_form_that_does_not_grow() -> None:
    items = pd.concat([one(4, 5, 4).assign(aspek=item) for item in range(4)])
    few, many = (within_group_agreement(part, scale=FIVE, item="aspek").iloc[0] for part in (items[:3], items))
    assert many["rwg"] > few["rwg"]
    assert many["lindell"] == pytest.approx(few["lindell"])
    assert (many["n_items"], many["n_raters"]) == (4, 3)


def test_single_ratings_are_no_evidence_and_missing_ones_are_left_out() -> None:
    found = within_group_agreement(pd.concat([one(4, None), one(3, 3, None).assign(id_pegawai="b")]), scale=FIVE)
    assert found["status"].tolist() == ["too_few", "ok"]
    assert found["n_raters"].tolist() == [1, 2]
    assert np.isnan(found["rwg"][0])
    assert within_group_agreement(one(), scale=FIVE).empty


@pytest.mark.parametrize("null", ["skewed", [0.5, 0.5], [0.5, 0.5, 0.5, 0.5, -1]])
def test_a_null_that_is_no_distribution_is_refused(null) -> None:
    with pytest.raises(InvalidOption, match="null"):
        within_group_agreement(one(3, 4), scale=FIVE, null=null)


def test_a_rating_outside_the_scale_is_refused() -> None:
    with pytest.raises(UnknownName, match="level"):
        within_group_agreement(one(3, 7), scale=FIVE)
