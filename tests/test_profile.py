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


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ambang_nilai", [90, 85]),
        ("ambang_nilai", [90.5]),
        ("ambang_nilai", 90),
        ("tunjangan_predikat", {"baik": 100}),
        (
            "tunjangan_predikat",
            dict.fromkeys(("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik"), -1),
        ),
    ],
)
def test_cutoffs_rise_in_whole_marks_and_allowances_name_every_predikat(key, value):
    with pytest.raises(InvalidDataset) as refused:
        profile(**{key: value}, sumber_ambang="uji", sumber_tunjangan="uji")
    assert [(each.rule, each.column) for each in refused.value.problems] == [("not_allowed", key)]


def test_cutoffs_and_allowances_need_a_source():
    shares = dict.fromkeys(("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik"), 50)
    for key, value in (("ambang_nilai", [90, 110]), ("tunjangan_predikat", shares)):
        with pytest.raises(InvalidDataset) as refused:
            profile(**{key: value})
        assert [each.rule for each in refused.value.problems] == ["missing_key"]
    named = profile(ambang_nilai=[90, 110], sumber_ambang="peraturan", tunjangan_predikat=shares, sumber_tunjangan="b")
    assert named.mark_cutoffs == (90.0, 110.0)
    assert dict(named.allowance) == shares


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


INTERVENTION = {
    "tanggal": "2024-07",
    "unit_kerja": "Dinas A",
    "indikator": "Akta kelahiran",
    "arah": "turun",
    "sumber": "keputusan kepala dinas",
}


def test_an_intervention_says_when_where_on_what_and_which_way_is_better():
    (found,) = profile(intervensi=[INTERVENTION | {"pembanding": ["Dinas B"]}]).interventions
    assert (found.start, found.unit, found.indicator) == ("2024-07", "Dinas A", "Akta kelahiran")
    assert (found.better, found.source, found.comparisons) == ("turun", "keputusan kepala dinas", ("Dinas B",))
    assert profile(intervensi=[INTERVENTION]).interventions[0].comparisons == ()


@pytest.mark.parametrize(
    "value",
    [
        INTERVENTION,
        [{key: text for key, text in INTERVENTION.items() if key != "sumber"}],
        [INTERVENTION | {"tanggal": "2024-07-01"}],
        [INTERVENTION | {"tanggal": "2024-13"}],
        [INTERVENTION | {"arah": "datar"}],
        [INTERVENTION | {"indikator": " "}],
        [INTERVENTION | {"sejak": "2024"}],
        [INTERVENTION | {"pembanding": ["Dinas A"]}],
        [INTERVENTION | {"pembanding": "Dinas B"}],
        [INTERVENTION, INTERVENTION],
    ],
)
def test_an_intervention_that_leaves_something_open_or_comes_twice_is_refused(value):
    with pytest.raises(InvalidDataset) as refused:
        profile(intervensi=value)
    assert [(each.rule, each.column) for each in refused.value.problems] == [("not_allowed", "intervensi")]
