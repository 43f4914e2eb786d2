"""What became of the actions of the last report, and the sheet for the next."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from kinerja_lab import columns as col
from kinerja_lab.report.actions import followed, proposed
from kinerja_lab.report.as_xlsx import to_xlsx
from kinerja_lab.report.back import conclusion
from kinerja_lab.report.content import Content
from kinerja_lab.report.document import Day, Document, Finding, Part, Table
from kinerja_lab.report.front import summary
from tests.checks.regions import appraised_region, dataset
from tests.report.test_display import results

ROWS = [
    ("Latih penilai", "Dinas 0", "2025-12-31", "belum"),
    ("Catat bukti", "Inspektorat", "2026-01-31", "selesai"),
    ("Umumkan standar", "Budi Canary", "2026-12-31", "berjalan"),
    ("Hubungi 199001012015031999", "Kepala unit kerja", None, "belum"),
]


def data(rows: list[tuple[str | None, ...]] | None = None):
    tables = appraised_region()
    if rows is not None:
        tables["tindakan"] = pd.DataFrame(rows, columns=[column.name for column in col.TABLES["tindakan"].columns])
    return dataset(tables)


@cache
def content(**profile: str) -> Content:
    return Content(results(**profile), "id")


def listed(day: str = "2026-02-27") -> tuple[str, Table]:
    blocks = followed(content(tanggal_laporan=day), data(ROWS), "3.3")
    return blocks[2].text, next(block for block in blocks if isinstance(block, Table))


def test_the_answer_counts_states_and_what_is_late_on_the_day_of_the_report() -> None:
    answer, table = listed()
    assert answer == (
        "Dari 4 tindakan, 1 selesai, 1 berjalan, dan 2 belum dimulai. Pada 27 Februari 2026, 1 di antaranya melewati "
        "tenggat."
    )
    assert (*map(str, table.rows[0]),) == (
        "Latih penilai",
        "Dinas 0",
        "31 Desember 2025",
        "belum dimulai, lewat tenggat",
    )
    assert table.label == "Tabel 3.1"


def test_what_is_done_is_never_late_and_the_last_day_still_counts() -> None:
    assert "0 di antaranya" in listed("2025-12-31")[0]
    assert "2 di antaranya" in listed("2027-01-01")[0]


def test_without_a_day_nothing_is_called_late() -> None:
    answer, table = listed("")
    assert "tanggal laporan belum diisi" in answer
    assert not any("lewat" in str(cell) for row in table.rows for cell in row)


def test_no_person_is_shown_as_responsible() -> None:
    shown = str(listed()[1].rows)
    assert "Canary" not in shown
    assert "unit lain" in shown
    assert "199001012015031999" not in shown
    assert "Kepala unit kerja" in shown


def test_the_offices_of_every_level_are_known() -> None:
    rows = [("Latih penilai", office, "2025-12-31", "belum") for office in ("Camat", "Lurah bersama inspektorat")]
    shown = str(followed(content(), data(rows), "3.3"))
    assert "unit lain" not in shown


def test_where_there_is_no_personnel_agency_the_head_of_the_region_answers() -> None:
    asked = {str(row[1]) for row in proposed(content(tingkat="kecamatan", nama="Kecamatan Uji")).rows}
    assert {"Camat", "Camat bersama inspektorat"} <= asked
    assert not [office for office in asked if "badan kepegawaian" in office]
    assert "Kepala badan kepegawaian" in {str(row[1]) for row in proposed(content()).rows}


def test_without_the_table_there_is_not_enough_data_and_a_way_to_get_it() -> None:
    (finding,) = [block for block in followed(content(), data(), "3.3") if isinstance(block, Finding)]
    assert finding.lit.verdict == "data tidak cukup"
    assert "laporan.xlsx" in finding.lines[0][1]


def test_proposals_are_rows_of_the_table_for_the_next_report() -> None:
    form = proposed(content())
    assert form.heads == tuple(column.name for column in col.TABLES["tindakan"].columns)
    assert form.rows
    assert {(*map(str, row[2:]),) for row in form.rows} == {("2025-12-31", "belum")}
    assert len(set(form.rows)) == len(form.rows)


@pytest.mark.parametrize(
    ("period", "day", "due"),
    [
        ("2025-S1", "", "2025-12-31"),
        ("2025-S1", "2025-08-15", "2025-12-31"),
        ("2025-S1", "2025-12-31", "2026-06-30"),
        ("2025-S1", "2026-02-27", "2026-06-30"),
        ("2025-T4", "2026-02-27", "2026-03-31"),
        ("2025-TAHUN", "2026-02-27", "2026-12-31"),
        ("2025-B01", "2025-02-10", "2025-02-28"),
    ],
)
def test_an_action_is_due_at_the_end_of_the_next_period_that_is_not_over_on_the_day_of_the_report(
    period: str, day: str, due: str
) -> None:
    found = Content(replace(results(tanggal_laporan=day), period=period), "id")
    assert {str(row[2]) for row in proposed(found).rows} == {due}
    tables = [block for block in (*summary(found), *conclusion(found)) if isinstance(block, Table)]
    shown = {cell.value.isoformat() for table in tables for row in table.rows for cell in row if isinstance(cell, Day)}
    assert shown == {due}


def test_the_sheet_of_the_workbook_goes_back_in_as_the_table() -> None:
    form = proposed(content())
    empty = Document(
        language="id",
        title="",
        subtitle="",
        notice="",
        letterhead=(),
        facts=(),
        date="",
        foreword=(),
        signature=(),
        summary=Part(()),
        chapters=(),
        appendices=(),
        form=form,
    )
    sheet = pd.read_excel(io.BytesIO(to_xlsx(empty)), sheet_name="tindakan", engine="calamine")
    assert pd.api.types.is_datetime64_any_dtype(sheet["tenggat"])
    tables = {**appraised_region(), "tindakan": sheet}
    again = followed(content(), dataset(tables), "3.3")
    assert again[2].text.startswith(f"Dari {len(form.rows)} tindakan, 0 selesai")
    assert "unit lain" not in str(again)


def test_the_samples_have_the_table_or_say_that_it_is_lacking() -> None:
    from kinerja_lab.simulate import REGIONS

    assert [plan.slug for plan in REGIONS if not plan.document.actions] == ["bukitintan"]
