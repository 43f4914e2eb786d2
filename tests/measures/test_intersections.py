"""Cells of two attributes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import OUTCOMES
from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.intersections import intersections

ROLES = {
    "outcome": "predikat",
    "scale": OUTCOMES,
    "first": "kelamin",
    "second": "status",
    "attainment": "capaian",
    "unit": "unit",
}


def people(n: int = 1500, *, cell: float = 0.0, women: float = 0.0, seed: int = 4) -> pd.DataFrame:
    """Predikat follow attainment; women with a contract are rated ``cell`` logits lower, all women ``women`` logits."""
    rng = np.random.default_rng(seed)
    sex, status = np.where(rng.random(n) < 0.5, "P", "L"), np.where(rng.random(n) < 0.3, "PPPK", "PNS")
    reached = rng.normal(size=n)
    latent = reached - cell * ((sex == "P") & (status == "PPPK")) - women * (sex == "P") + rng.logistic(size=n)
    return pd.DataFrame(
        {
            "kelamin": sex,
            "status": status,
            "capaian": reached,
            "unit": rng.integers(0, 10, n),
            "predikat": np.array(OUTCOMES.levels)[np.digitize(latent, [-5, -4, -2, 2])],
        }
    )


def test_the_cell_with_the_planted_gap_stands_out_beyond_its_attributes() -> None:
    table = intersections(people(cell=1.6), **ROLES).set_index(["first", "second"])
    assert len(table) == 4
    assert table["odds_ratio"].idxmin() == ("P", "PPPK")
    worst = table.loc[("P", "PPPK")]
    assert worst["p_bh"] < 0.01
    assert worst["p_beyond"] < 0.01
    assert worst["odds_ratio"] < worst["shrunken"] < 1


def test_a_gap_of_one_attribute_is_not_one_beyond_it() -> None:
    table = intersections(people(women=1.2), **ROLES)
    assert (table["p_beyond"] > 0.05).all()
    assert (table["p_bh"] < 0.05).any()


def test_without_a_gap_nothing_stands_out() -> None:
    assert (intersections(people(), **ROLES)["p_bh"] > 0.05).all()


def test_small_cells_are_not_judged() -> None:
    some = people(400)
    some.loc[some.index[some["status"] == "PPPK"][8:], "status"] = "PNS"
    table = intersections(some, **ROLES).set_index("second")
    assert (table.loc["PPPK", "status"] == "too_few").all()
    assert table.loc["PPPK", "odds_ratio"].isna().all()


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UnknownName, match="agama"):
        intersections(people(50), **(ROLES | {"second": "agama"}))
