"""Severity: found where raters share ratees, refused where they do not, never confounded with the role."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import NotAssessable, UnknownName
from kinerja_lab.models.severity import severity
from tests.models.planted import Planted

PLANTED = Planted(ratees=120, raters=20, per_ratee=4, rater_sd=0.4)


def test_planted_severities_are_found_again() -> None:
    scores, truth = PLANTED.scores(3)
    found = severity(scores)
    assert found.interval.low < truth.std(ddof=1) < found.interval.high
    assert found.p_value < 1e-6
    own = found.raters.sort_values("rater")
    assert np.corrcoef(own["effect"], truth)[0, 1] > 0.95
    z = (own["deviation"] - (truth - truth.mean())) / own["deviation_se"]
    assert z.abs().max() < 3.5


def test_a_rater_who_gives_one_point_less_is_flagged_as_severe() -> None:
    scores, _ = Planted(rater_sd=0.0).scores(4)
    scores.loc[scores["rater"] == 7, "score"] -= 1.0
    raters = severity(scores).raters.set_index("rater")
    assert raters["q_value"].idxmin() == 7
    assert raters.loc[7, "q_value"] < 0.001
    assert raters.loc[7, "effect"] < -0.4
    assert_allclose(raters.loc[7, "deviation"], -1.0, atol=0.4)
    assert (raters.drop(index=7)["q_value"] > 0.05).all()


def test_superiors_who_are_all_severe_are_not_severe_raters() -> None:
    scores, _ = Planted(rater_sd=0.0, role_gap=-0.8, per_ratee=4).scores(5)
    assert severity(scores).sd > 0.3
    assert severity(scores, role="role").sd < 0.1


def test_raters_without_any_spread_are_told_so() -> None:
    scores, _ = Planted(rater_sd=0.0, halo_sd=0.0).scores(1)
    found = severity(scores)
    assert found.sd < found.detectable < 0.15
    assert found.interval.low == 0.0
    assert found.p_value > 0.05
    assert found.raters["q_value"].min() > 0.05


def test_a_spread_of_nothing_makes_no_rater_certain() -> None:
    plan = Planted(rater_sd=0.0, halo_sd=0.0)
    alike = next(found for seed in range(1, 9) if (found := severity(plan.scores(seed)[0])).sd == 0.0)
    assert (alike.raters["effect"] == 0.0).all()
    assert alike.raters[["se", "low", "high"]].isna().all(axis=None)
    assert alike.raters[["deviation", "deviation_se", "p_value"]].notna().all(axis=None)


def test_blocks_are_never_compared_and_their_inner_spread_is_pooled() -> None:
    one, _ = PLANTED.scores(6)
    other, _ = PLANTED.scores(7)
    apart = pd.concat([one, other + {"ratee": 1000, "rater": 1000, "role": "", "aspect": 0, "score": 0.0}])
    shifted = apart.assign(score=apart["score"] + 2.0 * (apart["ratee"] >= 1000))
    plain, moved = severity(apart), severity(shifted)
    assert plain.design.kind == "disconnected"
    assert_allclose(moved.sd, plain.sd, rtol=1e-4)
    assert_allclose(moved.raters["deviation"], plain.raters["deviation"], atol=1e-4)
    assert_allclose(moved.raters.groupby("block")["effect"].mean(), 0.0, atol=0.01)


def test_raters_without_a_colleague_are_left_out() -> None:
    scores, _ = PLANTED.scores(8)
    alone = pd.DataFrame({"ratee": 900, "rater": 900, "aspect": [0, 1, 2], "score": [1.0, 2.0, 3.0]})
    found = severity(pd.concat([scores, alone]))
    assert (found.n_raters, found.n_ratees) == (20, 120)
    assert found.design.n_raters == 21
    assert 900 not in set(found.raters["rater"])


def test_one_overall_score_a_pair_is_enough() -> None:
    scores, truth = PLANTED.scores(9)
    overall = scores.groupby(["ratee", "rater"], as_index=False)["score"].mean().assign(aspect="nilai")
    found = severity(overall)
    assert found.interval.low < truth.std(ddof=1) < found.interval.high


def test_sheets_with_one_score_for_all_aspects_count_once() -> None:
    scores, _ = PLANTED.scores(11)
    scores["score"] = scores.groupby(["ratee", "rater"])["score"].transform("mean")
    single = scores[scores["aspect"] == 0]
    assert_allclose(severity(scores).interval, severity(single).interval, rtol=1e-6)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownName, match="penilai"):
        severity(PLANTED.scores(1)[0], rater="penilai")


def test_one_rater_a_ratee_is_not_identified() -> None:
    scores, _ = PLANTED.scores(10)
    with pytest.raises(NotAssessable) as refusal:
        severity(scores.drop_duplicates(["ratee", "aspect"]))
    assert (refusal.value.status, refusal.value.lacking) == ("not_identified", ("second_rater",))
