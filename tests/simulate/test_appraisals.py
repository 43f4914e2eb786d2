"""Planted features of the appraisals, each seen with a plain statistic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import OUTCOME_MATRIX, OUTCOMES
from kinerja_lab.simulate import RegionPlan, region
from kinerja_lab.simulate.plan import PERIODS, Treatment
from kinerja_lab.simulate.work import attained

Tables = dict[str, dict[str, pd.DataFrame]]


def ruled(table: pd.DataFrame) -> pd.Series:
    pairs = zip(table["rating_hasil_kerja"], table["rating_perilaku"], strict=True)
    return pd.Series([OUTCOME_MATRIX[pair] for pair in pairs], index=table.index)


def people_with_levels(tables: dict[str, pd.DataFrame], period: str = "2025-S2") -> pd.DataFrame:
    """Staff with the code of their predikat and their attainment."""
    reached = attained(tables["pegawai"], tables["indikator"])[:, PERIODS.index(period)]
    people = tables["pegawai"].assign(capaian=reached)
    rated = tables["penilaian"][tables["penilaian"]["periode"] == period]
    people = people[~people["pimpinan_unit"]].merge(rated, on="id_pegawai")
    return people.assign(tingkat=OUTCOMES.codes(people["predikat"]))


def odds_of_the_highest(people: pd.DataFrame, women: bool) -> float:
    chosen = people[(people["jenis_kelamin"] == "P") == women]
    top = (chosen["predikat"] == "sangat_baik").sum()
    return float(top / (len(chosen) - top))


def test_predikat_follow_the_matrix_but_for_the_planted_share(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        table = tables["penilaian"]
        different = table["predikat"] != ruled(table)
        assert different.groupby(table["periode"]).mean().to_numpy() == pytest.approx(
            plans[slug].judging.deviating, abs=0.012
        )


def test_deviations_mostly_raise(simulated: Tables) -> None:
    table = simulated["sawahlunto"]["penilaian"]
    moved = OUTCOMES.codes(table["predikat"]) - OUTCOMES.codes(ruled(table))
    assert set(moved) == {-1, 0, 1}
    assert (moved > 0).sum() > (moved < 0).sum()


def test_the_planted_share_has_no_appraisal(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        people = tables["pegawai"]
        staff = people.loc[~people["pimpinan_unit"], "id_pegawai"]
        for period in PERIODS:
            rated = tables["penilaian"].loc[tables["penilaian"]["periode"] == period, "id_pegawai"]
            assert 1 - staff.isin(rated).mean() == pytest.approx(plans[slug].judging.missing, abs=1 / len(staff))


def test_results_of_heads_are_rated_as_their_organisation(simulated: Tables) -> None:
    for tables in simulated.values():
        heads = tables["pegawai"].query("pimpinan_unit")[["id_pegawai", "unit_kerja"]]
        rated = tables["penilaian"].merge(heads, on="id_pegawai").merge(tables["unit"], on=["periode", "unit_kerja"])
        expected = rated["predikat_organisasi"].map({"istimewa": "di_atas", "baik": "sesuai"}).fillna("di_bawah")
        assert (rated["rating_hasil_kerja"] == expected).all()


def test_marks_lie_in_the_band_of_the_ratings(simulated: Tables) -> None:
    bands = {"sangat_kurang": 30, "kurang": 50, "butuh_perbaikan": 70, "baik": 90, "sangat_baik": 110}
    for tables in simulated.values():
        low = ruled(tables["penilaian"]).map(bands)
        assert tables["penilaian"]["nilai"].between(low, low + 20 - 0.1 + 1e-9).all()


def test_appraisals_are_made_in_office_hours_after_the_period(simulated: Tables) -> None:
    for tables in simulated.values():
        moment = pd.to_datetime(tables["penilaian"]["waktu_dinilai"])
        end = tables["penilaian"]["periode"].map(
            {"2024-S2": "2024-12-31", "2025-S1": "2025-06-30", "2025-S2": "2025-12-31"}
        )
        assert (moment - pd.to_datetime(end)).dt.days.between(0, 25).all()
        assert moment.dt.hour.between(8, 15).all()
        assert (moment.dt.day_of_week < 5).all()


def test_the_planted_share_is_appraised_on_the_last_day(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        rows = tables["penilaian"].assign(hari=pd.to_datetime(tables["penilaian"]["waktu_dinilai"]).dt.normalize())
        last = (rows["hari"] == rows.groupby("periode")["hari"].transform("max")).mean()
        planted = plans[slug].document.last_day
        assert last == pytest.approx(planted + (1 - planted) * 0.13, abs=0.03)


@pytest.mark.parametrize(("slope", "low", "high"), [(-1.2, -0.6, -0.25), (0.0, -0.12, 0.12), (2.4, 0.5, 0.85)])
def test_the_slope_says_how_predikat_follow_results(quiet: RegionPlan, slope: float, low: float, high: float) -> None:
    plan = replace(quiet, judging=replace(quiet.judging, slopes=(slope, slope, slope)))
    people = people_with_levels(region(plan))
    assert low < people["tingkat"].corr(people["capaian"], method="spearman") < high


def test_uniform_ratings_are_all_baik(quiet: RegionPlan) -> None:
    plan = replace(quiet, judging=replace(quiet.judging, uniform=1.0))
    people = people_with_levels(region(plan))
    assert set(people["predikat"]) == {"baik"}


def test_unequal_treatment_moves_the_odds_and_equal_treatment_does_not(quiet: RegionPlan) -> None:
    treatment = Treatment(column="jenis_kelamin", focal="P", odds_ratio=0.2)
    unequal = replace(quiet, judging=replace(quiet.judging, slopes=(0, 0, 0), treatments=(treatment,)))
    equal = replace(quiet, judging=replace(quiet.judging, slopes=(0, 0, 0)))
    ratios = []
    for plan in (unequal, equal):
        people = pd.concat([people_with_levels(region(plan), period) for period in PERIODS])
        ratios.append(odds_of_the_highest(people, True) / odds_of_the_highest(people, False))
    assert ratios[0] == pytest.approx(0.2, rel=0.4)
    assert ratios[1] == pytest.approx(1.0, rel=0.4)


def test_women_in_strict_units_look_disadvantaged_until_units_are_compared(simulated: Tables) -> None:
    tables = simulated["instansi-contoh"]
    people = pd.concat([people_with_levels(tables, period) for period in PERIODS])
    crude = odds_of_the_highest(people, True) / odds_of_the_highest(people, False)
    within = people.groupby("unit_kerja")["tingkat"].transform("mean")
    residual = (people["tingkat"] - within).groupby(people["jenis_kelamin"]).mean()
    assert crude < 0.7
    assert abs(residual["P"] - residual["L"]) < 0.08


def test_contract_staff_of_the_agency_reach_less_and_are_rated_by_it(simulated: Tables) -> None:
    people = people_with_levels(simulated["instansi-contoh"])
    reached = people.groupby("jenis_pegawai")["capaian"].mean()
    level = people.groupby("jenis_pegawai")["tingkat"].mean()
    assert reached["PPPK"] - reached["PNS"] == pytest.approx(-5, abs=2)
    assert level["PPPK"] < level["PNS"]


def test_lenient_superiors_give_higher_predikat(quiet: RegionPlan) -> None:
    plan = replace(quiet, scoring=replace(quiet.scoring, severity_sd=1.5))
    tables = region(plan)
    people = pd.concat([people_with_levels(tables, period) for period in PERIODS])
    scores = tables["butir"][tables["butir"]["peran"] == "atasan"].groupby("id_penilai")["skor"].mean()
    levels = people.groupby("id_penilai")["tingkat"].mean()
    assert np.corrcoef(scores[levels.index], levels)[0, 1] > 0.5
