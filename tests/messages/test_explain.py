from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import kinerja_lab
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import (
    InvalidDataset,
    InvalidOption,
    KinerjaError,
    NotAssessable,
    Problem,
    ReportFailed,
    UnknownName,
)
from kinerja_lab.messages.catalogue import LANGUAGES, catalogue, find
from kinerja_lab.messages.explain import explain_error, explain_problem
from kinerja_lab.messages.narrate import explain_error as same_for_the_screen
from tests import small

SOURCES = [path.read_text(encoding="utf-8") for path in sorted(Path(kinerja_lab.__file__).parent.rglob("*.py"))]
RULES = sorted({rule for source in SOURCES for rule in re.findall(r'rule="(\w+)"', source)})
# of addresses none is known: only folders and files of this computer are taken, and their sentence says so
KINDS = sorted({kind for source in SOURCES for kind in re.findall(r'UnknownName\(\s*"(\w+)"', source)} - {"address"})
REASONS = sorted({reason for source in SOURCES for reason in re.findall(r'ReportFailed\(\s*"(\w+)"', source)})
READ_RULES = ("not_number", "not_date", "not_time", "not_flag", "not_allowed", "not_period", "out_of_range")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", [*RULES, *READ_RULES, "missing_value", "duplicate"])
def test_every_rule_of_tables_and_profiles_has_its_sentence(rule: str, lang: str) -> None:
    assert find(lang, "problem", rule) is not None
    problem = Problem(rule=rule, table="pegawai", file="pegawai.csv", row=17, column="x", found="7", allowed="1, 2")
    said = explain_problem(problem, lang, located=True)
    assert said.startswith("pegawai.csv, ")
    assert "17" in said
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, "data.xlsx, lembar Rekap: "),
        ({"row": 9}, "data.xlsx, lembar Rekap, baris 9: "),
        ({"column": "nip"}, "data.xlsx, lembar Rekap, kolom nip: "),
        ({"row": 9, "column": "nip"}, "data.xlsx, lembar Rekap, baris 9, kolom nip: "),
    ],
)
def test_the_sheet_of_a_workbook_is_part_of_the_place(place: dict[str, object], said: str) -> None:
    problem = Problem(rule="missing_value", table="pegawai", file="data.xlsx", sheet="Rekap", **place)
    assert explain_problem(problem, located=True) == f"{said}wajib diisi, tetapi kosong."


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_of_a_failed_report_has_its_sentence(lang: str) -> None:
    assert REASONS
    assert [reason for reason in REASONS if reason not in catalogue(lang)["report_failed"]] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_unknown_name_lists_the_known_ones(kind: str, lang: str) -> None:
    said = explain_error(UnknownName(kind, "bukitinggi", ["bukittinggi", "sibolga"]), lang)
    assert "bukitinggi" in said
    assert said.endswith("bukittinggi, sibolga.")


def test_an_unknown_region_is_explained_on_the_screen() -> None:
    said = same_for_the_screen(UnknownName("region", "x", ()), "id")
    assert said == 'Wilayah "x" tidak dikenal. Yang ada: tidak ada.'


def test_a_broken_table_is_told_with_file_row_column_found_and_allowed() -> None:
    tables = small.tables()
    tables["pegawai"].loc[3, "jenis_kelamin"] = "W"
    with pytest.raises(InvalidDataset) as caught:
        Dataset(profile=small.profile(), period="2025-S1", tables=tables, files={"pegawai": "pegawai.csv"})
    said = explain_error(caught.value)
    assert said.splitlines() == [
        "Data tidak dapat dipakai; masalah yang ditemukan: 1",
        '- pegawai.csv, baris 3, kolom jenis_kelamin: "W" tidak diizinkan. Yang diizinkan: L, P.',
    ]


def test_everything_wrong_in_a_dataset_can_be_told() -> None:
    tables = small.tables()
    tables["pegawai"]["tanggal_lahir"] = "1 Mei"
    tables["pegawai"]["disabilitas"] = "mungkin"
    tables["penilaian"]["nilai"] = ["seratus"] * 6 + ["151"] * 6
    tables["penilaian"]["waktu_dinilai"] = "kemarin"
    tables["penilaian"] = pd.concat([tables["penilaian"]] * 30, ignore_index=True)
    tables["indikator"].loc[0, "periode"] = "semester 1"
    tables["indikator"].loc[1, "id_pegawai"] = "nobody"
    tables["tamu"] = pd.DataFrame({"a": [1]})
    with pytest.raises(InvalidDataset) as caught:
        Dataset(profile=small.profile(), period="2025-S1", tables=tables)
    for lang in LANGUAGES:
        said = explain_error(caught.value, lang)
        assert len(said.splitlines()) == len(caught.value.problems) + 1
        assert "{" not in said


def test_rows_beyond_those_listed_are_told_as_a_count() -> None:
    rest = Problem(rule="not_number", table="butir", file="butir.csv", column="skor", found="…", count=1400)
    assert explain_problem(rest) == "masalah yang sama pada 1.400 baris lain."


def test_counted_problems_tell_their_count() -> None:
    strangers = Problem(rule="unknown_employee", table="butir", found="…", count=3)
    assert explain_problem(strangers) == "pegawai ini tidak ada pada tabel pegawai (3 baris)."


def test_kinds_of_columns_are_told_in_the_language() -> None:
    problem = Problem(rule="not_allowed", table="x", found="?", allowed="ya/tidak")
    assert explain_problem(problem, "id").endswith("ya atau tidak.")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "error",
    [
        InvalidOption("confidence", 2, "between 0 and 1"),
        ReportFailed("a_new_reason", "detail"),
        ReportFailed("kernel_died"),
        NotAssessable("too_few", n=3, need=10),
        NotAssessable("separation"),
        KinerjaError("something else"),
        UnknownName("something", "x", ["y"]),
    ],
)
def test_every_error_has_a_sentence(error: KinerjaError, lang: str) -> None:
    said = explain_error(error, lang)
    assert said.endswith(".")
    assert "{" not in said
