"""Detectors of rater effects on ratings with a planted fault; levels and power are in the calibration."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import NotAssessable, UnknownName
from kinerja_lab.models.central_tendency import central_tendency
from kinerja_lab.models.contrast import contrast
from kinerja_lab.models.copied_scores import copied_scores
from kinerja_lab.models.drift import drift
from kinerja_lab.models.expectations import expectations
from kinerja_lab.models.rater_by_group import rater_by_group
from kinerja_lab.models.rater_fit import rater_fit
from kinerja_lab.models.similar_to_me import similar_to_me
from kinerja_lab.simulate.rated import Rated


def members(scores: pd.DataFrame) -> dict[object, bool]:
    return dict(zip(scores["ratee"], scores["group"] == 1, strict=True))


def test_central_tendency_and_extremity_lie_on_their_sides() -> None:
    scores, flag = Rated(effect="range", size=0.7).scores(1)
    raters = central_tendency(expectations(scores)).raters.set_index("rater")
    assert (raters.loc[flag == 1, "effect"] < 0).all()
    assert (raters.loc[flag == -1, "effect"] > 0).all()
    assert (raters.loc[flag == 1, "q_value"] < 0.05).all()


def test_drift_is_told_in_points_a_period_and_in_logits() -> None:
    scores, flag = Rated(effect="drift", size=0.4).scores(2)
    found = drift(expectations(scores, period="period"))
    raters = found.raters.set_index("rater")
    assert raters.loc[flag == 1, "logit"].mean() == pytest.approx(-0.4, abs=0.08)
    assert raters.loc[flag == 1, "effect"].between(-0.4, -0.1).all()
    assert found.interval.low < found.sd < found.interval.high


def test_one_period_is_no_drift_and_nothing_to_copy() -> None:
    scores, _ = Rated(effect="none").scores(3)
    for detector, by_period in ((drift, False), (copied_scores, True)):
        with pytest.raises(NotAssessable) as refusal:
            detector(expectations(scores, period="period", by_period=by_period))
        assert (refusal.value.status, refusal.value.lacking) == ("too_few", ("periods",))


def test_a_preference_for_a_group_is_found_and_one_that_all_share_is_not() -> None:
    scores, flag = Rated(effect="drf", size=1.0).scores(4)
    raters = rater_by_group(expectations(scores), members(scores)).raters.set_index("rater")
    assert raters.loc[flag == 1, "logit"].mean() == pytest.approx(1.0, abs=0.25)
    shared = scores.assign(score=np.clip(scores["score"] + scores["group"], 1, 5))
    assert rater_by_group(expectations(shared), members(shared)).raters["effect"].mean() == pytest.approx(
        raters["effect"].mean(), abs=0.05
    )


def test_a_single_group_is_refused() -> None:
    scores, _ = Rated(effect="none").scores(5)
    with pytest.raises(NotAssessable, match="too_few"):
        rater_by_group(expectations(scores), dict.fromkeys(scores["ratee"], True))


def test_the_share_copied_is_recovered_and_no_more_is_expected_than_was_repeated() -> None:
    scores, flag = Rated(effect="copy", size=0.5).scores(6)
    found = copied_scores(expectations(scores, period="period", by_period=True))
    raters = found.raters.set_index("rater")
    assert raters.loc[flag == 1, "effect"].mean() == pytest.approx(0.5, abs=0.08)
    assert (raters.loc[flag == 1, "q_value"] < 0.001).all()
    assert found.share == pytest.approx(0.1, abs=0.04)
    assert found.expected < found.repeated


def test_contrast_needs_an_order() -> None:
    scores, _ = Rated(effect="none").scores(7)
    expected = expectations(scores)
    with pytest.raises(NotAssessable, match="no_pairable_units"):
        contrast(expected, {})
    keys = expected.sheets[["period", "ratee", "rater"]].itertuples(index=False, name=None)
    found = contrast(expected, {key: float(place) for place, key in enumerate(keys)})
    assert found.interval.low < 0 < found.interval.high
    assert found.n_sheets < len(expected.sheets)


def test_fit_is_one_where_the_model_holds() -> None:
    scores, _ = Rated(effect="none").scores(8)
    table = rater_fit(expectations(scores))
    assert table["infit"].mean() == pytest.approx(1.0, abs=0.06)
    assert (table["outfit"] > 0).all()


def test_likeness_is_neither_a_better_group_nor_a_lenient_one() -> None:
    scores, _ = Rated(effect="none").scores(9)
    own = (scores["rater"] % 2).astype(int)
    made = scores.assign(ratee_group=scores["group"], rater_group=own)
    apart = made.assign(score=made["score"] + 0.5 * made["group"] + 0.3 * own)
    liked = made.assign(score=made["score"] + 0.4 * (made["group"] == own))
    assert abs(similar_to_me(apart).points) < 0.06
    assert similar_to_me(liked).points == pytest.approx(0.4, abs=0.06)


def test_one_rater_a_ratee_is_not_identified() -> None:
    scores, _ = Rated(effect="none", per_ratee=1).scores(10)
    with pytest.raises(NotAssessable) as refusal:
        expectations(scores)
    assert (refusal.value.status, refusal.value.lacking) == ("not_identified", ("second_rater",))


def test_a_column_that_is_not_there_is_named() -> None:
    scores, _ = Rated(effect="none").scores(11)
    with pytest.raises(UnknownName, match="penilai"):
        expectations(scores, columns=("ratee", "penilai", "aspect", "score"))
