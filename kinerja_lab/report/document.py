"""What a report says, apart from how a format shows it: plain blocks, built once for all formats."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.numbers import date, interval, written
from kinerja_lab.report.markup import Figure
from kinerja_lab.report.markup import plain as plain

_SHORT, _NARROWEST, _WIDEST = 24, 16, 60  # letters in a column of text
_BREAK = re.compile(r" (?=\()")  # between a number and its interval
_CAPITALS, _HEAD_LINES = 1.2, 2  # width of a capital letter, lines of a head over numbers


@dataclass(frozen=True, slots=True)
class Number:
    """A cell with one number, two limits, or a number and its limits: as people read it, and as machines do."""

    values: tuple[float, ...]
    style: str
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def unbroken(self) -> str:
        """The text, which may be broken nowhere but between a number and its interval."""
        return " ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in _BREAK.split(self.text))


@dataclass(frozen=True, slots=True)
class Lit:
    """A verdict as shape, colour and word."""

    verdict: Verdict
    symbol: str
    colour: str
    word: str

    def __str__(self) -> str:
        return f"{self.symbol} {self.word}"


@dataclass(frozen=True, slots=True)
class Day:
    """A cell with a date: as people read it, and as machines do."""

    value: datetime.date
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def unbroken(self) -> str:
        """The text, which may be broken nowhere."""
        return self.text.replace(" ", "\N{NO-BREAK SPACE}")


Cell = str | Number | Lit | Day


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a chapter (level 1), a section (2), a part of it (3) or a check (4); ``number`` may be empty."""

    text: str
    level: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``kind`` is empty or one of *pertanyaan*, *catatan*, *sumber*, *simulasi*."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences, numbered if ``ordered``."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Definitions:
    """Terms and what they stand for; ``kind`` is *keterangan*, *istilah* or *fakta*."""

    pairs: tuple[tuple[Cell, str], ...]
    kind: str = "keterangan"


@dataclass(frozen=True, slots=True)
class Finding:
    """Verdict and answer of one check, and the lines below it; a ``title`` only where the check has no heading."""

    lit: Lit
    answer: str
    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: numbered ``label`` such as *Tabel 3.1* or none, caption, heads, rows, places of columns of numbers.

    ``note``: what its numbers count and measure, told between caption and heads.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...] = ()
    label: str = ""
    note: str = ""


Block = Heading | Paragraph | Bullets | Definitions | Finding | Table | Figure


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that stand together: the summary on its own page, a chapter, an appendix; ``wide`` is landscape."""

    blocks: tuple[Block, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report in one language.

    Attributes
    ----------
    title, subtitle, notice, letterhead, facts
        Of the cover; ``notice`` says that data are simulated.
    foreword, signature
        Paragraphs, and the lines of the signature block: place and day, office.
    summary, chapters, appendices
        The executive page and the body.
    form
        The actions that the report proposes, in the columns of the table ``tindakan``: a sheet of the workbook.
    date
        Day of the report, yyyy-mm-dd, or empty.
    """

    language: str
    title: str
    subtitle: str
    notice: str
    letterhead: tuple[str, ...]
    facts: tuple[tuple[str, Cell], ...]
    date: str
    foreword: tuple[Block, ...]
    signature: tuple[str, ...]
    summary: Part
    chapters: tuple[Part, ...]
    appendices: tuple[Part, ...]
    form: Table

    def parts(self) -> Iterator[Part]:
        """Summary, chapters and appendices in order."""
        yield from (self.summary, *self.chapters, *self.appendices)

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        for part in self.parts():
            yield from part.blocks

    def tables(self) -> list[Table]:
        """All tables in order."""
        return [block for block in self.blocks() if isinstance(block, Table)]

    def figures(self) -> list[Figure]:
        """All figures in order."""
        return [block for block in self.blocks() if isinstance(block, Figure)]


def lit(verdict: Verdict, lang: str) -> Lit:
    """Verdict in the words of a language."""
    symbol, colour, word = (text(lang, "lamp", f"{verdict}|{part}") for part in ("symbol", "colour", "word"))
    return Lit(verdict, symbol, colour, word)


def number(value: float, style: str, lang: str) -> Number:
    """Cell of one number."""
    return Number((float(value),), style, written(float(value), style, lang))


def dated(value: datetime.date, lang: str) -> Day:
    """Cell of one date."""
    return Day(value, date(value, lang))


def limits(low: float, high: float, style: str, lang: str) -> Number:
    """Cell of both limits of an interval."""
    return Number((float(low), float(high)), style, interval((low, high), lang, style))


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]], numbers: Sequence[int] = ()) -> Table:
    """Table from any sequences."""
    return Table(caption, tuple(heads), tuple(map(tuple, rows)), tuple(numbers))


def width(of: Table, column: int) -> float:
    """Width of a column: a share of what is left for text, or less than zero for so many letters.

    Numbers, dates and verdicts are never broken, short texts between words only, and the first column takes whatever
    the others leave; an interval may stand below its number.
    """
    cells, head = [row[column] for row in of.rows], of.heads[column]
    longest = max((max(map(len, _BREAK.split(str(cell)))) for cell in cells), default=0)
    if column and any(isinstance(cell, Lit) for cell in cells):
        return -_CAPITALS * longest
    if column and (column in of.numbers or any(isinstance(cell, Number | Day) for cell in cells)):
        return -float(max(longest, len(head) // _HEAD_LINES, *map(len, head.split())))
    if column and longest <= _SHORT:
        words = (word for told in (head, *map(str, cells)) for word in told.split())
        return -float(max((longest // _HEAD_LINES, *map(len, words))))
    return float(min(max(longest, _NARROWEST), _WIDEST))
