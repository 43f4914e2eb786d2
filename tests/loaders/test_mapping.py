"""An agency says what its own headers mean; everything wrong in what it says is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.mapping import Mapping, Rules, load_mapping

WHOLE = """
[[tabel]]
berkas = "rekap*.xlsx"
lembar = "Jan*"
jenis = "ekinerja_penilaian"
baris_judul = 4
periode = "2025-S1"
rezim = "permenpanrb_6_2022"
kode_rating = "1_tertinggi"
kode_predikat = "1_terendah"
label_peran = "yang_dinilai"
tanda_desimal = ","
penerbit_kode = "kemendagri"
arah_indikator = "naik"
[tabel.kolom]
"Nomor Pokok" = "nip"
"Catatan" = "abaikan"
[tabel.nilai.predikat]
"Memuaskan" = "baik"

[[tabel]]
periode = "2025-S2"

[basisdata]
penilaian = "SELECT * FROM skp"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "pemetaan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(folder: Path, text: str) -> list[tuple[str, str]]:
    """Rule and place of everything that is wrong."""
    with pytest.raises(InvalidDataset) as refused:
        load_mapping(written(folder, text))
    assert {each.file for each in refused.value.problems} == {"pemetaan.toml"}
    return [(each.rule, each.column) for each in refused.value.problems]


def test_every_key_is_read_and_the_later_section_is_stronger(tmp_path: Path) -> None:
    mapping = load_mapping(written(tmp_path, WHOLE))
    assert mapping.rules("REKAP juni.xlsx", "januari") == Rules(
        columns={"nomorpokok": "nip", "catatan": "abaikan"},
        values={"predikat": {"memuaskan": "baik"}},
        header_row=4,
        kind="ekinerja_penilaian",
        period="2025-S2",
        regime="permenpanrb_6_2022",
        rating_codes="1_tertinggi",
        outcome_codes="1_terendah",
        role_labels="yang_dinilai",
        decimal=",",
        code_issuer="kemendagri",
        direction="naik",
    )
    assert mapping.rules("lain.csv", "") == Rules(period="2025-S2")
    assert mapping.queries == (("penilaian", "SELECT * FROM skp"),)


def test_no_mapping_says_nothing() -> None:
    assert Mapping().rules("a.xlsx", "b") == Rules()


def test_everything_wrong_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    text = """
lain = 1
basisdata = { a = 1 }
[[tabel]]
berkas = 3
jenis = "apa saja"
baris_judul = 0
periode = "2025"
kode_rating = "1"
sandi = "x"
[tabel.kolom]
"NIP" = "nomor"
[tabel.nilai.predikat]
"Istimewa" = "istimewa"
[tabel.nilai.warna]
"merah" = "x"
"""
    assert problems(tmp_path, text) == [
        ("unknown_key", "lain"),
        ("not_allowed", "basisdata"),
        ("not_allowed", "tabel 1: berkas"),
        ("not_allowed", "tabel 1: jenis"),
        ("not_allowed", "tabel 1: baris_judul"),
        ("not_allowed", "tabel 1: periode"),
        ("not_allowed", "tabel 1: kode_rating"),
        ("unknown_key", "tabel 1: sandi"),
        ("not_allowed", "tabel 1: kolom.NIP"),
        ("not_allowed", "tabel 1: nilai.predikat.Istimewa"),
        ("not_allowed", "tabel 1: nilai.warna"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "tabel = 3",
        "[[tabel]]\nkolom = 3",
        "[[tabel]]\nnilai = 3",
        "[[tabel]]\nnilai = { predikat = 3 }",
        "[[tabel]]\nbaris_judul = true",
    ],
)
def test_values_of_the_wrong_shape_are_refused(tmp_path: Path, text: str) -> None:
    assert {rule for rule, _ in problems(tmp_path, text)} == {"not_allowed"}


@pytest.mark.parametrize("content", [b"tabel = [", b"\xff\xfe\x00", b"x" * 1_000_001, b"a = " + b"[" * 20_000])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pemetaan.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidDataset) as refused:
        load_mapping(path)
    assert [each.rule for each in refused.value.problems] == ["unreadable"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataset, match="unreadable"):
        load_mapping(tmp_path / "pemetaan.toml")


def test_numbers_of_people_are_not_repeated(tmp_path: Path) -> None:
    number = "198001012005011901"
    with pytest.raises(InvalidDataset) as refused:
        load_mapping(written(tmp_path, f'[[tabel]]\n[tabel.kolom]\n"{number}" = "{number}"'))
    assert number not in str(refused.value)
