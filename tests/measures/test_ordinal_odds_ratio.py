"""Ordinal odds ratio on a table of people."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import OUTCOMES, Scale
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio

COLUMNS = [
    "model",
    "odds_ratio",
    "low",
    "high",
    "low_90",
    "high_90",
    "se",
    "p_value",
    "n",
    "n_focal",
    "n_reference",
    "n_dropped",
    "p_proportional",
    "odds_ratio_highest",
    "odds_ratio_low",
    "points_highest",
    "points_low",
    "status",
]
ROLES = {"outcome": "hasil", "scale": OUTCOMES, "group": "jk", "focal": "P", "reference": "L"}
COVARIATES = {"attainment": "capaian", "position": "jabatan", "unit": "opd"}


def people(seed: int = 1, n: int = 900, gap: float = 0.0, strict: float = 0.0) -> pd.DataFrame:
    """A region; with ``strict`` the focal group works in units that rate lower."""
    rng = np.random.default_rng(seed)
    unit = rng.integers(0, 12, n)
    focal = rng.random(n) < np.where(unit < 6, 0.75, 0.25)
    attainment, position = rng.normal(100, 8, n), rng.choice(["guru", "perawat", "pelaksana"], n)
    latent = (attainment - 100) / 8 + gap * focal - strict * (unit < 6) + rng.logistic(size=n)
    return pd.DataFrame(
        {
            "hasil": np.array(OUTCOMES.levels)[np.searchsorted([-5.0, -4.0, -2.5, 1.5], latent)],
            "jk": np.where(focal, "P", "L"),
            "capaian": attainment,
            "jabatan": position,
            "opd": [f"OPD{number:02d}" for number in unit],
        }
    )


def models(some: pd.DataFrame, **options: object) -> pd.DataFrame:
    return ordinal_odds_ratio(some, **(ROLES | COVARIATES | options)).set_index("model")


def test_the_table_has_one_row_a_model() -> None:
    table = ordinal_odds_ratio(people(), **ROLES, **COVARIATES)
    assert table.columns.tolist() == COLUMNS
    assert table["model"].tolist() == ["crude", "adjusted", "within_unit"]
    assert (table["status"] == "ok").all()


def test_strict_units_look_like_a_gap_until_the_unit_is_in_the_model() -> None:
    table = models(people(strict=1.5))
    assert table.loc["adjusted", "high"] < 1
    assert table.loc["within_unit", "low"] < 1 < table.loc["within_unit", "high"]


def test_limits_are_nested_around_the_estimate() -> None:
    row = models(people()).loc["within_unit"]
    limits = row[["low", "low_90", "odds_ratio", "high_90", "high"]].tolist()
    assert limits == sorted(limits)
    assert row["se"] == pytest.approx(math.log(row["high"] / row["low"]) / (2 * 1.959964), rel=1e-6)


def test_rows_with_gaps_leave_only_the_models_that_need_them() -> None:
    some = people()
    some.loc[:9, "capaian"] = np.nan
    some.loc[10:14, "hasil"] = None
    some.loc[15:17, "jk"] = "X"
    assert models(some)["n"].tolist() == [892, 882, 882]


def test_the_unit_of_attainment_does_not_matter() -> None:
    some = people()
    scaled = some.assign(capaian=some["capaian"] / 100)
    assert models(scaled)["odds_ratio"].tolist() == pytest.approx(models(some)["odds_ratio"].tolist())


def test_people_alone_in_their_unit_are_counted_and_left_out() -> None:
    some = people()
    alone = pd.concat([some, some.head(3).assign(opd=["X1", "X2", "X3"])], ignore_index=True)
    row = models(alone).loc["within_unit"]
    assert row["n_dropped"] == 3
    assert row["odds_ratio"] == pytest.approx(models(some).loc["within_unit", "odds_ratio"], rel=1e-9)


def test_models_without_their_columns_say_so() -> None:
    table = models(people(), attainment=None, position=None, unit=None)
    assert table["status"].tolist() == ["ok", "missing_data", "missing_data"]
    assert table["odds_ratio"].isna().tolist() == [False, True, True]


def test_attainment_alone_is_enough_to_adjust() -> None:
    assert models(people(), position=None)["status"].tolist() == ["ok"] * 3


def test_low_ratings_start_below_the_level_named() -> None:
    some = people(gap=-1.0)
    wide, narrow = (models(some, below=level).loc["crude", "points_low"] for level in ("baik", "butuh_perbaikan"))
    assert wide > narrow > 0
    assert models(some).loc["crude", "points_low"] == wide


def test_numbers_serve_as_a_scale() -> None:
    some = people()
    numbers = some.assign(hasil=some["hasil"].map({name: place for place, name in enumerate(OUTCOMES.levels)}))
    table = models(numbers, scale=Scale((0, 1, 2, 3, 4)))
    assert table["odds_ratio"].tolist() == pytest.approx(models(some)["odds_ratio"].tolist())


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"hasil": "baik"}, "undefined_no_variation"),
        ({"jk": "L"}, "too_few"),
    ],
)
def test_what_cannot_be_estimated_has_a_status_and_no_number(change: dict[str, str], status: str) -> None:
    table = models(people().assign(**change))
    assert (table["status"] == status).all()
    assert table[["odds_ratio", "low", "high", "p_value", "points_highest"]].isna().all(axis=None)


def test_a_group_with_only_the_highest_level_is_separated() -> None:
    some = people()
    table = models(some.assign(hasil=some["hasil"].where(some["jk"] == "L", "sangat_baik")))
    assert (table["status"] == "separation").all()


def test_units_of_one_sex_are_not_identified() -> None:
    some = people()
    table = models(some.assign(jk=np.where(some["opd"] < "OPD06", "P", "L")))
    assert table["status"].tolist() == ["ok", "ok", "not_identified"]


def test_nobody_is_an_answer_too() -> None:
    assert (models(people().head(0))["status"] != "ok").all()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"unit": "kantor"}, UnknownName),
        ({"below": "cukup"}, UnknownName),
        ({"below": "sangat_kurang"}, InvalidOption),
        ({"confidence": 95}, InvalidOption),
    ],
)
def test_wrong_options_are_refused(options: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        models(people(n=50), **options)


def test_a_rating_off_the_scale_is_refused() -> None:
    with pytest.raises(UnknownName, match="cukup"):
        models(people(n=50).replace({"hasil": {"baik": "cukup"}}))
