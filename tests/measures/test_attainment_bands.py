"""Parity among people with like results."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import OUTCOMES
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.attainment_bands import attainment_bands, band_of

SIDES = {
    "outcome": "predikat",
    "scale": OUTCOMES,
    "group": "kelamin",
    "focal": "P",
    "reference": "L",
    "attainment": "capaian",
}


def people(n: int = 1500, *, odds: float = 1.0, gap: float = 0.0, seed: int = 2) -> pd.DataFrame:
    """Predikat follow attainment; the focal group attains ``gap`` deviations less, and is rated by ``odds``."""
    rng = np.random.default_rng(seed)
    focal = rng.random(n) < 0.5
    reached = rng.normal(-gap * focal, 1)
    latent = 1.5 * reached + np.log(odds) * focal + rng.logistic(size=n)
    predikat = np.array(OUTCOMES.levels)[np.digitize(latent, [-5, -4, -2, 2])]
    unit = rng.integers(0, 8, n)
    return pd.DataFrame(
        {"kelamin": np.where(focal, "P", "L"), "capaian": 100 + 8 * reached, "predikat": predikat, "unit": unit}
    )


def test_unequal_treatment_is_seen_in_all_bands_together() -> None:
    table = attainment_bands(people(odds=0.4), unit="unit", **SIDES).set_index("band")
    assert table.index.tolist() == ["all", "1", "2", "3", "4", "5"]
    assert table.loc["all", "high"] < 1
    assert table["n"].iloc[1:].sum() == table.loc["all", "n"] == 1500


def test_a_difference_in_results_is_not_taken_for_unequal_treatment() -> None:
    table = attainment_bands(people(3000, gap=0.5), unit="unit", **SIDES).set_index("band")
    assert table.loc["all", "odds_ratio"] == pytest.approx(1, abs=0.25)


def test_a_band_with_few_of_a_group_is_not_judged() -> None:
    some = people(400, gap=2.5)
    table = attainment_bands(some, **SIDES).set_index("band")
    assert table.loc["5", "n_focal"] < 10
    assert table.loc["5", "status"] == "too_few"
    assert np.isnan(table.loc["5", "odds_ratio"])


def test_people_with_equal_attainment_are_never_divided() -> None:
    reached = pd.Series([100.0] * 70 + [90.0] * 20 + [110.0] * 10)
    assert [len(set(part)) for _, part in reached.groupby(band_of(reached, 5))] == [1, 1, 1]


def test_one_band_is_refused_and_an_unknown_column_named() -> None:
    with pytest.raises(InvalidOption):
        attainment_bands(people(50), bands=1, **SIDES)
    with pytest.raises(UnknownName, match="bagian"):
        attainment_bands(people(50), unit="bagian", **SIDES)
