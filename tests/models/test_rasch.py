"""The many-facet Rasch model on data frames: measures, links, extremes, interactions, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.models.rasch import rasch
from tests.models.planted_rasch import PlantedRasch

RATINGS, _ = PlantedRasch().ratings(1)
MARGINAL, JOINT = rasch(RATINGS), rasch(RATINGS, method="JML")


@pytest.mark.parametrize("fit", [MARGINAL, JOINT], ids=["MML", "JML"])
def test_every_side_has_one_tidy_table(fit) -> None:
    assert list(fit.facets) == ["ratee", "rater", "aspect"]
    assert fit.converged
    assert fit.n == len(RATINGS)
    raters = fit.facet("rater")
    assert raters["rater"].tolist() == list(range(8))
    assert raters["n"].sum() == len(RATINGS)
    assert_allclose(raters["measure"].sum(), 0.0, atol=1e-5)
    assert_allclose(raters["effect"], -raters["measure"])
    assert raters["fair_average"].between(1, 4).all()
    assert fit.categories["n"].sum() == len(RATINGS) - (
        fit.facet("ratee").query("extreme")["n"].sum() if fit is JOINT else 0
    )


def test_a_severe_rater_has_a_lower_fair_average() -> None:
    raters = MARGINAL.facet("rater")
    order = np.argsort(raters["measure"])
    assert np.all(np.diff(raters["fair_average"].to_numpy()[order]) < 0)


@pytest.mark.parametrize("method", ["MML", "JML"])
def test_rows_and_names_do_not_matter(method) -> None:
    usual = {"MML": MARGINAL, "JML": JOINT}[method].facet("rater")
    shuffled = RATINGS.sample(frac=1, random_state=2)
    shuffled["rater"] = shuffled["rater"].map(lambda code: f"orang {code}")
    other = rasch(shuffled, method=method).facet("rater")
    assert_allclose(other["measure"], usual["measure"], atol=1e-5)
    assert_allclose(other["se"], usual["se"], rtol=1e-3)


def test_scores_with_other_labels_give_the_same_measures_and_fair_averages_in_their_units() -> None:
    tens = rasch(RATINGS.assign(score=10 * RATINGS["score"]))
    assert_allclose(tens.facet("rater")["measure"], MARGINAL.facet("rater")["measure"], atol=1e-6)
    assert_allclose(tens.facet("rater")["fair_average"], 10 * MARGINAL.facet("rater")["fair_average"], rtol=1e-6)


def test_partial_credit_gives_each_aspect_its_own_steps() -> None:
    fit = rasch(RATINGS, steps="partial_credit")
    assert fit.steps.columns.tolist() == ["aspect", "step", "estimate", "se"]
    assert_allclose(fit.steps.groupby("aspect")["estimate"].sum(), 0.0, atol=1e-4)
    assert fit.log_likelihood > MARGINAL.log_likelihood


def test_the_last_facet_carries_the_level_and_ratees_have_mean_zero() -> None:
    lenient = rasch(RATINGS.assign(score=5 - RATINGS["score"]))
    assert_allclose(lenient.facet("aspect")["measure"], -MARGINAL.facet("aspect")["measure"], atol=1e-4)
    assert_allclose(lenient.facet("rater")["measure"], -MARGINAL.facet("rater")["measure"], atol=1e-4)


@pytest.mark.parametrize("method", ["MML", "JML"])
def test_anchors_put_two_periods_on_one_scale(method) -> None:
    first = rasch(RATINGS, method=method)
    later = PlantedRasch(ratee_sd=1.0).ratings(2)[0]
    linked = rasch(later, method=method, anchors={"aspect": first.anchors("aspect")})
    aspects = linked.facet("aspect")
    assert_allclose(aspects["measure"], first.facet("aspect")["measure"])
    assert aspects["anchored"].all()
    assert aspects["se"].isna().all()
    assert aspects["displacement"].abs().between(1e-6, 0.5).all()


def test_a_ratee_with_only_top_scores_has_a_finite_measure() -> None:
    top = RATINGS.assign(score=RATINGS["score"].mask(RATINGS["ratee"] == 3, 4))
    for method in ("MML", "JML"):
        row = rasch(top, method=method).facet("ratee").set_index("ratee").loc[3]
        assert row["extreme"]
        assert np.isfinite([row["measure"], row["se"], row["deviation"]]).all()


def test_a_rater_with_only_bottom_scores_is_set_aside_with_a_finite_severity() -> None:
    bottom = RATINGS.assign(score=RATINGS["score"].mask(RATINGS["rater"] == 2, 1))
    raters = rasch(bottom).facet("rater").set_index("rater")
    assert raters.loc[2, "extreme"]
    assert raters.loc[2, "measure"] > raters["measure"].drop(2).max()
    assert_allclose(raters["measure"].drop(2).sum(), 0.0, atol=1e-5)


def test_own_observation_errors_are_named_and_smaller_where_ratees_have_few_raters() -> None:
    table, _ = PlantedRasch(ratees=200, raters=20, per_ratee=2).ratings(4)
    fit = rasch(table, method="JML")
    assert (fit.own_observation_se("rater").to_numpy() < 0.85 * fit.facet("rater")["se"]).all()
    usual, own = fit.fixed_test("rater"), fit.fixed_test("rater", own_observation=True)
    assert usual.df == own.df == 19
    assert own.chi_square > usual.chi_square
    assert fit.separation("rater").rmse > fit.separation("rater", own_observation=True).rmse


def test_facets_column_names_are_kept() -> None:
    table = JOINT.to_facets(own_observation_se=True)
    assert table.columns[:14].tolist() == [
        *("T.Score", "T.Count", "Obs.Avge", "FairMAvge", "Measure", "S.E."),
        *("InfitMS", "InfitZ", "OutfitMS", "OutfitZ", "PtMea", "PtMeExp", "Discrim", "Displace"),
    ]
    assert table["F-Label"].unique().tolist() == ["ratee", "rater", "aspect"]
    raters = table[table["F-Label"] == "rater"]
    assert_allclose(raters["S.E."], JOINT.own_observation_se("rater"))
    assert_allclose(raters["PtMea"].mean(), raters["PtMeExp"].mean(), atol=0.05)
    assert_allclose(raters["Discrim"].mean(), 1.0, atol=0.1)
    assert raters["T.Score"].sum() == pytest.approx(RATINGS["score"].sum())


def test_unexpected_responses_point_to_the_rows_that_were_given() -> None:
    strange = RATINGS.copy()
    place = int(strange.index[strange["score"] == 4][0])
    strange.loc[place, "score"] = 1
    found = rasch(strange).unexpected(2.0)
    assert place in found["row"].tolist()
    assert (strange.loc[found["row"], "score"].to_numpy() == found["score"]).all()
    assert (strange.loc[found["row"], "rater"].to_numpy() == found["rater"]).all()


def test_an_interaction_is_found_at_its_size() -> None:
    table, _ = PlantedRasch(ratees=600, raters=10, per_ratee=3, rater_sd=0.0).ratings(6)
    group = (table["ratee"] % 2).map({0: "P", 1: "L"})
    base, _ = PlantedRasch(ratees=600, raters=10, per_ratee=3, rater_sd=0.0).ratings(6)
    rng = np.random.default_rng(1)
    favoured = (table["rater"] == 0) & (group == "P") & (rng.random(len(table)) < 0.4)
    table["score"] = np.minimum(base["score"] + favoured, 4)
    cells = rasch(table).interaction("rater", group).set_index(["rater", "group"])
    contrast = cells.loc[(0, "P"), "points"] - cells.loc[(0, "L"), "points"]
    assert 0.2 < contrast < 0.5
    assert cells.loc[(0, "P"), "q_value"] < 0.05
    assert cells.drop(index=0)["q_value"].min() > 0.05


def test_interactions_hold_their_level() -> None:
    p_values = []
    for seed in range(4):
        table, _ = PlantedRasch(ratees=240, raters=24, per_ratee=3, rater_sd=0.0).ratings(seed)
        p_values.append(rasch(table).interaction("rater", table["ratee"] % 2)["p_value"])
    assert 0.01 <= np.mean(np.concatenate(p_values) < 0.05) <= 0.10


def test_intervals_of_severities_cover_what_was_planted() -> None:
    inside = []
    for seed in range(12):
        table, severity = PlantedRasch(ratees=150, raters=15, per_ratee=2).ratings(seed)
        raters = rasch(table).facet("rater")
        inside.extend(np.abs(raters["measure"] - severity) < 1.96 * raters["se"])
    assert 0.90 <= np.mean(inside) <= 0.99


def test_two_blocks_are_centred_apart_and_a_rater_alone_has_no_severity() -> None:
    table = RATINGS.copy()
    other = table.assign(ratee=table["ratee"] + 1000, rater=table["rater"] + 100)
    alone = table[table["rater"] == 0].assign(ratee=lambda rows: rows["ratee"] + 5000, rater=999)
    raters = rasch(pd.concat([table, other, alone], ignore_index=True)).facet("rater").set_index("rater")
    assert raters["block"].nunique() == 3
    assert_allclose(raters.loc[raters["block"] < 2].groupby("block")["measure"].sum(), 0.0, atol=1e-4)
    assert_allclose(raters.loc[0:7, "measure"], raters.loc[100:107, "measure"], atol=1e-4)
    assert raters.loc[999, ["measure", "se", "fair_average"]].isna().all()


def test_one_rater_a_ratee_is_refused_with_what_is_lacking() -> None:
    single = RATINGS[RATINGS["rater"] == RATINGS.groupby("ratee")["rater"].transform("first")]
    with pytest.raises(NotAssessable, match="not_identified") as refusal:
        rasch(single)
    assert refusal.value.lacking == ("second_rater",)


def test_a_score_that_an_aspect_never_has_is_refused_with_partial_credit() -> None:
    table = RATINGS.assign(score=RATINGS["score"].mask((RATINGS["aspect"] == 0) & (RATINGS["score"] == 4), 3))
    with pytest.raises(NotAssessable, match="categories"):
        rasch(table, steps="partial_credit")


def test_broken_options_are_refused_by_name() -> None:
    with pytest.raises(InvalidOption, match="steps"):
        rasch(RATINGS, steps="generous")  # type: ignore[arg-type]
    with pytest.raises(InvalidOption, match="method"):
        rasch(RATINGS, method="EAP")  # type: ignore[arg-type]
    with pytest.raises(InvalidOption, match="facets"):
        rasch(RATINGS, facets=["rater", "rater"])
    with pytest.raises(InvalidOption, match="score"):
        rasch(RATINGS.assign(score="baik"))
    with pytest.raises(UnknownName, match="column"):
        rasch(RATINGS, facets=["judge"])
    with pytest.raises(UnknownName, match="facet"):
        rasch(RATINGS, anchors={"item": {}})
    with pytest.raises(UnknownName, match="aspect"):
        rasch(RATINGS, anchors={"aspect": {99: 0.0}})
    with pytest.raises(InvalidOption, match="groups"):
        MARGINAL.interaction("rater", pd.Series([1, 2]))
    with pytest.raises(NotAssessable, match="undefined_no_variation"):
        rasch(RATINGS.assign(score=3))
