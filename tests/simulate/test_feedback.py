"""Planted features of evidence, dialogues, feedback, training, surveys, workshops and objections."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.columns import period_months
from kinerja_lab.simulate import RegionPlan
from kinerja_lab.simulate.office import closed_days
from kinerja_lab.simulate.plan import PERIODS

Tables = dict[str, dict[str, pd.DataFrame]]


def test_each_region_has_the_tables_its_document_speaks_of(simulated: Tables) -> None:
    usual = {"pegawai", "indikator", "unit", "penilaian", "butir", "tindak_lanjut"}
    assert {slug: set(tables) - usual for slug, tables in simulated.items()} == {
        "bukittinggi": {"layanan", "skm", "uji_lokakarya", "tindakan"},
        "sibolga": {"permohonan", "layanan", "suara_warga", "temuan_keuangan", "survei", "tindakan"},
        "sawahlunto": {"permohonan", "keberatan", "tindakan"},
        "bukitintan": {"aktivitas", "dialog", "pelatihan", "skm", "survei"},
        "instansi-contoh": {"bukti", "umpan_balik", "pelatihan", "tindakan"},
    }


def test_evidence_is_uploaded_through_the_period(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    tables, planted = simulated["instansi-contoh"], plans["instansi-contoh"].document.evidence
    assert planted is not None
    staff = (~tables["pegawai"]["pimpinan_unit"]).sum()
    for period, rows in tables["bukti"].groupby("periode"):
        end = pd.Timestamp(period_months(str(period))[1]) + pd.offsets.MonthEnd() + pd.Timedelta(days=1)
        moment = pd.to_datetime(rows["waktu_unggah"])
        assert (moment < end).all()
        assert (moment >= end - pd.Timedelta(days=7)).mean() == pytest.approx(planted.last_week, abs=0.001)
        assert rows["id_pegawai"].nunique() == pytest.approx(planted.covered * staff, abs=1)
        assert rows.groupby("id_pegawai")["id_rhk"].nunique().eq(planted.each).all()


def test_heads_meet_their_staff_almost_every_month(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    rows, plan = simulated["bukitintan"]["dialog"], plans["bukitintan"]
    held = rows.assign(bulan=rows["tanggal"].str[:7])[["unit_kerja", "bulan"]].drop_duplicates()
    assert len(held) / (18 * len(plan.units)) == pytest.approx(plan.document.dialogues, abs=0.005)
    assert np.is_busday(rows["tanggal"].to_numpy(dtype="datetime64[D]"), holidays=closed_days()).all()


def test_gains_after_feedback_are_a_return_to_the_mean(simulated: Tables) -> None:
    trained, told = simulated["instansi-contoh"]["pelatihan"], simulated["instansi-contoh"]["umpan_balik"]
    earliest = told.groupby(["id_pegawai", "tema"])["tanggal"].min().rename("umpan_balik")
    followed = trained.join(earliest, on=["id_pegawai", "tema"])["umpan_balik"] <= trained["tanggal"]
    gain = (trained["skor_sesudah"] - trained["skor_sebelum"]).groupby(followed).mean()
    assert gain[True] > 3
    assert abs(gain[False]) < 1
    after = trained.loc[followed, "skor_sesudah"].mean()
    assert after < trained.loc[~followed, "skor_sebelum"].mean()


def test_training_that_follows_feedback_is_named_in_it(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    told, planted = simulated["instansi-contoh"]["umpan_balik"], plans["instansi-contoh"].document.feedback
    assert planted is not None
    named = told["id_tindak_lanjut"] != ""
    assert named.groupby(told["periode"]).mean().to_numpy() == pytest.approx(planted.followed, abs=0.01)
    assert told.loc[named, "id_tindak_lanjut"].is_unique


def test_training_lists_who_was_sent_to_it(simulated: Tables) -> None:
    tables = simulated["bukitintan"]
    sent = tables["tindak_lanjut"].query("jenis == 'pelatihan'")[["id_pegawai", "tanggal"]]
    assert sorted(sent.itertuples(index=False, name=None)) == sorted(
        tables["pelatihan"][["id_pegawai", "tanggal"]].itertuples(index=False, name=None)
    )


def test_the_survey_asks_the_items_of_the_questionnaire(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    text = files("kinerja_lab.checks").joinpath("keadilan_organisasi.toml").read_text(encoding="utf-8")
    items = {item for dimension in tomllib.loads(text).values() for item in dimension}
    for slug in ("sibolga", "bukitintan"):
        rows, planted = simulated[slug]["survei"], plans[slug].document.survey
        assert planted is not None
        assert set(rows["butir"]) == items
        means = rows.groupby("gelombang")["skor"].mean()
        assert means.to_dict() == pytest.approx(dict(planted.waves), abs=0.15)
        assert rows.groupby("gelombang")["id_responden"].nunique().eq(planted.answering).all()


def test_only_a_named_survey_tells_who_answered(simulated: Tables) -> None:
    known = {
        slug: simulated[slug]["survei"]["id_responden"].isin(simulated[slug]["pegawai"]["id_pegawai"]).mean()
        for slug in ("sibolga", "bukitintan")
    }
    assert known == {"sibolga": 0.0, "bukitintan": 1.0}


def test_participants_of_the_workshop_gain_the_planted_points(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    planted, rows = plans["bukittinggi"].document.workshop, simulated["bukittinggi"]["uji_lokakarya"]
    assert planted is not None
    marks = rows.pivot(index="id_peserta", columns="gelombang", values="nilai")
    assert len(marks) == planted.participants
    assert (marks["pasca"] - marks["pra"]).mean() == pytest.approx(planted.gain, abs=0.4)


def test_objections_are_mostly_in_time_and_some_are_won(simulated: Tables, plans: dict[str, RegionPlan]) -> None:
    rows, planted = simulated["sawahlunto"]["keberatan"], plans["sawahlunto"].document.objections
    assert planted is not None
    days = rows.filter(like="tanggal").apply(pd.to_datetime)
    waited = (days["tanggal_ajukan"] - days["tanggal_terima"]).dt.days
    assert (waited >= 0).all()
    assert (waited <= 14).mean() == pytest.approx(planted.in_time, abs=0.02)
    assert (days["tanggal_putus"] > days["tanggal_ajukan"]).all()
    assert (rows["putusan"] != "ditolak").mean() == pytest.approx(planted.won, abs=0.02)
    assert set(rows["periode"]) == set(PERIODS)
