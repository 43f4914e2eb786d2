"""A profile says what differs between regions, and refuses what it cannot mean."""

from __future__ import annotations

import pytest

from kinerja_lab.errors import InvalidDataset
from kinerja_lab.profile import Comparison, RegionProfile
from tests.small import PROFILE, profile


def test_codes_stay_text_and_need_their_issuer():
    assert profile(kode="13.75").code == "13.75"
    with pytest.raises(InvalidDataset) as refused:
        RegionProfile.from_mapping({key: value for key, value in PROFILE.items() if key != "penerbit_kode"})
    assert [(each.rule, each.column) for each in refused.value.problems] == [("missing_key", "penerbit_kode")]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kode", 13.75),
        ("penerbit_kode", "pos"),
        ("slug", "../kota"),
        ("slug", "Kota"),
        ("tingkat", "dusun"),
        ("rezim", "2022"),
        ("skala_skor", [5, 4, 3]),
        ("skala_skor", [1]),
        ("bobot_peran", {"atasan": 0.5, "rekan": 0.4}),
        ("bobot_peran", {"atasan": 0.5, "tetangga": 0.5}),
        ("target_capaian", 0),
        ("sel_kecil", 1),
        ("kelompok_kecil", 2),
        ("pembandingan", [{"kolom": "agama", "fokal": "a", "acuan": "b"}]),
        ("pembandingan", [{"kolom": "jenis_kelamin", "fokal": "P", "acuan": "P"}]),
        ("tanggal_laporan", "31/12/2025"),
        ("simulasi", "ya"),
    ],
)
def test_a_value_outside_its_rule_is_refused_with_what_is_allowed(key, value):
    source = {"sumber_bobot": "uji"} if key == "bobot_peran" else {}
    with pytest.raises(InvalidDataset) as refused:
        profile(**{key: value}, **source)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.column) == ("not_allowed", key)
    assert problem.allowed


def test_all_problems_come_at_once():
    with pytest.raises(InvalidDataset) as refused:
        RegionProfile.from_mapping({"slug": "X", "asing": 1})
    assert {each.rule for each in refused.value.problems} == {"not_allowed", "missing_key", "unknown_key"}


def test_weights_need_a_source():
    weights = {"atasan": 0.6, "rekan": 0.3, "diri": 0.1}
    with pytest.raises(InvalidDataset):
        profile(bobot_peran=weights)
    assert profile(bobot_peran=weights, sumber_bobot="dokumen").role_weights == tuple(weights.items())


def test_registered_comparisons_name_both_groups():
    pair = {"kolom": "jenis_pegawai", "fokal": "PPPK", "acuan": "PNS"}
    assert profile(pembandingan=[pair]).comparisons == (
        Comparison(column="jenis_pegawai", focal="PPPK", reference="PNS"),
    )
