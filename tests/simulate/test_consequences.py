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


def test_training_coaching_and_sanctions_follow_low_predikat(simulated: Tables) -> None:
    for tables in simulated.values():
        for period in PERIODS:
            given = followed(tables, period)
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


def test_daily_reports_vary_and_are_sent_after_the_work(simulated: Tables) -> None:
    diary = simulated["bukitintan"]["aktivitas"]
    delay = (pd.to_datetime(diary["waktu_kirim"]).dt.normalize() - pd.to_datetime(diary["tanggal"])).dt.days
    assert diary["uraian"].nunique() > 400
    assert not diary["uraian"].str.contains(r"[{}]").any()
    assert delay.isin([0, 1, 2]).all()
    assert diary["durasi_menit"].between(60, 420).all()
    waiting = diary["status"] == "menunggu"
    assert (diary["waktu_tanggapan"].eq("") == waiting).all()
    answered = diary[~waiting]
    assert (pd.to_datetime(answered["waktu_tanggapan"]) >= pd.to_datetime(answered["waktu_kirim"])).all()
