"""The report's tables as a workbook: a sheet a table, numbers as numbers, nothing that a spreadsheet would run."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Sequence
from functools import partial
from textwrap import wrap
from typing import Any, Final

import xlsxwriter

from kinerja_lab import columns as col
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.numbers import fill
from kinerja_lab.report.document import Cell, Day, Document, Lit, Number, Table, plain
from kinerja_lab.report.tables import SMALLEST_P, WITHHELD, p_value

EPOCH: Final = datetime.datetime(2000, 1, 1)  # where a profile gives no date
_FORMATS = {
    "ribuan": "#,##0",
    "sel": "#,##0",
    "persen": "0.0%",
    "persen0": "0%",
}
_P = "3"  # style of p-values: none is ever zero
_DAYS: Final = {"id": "[$-421]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
_FORM_DAY = "yyyy-mm-dd"
_NO_RUNNING = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
_WIDEST, _NAME, _FORM_LINES, _NOTES = 60, 31, 200, 100
_A4, _ROW, _SLACK = 9, 15, 8  # kind of paper; height of a line in points; letters lost where words are not broken
_HEAD_LETTERS = 12  # of a head, a line
_PARTS: Final = {1: ("",), 2: ("limit_low", "limit_high"), 3: ("", "limit_low", "limit_high")}


def to_xlsx(document: Document) -> bytes:
    """Write every table of a document to a sheet of its own, after a sheet that lists them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _NO_RUNNING) as book:
        book.set_properties(
            {"title": plain(document.title), "subject": plain(document.subtitle), "created": day(document)}
        )
        formats = _Formats(book, document.language)
        notes = book.add_worksheet(_say(document, "sheet_notes"))
        names = [_write(book, table, place, formats) for place, table in _numbered(document)]
        _form(book, document.form, formats)
        _notes(notes, document, names, formats)
    return buffer.getvalue()


def day(document: Document) -> datetime.datetime:
    """Day of the report, the same on every run."""
    return datetime.datetime.fromisoformat(document.date) if document.date else EPOCH


def _numbered(document: Document) -> list[tuple[int, Table]]:
    return list(enumerate(document.tables(), start=1))


def _say(document: Document, key: str) -> str:
    return text(document.language, "document", key)


class _Formats:
    """Formats of a workbook in one language, made on first use.

    Texts stand a little off the line to their left, where a number may end.
    """

    def __init__(self, book: Any, language: str) -> None:
        self._book, self._made, self.language = book, dict[tuple[str, str], Any](), language
        head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F3F5F8"}
        left = {"align": "left", "indent": 1}
        self.head = book.add_format({**head, **left})
        self.head_of_numbers = book.add_format({**head, "align": "right"})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", **left})
        self.withheld = book.add_format({"align": "right", "valign": "top"})

    def number(self, style: str, align: str = "right") -> Any:
        """Format of a number in a style of the sentences."""
        if style == _P:
            return self.shown(f'[<{SMALLEST_P}]"{p_value(0.0, self.language)}";0.000', align)
        if style == "poin":
            points = text(self.language, "phrase", "points")
            return self.shown(";".join(f'{sign}0.0" {points}"' for sign in ("+", "-", "")), align)
        return self.shown(_FORMATS.get(style) or ("#,##0." + "0" * int(style[-1])).rstrip("."), align)

    def day(self, align: str) -> Any:
        """Format of a date with the month in words."""
        return self.shown(_DAYS[self.language], align)

    def shown(self, code: str, align: str) -> Any:
        """Format of a number or date by its code."""
        if (code, align) not in self._made:
            look = {"num_format": code, "valign": "top", "align": align}
            self._made[code, align] = self._book.add_format({**look, "indent": 1} if align == "left" else look)
        return self._made[code, align]


def _write(book: Any, table: Table, place: int, formats: _Formats) -> str:
    """Write one table and return the name of its sheet."""
    name = plain(table.label or table.caption)[:_NAME]
    if name.casefold() in (sheet.get_name().casefold() for sheet in book.worksheets()):
        name = f"{name[: _NAME - 4]} {place}"
    sheet = book.add_worksheet(name)
    widths = [_parts(table.rows, column) for column in range(len(table.heads))]
    counted = [place in table.numbers or _has_numbers(table, place) for place in range(len(table.heads))]
    heads: list[str] = []
    sheet.write_string(0, 0, _titled(table), formats.bold)
    sheet.write_string(1, 0, plain(table.note))
    for head, parts, right in zip(table.heads, widths, counted, strict=True):
        for told in _heads(head, parts, formats.language):
            sheet.write_string(2, len(heads), plain(told), formats.head_of_numbers if right else formats.head)
            heads.append(told)
    for line, row in enumerate(table.rows, start=3):
        column = 0
        for content, parts, right in zip(row, widths, counted, strict=True):
            _cell(sheet, (line, column), content, formats, right=right)
            column += parts
    _dress(sheet, table, heads, widths)
    return name


def _has_numbers(table: Table, place: int) -> bool:
    return any(isinstance(row[place], Number) for row in table.rows)


def _titled(table: Table) -> str:
    return plain(f"{table.label}. {table.caption}" if table.label else table.caption)


def _parts(rows: Sequence[Sequence[Cell]], column: int) -> int:
    """How many numbers the cells of a column hold."""
    return max((len(row[column].values) for row in rows if isinstance(row[column], Number)), default=1)  # type: ignore[union-attr]


def _heads(head: str, parts: int, lang: str) -> list[str]:
    return [fill(text(lang, "document", key), {"head": head}, lang) if key else head for key in _PARTS[parts]]


def _cell(sheet: Any, place: tuple[int, int], content: Cell, formats: _Formats, *, right: bool) -> None:
    """Write a number as a number, a date as a date, everything else as text."""
    line, column = place
    if isinstance(content, Day):
        sheet.write_datetime(line, column, content.value, formats.day("right" if right else "left"))
        return
    if not isinstance(content, Number):
        shown = formats.withheld if right or content == WITHHELD else formats.text
        sheet.write_string(line, column, plain(content.word if isinstance(content, Lit) else content), shown)
        return
    for offset, value in enumerate(content.values):
        if math.isfinite(value):
            sheet.write_number(line, column + offset, value, formats.number(content.style))
        else:
            sheet.write_string(line, column + offset, "∞" if value > 0 else "−∞", formats.withheld)


def _dress(sheet: Any, table: Table, heads: Sequence[str], widths: Sequence[int]) -> None:
    """Frozen heads, filters, widths, and heights: not every program finds those of broken lines."""
    _printed(sheet, 2 + len(table.rows), len(heads) - 1)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 1)
    if table.rows:
        sheet.autofilter(2, 0, 2 + len(table.rows), len(heads) - 1)
    column = 0
    for place, parts in enumerate(widths):
        numbers = _has_numbers(table, place)
        longest = max((len(str(row[place])) for row in table.rows), default=0)
        sheet.set_column(
            column, column + parts - 1, 14 if numbers else min(max(longest, len(heads[column]), 8) + 2, _WIDEST)
        )
        column += parts
    sheet.set_row(2, _ROW * max(len(wrap(head, _HEAD_LETTERS)) for head in heads))
    texts = [[len(cell) for cell in row if isinstance(cell, str)] for row in table.rows]
    for line, lengths in enumerate(texts, start=3):
        _heighten(sheet, line, max(lengths, default=0))


def _heighten(sheet: Any, line: int, longest: int) -> None:
    """Room for the longest text of a row, broken at the width of a column."""
    if longest > _WIDEST:
        sheet.set_row(line, _ROW * math.ceil(longest / (_WIDEST - _SLACK)))


def _printed(sheet: Any, last_line: int, last_column: int) -> None:
    """Print what is filled, across A4, as wide as the paper."""
    sheet.print_area(0, 0, last_line, last_column)
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _form(book: Any, form: Table, formats: _Formats) -> None:
    """A sheet to fill in and give back as a table: heads in the first line, nothing above them."""
    sheet, days = book.add_worksheet(form.caption), formats.shown(_FORM_DAY, "left")
    for line, row in enumerate((form.heads, *form.rows)):
        _heighten(sheet, line, max(len(str(content)) for content in row))
        for column, content in enumerate(row):
            if isinstance(content, Day):
                sheet.write_datetime(line, column, content.value, days)
            else:
                sheet.write_string(line, column, plain(str(content)), formats.text if line else formats.head)
    state = {"validate": "list", "source": list(col.TABLES[form.caption].columns[-1].allowed)}
    sheet.data_validation(1, len(form.heads) - 1, _FORM_LINES, len(form.heads) - 1, state)
    sheet.set_column(0, 1, _WIDEST)
    sheet.set_column(2, 2, 14, days)
    sheet.set_column(3, len(form.heads) - 1, 14)
    _printed(sheet, len(form.rows), len(form.heads) - 1)


def _notes(sheet: Any, document: Document, names: list[str], formats: _Formats) -> None:
    """The first sheet: what the workbook is, and what is on which sheet."""
    say = partial(_say, document)
    lines = [(document.title, document.subtitle), *document.facts, ("", document.notice), ("", say("sheet_about"))]
    told = [(say("sheet_column"), say("file_content")), *zip(names, map(_titled, document.tables()), strict=True)]
    told.append((document.form.caption, say("sheet_form")))
    pairs: list[tuple[str, Cell]] = [*lines, ("", ""), *told]
    for line, (term, said) in enumerate(pairs):
        sheet.write_string(line, 0, plain(term), formats.bold)
        if isinstance(said, Number):
            sheet.write_number(line, 1, said.values[0], formats.number(said.style, "left"))
            continue
        _cell(sheet, (line, 1), said, formats, right=False)
        if len(str(said)) > _NOTES - _SLACK:
            sheet.set_row(line, _ROW * math.ceil(len(str(said)) / (_NOTES - _SLACK)))
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 1, _NOTES)
    _printed(sheet, len(pairs) - 1, 1)
