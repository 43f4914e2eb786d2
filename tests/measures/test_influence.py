"""What researchers rely on when they call ``compare_agreement`` and ``influence``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures import Scale, agreement, compare_agreement, influence

FIVE = Scale([1, 2, 3, 4, 5])


def rated(n: int, noise: float, seed: int, raters: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    score = np.clip(np.rint(rng.normal(3, 1, (n, 1)) + rng.normal(0, noise, (n, raters))), 1, 5).astype(int)
    unit, rater = np.indices(score.shape)
    return pd.DataFrame({"id_pegawai": unit.ravel(), "id_penilai": rater.ravel(), "skor": score.ravel()})


TWO_YEARS = pd.concat([rated(60, 0.4, 1).assign(tahun=2024), rated(60, 1.2, 1).assign(tahun=2025)])


def compare(table: pd.DataFrame, **options: object) -> pd.DataFrame:
    asked = {"scale": FIVE, "by": "tahun", "pair": (2024, 2025)} | options
    return compare_agreement(table, **asked).set_index("coefficient")


def test_the_difference_is_that_of_the_two_coefficients_and_turns_with_the_pair() -> None:
    alone = agreement(TWO_YEARS, scale=FIVE, by="tahun").pivot(index="coefficient", columns="tahun", values="estimate")
    found, turned = compare(TWO_YEARS), compare(TWO_YEARS, pair=(2025, 2024))
    np.testing.assert_allclose(found["difference"], (alone[2024] - alone[2025]).loc[found.index])
    np.testing.assert_allclose(turned["difference"], -found["difference"])
    np.testing.assert_allclose(turned["se"], found["se"])
    assert found.loc["gwet_ac", "low"] > 0
    assert found.loc["gwet_ac", "p_value"] < 0.01


def test_a_period_does_not_differ_from_its_copy_when_units_are_paired() -> None:
    table = rated(40, 0.8, 3)
    copies = pd.concat([table.assign(tahun=2024), table.assign(tahun=2025)])
    assert compare(copies)["difference"].dropna().eq(0).all()
    others = pd.concat([table.assign(tahun=2024), table.assign(tahun=2025, id_pegawai=lambda x: x["id_pegawai"] + 99)])
    found = compare(others).loc["gwet_ac"]
    assert found["se"] > 0
    assert found["p_value"] == pytest.approx(1)


def test_independent_groups_have_the_root_of_the_summed_squares_as_error() -> None:
    other = TWO_YEARS.assign(id_pegawai=TWO_YEARS["id_pegawai"] + 1000 * TWO_YEARS["tahun"])
    alone = agreement(other, scale=FIVE, by="tahun", coefficients=["gwet_ac"])["se"]
    assert compare(other).loc["gwet_ac", "se"] == pytest.approx(float(np.hypot(*alone)))


def test_the_interval_of_no_difference_covers_nothing_in_most_samples() -> None:
    covered = []
    for seed in range(60):
        first, second = rated(40, 0.8, 2 * seed).assign(tahun=2024), rated(40, 0.8, 2 * seed + 1).assign(tahun=2025)
        table = pd.concat([first, second.assign(id_pegawai=second["id_pegawai"] + 99)])
        row = compare(table, coefficients=["gwet_ac"]).iloc[0]
        covered.append(row["low"] < 0 < row["high"])
    assert np.mean(covered) > 0.88


def test_undefined_groups_say_why() -> None:
    flat = pd.concat([rated(20, 0.8, 1).assign(tahun=2024), rated(20, 0.8, 2).assign(tahun=2025, skor=4)])
    found = compare(flat).loc["fleiss_kappa"]
    assert found["status"] == "undefined_no_variation"
    assert np.isnan(found[["difference", "se", "low", "p_value"]].astype(float)).all()
    with pytest.raises(UnknownName, match="2026"):
        compare(flat, pair=(2024, 2026))
    with pytest.raises(InvalidOption, match="different"):
        compare(flat, pair=(2024, 2024))


@pytest.mark.parametrize("scale", [FIVE, "interval"])
def test_a_rater_left_out_equals_the_ratings_without_that_rater(scale) -> None:
    table = pd.concat([rated(15, 0.8, 4, 4).assign(g="a"), rated(12, 0.5, 5, 3).assign(g="b")])
    found = influence(table, scale=scale, by="g").set_index(["g", "id_penilai", "coefficient"])["without"].sort_index()
    for group, rater in (("a", 3), ("b", 0)):
        rest = table[(table["g"] == group) & (table["id_penilai"] != rater)]
        alone = agreement(rest, scale=scale).set_index("coefficient")["estimate"]
        np.testing.assert_allclose(found.loc[group, rater].astype(float), alone.loc[found.loc[group, rater].index])


def test_a_unit_left_out_is_close_to_the_ratings_without_that_unit() -> None:
    table = rated(60, 0.8, 6)
    found = influence(table, scale=FIVE, leave_out="unit").set_index(["id_pegawai", "coefficient"])
    for unit in (0, 17, 59):
        alone = agreement(table[table["id_pegawai"] != unit], scale=FIVE).set_index("coefficient")["estimate"]
        np.testing.assert_allclose(found.loc[unit, "without"], alone, atol=2e-3)


def test_the_rater_who_rates_at_random_is_the_one_without_whom_agreement_rises_most() -> None:
    table = rated(80, 0.3, 7, 4)
    wild = table["id_penilai"] == 2
    table.loc[wild, "skor"] = np.random.default_rng(1).integers(1, 6, wild.sum())
    found = influence(table, scale=FIVE, coefficients=["krippendorff_alpha"]).set_index("id_penilai")["change"]
    assert found.idxmax() == 2
    assert (found.drop(2) < 0).all()


def test_without_one_of_two_raters_nothing_is_left_to_compare() -> None:
    found = influence(rated(10, 0.5, 8, 2), scale=FIVE)
    assert set(found["status"]) == {"no_pairable_units"}
    assert found["without"].isna().all()
    with pytest.raises(InvalidOption, match="leave_out"):
        influence(rated(10, 0.5, 8), scale=FIVE, leave_out="item")
