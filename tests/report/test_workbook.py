"""The workbook of a report: numbers and dates as such, nothing that runs, sheets that can be read and printed."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from python_calamine import load_workbook

from kinerja_lab.report.as_xlsx import to_xlsx
from kinerja_lab.report.document import Day, Document
from tests.report.test_formats import hostile, members


@pytest.fixture(scope="module")
def made_document() -> Document:
    return hostile()


@pytest.fixture(scope="module")
def book(made_document: Document) -> bytes:
    return to_xlsx(made_document)


def test_nothing_in_the_workbook_is_a_formula_or_a_link(book: bytes) -> None:
    parts = members(book)
    assert "=cmd," in parts["xl/sharedStrings.xml"]
    assert not [name for name, xml in parts.items() if "<f>" in xml or "<hyperlink" in xml or "externalLink" in name]
    assert not [xml for xml in members(book, ".rels").values() if "External" in xml]


def test_small_p_values_stay_numbers_and_read_as_in_the_other_formats(made_document: Document, book: bytes) -> None:
    assert "[&lt;0.001]&quot;&lt; 0,001&quot;;0.000" in members(book)["xl/styles.xml"]
    assert "E+" not in members(book)["xl/styles.xml"]
    assert "&quot;&lt; 0.001&quot;" in members(to_xlsx(hostile("en")))["xl/styles.xml"]


def test_dates_and_counts_are_dates_and_numbers_in_the_workbook(made_document: Document, book: bytes) -> None:
    sheets = load_workbook(io.BytesIO(book))
    notes, *others = (sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names[:-1])
    assert ["Pegawai", 1234.0] in notes
    assert ["Tanggal laporan", datetime.date(2026, 2, 27)] in notes
    days = [cell.value for table in made_document.tables() for row in table.rows for cell in row if _is_day(cell)]
    found = [cell for rows in others for row in rows for cell in row if isinstance(cell, datetime.date)]
    assert found == days
    assert len(days) > 3


def _is_day(cell: object) -> bool:
    return isinstance(cell, Day)


def test_every_sheet_has_a_print_area_and_heads_stand_where_their_numbers_stand(book: bytes) -> None:
    parts = members(book)
    sheets = [name for name in parts if name.startswith("xl/worksheets/")]
    assert parts["xl/workbook.xml"].count("_xlnm.Print_Area") == len(sheets)
    looks = re.findall(r"<xf [^>]*?(?:/>|>(.*?)</xf>)", parts["xl/styles.xml"].partition("<cellXfs")[2])
    for name in sorted(sheets, key=len)[1:-1]:
        cells = re.findall(r'<c r="([A-Z]+)(\d+)" s="(\d+)"( t="s")?>', parts[name])
        heads = {column: looks[int(look)] for column, line, look, _ in cells if line == "3"}
        counted = {column for column, line, look, text in cells if not text and "right" in looks[int(look)]}
        assert {column for column, look in heads.items() if "right" in look} >= counted
        texts = [looks[int(look)] for _, line, look, text in cells if text and int(line) > 3]
        assert all('="right"' in look or 'horizontal="left" vertical="top" indent="1"' in look for look in texts)


def test_the_sheets_are_frozen_and_have_filters(book: bytes) -> None:
    sheets = [xml for name, xml in members(book).items() if name.startswith("xl/worksheets/")]
    assert sum("<pane " in xml for xml in sheets) == len(sheets) - 2
    assert sum("<autoFilter " in xml for xml in sheets) >= len(sheets) - 3
