"""The crossed model on data frames: names, terms, missing levels, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.models.crossed import crossed
from tests.models.planted import Planted

SCORES, _ = Planted(ratees=30, raters=8, aspects=3).scores(1)


def test_facets_keep_their_names_and_count_their_scores() -> None:
    fit = crossed(SCORES, "score", random=["ratee", "rater", "ratee:rater"])
    assert list(fit.facets) == ["ratee", "rater", "ratee:rater"]
    assert fit.facet("ratee")["n"].tolist() == [9] * 30
    pairs = fit.facet("ratee:rater")
    assert pairs[["ratee", "rater"]].equals(
        SCORES[["ratee", "rater"]].drop_duplicates().sort_values(["ratee", "rater"], ignore_index=True)
    )
    assert fit.components["facet"].tolist() == ["ratee", "rater", "ratee:rater", "residual"]
    assert_allclose(fit.components["share"].sum(), 1)
    assert fit.design is not None
    assert fit.design.kind == "linked"


def test_the_order_of_rows_and_the_names_of_people_do_not_matter() -> None:
    usual = crossed(SCORES, "score", fixed=["role"])
    shuffled = SCORES.sample(frac=1, random_state=2)
    shuffled["rater"] = shuffled["rater"].map(lambda code: f"orang {99 - code}")
    other = crossed(shuffled, "score", fixed=["role"])
    assert_allclose(other.components["variance"], usual.components["variance"], rtol=1e-5)
    renamed = other.facet("rater").set_index("rater")["effect"]
    back = [renamed[f"orang {99 - code}"] for code in usual.facet("rater")["rater"]]
    assert_allclose(back, usual.facet("rater")["effect"], atol=1e-6)


def test_other_units_rescale_every_result() -> None:
    usual = crossed(SCORES, "score")
    scaled = crossed(SCORES.assign(score=100 + 10 * SCORES["score"]), "score")
    assert_allclose(scaled.components["sd"], 10 * usual.components["sd"], rtol=1e-5)
    assert_allclose(scaled.fixed["estimate"], 100 + 10 * usual.fixed["estimate"], rtol=1e-7)


def test_words_become_indicators_and_numbers_stay_numbers() -> None:
    fit = crossed(SCORES.assign(z=SCORES["aspect"]), "score", fixed=["role", "z"])
    assert list(zip(fit.fixed["term"], fit.fixed["level"], strict=True)) == [
        ("intercept", ""),
        ("role", "rekan"),
        ("z", ""),
    ]


def test_a_fixed_column_that_follows_from_others_is_dropped() -> None:
    doubled = SCORES.assign(again=SCORES["role"], constant=1.0)
    fit = crossed(doubled, "score", fixed=["role", "again", "constant"])
    assert fit.fixed["term"].tolist() == ["intercept", "role"]


def test_a_row_without_a_level_has_no_effect_of_that_facet() -> None:
    own = SCORES[SCORES["aspect"] == 0].drop_duplicates("ratee").assign(rater=np.nan, own=1.0)
    fit = crossed(pd.concat([SCORES.assign(own=0.0), own]), "score", fixed=["own"])
    assert fit.n == len(SCORES) + 30
    assert len(fit.facet("rater")) == 8
    assert fit.facet("rater")["n"].sum() == len(SCORES)


def test_rows_without_a_score_are_left_out() -> None:
    holes = SCORES.copy()
    holes.loc[::10, "score"] = np.nan
    assert crossed(holes, "score").n == holes["score"].notna().sum()


@pytest.mark.parametrize(
    ("random", "lacking"),
    [
        (["ratee", "copy"], ("ratee", "copy")),
        (["ratee", "row"], ("row",)),
        (["ratee", "one"], ("one",)),
    ],
)
def test_facets_that_cannot_be_told_apart_are_named(random: list[str], lacking: tuple[str, ...]) -> None:
    table = SCORES.assign(copy=SCORES["ratee"] * 2, row=np.arange(len(SCORES)), one=1)
    with pytest.raises(NotAssessable) as refusal:
        crossed(table, "score", random=random)
    assert refusal.value.lacking == lacking


@pytest.mark.parametrize("random", [[], ["ratee", "ratee"]])
def test_no_facet_or_one_twice_is_refused(random: list[str]) -> None:
    with pytest.raises(InvalidOption, match="random"):
        crossed(SCORES, "score", random=random)


@pytest.mark.parametrize("wrong", [{"random": ["ratee:chief"]}, {"fixed": ["chief"]}])
def test_a_column_that_is_not_there_is_named(wrong: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownName, match="chief"):
        crossed(SCORES, "score", **wrong)


def test_a_facet_that_the_model_lacks_is_named() -> None:
    with pytest.raises(UnknownName, match="unit"):
        crossed(SCORES, "score").facet("unit")


def test_effects_of_separate_offices_that_cancel_out_in_one_are_still_told_apart() -> None:
    # Nobody of one office meets anybody of the other; in the second the contrast sums to zero for everybody.
    rng = np.random.default_rng(1)
    rows = [(f"a{r}", f"A{k}", rng.choice([-0.5, 0.5]), 0.0) for r in range(12) for k in range(4)]
    rows += [(f"b{r}", f"B{k}", 0.5 - (k + r) % 2, float((k + r) % 4 == 0)) for r in range(12) for k in range(4)]
    data = pd.DataFrame(rows, columns=["ratee", "rater", "contrast", "new"])
    people = {name: rng.normal() for column in ("ratee", "rater") for name in data[column].unique()}
    data["score"] = data["ratee"].map(people) + data["rater"].map(people) + 0.8 * data["contrast"]
    data["score"] += rng.normal(size=len(data))
    found = crossed(data, "score", fixed=["contrast", "new"])
    design = np.column_stack([np.ones(len(data)), data[["contrast", "new"]]])
    sizes = found.components.set_index("facet")["variance"]
    covariance = sizes["residual"] * np.eye(len(data))
    for facet in ("ratee", "rater"):
        same = data[facet].to_numpy()[:, None] == data[facet].to_numpy()
        covariance += sizes[facet] * same
    weighted = np.linalg.solve(covariance, design)
    expected = np.linalg.solve(design.T @ weighted, weighted.T @ data["score"])
    assert_allclose(found.fixed["estimate"], expected, rtol=1e-6)
