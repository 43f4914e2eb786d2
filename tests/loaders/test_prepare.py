from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.canonical import load_profile
from kinerja_lab.loaders.prepare import (
    OPTIONAL,
    QUESTIONS,
    choices,
    examine,
    parsed,
    places,
    propose,
    slug,
    write_profile,
    wrong,
)
from kinerja_lab.loaders.pseudonym import open_key
from kinerja_lab.messages.catalogue import LANGUAGES, find
from kinerja_lab.profile import RegionProfile
from tests.loaders import folders
from tests.small import PROFILE


def test_region_code_level_regime_and_cycle_are_proposed_from_the_texts_above_a_table() -> None:
    made = propose(["LAPORAN PENILAIAN SKP TRIWULAN I TAHUN 2025", "Instansi Pemerintah Kota Bukit Tinggi"])
    assert made == {
        "nama": "Kota Bukittinggi",
        "kode": "13.75",
        "penerbit_kode": "kemendagri",
        "tingkat": "kota",
        "induk": "Sumatera Barat (13)",
        "slug": "bukittinggi",
        "rezim": "permenpanrb_6_2022",
        "siklus": "triwulanan dan tahunan",
    }


def test_a_region_whose_code_is_not_known_is_proposed_without_a_code() -> None:
    assert propose(["PEMERINTAH KABUPATEN AGAM"]) == {"nama": "Kabupaten Agam", "tingkat": "kabupaten", "slug": "agam"}


def test_the_smaller_region_is_meant_where_a_larger_one_is_named_beside_it() -> None:
    assert propose(["BKPSDM Kota Pangkalpinang, Provinsi Kepulauan Bangka Belitung"])["kode"] == "19.71"


@pytest.mark.parametrize(
    ("year", "regime"), [(2013, "dp3"), (2019, "pp_46_2011"), (2021, "pp_30_2019"), (2025, "permenpanrb_6_2022")]
)
def test_the_year_proposes_the_regime(year: int, regime: str) -> None:
    assert propose([f"LAPORAN TAHUN {year}"]) == {"rezim": regime}


def test_texts_that_say_nothing_propose_nothing() -> None:
    assert propose([]) == propose(["Rekap"]) == {}


def test_a_code_of_another_region_by_this_issuer_is_refused() -> None:
    sibolga = {"nama": "Kota Sibolga", "penerbit_kode": "bps"}
    (problem,) = wrong(sibolga | {"kode": "1273"}, "kode")
    assert (problem.rule, problem.allowed) == ("other_region", "Kota Pematangsiantar")
    assert wrong(sibolga | {"kode": "1271"}, "kode") == []
    assert wrong(sibolga | {"kode": "12.73", "penerbit_kode": "kemendagri"}, "kode") == []


def test_codes_are_unique_by_their_issuer() -> None:
    for issuer in ("kode_kemendagri", "kode_bps"):
        codes = [row[issuer] for row in places() if row[issuer]]
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("key", "answer", "value"),
    [
        ("skala_skor", "1-5", [1, 2, 3, 4, 5]),
        ("skala_skor", "1; 2,5 4", [1, 2.5, 4]),
        ("bobot_peran", "atasan 60, rekan: 20, bawahan=20", {"atasan": 0.6, "rekan": 0.2, "bawahan": 0.2}),
        ("bobot_peran", "atasan 0.5, rekan 0.5", {"atasan": 0.5, "rekan": 0.5}),
        ("kop", "PEMERINTAH KOTA UJI; BADAN KEPEGAWAIAN ", ["PEMERINTAH KOTA UJI", "BADAN KEPEGAWAIAN"]),
        ("nama", " Kota Uji ", "Kota Uji"),
    ],
)
def test_answers_take_the_shape_of_their_key(key: str, answer: str, value: object) -> None:
    assert parsed(key, answer) == value


def test_what_cannot_be_read_is_refused_with_its_words() -> None:
    (problem,) = wrong({"skala_skor": parsed("skala_skor", "satu dua")}, "skala_skor")
    assert "satu" in problem.found


def test_what_is_written_is_a_sound_profile(tmp_path: Path) -> None:
    answers = PROFILE | {
        "nama": 'Kota "Uji" \\ é',
        "skala_skor": [1, 2, 3.5],
        "bobot_peran": {"atasan": 0.6, "rekan": 0.4},
        "sumber_bobot": "Perwali contoh",
        "kop": ["A", "B"],
        "induk": "",
        "sidik_kunci": "0123abcd",
    }
    write_profile(tmp_path, answers, heading="ditulis untuk uji")
    assert load_profile(tmp_path) == RegionProfile.from_mapping({key: value for key, value in answers.items() if value})
    assert tomllib.loads((tmp_path / "wilayah.toml").read_text("utf-8"))["nama"] == answers["nama"]
    assert [path.name for path in tmp_path.iterdir()] == ["wilayah.toml"]


def test_a_profile_that_is_there_is_replaced_only_when_told_so(tmp_path: Path) -> None:
    write_profile(tmp_path, PROFILE)
    with pytest.raises(InvalidDataset) as caught:
        write_profile(tmp_path, PROFILE | {"nama": "Kota Lain"})
    assert [problem.rule for problem in caught.value.problems] == ["profile_exists"]
    assert load_profile(tmp_path).name == "Kota Uji"
    write_profile(tmp_path, PROFILE | {"nama": "Kota Lain"}, replace=True)
    assert load_profile(tmp_path).name == "Kota Lain"


def test_everything_that_is_missing_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataset) as caught:
        write_profile(tmp_path, {"nama": "Kota Uji"})
    assert {"kode", "penerbit_kode", "rezim", "siklus"} <= {problem.column for problem in caught.value.problems}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_exports_proposes_and_records_its_key(tmp_path: Path) -> None:
    key = folders.key(tmp_path)
    (tmp_path / "data").mkdir()
    answers, questions = examine(folders.export(tmp_path / "data"), key)
    assert answers["sidik_kunci"] == open_key(key).fingerprint
    assert answers["nama"] == "Kota Uji"
    assert "bobot_peran" not in questions


def test_an_empty_folder_proposes_nothing_and_makes_no_key(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    answers, _ = examine(tmp_path / "data", tmp_path / "kunci")
    assert answers == {}
    assert not (tmp_path / "kunci").exists()


def test_every_question_has_its_words_and_every_required_key_its_question() -> None:
    assert [key for key in QUESTIONS for lang in LANGUAGES if not find(lang, "ask", key)] == []
    assert wrong(dict.fromkeys(QUESTIONS, "")) != []
    missing = {problem.column for problem in wrong({}) if problem.rule == "missing_key"}
    assert missing == set(QUESTIONS) - set(OPTIONAL)


def test_choices_are_those_of_the_profile() -> None:
    assert "bps" in choices("penerbit_kode")
    assert choices("nama") == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [("Kota Bukittinggi", "bukittinggi"), ("Kab. Lima Puluh Kota", "lima-puluh-kota"), ("BKN", "bkn")],
)
def test_a_short_name_is_fit_for_a_folder(name: str, short: str) -> None:
    assert slug(name) == short


def test_standards_of_services_survive_being_written_and_read(tmp_path: Path) -> None:
    standards = parsed("standar_layanan", "Akta kelahiran 24; KTP-el: 8; Izin usaha 40,5")
    assert standards == {"Akta kelahiran": 24, "KTP-el": 8, "Izin usaha": 40.5}
    write_profile(tmp_path, PROFILE | {"standar_layanan": standards, "sumber_standar": "SK contoh"})
    assert dict(load_profile(tmp_path).service_standards) == standards
    with pytest.raises(InvalidDataset, match="sumber_standar"):
        write_profile(tmp_path, PROFILE | {"standar_layanan": standards}, replace=True)
