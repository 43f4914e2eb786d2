"""Halo: the part of a sheet that moves together and that no other rater of the same person supports."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.halo import halo
from tests.models.planted import Planted

PLANTED = Planted(halo_sd=0.4)


def test_planted_impressions_are_found_again() -> None:
    scores, _ = PLANTED.scores(3)
    found = halo(scores)
    assert found.interval.low < 0.4 < found.interval.high
    assert found.p_value < 1e-6
    assert_allclose(found.share, 0.16 / (0.16 + 0.25), atol=0.08)


def test_a_good_employee_who_is_good_in_everything_is_no_halo() -> None:
    scores, _ = Planted(halo_sd=0.0, ratee_sd=2.0).scores(4)
    found = halo(scores)
    assert found.sd < 0.15
    assert found.interval.high < 0.3


def test_a_lenient_rater_is_no_halo() -> None:
    scores, _ = Planted(halo_sd=0.0, rater_sd=1.0).scores(5)
    assert halo(scores).sd < 0.15


def test_an_employees_own_profile_does_not_hide_the_halo() -> None:
    flat, _ = Planted(halo_sd=0.3, profile_sd=0.0, ratees=200).scores(6)
    uneven, _ = Planted(halo_sd=0.3, profile_sd=0.8, ratees=200).scores(6)
    assert_allclose(halo(uneven).sd, halo(flat).sd, atol=0.05)


def test_the_one_rater_who_judges_by_impression_is_flagged() -> None:
    scores, _ = Planted(ratees=200, halo_sd=0.0).scores(7)
    sheet = (scores["rater"] == 3).to_numpy()
    impression = np.random.default_rng(8).normal(0, 1.0, 200)[scores["ratee"]]
    scores["score"] += np.where(sheet, impression, 0.0)
    raters = halo(scores).raters.set_index("rater")
    assert raters["q_value"].idxmin() == 3
    assert raters.loc[3, "q_value"] < 0.001
    assert raters["sd"].idxmax() == 3


def test_two_aspects_are_too_few() -> None:
    scores, _ = PLANTED.scores(9)
    with pytest.raises(NotAssessable) as refusal:
        halo(scores[scores["aspect"] < 2])
    assert (refusal.value.status, refusal.value.n, refusal.value.need) == ("too_few", 2, 3)


def test_sheets_with_one_score_for_all_aspects_leave_nothing_to_compare() -> None:
    scores, _ = PLANTED.scores(11)
    scores["score"] = scores.groupby(["ratee", "rater"])["score"].transform("mean")
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        halo(scores)


def test_one_rater_a_ratee_is_not_identified() -> None:
    scores, _ = PLANTED.scores(10)
    with pytest.raises(NotAssessable, match="not_identified"):
        halo(scores.drop_duplicates(["ratee", "aspect"]))
