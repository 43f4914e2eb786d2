"""Awards, sanctions and daily reports."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.simulate import RegionPlan
from kinerja_lab.simulate.plan import PERIODS
from kinerja_lab.simulate.work import attained

Tables = dict[str, dict[str, pd.DataFrame]]


def followed(tables: dict[str, pd.DataFrame], period: str) -> pd.DataFrame:
    """Consequences of a period with predikat and attainment."""
    reached = attained(tables["pegawai"], tables["indikator"])[:, PERIODS.index(period)]
    people = tables["pegawai"][["id_pegawai", "pimpinan_unit"]].assign(capaian=reached)
    given = tables["tindak_lanjut"].query("periode == @period")
    rated = tables["penilaian"].query("periode == @period")[["id_pegawai", "predikat"]]
    return given.merge(rated, on="id_pegawai", validate="many_to_one").merge(people, on="id_pegawai")


def test_awards_miss_the_target_in_the_planted_share(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        for period in PERIODS:
            awards = followed(tables, period).query("jenis == 'penghargaan'")
            wrong = (awards["capaian"] < 100).sum()
            assert wrong == round(plans[slug].awarding.off_target * len(awards))


def test_the_planted_share_of_the_appraised_staff_gets_an_award(
    simulated: Tables, plans: dict[str, RegionPlan]
) -> None:
    for slug, tables in simulated.items():
        heads = tables["pegawai"].query("pimpinan_unit")["id_pegawai"]
        for period in PERIODS:
            rated = tables["penilaian"].query("periode == @period")
            staff = (~rated["id_pegawai"].isin(heads)).sum()
            awards = followed(tables, period).query("jenis == 'penghargaan'")
            assert len(awards) == round(plans[slug].awarding.share * staff)
            assert not awards["pimpinan_unit"].any()
            assert awards["id_pegawai"].is_unique


def test_awards_lean_only_where_it_is_planted(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        treatment = plans[slug].awarding.treatment
        women = tables["pegawai"].set_index("id_pegawai")["jenis_kelamin"] == "P"
        best = [
            rows.merge(followed(tables, period).query("jenis == 'penghargaan'")[["id_pegawai", "jenis"]], how="left")
            for period in PERIODS
            for rows in [tables["penilaian"].query("periode == @period and predikat == 'sangat_baik'")[["id_pegawai"]]]
        ]
        given = pd.concat(best)
        share = given["jenis"].notna().groupby(women.loc[given["id_pegawai"]].to_numpy()).mean()
        if treatment is not None:
            assert share[True] < 0.7 * share[False]
    assert [slug for slug, plan in plans.items() if plan.awarding.treatment] == ["sawahlunto"]


def test_training_coaching_and_sanctions_follow_low_predikat(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, tables in simulated.items():
        for period in PERIODS:
            given = followed(tables, period)
            if plans[slug].document.training is None:
                assert set(given.loc[given["jenis"] == "pelatihan", "predikat"]) <= {"butuh_perbaikan"}
            assert set(given.loc[given["jenis"] == "sanksi", "predikat"]) <= {"kurang", "sangat_kurang"}
            low = {"butuh_perbaikan", "kurang", "sangat_kurang"}
            assert set(given.loc[given["jenis"] == "pembinaan", "predikat"]) <= low


def test_consequences_come_after_the_period_and_before_the_report(simulated: Tables) -> None:
    ends = {"2024-S2": "2025-01-20", "2025-S1": "2025-07-20", "2025-S2": "2026-01-20"}
    for tables in simulated.values():
        table = tables["tindak_lanjut"]
        days = (pd.to_datetime(table["tanggal"]) - pd.to_datetime(table["periode"].map(ends))).dt.days
        assert days.between(0, 38).all()


def test_sixty_people_of_one_region_report_daily_on_most_of_thirty_working_days(simulated: Tables) -> None:
    assert [slug for slug, tables in simulated.items() if "aktivitas" in tables] == ["bukitintan"]
    diary = simulated["bukitintan"]["aktivitas"]
    day = pd.to_datetime(diary["tanggal"])
    assert diary["id_pegawai"].nunique() == 60
    assert day.nunique() == 30
    assert (day.dt.day_of_week < 5).all()
    assert diary.groupby("id_pegawai").size().between(20, 30).all()
    assert len(diary) == pytest.approx(0.92 * 60 * 30, rel=0.03)


def test_training_leans_where_it_is_planted(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    planted, tables = plans["bukitintan"].document.training, simulated["bukitintan"]
    assert planted is not None
    rated = tables["penilaian"][tables["penilaian"]["predikat"].isin(["baik", "sangat_baik"])]
    heads = tables["pegawai"].query("pimpinan_unit")["id_pegawai"]
    people = rated[~rated["id_pegawai"].isin(heads)].merge(tables["pegawai"][["id_pegawai", "jenis_kelamin"]])
    trained = tables["tindak_lanjut"].query("jenis == 'pelatihan'")[["periode", "id_pegawai", "jenis"]]
    share = people.merge(trained, how="left")["jenis"].notna().groupby(people["jenis_kelamin"]).mean()
    odds = share / (1 - share)
    assert odds["P"] / odds["L"] == pytest.approx(planted.odds_ratio, rel=0.35)
    assert len(trained) / len(people) == pytest.approx(planted.share, abs=0.02)


def test_the_planted_share_of_help_is_left_out(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug, share in (("bukittinggi", 0.65), ("sawahlunto", 1.0)):
        tables = simulated[slug]
        help_ = tables["tindak_lanjut"].query("jenis in ['pelatihan', 'pembinaan']").drop_duplicates()
        low = tables["penilaian"].query("predikat == 'butuh_perbaikan'")[["periode", "id_pegawai"]]
        helped = low.merge(help_.groupby(["periode", "id_pegawai"]).size().rename("n").reset_index(), how="left")["n"]
        assert plans[slug].document.helped == share
        assert helped.notna().mean() == pytest.approx(0.6 * share, abs=0.07)


def test_daily_reports_vary_and_are_sent_after_the_work(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    planted, diary = plans["bukitintan"].document.reporting, simulated["bukitintan"]["aktivitas"]
    assert planted is not None
    delay = (pd.to_datetime(diary["waktu_kirim"]).dt.normalize() - pd.to_datetime(diary["tanggal"])).dt.days
    assert diary["uraian"].nunique() > 400
    assert not diary["uraian"].str.contains(r"[{}]").any()
    assert delay.between(0, 14).all()
    late = (delay > 2).groupby(diary["id_pegawai"]).mean()
    assert (late > 0.9).mean() == pytest.approx(planted.backfilling)
    assert (late[late <= 0.9] == 0).all()
    assert diary["durasi_menit"].between(60, 420).all()
    waiting = diary["status"] == "menunggu"
    assert (diary["waktu_tanggapan"].eq("") == waiting).all()
    answered = diary[~waiting]
    hours = (pd.to_datetime(answered["waktu_tanggapan"]) - pd.to_datetime(answered["waktu_kirim"])).dt.total_seconds()
    assert (hours >= 0).all()
    assert hours.mean() / 3600 == pytest.approx(planted.answer_hours, rel=0.1)


def test_some_people_copy_their_reports(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    planted, diary = plans["bukitintan"].document.reporting, simulated["bukitintan"]["aktivitas"]
    assert planted is not None
    different = diary.groupby("id_pegawai")["uraian"].nunique()
    assert (different <= 3).mean() == pytest.approx(planted.copying)
    assert different[different > 3].min() > 10
