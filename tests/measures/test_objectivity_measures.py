"""Slope, inflation, link to the organisation, residuals of units, candidates, bunching: tidy in, tidy out."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import Scale
from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.bunching import bunching
from kinerja_lab.measures.inflation import inflation
from kinerja_lab.measures.organisation_link import organisation_link
from kinerja_lab.measures.rating_slope import rating_slope
from kinerja_lab.measures.role_model import role_model
from kinerja_lab.measures.unit_residual import unit_residual

SCALE = Scale(["rendah", "sedang", "tinggi"])


def people(slope: float = 1.0, unit_effect: float = 0.0, n: int = 600, seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    unit, results = rng.integers(0, 12, n), rng.normal(100, 8, n)
    effect = unit_effect * np.where(np.arange(12) < 2, 3.0, 0.0)
    latent = slope * (results - 100) / 8 + effect[unit] + rng.logistic(size=n)
    rating = np.array(SCALE.levels)[np.digitize(latent, [-2.0, 2.0])]
    return pd.DataFrame({"r": rating, "x": results, "u": unit, "p": unit * 3 + rng.integers(0, 3, n)})


def test_the_slope_is_the_planted_one():
    row = rating_slope(people(1.0), outcome="r", scale=SCALE, attainment="x", unit="u", rater="p").iloc[0]
    assert row["low"] < math.e < row["high"]
    assert row["share_results"] > 0.1
    assert max(row["share_unit"], row["share_rater"]) < 0.05


def test_units_explain_what_they_add():
    row = rating_slope(people(1.0, 1.0), outcome="r", scale=SCALE, attainment="x", unit="u").iloc[0]
    assert row["share_unit"] > 0.05
    assert math.isnan(row["share_rater"])


@pytest.mark.parametrize(
    ("frame", "status"),
    [
        (people().assign(r="sedang"), "undefined_no_variation"),
        (people().assign(x=1.0), "undefined_no_variation"),
        (people().assign(r=lambda rows: np.where(rows["x"] > 100, "tinggi", "rendah")), "separation"),
        (people().head(0), "too_few"),
    ],
)
def test_a_slope_without_an_answer_says_why(frame, status):
    row = rating_slope(frame, outcome="r", scale=SCALE, attainment="x", unit="u", rater="p").iloc[0]
    assert row["status"] == status
    assert math.isnan(row["odds_ratio"])


def test_inflation_is_told_by_period():
    frame = pd.DataFrame({"t": ["1"] * 10 + ["2"] * 10, "r": ["sedang"] * 9 + ["tinggi"] + ["sedang", "tinggi"] * 5})
    found = inflation(frame, outcome="r", scale=SCALE, good="sedang", by=("t",)).set_index("t")
    assert found["modal_share"].tolist() == [0.9, 0.5]
    assert found["mode"].tolist() == ["sedang", "tinggi"]
    assert found["good_share"].tolist() == [1.0, 1.0]
    assert found["effective_levels"]["2"] == pytest.approx(2)
    assert inflation(frame.head(0), outcome="r", scale=SCALE, good="tinggi").empty
    with pytest.raises(UnknownName):
        inflation(frame, outcome="r", scale=SCALE, good="bagus")


def test_units_of_better_organisations_with_higher_shares_are_linked():
    units = pd.DataFrame({"o": ["rendah"] * 6 + ["sedang"] * 6 + ["tinggi"] * 6, "s": np.linspace(0, 1, 18)})
    row = organisation_link(units, organisation="o", scale=SCALE, share="s").iloc[0]
    assert row["low"] > 0.3
    assert organisation_link(units.assign(o="sedang"), organisation="o", scale=SCALE, share="s").iloc[0]["status"] == (
        "undefined_no_variation"
    )


def test_units_with_a_planted_effect_stand_out_and_the_others_do_not():
    found = unit_residual(people(1.0, 1.0), outcome="r", scale=SCALE, attainment="x", unit="u")
    total, units = found.iloc[0], found.iloc[1:].set_index("unit")
    assert set(units.index[(units["q_value"] < 0.05) & (units["estimate"] > 0)]) == {"0", "1"}
    assert total["low"] > 0.1
    lone = unit_residual(people().assign(u="satu"), outcome="r", scale=SCALE, attainment="x", unit="u")
    assert lone["status"].tolist() == ["too_few"]


def test_candidates_are_ranked_by_the_means_of_their_raters():
    rng = np.random.default_rng(5)
    rows = [(f"c{c}", f"p{p}", 3 + 0.1 * c + rng.normal(0, 0.2)) for c in range(12) for p in range(3) for _ in range(4)]
    frame = pd.DataFrame(rows, columns=["c", "p", "s"])
    found = role_model(frame, candidate="c", rater="p", score="s")
    total, each = found.iloc[0], found.iloc[1:].set_index("candidate")
    assert total["n"] == 12
    assert total["could_be_first"] == each["could_be_first"].sum()
    assert each["could_be_first"]["c11"] == 1
    assert (each["n"] == 3).all()
    alone = role_model(frame[frame["p"] == "p0"], candidate="c", rater="p", score="s")
    assert alone["status"].tolist() == ["not_identified"]


def test_bunching_is_asked_at_every_cutoff():
    rng = np.random.default_rng(6)
    frame = pd.DataFrame({"nilai": np.rint(rng.normal(88, 7, 900))})
    found = bunching(frame, score="nilai", cutoffs=(90, 200))
    assert found["status"].tolist() == ["ok", "undefined_no_variation"]
    assert found["n"][0] > 800
