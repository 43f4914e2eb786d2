"""Planted features of the tables about services and citizens, each seen with a plain statistic."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures.waiting_time import waiting_hours
from kinerja_lab.simulate import RegionPlan
from kinerja_lab.simulate.office import closed_days
from kinerja_lab.simulate.plan import PERIODS
from kinerja_lab.simulate.services import SERVICES

Tables = dict[str, dict[str, pd.DataFrame]]


def waits(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    rows = tables["permohonan"].copy()
    for name in ("waktu_masuk", "waktu_selesai"):
        rows[name] = pd.to_datetime(rows[name].replace("", None))
    return rows.join(waiting_hours(rows)).assign(bulan=rows["waktu_masuk"].dt.strftime("%Y-%m"))


def test_requests_come_and_go_in_office_hours(simulated: Tables) -> None:
    for slug in ("sibolga", "sawahlunto"):
        rows = waits(simulated[slug])
        for moment in (rows["waktu_masuk"], rows["waktu_selesai"].dropna()):
            assert moment.dt.hour.between(8, 16).all()
            assert np.is_busday(moment.to_numpy(dtype="datetime64[D]"), holidays=closed_days()).all()
        assert rows["id"].is_unique
        assert 0 < (~rows["closed"]).mean() < 0.02


def test_birth_certificates_take_hours_instead_of_days_from_the_change_on(simulated: Tables) -> None:
    rows = waits(simulated["sawahlunto"])
    later = rows["bulan"] >= "2024-07"
    medians = rows.groupby(["jenis_layanan", later])["hours"].median()
    assert medians["Akta kelahiran", False] == pytest.approx(26, rel=0.08)
    assert medians["Akta kelahiran", True] == pytest.approx(5, rel=0.08)
    assert medians["Kartu keluarga", False] == pytest.approx(medians["Kartu keluarga", True], rel=0.15)
    assert rows.loc[later, "bulan"].nunique() == 18
    assert rows.loc[~later, "bulan"].nunique() == 24


def test_the_planted_share_is_within_the_standard(simulated: Tables) -> None:
    for slug, share in (("sibolga", 0.68), ("sawahlunto", 0.97)):
        rows = waits(simulated[slug]).query("bulan >= '2024-07' and closed")
        assert (rows["hours"] <= rows["standar_jam"]).mean() == pytest.approx(share, abs=0.025)


def test_coverage_rises_because_the_denominator_shrinks(simulated: Tables) -> None:
    rows = simulated["bukittinggi"]["layanan"].dropna(subset=["penyebut"])
    first, last = rows.iloc[:12].sum(numeric_only=True), rows.iloc[-12:].sum(numeric_only=True)
    assert last["pembilang"] / first["pembilang"] == pytest.approx(1, abs=0.02)
    assert last["penyebut"] / first["penyebut"] == pytest.approx(0.985**12, abs=0.01)
    assert (rows["pembilang"] <= rows["penyebut"]).all()


def test_satisfaction_rises_by_the_planted_points(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    for slug in ("bukittinggi", "bukitintan"):
        planted, rows = plans[slug].document.satisfaction, simulated[slug]["skm"]
        assert planted is not None
        period = rows["bulan"].str[:4] + np.where(rows["bulan"].str[5:] <= "06", "-S1", "-S2")
        index = 25 * rows.filter(regex=r"^u\d$").mean(axis=1).groupby(period).mean()
        assert index[list(PERIODS)].diff().dropna().to_numpy() == pytest.approx(planted.rise, abs=0.8)
        assert index.iloc[0] == pytest.approx(planted.index, abs=0.8)


def test_complaints_are_in_proportion_to_services(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    tables, planted = simulated["sibolga"], plans["sibolga"].document.voices
    assert planted is not None
    services = tables["layanan"].loc[tables["layanan"]["indikator"] == SERVICES, "n"].sum()
    counts = tables["suara_warga"]["jenis"].value_counts()
    assert 1000 * counts["pengaduan"] / services == pytest.approx(planted.complaints, rel=0.15)
    assert 1000 * counts["apresiasi"] / services == pytest.approx(planted.praise, rel=0.15)


def test_small_samples_hold_the_planted_share_of_wrong_documents(
    simulated: Tables, plans: dict[str, RegionPlan]
) -> None:
    planted, rows = plans["sibolga"].document.findings, simulated["sibolga"]["temuan_keuangan"]
    assert planted is not None
    sums = rows.groupby("periode")[["n_salah", "n_sampel"]].sum()
    assert (sums["n_salah"] / sums["n_sampel"]).to_numpy() == pytest.approx(planted.wrong, abs=0.004)
    assert (rows["n_salah"] <= rows["n_sampel"]).all()
