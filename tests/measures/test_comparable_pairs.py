"""Comparable pairs on a table of people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.comparable_pairs import comparable_pairs

COLUMNS = [
    "pairs",
    "concordant",
    "discordant",
    "tied",
    "somers_d",
    "se",
    "low",
    "high",
    "low_90",
    "high_90",
    "p_value",
    "inversion_rate",
    "inversion_low",
    "inversion_high",
    "differentiation",
    "n_people",
    "n_strata",
    "diagnosis",
    "status",
]
LEVELS = Scale(("kurang", "cukup", "baik"))


def people(slope: float, n: int = 600, cuts: tuple[float, float] = (-1.0, 1.0)) -> pd.DataFrame:
    """A region whose ratings follow results with this slope."""
    rng = np.random.default_rng(2)
    results = rng.normal(100, 10, n)
    latent = slope * (results - 100) / 10 + rng.logistic(size=n)
    return pd.DataFrame(
        {
            "kantor": rng.integers(0, 10, n),
            "jabatan": rng.choice(["guru", "perawat"], n),
            "hasil": results,
            "nilai": np.array(LEVELS.levels)[np.searchsorted(cuts, latent)],
        }
    )


def pairs(some: pd.DataFrame, **options: object) -> pd.Series:
    roles = {"outcome": "nilai", "scale": LEVELS, "attainment": "hasil", "strata": ("kantor", "jabatan")}
    return comparable_pairs(some, **(roles | options)).iloc[0]


def test_the_table_is_one_row() -> None:
    table = comparable_pairs(people(1.0), outcome="nilai", scale=LEVELS, attainment="hasil", strata=["kantor"])
    assert table.columns.tolist() == COLUMNS
    assert len(table) == 1


@pytest.mark.parametrize(
    ("slope", "cuts", "diagnosis"),
    [
        (4.0, (-1.0, 1.0), "sejalan"),
        (0.6, (-1.0, 2.0), "lemah"),
        (0.0, (-1.0, 1.0), "acak"),
        (-1.5, (-1.0, 1.0), "terbalik"),
        (0.0, (-9.0, 9.0), "seragam"),
    ],
)
def test_the_diagnosis_names_how_ratings_relate_to_results(
    slope: float, cuts: tuple[float, float], diagnosis: str
) -> None:
    assert pairs(people(slope, cuts=cuts))["diagnosis"] == diagnosis


def test_many_reversed_pairs_are_random_even_where_d_is_not_near_zero() -> None:
    found = pairs(people(0.6, n=3000))
    assert found["high"] > 0.20
    assert found["inversion_low"] > 0.15
    assert found["diagnosis"] == "acak"


def test_a_wider_gap_leaves_fewer_pairs() -> None:
    some = people(1.0)
    assert pairs(some, min_gap=20.0)["pairs"] < pairs(some)["pairs"]


def test_rows_with_gaps_are_left_out() -> None:
    some = people(1.0)
    holes = pd.concat([some, some.head(5).assign(hasil=np.nan), some.head(5).assign(nilai=None)], ignore_index=True)
    pd.testing.assert_series_equal(pairs(holes), pairs(some))


def test_without_pairs_the_status_says_so() -> None:
    found = pairs(people(1.0).assign(hasil=100.0))
    assert found["status"] == "no_pairable_units"
    assert found["diagnosis"] is None
    assert np.isnan(found["somers_d"])


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"min_gap": 0.0}, InvalidOption),
        ({"confidence": 0.0}, InvalidOption),
        ({"strata": ("unit",)}, UnknownName),
        ({"scale": Scale(("kurang", "baik"))}, UnknownName),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        pairs(people(1.0, n=40), **options)


def test_one_row_a_value_equals_asking_of_its_people_alone() -> None:
    everybody = people(1.0)
    roles = {"outcome": "nilai", "scale": LEVELS, "attainment": "hasil", "strata": ("kantor", "jabatan")}
    table = comparable_pairs(everybody, by="jabatan", **roles).set_index("jabatan")
    assert table.index.tolist() == ["guru", "perawat"]
    for name, row in table.iterrows():
        pd.testing.assert_series_equal(row, pairs(everybody[everybody["jabatan"] == name]), check_names=False)


def test_without_a_value_there_are_columns_and_no_row() -> None:
    roles = {"outcome": "nilai", "scale": LEVELS, "attainment": "hasil", "strata": ("kantor",)}
    nobody = people(1.0).iloc[:0]
    table = comparable_pairs(nobody, by="jabatan", **roles)
    assert table.empty
    assert list(table) == ["jabatan", *comparable_pairs(nobody, **roles)]


def test_a_p_value_that_only_permutations_give_is_left_out_by_value() -> None:
    few = people(1.0).assign(kantor=0)
    roles = {"outcome": "nilai", "scale": LEVELS, "attainment": "hasil", "strata": ("kantor", "jabatan")}
    assert np.isfinite(pairs(few)["p_value"])
    assert comparable_pairs(few, by="jabatan", **roles)["p_value"].isna().all()
