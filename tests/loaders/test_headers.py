"""The header is found under titles and banners; what is around a table is not taken for rows of it."""

from __future__ import annotations

import pytest

from kinerja_lab.loaders.headers import role_slot
from kinerja_lab.loaders.recognise import find_table
from tests.loaders.exports import EKINERJA, FOOTER, appraisal, ekinerja, nip, sheet, table

PEOPLE = [appraisal(place) for place in range(4)]


@pytest.mark.parametrize("row", range(1, 21))
def test_a_header_in_any_of_the_first_20_rows_is_found(row: int) -> None:
    above = [[f"JUDUL GABUNG {place}"] for place in range(row - 1)]
    found = find_table(sheet([*above, *ekinerja(PEOPLE, titles=())]))
    assert found is not None
    assert [place for place, reason in found.dropped.items() if reason == "header"] == [row]
    assert found.frame.index.tolist() == [row + place for place in range(1, 5)]


def test_a_header_below_row_20_is_not_looked_for() -> None:
    assert find_table(sheet([*[["judul"]] * 20, *ekinerja(PEOPLE, titles=())])) is None


def test_titles_totals_and_signatures_are_accounted_for_and_no_rows() -> None:
    found = find_table(sheet(ekinerja(PEOPLE)))
    assert found is not None
    assert found.frame["nip"].tolist() == [nip(place) for place in range(4)]
    assert found.dropped == {
        1: "title",
        2: "title",
        6: "title",
        8: "header",
        13: "total",
        **dict.fromkeys((15, 16, 17), "footer"),
    }
    assert found.titles[1] == "Instansi Pemerintah Kota Uji"


def test_a_number_of_the_signatory_in_the_column_of_numbers_is_no_employee() -> None:
    rows = table(
        "No|NIP|Nama|Predikat|Unit Kerja|Jabatan",
        [1, nip(1), "A", "Baik", "Dinas", "Arsiparis"],
        ["", "NIP. 19700101 199503 1 999"],
    )
    found = find_table(sheet(rows))
    assert found is not None
    assert (found.frame.index.tolist(), found.dropped[3]) == ([2], "footer")


@pytest.mark.parametrize("total", ["JUMLAH TOTAL", "Jumlah", "TOTAL", "Rata-rata", "Sub Total", "GRAND TOTAL"])
def test_a_total_inside_or_below_the_table_is_no_employee(total: str) -> None:
    people = [[1, nip(1), "A", "Baik"], ["", "", total, 3, 4], [2, nip(2), "B", "Baik"], [total, "", "", 7, 4]]
    found = find_table(sheet(table("No|NIP|Nama|Predikat|Skor", *people)))
    assert found is not None
    assert found.frame.index.tolist() == [2, 4]
    assert [found.dropped[row] for row in (3, 5)] == ["total", "total"]


def test_numbers_of_columns_headings_of_groups_and_repeated_headers_are_no_employees() -> None:
    header = ["No", "NIP", "Nama", "Predikat"]
    rows = [
        header,
        ["1", "2", "3", "4"],
        ["DINAS KESEHATAN"],
        [1, nip(1), "A", "Baik"],
        header,
        [2, nip(2), "B", "Baik"],
    ]
    found = find_table(sheet(rows))
    assert found is not None
    assert found.frame.index.tolist() == [4, 6]
    assert [found.dropped[row] for row in (2, 3, 5)] == ["column_numbers", "group_heading", "repeated_header"]


def test_a_row_whose_number_is_missing_stays_a_row_so_that_it_is_quarantined() -> None:
    found = find_table(sheet(table("No|NIP|Nama|Predikat", [1, nip(1), "A", "Baik"], [2, "", "B", "Baik"])))
    assert found is not None
    assert found.frame.index.tolist() == [2, 3]


def test_a_last_row_with_a_number_and_little_else_stays_a_row() -> None:
    columns = "No|NIP|Nama|Predikat|Unit Kerja|Jabatan"
    found = find_table(sheet(table(columns, [1, nip(1), "A", "Baik", "D", "J"], ["", nip(2), "B"])))
    assert found is not None
    assert found.frame.index.tolist() == [2, 3]


def test_a_header_of_two_rows_joins_banners_and_names() -> None:
    rows = [
        ["REKAP PENILAIAN 360"],
        ["No", "NIP", "Nama", "ATASAN", "", "REKAN 1", ""],
        ["", "", "", "Berorientasi Pelayanan", "Akuntabel", "Berorientasi Pelayanan", "Akuntabel"],
        [1, nip(1), "A", 5, 4, 4, 3],
    ]
    found = find_table(sheet(rows))
    assert found is not None
    assert found.kind == "umpan360_lebar"
    assert {name for name in found.frame if name.startswith("skor|")} == {
        "skor|atasan||berorientasi_pelayanan",
        "skor|atasan||akuntabel",
        "skor|rekan|1|berorientasi_pelayanan",
        "skor|rekan|1|akuntabel",
    }
    assert found.frame.index.tolist() == [4]


def test_a_banner_of_roles_above_a_header_of_one_row_is_read_as_well() -> None:
    rows = [
        ["", "", "ATASAN", "", "DIRI", ""],
        ["NIP", "Nama", "Loyal", "Adaptif", "Loyal", "Adaptif"],
        [nip(1), "A", 5, 4, 4, 3],
    ]
    found = find_table(sheet(rows))
    assert found is not None
    assert set(found.headers) >= {"skor|atasan||loyal", "skor|diri||adaptif"}


@pytest.mark.parametrize(
    ("header", "slot"),
    [
        ("Rekan 2", ("rekan", "2")),
        ("Nilai Atasan", ("atasan", "")),
        ("REKAN_KERJA_1", ("rekan", "1")),
        ("Penilaian Diri", ("diri", "")),
        ("Bawahan Langsung", ("bawahan", "")),
        ("Jabatan", None),
        ("2025", None),
    ],
)
def test_a_header_may_name_role_and_number_of_a_rater(header: str, slot: tuple[str, str] | None) -> None:
    assert role_slot(header) == slot


@pytest.mark.parametrize("rows", [[], [[]], [["Dokumen ini dibuat oleh sistem"]], [["a", "b"], ["c", "d"]], FOOTER])
def test_a_sheet_without_a_table_has_none(rows: list[list[object]]) -> None:
    assert find_table(sheet(rows or [[""]])) is None


def test_a_header_without_rows_is_a_table_without_rows() -> None:
    found = find_table(sheet([EKINERJA]))
    assert found is not None
    assert found.frame.empty
