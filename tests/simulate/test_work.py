"""Targets, realisations and legitimate gaps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures.attainment import attainment
from kinerja_lab.simulate import RegionPlan, region
from kinerja_lab.simulate.people import employees
from kinerja_lab.simulate.plan import PERIODS, ResultsGap
from kinerja_lab.simulate.work import ability, attained, indicators

Tables = dict[str, dict[str, pd.DataFrame]]


def test_attainment_is_what_the_measure_makes_of_the_indicators(quiet: RegionPlan) -> None:
    people = employees(quiet)
    table = indicators(quiet, people)
    measured = attainment(table, by=("periode", "id_pegawai")).pivot(
        index="id_pegawai", columns="periode", values="capaian"
    )
    np.testing.assert_allclose(attained(people, table), measured.loc[people["id_pegawai"], list(PERIODS)], rtol=1e-12)


def test_everybody_has_two_to_four_targets_that_stay_the_same(simulated: Tables) -> None:
    for tables in simulated.values():
        table = tables["indikator"]
        assert table.groupby(["periode", "id_pegawai"]).size().isin([2, 3, 4]).all()
        assert (table.groupby(["id_pegawai", "indikator"])["target"].nunique() == 1).all()
        assert set(table["arah"]) == {"naik", "turun"}


def test_realisations_stay_on_their_scale(simulated: Tables) -> None:
    for tables in simulated.values():
        table = tables["indikator"]
        assert (table["target"] > 0).all()
        assert (table["realisasi"] >= 0).all()
        assert (table.loc[table["satuan"] == "persen", "realisasi"] <= 100).all()
        assert (table.loc[table["satuan"] == "indeks", "realisasi"] <= 4).all()
        whole = ~table["satuan"].isin(["persen", "indeks", "jam", "hari"])
        assert (table.loc[whole, "realisasi"] % 1 == 0).all()


def test_about_half_of_the_people_reach_their_targets(simulated: Tables) -> None:
    for tables in simulated.values():
        reached = attained(tables["pegawai"], tables["indikator"]) >= 100
        assert 0.35 < reached.mean() < 0.65


def test_ability_lasts_in_part_from_period_to_period(quiet: RegionPlan) -> None:
    found = np.corrcoef(ability(quiet, 20_000), rowvar=False)
    assert found[0, 1] == pytest.approx(0.6, abs=0.03)
    assert found[0, 2] == pytest.approx(0.6, abs=0.03)


def test_a_legitimate_gap_is_a_gap_of_results(quiet: RegionPlan) -> None:
    plan = replace(quiet, results_gaps=(ResultsGap(column="jenis_kelamin", focal="P", points=-8.0),))
    people = employees(plan)
    women = (people["jenis_kelamin"] == "P").to_numpy()
    without, planted = (attained(people, indicators(one, people)) for one in (quiet, plan))
    assert (planted[women] - without[women]).mean() == pytest.approx(-8.0, abs=1.0)
    np.testing.assert_array_equal(planted[~women], without[~women])


def test_units_report_the_mean_attainment_of_their_staff(quiet: RegionPlan) -> None:
    tables = region(quiet)
    people = tables["pegawai"].assign(capaian=attained(tables["pegawai"], tables["indikator"])[:, 0])
    means = people[~people["pimpinan_unit"]].groupby("unit_kerja")["capaian"].mean()
    units = tables["unit"][tables["unit"]["periode"] == "2024-S2"].set_index("unit_kerja")
    np.testing.assert_allclose(units["capaian"], means[units.index], atol=0.05 + 1e-9)
