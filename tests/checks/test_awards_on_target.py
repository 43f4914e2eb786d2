"""Awards against targets."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from kinerja_lab.checks.awards_on_target import AwardsOnTarget
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def given(tables: dict[str, pd.DataFrame], reached: int, missed: int, kind: str = "penghargaan") -> pd.DataFrame:
    """Consequences for this many employees at target and below it."""
    above = tables["indikator"]["realisasi"] >= 100
    people = [
        *tables["indikator"].loc[above, "id_pegawai"][:reached],
        *tables["indikator"].loc[~above, "id_pegawai"][:missed],
    ]
    return pd.DataFrame({"periode": PERIOD, "id_pegawai": people, "jenis": kind})


@pytest.mark.parametrize(
    ("reached", "missed", "verdict"),
    [(60, 0, Verdict.FAIR), (20, 20, Verdict.PROBLEM), (38, 3, Verdict.ATTENTION)],
)
def test_awards_below_target_are_held_against_the_limit(reached, missed, verdict):
    tables = appraised_region()
    result = AwardsOnTarget()(dataset(tables | {"tindak_lanjut": given(tables, reached, missed)}))
    assert result.estimate == pytest.approx(missed / (reached + missed))
    assert (result.n, result.verdict) == (reached + missed, verdict)


def test_nothing_found_among_few_awards_is_no_sign_of_trouble():
    tables = appraised_region()
    result = AwardsOnTarget()(dataset(tables | {"tindak_lanjut": given(tables, 12, 0)}))
    assert (result.estimate, result.verdict) == (0.0, Verdict.INSUFFICIENT)


def test_awards_to_people_without_attainment_are_counted_and_heads_are_not():
    tables = appraised_region()
    awards = given(tables, 20, 0)
    unknown = tables["indikator"].loc[tables["indikator"]["realisasi"] < 100, "id_pegawai"][:7]
    tables["indikator"] = tables["indikator"][~tables["indikator"]["id_pegawai"].isin(unknown)]
    tables["pegawai"]["pimpinan_unit"] = tables["pegawai"]["id_pegawai"].isin(unknown[:2])
    more = pd.concat([awards, awards.head(7).assign(id_pegawai=unknown.to_numpy())])
    result = AwardsOnTarget()(dataset(tables | {"tindak_lanjut": more}))
    assert (result.n, result.quantities["n_unmeasured"]) == (20, 5)


def test_sanctions_at_target_stand_beside_the_awards():
    tables = appraised_region()
    both = pd.concat([given(tables, 20, 0), given(tables, 2, 10, "sanksi")])
    quantities = AwardsOnTarget()(dataset(tables | {"tindak_lanjut": both})).quantities
    assert (quantities["n_sanctions"], quantities["n_false_sanctions"]) == (12, 2)


def test_fewer_than_ten_awards_are_not_judged():
    tables = appraised_region()
    result = AwardsOnTarget()(dataset(tables | {"tindak_lanjut": given(tables, 5, 4)}))
    assert (result.status, result.n, result.need) == ("too_few", 9, 10)


def test_the_target_is_the_profiles():
    tables = appraised_region()
    data = dataset(tables | {"tindak_lanjut": given(tables, 0, 40)}, target_capaian=60.0)
    assert AwardsOnTarget()(data).estimate == 0.0


def test_an_attainment_of_exactly_the_target_is_reached_however_it_is_rounded():
    tables = appraised_region()
    halves = [
        tables["indikator"].assign(indikator=name, target=3.0, realisasi=done)
        for name, done in (("a", 3.3), ("b", 2.7))
    ]
    tables["indikator"] = pd.concat(halves)
    awards = pd.DataFrame(
        {"periode": PERIOD, "id_pegawai": tables["pegawai"]["id_pegawai"][:40], "jenis": "penghargaan"}
    )
    assert AwardsOnTarget()(dataset(tables | {"tindak_lanjut": awards})).quantities["n_false"] == 0


def test_a_share_of_few_sanctions_is_not_given():
    tables = appraised_region()
    both = pd.concat([given(tables, 20, 0), given(tables, 1, 2, "sanksi")])
    quantities = AwardsOnTarget()(dataset(tables | {"tindak_lanjut": both})).quantities
    assert quantities["n_sanctions"] == 3
    assert all(math.isnan(quantities[name]) for name in ("n_false_sanctions", "sanction_share", "sanction_low"))
