"""A table is recognised by its headers: whatever their case and spelling, in whatever file."""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib.resources import files

import pytest

from kinerja_lab.loaders.headers import find_header
from kinerja_lab.loaders.log import LoadLog, balance
from kinerja_lab.loaders.mapping import IGNORED, Mapping, Rules
from kinerja_lab.loaders.recognise import account_without_table, find_table
from kinerja_lab.loaders.vocabulary import header_fields, header_key
from tests.loaders.exports import EKINERJA, appraisal, ekinerja, nip, sheet, table

HEADERS = {
    "ekinerja_penilaian": "|".join(EKINERJA),
    "ekinerja_skp": "nip|nama|jabatan|unit|jenis_pegawai|skp_status|skp_model|skp_unor|skp_unor_atasan|skp_unor_induk"
    "|skp_jabatan|skp_jenis_jabatan|periode_awal|periode_akhir|is_plt_plh|created_at",
    "siasn_pegawai": "NIP|GELAR DEPAN|NAMA|JENIS KELAMIN|STATUS CPNS PNS|GOL AKHIR|JENIS JABATAN|NAMA UNOR|UNOR INDUK",
    "siasn_skp22": "nipBaru|hasilKinerja|hasilKinerjaNilai|PerilakuKerjaNilai|kuadranKinerja|KuadranKinerjaNilai|tahun"
    "|periodikNama|bulanMulaiPenailan|bulanSelesaiPenailan|koefisenId",
    "siasn_skp_lama": "nipBaru|nilaiSkp|orientasiPelayanan|integritas|komitmen|disiplin|kerjasama|kepemimpinan"
    "|nilaiPerilakuKerja|nilaiPrestasiKerja|tahun",
    "umpan360_panjang": "NIP Pegawai|NIP Penilai|Hubungan / Tipe Penilai|Aspek|Skor|Periode",
    "umpan360_lebar": "NIP|Nama|Atasan|Rekan 1|Rekan 2|Bawahan 1|Diri",
    "indikator": "NIP|Rencana Hasil Kerja Pegawai|Indikator Kinerja Individu (IKI)|ASPEK|Target|Realisasi",
}


@pytest.mark.parametrize(("kind", "columns"), HEADERS.items())
@pytest.mark.parametrize("change", [str, str.upper, str.lower, lambda header: header.replace("_", " ")])
def test_a_table_is_recognised_by_its_headers(kind: str, columns: str, change: Callable[[str], str]) -> None:
    rows = table("|".join(map(change, columns.split("|"))), [nip(1)])
    found = find_table(sheet(rows, file="apa-saja.bin", name="lembar"))
    assert found is not None
    assert found.kind == kind


def test_the_thirty_columns_of_the_export_are_all_placed() -> None:
    found = find_table(sheet(ekinerja([appraisal(1)])))
    assert found is not None
    assert (len(found.headers), found.unplaced) == (30, ())


def test_official_misspellings_are_known_as_they_are() -> None:
    found = find_table(sheet(table(HEADERS["siasn_skp22"], [nip(1)])))
    assert found is not None
    assert found.headers["angka_kredit"] == "koefisenId"
    assert (found.headers["periode_awal"], found.headers["periode_akhir"]) == (
        "bulanMulaiPenailan",
        "bulanSelesaiPenailan",
    )


def aliases() -> list[tuple[str, str]]:
    """Field and header of every row of the table of aliases."""
    with files("kinerja_lab.loaders").joinpath("aliases.csv").open(encoding="utf-8", newline="") as file:
        return [(row["kolom"], row["header"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("change", [str, str.upper, str.lower, " {}\u00a0".format])
def test_every_known_header_names_its_field_whatever_its_case(change: Callable[[str], str]) -> None:
    assert [row for row in aliases() if row[0] not in header_fields()[header_key(change(row[1]))]] == []


def test_every_alias_has_its_source() -> None:
    for name in ("aliases.csv", "values.csv"):
        with files("kinerja_lab.loaders").joinpath(name).open(encoding="utf-8", newline="") as file:
            assert [row for row in csv.DictReader(file) if not row["sumber"]] == []


def test_the_appraised_post_goes_before_the_definitive_one() -> None:
    found = find_table(sheet(table(HEADERS["ekinerja_skp"], [nip(1)])))
    assert found is not None
    assert (found.headers["jabatan"], found.headers["unit_kerja"]) == ("skp_jabatan", "skp_unor")
    assert set(found.unplaced) == {"jabatan", "unit", "created_at"}


def test_an_old_number_stands_in_only_where_there_is_no_other() -> None:
    both = find_table(sheet(table("nip_lama|nip_baru|predikat", ["130000900", nip(1), "Baik"])))
    old = find_table(sheet(table("Nip lama|Nama|Predikat kinerja", ["130000900", "A", "Baik"])))
    assert both is not None
    assert old is not None
    assert both.frame["nip"].tolist() == [nip(1)]
    assert old.frame["nip"].tolist() == ["130000900"]


def test_a_national_number_is_never_taken_for_the_number_of_an_employee() -> None:
    assert find_table(sheet(table("NIK|Nama|Predikat|Jabatan", ["1375012345678900", "A", "Baik", "J"]))) is None


def test_a_canonical_table_is_recognised_and_left_as_it_is() -> None:
    found = find_table(
        sheet(table("id_pegawai|periode|id_penilai|predikat|rezim", ["a" * 16, "2025-S1", "b" * 16, "baik", "dp3"]))
    )
    assert found is not None
    assert found.kind == "kanonik:penilaian"
    assert found.frame["predikat"].tolist() == ["baik"]


def test_several_sheets_are_told_apart_and_one_without_a_table_is_accounted_for() -> None:
    log = LoadLog()
    first, second = (
        sheet(ekinerja([appraisal(1)]), name="skp"),
        sheet([["Dokumen"], ["Cara mengisi", "x"]], name="dokumen"),
    )
    found = find_table(first)
    assert found is not None
    found.account(log)
    assert find_table(second) is None
    account_without_table(second, log)
    told = balance(log.frame()).set_index("sheet")
    assert told.loc["dokumen", ["read", "kept", "dropped"]].tolist() == [2, 0, 2]
    assert told.loc["skp", "kept"] == 1


def test_the_order_of_columns_does_not_matter() -> None:
    straight = find_table(sheet([EKINERJA, [appraisal(1)[name] for name in EKINERJA]]))
    turned = find_table(sheet([EKINERJA[::-1], [appraisal(1)[name] for name in EKINERJA[::-1]]]))
    assert straight is not None
    assert turned is not None
    assert straight.headers == turned.headers
    assert straight.frame.sort_index(axis=1).equals(turned.frame.sort_index(axis=1))


def test_headers_of_the_agency_itself_are_known_once_they_are_named() -> None:
    rows = table(
        "Nomor Pokok|Ukuran Kerja|Ukuran Sikap|Catatan Bebas", [nip(1), "Sesuai Ekspektasi", "Sesuai Ekspektasi", "x"]
    )
    assert find_table(sheet(rows)) is None
    named = {
        "Nomor Pokok": "nip",
        "Ukuran Kerja": "rating_hasil_kerja",
        "Ukuran Sikap": "rating_perilaku",
        "Catatan Bebas": IGNORED,
    }
    rules = Rules(columns={header_key(header): field for header, field in named.items()})
    found = find_table(sheet(rows), Mapping((("*.xlsx", "*", rules),)))
    assert found is not None
    assert found.kind == "ekinerja_penilaian"
    assert found.headers == {
        "nip": "Nomor Pokok",
        "rating_hasil_kerja": "Ukuran Kerja",
        "rating_perilaku": "Ukuran Sikap",
    }
    assert found.unplaced == ()


def test_the_row_of_the_header_may_be_declared() -> None:
    header = "NIP|Nama|Predikat"
    rows = [["NIP", "Nama", "Predikat", "Jabatan"], *table(header, [nip(1), "A", "Baik"])]
    found = find_header(sheet(rows).cells, {}, 2)
    assert found is not None
    assert found.rows == (2,)
