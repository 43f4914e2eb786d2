"""Numbers, dates and periods as people write them, and the placeholders of the sentences.

Placeholders are ``{name}`` or ``{name:format}``. Formats: ``0``…``4`` decimals, ``+0``…``+4`` with sign, ``persen`` and
``persen0`` for shares, ``poin`` for differences of shares in points, ``arah0``…``arah4``, ``arahpersen`` and
``arahpoin`` for a rise or a fall in words instead of a sign, ``hari`` for days after or before an end, ``ribuan`` for
counts, ``sel`` for counts of people that may be few, ``tanggal``, ``periode``. A pair of numbers in any of them is an
interval. Nothing but names and these formats is read: no attribute, no index.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from string import Formatter

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.messages.catalogue import LANGUAGES, text

SMALL_CELL = 5
_MINUS = "−"
_PERIOD = re.compile(r"(\d{4})-(?:(S[12]|T[1-4]|TAHUN)|B?(0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class Fewer:
    """A count of which nothing is told but that it is not zero and lies under a limit."""

    limit: float


def number(value: float, lang: str = "id", digits: int = 2, *, signed: bool = False) -> str:
    """Write a number: ``1.234,56``. Undefined becomes words, and a rounded zero has no sign.

    Example
    -------
    >>> number(1234.5678), number(-0.001), number(0.25, "en", signed=True)
    ('1.234,57', '0,00', '+0.25')
    """
    if lang not in LANGUAGES:
        raise UnknownName("language", lang, LANGUAGES)
    if math.isnan(value):
        return text(lang, "phrase", "undefined")
    if math.isinf(value):
        return "∞" if value > 0 else f"{_MINUS}∞"
    rounded = Decimal(f"{value:.{digits}f}")
    sign = _MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + _separated(abs(rounded), lang, digits)


@lru_cache(maxsize=10_000)
def _separated(value: Decimal, lang: str, digits: int) -> str:
    """Digits of a number with the signs between them."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=lang))


def percent(share: float, lang: str = "id", digits: int = 1) -> str:
    """Write a share as a percentage: 0.123 is ``12,3%``."""
    written = number(100 * share, lang, digits)
    return written if math.isnan(share) else f"{written}%"


def count(value: float, lang: str = "id") -> str:
    """Write a count, with separators between thousands."""
    return number(value, lang, 0)


def cell(value: float, lang: str = "id") -> str:
    """Write a count of people; one to four are not told apart, and one that would give them away is not told at all."""
    if math.isnan(value):
        return text(lang, "phrase", "withheld")
    if 0 < value < SMALL_CELL:
        return _fewer(SMALL_CELL, lang)
    return count(value, lang)


def _fewer(limit: float, lang: str) -> str:
    return text(lang, "phrase", "few").format(least=count(limit, lang))


def movement(value: float, lang: str = "id", style: str = "2") -> str:
    """Write a rise or a fall in words: the side is the verb's, and the number has no sign.

    ``style``: decimals, ``persen`` for a share, ``poin`` for a difference of shares in points.

    Example
    -------
    >>> movement(-19.44, style="1"), movement(0.128, "en", "poin"), movement(-0.001)
    ('turun 19,4', 'rose by 12.8', 'berubah 0,00')
    """
    if math.isnan(value):
        return text(lang, "phrase", "undefined")
    size = number(100 * abs(value), lang, 1) if style == "poin" else written(abs(value), style, lang)
    side = "rose" if value > 0 else "fell"
    return text(lang, "phrase", side if re.search("[1-9]", size) else "stayed").format(size=size)


def days(value: float, lang: str = "id") -> str:
    """Write how many days after an end something was, or before it.

    Example
    -------
    >>> days(15), days(-3.0), days(0)
    ('15 hari sesudah akhir', '3 hari sebelum akhir', 'hari terakhir')
    """
    if math.isnan(value):
        return text(lang, "phrase", "undefined")
    size = number(abs(value), lang, 0)
    side = "on_the_end" if size == "0" else "after_the_end" if value > 0 else "before_the_end"
    return text(lang, "phrase", side).format(size=size)


def date(value: datetime.date | str, lang: str = "id") -> str:
    """Write a day: ``31 Desember 2025``; text is read as yyyy-mm-dd.

    Raises ``InvalidOption``: the text is no date.
    """
    if isinstance(value, str):
        try:
            value = datetime.date.fromisoformat(value)
        except ValueError:
            raise InvalidOption("date", value, "yyyy-mm-dd") from None
    return str(format_date(value, format="d MMMM y", locale=lang))


def period(code: str, lang: str = "id") -> str:
    """Write a period: ``2025-S1`` is ``Semester I Tahun 2025``.

    Raises ``InvalidOption``: the code is not of the form yyyy-S1, -T1, -B01, -TAHUN or yyyy-mm.
    """
    found = _PERIOD.fullmatch(code)
    if found is None:
        raise InvalidOption("period", code, "yyyy-S1, yyyy-T1, yyyy-B01, yyyy-TAHUN")
    year, part, month = found.groups()
    if month:
        return f"{get_month_names('wide', locale=lang)[int(month)]} {year}"
    return text(lang, "period", part).format(year=year)


def interval(limits: Sequence[float], lang: str = "id", style: str = "2") -> str:
    """Write both limits: ``0,12 sampai 0,35``."""
    low, high = limits
    if math.isnan(low) or math.isnan(high):
        return text(lang, "phrase", "undefined")
    return text(lang, "phrase", "interval").format(low=written(low, style, lang), high=written(high, style, lang))


def written(value: object, style: str, lang: str) -> str:
    """Write one value in one of the formats of placeholders.

    Raises ``InvalidOption``: no such format, or the value does not go with it.
    """
    if isinstance(value, str):
        return _text_as(value, style, lang)
    if isinstance(value, Fewer):
        return _fewer(value.limit, lang)
    if isinstance(value, tuple) and len(value) == 2:
        return interval(value, lang, style)
    if isinstance(value, int | float):
        return _number_as(float(value), style or "2", lang)
    raise InvalidOption("value", value, "text, a number or a pair of numbers")


def _text_as(value: str, style: str, lang: str) -> str:
    """Write text: as it is, or read as a day or a period."""
    if style == "tanggal":
        return date(value, lang)
    if style == "periode":
        return period(value, lang)
    if style:
        raise InvalidOption("format", style, "tanggal, periode")
    return value


def _number_as(value: float, style: str, lang: str) -> str:
    """Write one number in a named format or with so many decimals."""
    named: Mapping[str, Callable[[float, str], str]] = {"ribuan": count, "sel": cell, "hari": days, "persen": percent}
    if style in named:
        return named[style](value, lang)
    if style == "persen0":
        return percent(value, lang, 0)
    if moved := re.fullmatch(r"arah([0-4]|persen|poin)", style):
        return movement(value, lang, moved[1])
    if style == "poin":
        return number(100 * value, lang, 1, signed=True)
    if re.fullmatch(r"\+?[0-4]", style):
        return number(value, lang, int(style[-1]), signed=style[0] == "+")
    formats = "0-4, +0-+4, persen, persen0, poin, arah0-arah4, arahpersen, arahpoin, hari, ribuan, sel"
    raise InvalidOption("format", style, formats)


def fill(template: str, values: Mapping[str, object], lang: str = "id") -> str:
    """Put values into a sentence.

    Raises ``UnknownName``: a placeholder without a value. ``InvalidOption``: A placeholder that is more than a name and
    a format.

    Example
    -------
    >>> fill("{d:2} dari {n:ribuan} pegawai", {"d": 0.416, "n": 1234})
    '0,42 dari 1.234 pegawai'
    """
    parts = []
    for literal, name, style, conversion in Formatter().parse(template):
        parts.append(literal)
        if name is None:
            continue
        if not name.isidentifier() or conversion:
            raise InvalidOption("placeholder", name, "a name and a format")
        if name not in values:
            raise UnknownName("placeholder", name, sorted(values))
        parts.append(written(values[name], style or "", lang))
    return "".join(parts)


def listed(items: Sequence[str], lang: str = "id") -> str:
    """Write a list: ``a, b, dan c``."""
    if len(items) < 2:
        return "".join(items)
    joined = text(lang, "phrase", "two" if len(items) == 2 else "many")
    return joined.format(first=", ".join(items[:-1]), last=items[-1])


def hundred(parts: Sequence[float]) -> tuple[int, ...]:
    """Round parts of a hundred to whole numbers that still add up to their sum (largest remainders)."""
    whole = [math.floor(part) for part in parts]
    short = round(sum(parts)) - sum(whole)
    by_remainder = sorted(range(len(parts)), key=lambda place: (whole[place] - parts[place], place))
    return tuple(base + (place in by_remainder[:short]) for place, base in enumerate(whole))
