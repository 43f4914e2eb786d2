"""Exports become canonical tables: nobody twice, every row accounted for, whatever the order of rows and columns."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.dataset import Dataset
from kinerja_lab.loaders.log import balance
from kinerja_lab.loaders.mapping import Rules
from tests.loaders.exports import EKINERJA, Loaded, appraisal, ekinerja, identity, load, nip, sheet, table
from tests.small import profile

STAFF = [appraisal(place) for place in (0, 1, 2, 3, 10, 11, 12)]
POSTS = {"jenis_jabatan": {"1": "jpt", "2": "fungsional"}}
FIRST = 9  # row of the file in which the first employee of an export stands


def person(made: Loaded, place: int, name: str = "pegawai") -> pd.Series:
    """The only row about an employee in a table."""
    frame = made.tables[name]
    (row,) = [row for _, row in frame[frame["id_pegawai"] == identity(place)].iterrows()]
    return row


def dataset(made: Loaded, period: str = "2025-T1") -> Dataset:
    """Dataset of the tables."""
    return Dataset(profile=profile(), period=period, tables=made.tables)


def test_an_export_of_e_kinerja_alone_is_a_dataset() -> None:
    made = load(sheet(ekinerja(STAFF)))
    assert made.problems == []
    data = dataset(made)
    assert len(data.table("pegawai")) == len(data.table("penilaian")) == 7
    head = person(made, 0)
    assert head[["jabatan", "jenis_jabatan", "unit_kerja", "pimpinan_unit"]].tolist() == [
        "Kepala Dinas A",
        "jpt",
        "Dinas A",
        "ya",
    ]
    staff = person(made, 1)
    assert staff[["jenis_kelamin", "jenis_pegawai", "golongan", "jenjang", "pimpinan_unit"]].tolist() == [
        "P",
        "PNS",
        "III/d",
        "ahli_muda",
        "tidak",
    ]
    assert staff["id_atasan"] == identity(0)
    assert str(staff["tanggal_lahir"].date()) == "1971-02-01"


def test_no_number_and_no_name_of_a_person_enters_the_tables() -> None:
    made = load(sheet(ekinerja(STAFF)))
    text = "".join(frame.to_csv() for frame in made.tables.values()) + made.log.frame().to_csv()
    assert "Simulasi" not in text
    assert [place for place in range(13) if nip(place) in text] == []


def test_the_latest_days_stay_after_a_transfer() -> None:
    before = appraisal(1, skp_unor="Dinas B", periode_akhir_skp="2025-03-31", hasil_akhir="KURANG")
    after = appraisal(1, periode_awal_skp="2025-04-01")
    made = load(sheet(ekinerja([*STAFF[:1], before, after, *STAFF[2:]])))
    assert person(made, 1, "penilaian")["predikat"] == "baik"
    assert person(made, 1)["unit_kerja"] == "Dinas A"
    assert made.reasons("dibuang")[FIRST + 1] == "transfer"


@pytest.mark.parametrize("acting", ["1", "ya", "Plt", 1, 2.0, True])
def test_the_own_post_stays_beside_an_acting_one_even_where_its_days_end_earlier(acting: object) -> None:
    rules = Rules(values=POSTS | {"ya_tidak": {"2": "ya"}})
    second = appraisal(
        1, is_skp_plt_plh_pjb=acting, skp_unor="Dinas B", skp_jabatan="Kepala Bidang", hasil_akhir="KURANG"
    )
    own = appraisal(1, periode_akhir_skp="2025-06-30")
    made = load(sheet(ekinerja([STAFF[0], second, own, *STAFF[2:]])), rules=rules)
    assert person(made, 1, "penilaian")["predikat"] == "baik"
    assert person(made, 1)["jabatan"] == "Arsiparis Ahli Muda"
    assert made.reasons("dibuang")[FIRST + 1] == "acting_post"


def test_an_acting_post_without_an_own_one_stays_and_is_flagged() -> None:
    made = load(sheet(ekinerja([*STAFF, appraisal(4, is_skp_plt_plh_pjb="1")])))
    assert made.reasons("ditandai") == {FIRST + 7: "only_acting_post"}
    assert person(made, 4, "penilaian")["predikat"] == "baik"


def test_an_employee_in_two_units_at_once_counts_once() -> None:
    made = load(sheet(ekinerja([*STAFF, appraisal(1, skp_unor="Dinas B")])))
    assert list(made.reasons("dibuang").values()).count("second_unit") == 1
    assert len(dataset(made).table("penilaian")) == 7


def test_overlapping_days_and_plain_repeats_are_told_apart() -> None:
    longer = appraisal(2, periode_awal_skp="2025-02-01")
    made = load(sheet(ekinerja([*STAFF, longer, appraisal(3)])))
    dropped = made.reasons("dibuang")
    assert sorted((dropped.get(FIRST + 2) or dropped[FIRST + 7], dropped.get(FIRST + 3) or dropped[FIRST + 8])) == [
        "duplicate_row",
        "overlapping_period",
    ]


def test_the_same_appraisal_from_two_sources_counts_once_and_the_export_goes_first() -> None:
    export = sheet(ekinerja(STAFF, titles=("PENILAIAN TAHUNAN 2024",), footer=()))
    other = sheet(
        table(
            "nipBaru|hasilKinerja|perilakuKerja|kuadranKinerja|tahun|penilaiNipNrp",
            [nip(1), "SESUAI EKSPEKTASI", "SESUAI EKSPEKTASI", "KURANG", "2024", nip(0)],
        ),
        "siasn.xlsx",
    )
    made = load(other, export)
    frame = made.log.frame()
    assert frame.loc[frame["reason"] == "other_source", "file"].tolist() == ["siasn.xlsx"]
    assert person(made, 1, "penilaian")["predikat"] == "baik"


def test_regimes_are_kept_apart_and_old_labels_are_never_put_on_the_new_scale() -> None:
    history = table(
        "nipBaru|nilaiSkp|orientasiPelayanan|nilaiPrestasiKerja|tahun|penilaiNipNrp|jenisPeraturanKinerjaKd",
        [nip(1), "80", "85", "82,5", "2013", nip(0), ""],
        [nip(1), "80", "85", "76,5", "2019", nip(0), ""],
        [nip(1), "100", "85", "105", "2021", nip(0), "PP30"],
        [nip(1), "100", "85", "90", "2021", nip(0), ""],
        [nip(1), "100", "85", "90", "2023", nip(0), ""],
    )
    made = load(sheet(ekinerja(STAFF)), sheet(history, "lama.xlsx"))
    mine = made.tables["penilaian"].query("id_pegawai == @identity(1)").sort_values("periode")
    assert mine[["periode", "rezim"]].to_numpy().tolist() == [
        ["2013-TAHUN", "dp3"],
        ["2019-TAHUN", "pp_46_2011"],
        ["2021-S2", "pp_30_2019"],
        ["2025-T1", "permenpanrb_6_2022"],
    ]
    assert mine["nilai"].tolist()[:3] == [82.5, 76.5, 105.0]
    assert mine["predikat"].isna().tolist() == [True, True, True, False]
    assert made.reasons("dikarantina") == {5: "regime_unclear", 6: "regime_conflict"}


def test_a_predikat_of_an_old_year_is_left_out_and_its_mark_kept() -> None:
    old = table("NIP|Predikat|Nilai Akhir 360°|Tahun|NIP Penilai", [nip(1), "Cukup", "70,5", "2019", nip(0)])
    made = load(sheet(ekinerja(STAFF)), sheet(old, "lama.xlsx"))
    row = made.tables["penilaian"].query("periode == '2019-TAHUN'").iloc[0]
    assert (row["rezim"], row["nilai"]) == ("pp_46_2011", 70.5)
    assert pd.isna(row["predikat"])
    assert made.log.frame().query("file == 'lama.xlsx' and reason == 'old_outcome_left_out'")["row"].tolist() == [2]


def test_ratings_of_the_new_rules_in_an_old_year_are_quarantined() -> None:
    old = table(
        "NIP|Hasil Kerja|Perilaku Kerja|Tahun|NIP Penilai",
        [nip(1), "Sesuai Ekspektasi", "Sesuai Ekspektasi", "2019", nip(0)],
    )
    assert load(sheet(ekinerja(STAFF)), sheet(old, "lama.xlsx")).reasons("dikarantina") == {2: "regime_conflict"}


@pytest.mark.parametrize("year", ["99999999999", "2024,5", -5, 0.5, "1800", True])
def test_a_year_that_cannot_be_one_is_quarantined(year: object) -> None:
    rows = table("NIP|Predikat|Tahun|NIP Penilai", [nip(1), "Baik", year, nip(0)])
    assert set(load(sheet(ekinerja(STAFF)), sheet(rows, "x.csv")).reasons("dikarantina")) == {2}


def test_months_of_a_history_tell_its_periods() -> None:
    columns = (
        "nipBaru|hasilKinerja|kuadranKinerja|tahun|bulanMulaiPenailan|bulanSelesaiPenailan|periodikNama|penilaiNipNrp"
    )
    told = [("1", "3", ""), ("April", "Juni", ""), ("", "", "Triwulan III"), ("", "", "Bulan Mei"), ("", "", "")]
    rows = [[nip(1), "SESUAI EKSPEKTASI", "BAIK", "2024", *words, nip(0)] for words in told]
    made = load(sheet(ekinerja(STAFF)), sheet(table(columns, *rows), "siasn.xlsx"))
    periods = made.tables["penilaian"].query("id_pegawai == @identity(1)")["periode"]
    assert sorted(periods) == ["2024-B05", "2024-T1", "2024-T2", "2024-T3", "2024-TAHUN", "2025-T1"]


def test_the_title_tells_the_period_and_a_declared_one_is_stronger() -> None:
    assert dataset(load(sheet(ekinerja(STAFF)))).periods == ("2025-T1",)
    declared = load(sheet(ekinerja(STAFF)), rules=Rules(period="2025-S1", values=POSTS))
    assert dataset(declared, "2025-S1").periods == ("2025-S1",)


def test_days_tell_the_period_where_no_title_does() -> None:
    made = load(sheet(ekinerja(STAFF, titles=("LAPORAN",))))
    assert dataset(made, "2025-TAHUN").periods == ("2025-TAHUN",)


def test_an_export_says_where_predikat_differ_from_the_matrix_by_unit() -> None:
    rows = [*STAFF[:5], appraisal(11, hasil_akhir="SANGAT BAIK"), appraisal(12, hasil_kerja="-")]
    made = load(sheet(ekinerja(rows)))
    assert made.differences[["unit_kerja", "n", "n_different"]].to_numpy().tolist() == [
        ["Dinas A", 4, 0],
        ["Dinas B", 2, 1],
    ]
    assert made.reasons("ditandai") == {FIRST + 5: "differs_from_matrix"}


def test_damaged_numbers_are_quarantined_and_the_rest_stays() -> None:
    damaged = [
        "198001012010011000",
        "1,98001E+17",
        "1375012345678900",
        "130000900",
        "",
        f"NIP. {nip(5)[:8]} {nip(5)[8:14]} {nip(5)[14]} {nip(5)[15:]}",
        f"'{nip(6)}",
    ]
    made = load(sheet(ekinerja([*STAFF, *(appraisal(5, nip=number) for number in damaged)])))
    assert sorted(made.reasons("dikarantina").values()) == [
        "nik",
        "nip_excel15",
        "nip_missing",
        "nip_old",
        "nip_scientific",
    ]
    assert {identity(5), identity(6)} <= set(made.tables["pegawai"]["id_pegawai"])


def test_a_rater_who_is_not_named_or_damaged_puts_the_row_in_quarantine() -> None:
    rows = [
        STAFF[0],
        appraisal(1, pegawai_atasan_nip=""),
        appraisal(2, pegawai_atasan_nip="198001012010011000"),
        *STAFF[3:],
    ]
    assert load(sheet(ekinerja(rows))).reasons("dikarantina") == {FIRST + 1: "rater_missing", FIRST + 2: "nip_excel15"}


def test_codes_of_posts_must_be_declared_since_no_file_tells_their_meaning() -> None:
    made = load(sheet(ekinerja(STAFF)), rules=Rules())
    problem = made.problem()
    assert (problem.rule, problem.column, problem.found) == ("undeclared_posts", "skp_jenis_jabatan", "1, 2")


def test_a_register_tells_the_kind_of_post_and_the_codes_are_not_needed() -> None:
    posts = [
        (0, "JABATAN STRUKTURAL", "II.b"),
        *((place, "FUNGSIONAL TERTENTU", "") for place in (1, 2, 3)),
        (10, "Struktural", "III/a"),
        *((place, "Fungsional Umum", "") for place in (11, 12)),
    ]
    register = table(
        "NIP|NAMA|JENIS KELAMIN|TANGGAL LAHIR|JENIS JABATAN|eselon|GOL AKHIR",
        *([nip(place), "x", "F", "31-12-1979", kind, level, "Penata Tk. I, III/d"] for place, kind, level in posts),
    )
    made = load(sheet(ekinerja(STAFF)), sheet(register, "siasn.xlsx"), rules=Rules())
    assert made.problems == []
    assert [person(made, place)["jenis_jabatan"] for place, _, _ in posts] == [
        "jpt",
        *["fungsional"] * 3,
        "administrator",
        *["pelaksana"] * 2,
    ]
    assert person(made, 0)[["jenis_kelamin", "golongan"]].tolist() == ["P", "III/d"]
    assert str(person(made, 0)["tanggal_lahir"].date()) == "1979-12-31"
    assert "birth_differs" in set(made.log.frame()["reason"])


def test_people_of_whom_no_post_is_known_are_quarantined_with_all_their_rows() -> None:
    scores = table(
        "NIP Pegawai|NIP Penilai|Peran|Aspek|Skor|Periode",
        [nip(1), nip(0), "Atasan", "Loyal", 4, "2025-T1"],
        [nip(77), nip(0), "Atasan", "Loyal", 4, "2025-T1"],
    )
    made = load(sheet(ekinerja(STAFF)), sheet(scores, "360.xlsx"))
    assert made.log.frame().query("decision == 'dikarantina'")[
        ["file", "row", "reason"]
    ].drop_duplicates().to_numpy().tolist() == [["360.xlsx", 3, "unknown_jabatan"]]


@pytest.mark.parametrize("issuer", ["", "-"])
def test_codes_of_regions_without_their_issuer_are_refused(issuer: str) -> None:
    columns = "NIP|Jabatan|Unit Kerja|Jenis Jabatan|Kode Wilayah|Penerbit Kode"
    made = load(sheet(table(columns, [nip(1), "Arsiparis", "Dinas A", "Fungsional", "1273", issuer])), rules=Rules())
    assert (made.problem().rule, made.problem().found, made.problem().column) == (
        "code_without_issuer",
        "1273",
        "Kode Wilayah",
    )


def test_codes_with_their_issuer_tell_other_regions_apart() -> None:
    columns = "NIP|Jabatan|Unit Kerja|Jenis Jabatan|Kode Wilayah|Penerbit Kode"
    rows = [
        [nip(place), "Arsiparis", "Dinas A", "Fungsional", code, "Kemendagri"]
        for place, code in ((1, "12.73"), (2, "12.72"), (3, 12.73))
    ]
    made = load(sheet(table(columns, *rows)), rules=Rules(), kode="12.73")
    assert made.problems == []
    assert made.reasons("dikarantina") == {3: "other_region"}
    declared = load(
        sheet(table(columns.replace("|Penerbit Kode", ""), *(row[:5] for row in rows))),
        rules=Rules(code_issuer="bps"),
        kode="12.73",
    )
    assert declared.reasons("dikarantina") == {}


def test_a_target_loses_its_unit_of_measure_and_needs_a_direction() -> None:
    rows = [
        [nip(1), "Dokumen selesai", "Kuantitas", "1.200 Dokumen", "1.100,5", "naik"],
        [nip(1), "Waktu layanan", "Waktu", "12 Bulan", "", ""],
        [nip(2), "Tanpa target", "Biaya", "segera", "1", "turun"],
    ]
    targets = sheet(
        [
            ["TRIWULAN I TAHUN 2025"],
            *table("NIP|Indikator Kinerja Individu (IKI)|Aspek IKI|Target|Realisasi|Arah", *rows),
        ],
        "iki.xlsx",
    )
    made = load(sheet(ekinerja(STAFF)), targets, rules=Rules(values=POSTS, decimal=","))
    row = person(made, 1, "indikator")
    assert row[["aspek_indikator", "satuan", "arah", "target", "realisasi"]].tolist() == [
        "kuantitas",
        "dokumen",
        "naik",
        1200.0,
        1100.5,
    ]
    assert made.reasons("dikarantina") == {4: "direction_missing", 5: "target_missing"}


def test_the_predikat_of_organisations_becomes_the_table_of_units() -> None:
    columns = "NIP|Jabatan|Unit Kerja|Jenis Jabatan|Hasil Kerja|Perilaku Kerja|Predikat Kinerja|Predikat Organisasi"
    rating = ["Sesuai Ekspektasi", "Sesuai Ekspektasi", "Baik"]
    rows = [
        [nip(place), "Arsiparis", unit, "Fungsional", *rating, told, nip(0), "2025-S1"]
        for place, unit, told in ((1, "A", "Istimewa"), (2, "A", "Istimewa"), (3, "B", "Baik"), (4, "B", "Kurang"))
    ]
    made = load(sheet(table(f"{columns}|NIP Penilai|Periode", *rows)), rules=Rules())
    assert made.tables["unit"].to_numpy().tolist() == [["2025-S1", "A", "istimewa"]]


def disturbed() -> list[dict[str, object]]:
    """Rows with transfers, acting posts, repeats, damaged numbers and blanks."""
    return [
        *STAFF,
        appraisal(1, skp_unor="Dinas B", periode_akhir_skp="2025-03-31", hasil_akhir="KURANG"),
        appraisal(2, is_skp_plt_plh_pjb="1", skp_unor="Dinas B"),
        appraisal(3, skp_unor="Dinas B", hasil_akhir="SANGAT BAIK"),
        appraisal(11, hasil_akhir="-", hasil_kerja="-", perilaku_kerja="-", waktu_dinilai=""),
        appraisal(12, nip="198001012010011000"),
        appraisal(12, hasil_akhir="Istimewa"),
    ]


STRAIGHT = dataset(load(sheet(ekinerja(disturbed())))).content_hash


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32))
def test_any_order_of_rows_and_columns_gives_the_same_dataset(seed: int) -> None:
    shuffle = random.Random(seed)
    rows, columns = disturbed(), list(EKINERJA)
    shuffle.shuffle(rows)
    shuffle.shuffle(columns)
    turned = [
        ["LAPORAN PENILAIAN SKP TRIWULAN I TAHUN 2025"],
        columns,
        *([row[name] for name in columns] for row in rows),
    ]
    assert dataset(load(sheet(turned))).content_hash == STRAIGHT


@settings(max_examples=5, deadline=None)
@given(st.permutations(range(3)))
def test_any_order_of_files_gives_the_same_dataset(order: list[int]) -> None:
    rows = disturbed()
    parts = [sheet(ekinerja(rows[place::3]), f"{place}.xlsx") for place in range(3)]
    assert dataset(load(*(parts[place] for place in order))).content_hash == STRAIGHT


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_no_row_is_lost_whatever_is_written_in_it(data: st.DataObject) -> None:
    written = st.sampled_from(
        ["", "-", "Baik", "Istimewa", "KURANG", "x", nip(3), "2025-12-31", "1", 1, 3.5, "JUMLAH", None]
    )
    changes = data.draw(st.lists(st.dictionaries(st.sampled_from(EKINERJA), written, max_size=6), max_size=6))
    rows = [*STAFF, *(appraisal(place, **change) for place, change in enumerate(changes, 13))]
    made = load(sheet(ekinerja(rows)))
    told = balance(made.log.frame())
    assert told["read"].tolist() == [9 - 5 + len(rows) + 4]
    if not made.problems:
        dataset(made)
