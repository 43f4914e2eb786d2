"""Cells as people write them become values: texts, numbers, dates, names of levels; each different cell once."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

import numpy as np
import pandas as pd

from kinerja_lab.loaders.vocabulary import blanks, plain, value_key, value_names

_EXCEL_EPOCH = pd.Timestamp("1899-12-30")
_SERIALS = (18264, 73051)  # 1950 to 2100: what a number must be to pass for a day of Excel
_MONTH = "|".join(sorted(value_names("bulan"), key=len, reverse=True))
_CLOCK = r"(?:[ T,]*(?:pukul |jam )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?)?"
_ZONE = r"(?: ?(?:wib|wita|wit|z|\+0[789]:?00))?"
_DAYS = re.compile(
    rf"(?:(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu),? )?(?:"
    rf"(?P<iso>\d{{4}})[-/](?P<iso_month>\d{{1,2}})[-/](?P<iso_day>\d{{1,2}})|"
    rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.](?P<year>\d{{4}})|"
    rf"(?P<day_named>\d{{1,2}})[ -](?P<month_named>{_MONTH})\.?[ -](?P<year_named>\d{{4}})"
    rf"){_CLOCK}{_ZONE}",
    re.IGNORECASE,
)
_TO_12, _FROM_13, _THEN = r"(?:0?[1-9]|1[0-2])", r"(?:1[3-9]|2\d|3[01])", r"[-/.]\d{4}\b.*"
_COMMON = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")
_DIGITS = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
_THREES = r"[+-]?[1-9]\d{0,2}(?:[%s]\d{3})%s"


class Converted(NamedTuple):
    """Values of a column, missing where the cell is blank or ``bad``."""

    values: pd.Series
    bad: pd.Series


def distinct(cells: pd.Series) -> tuple[np.ndarray, list[object]]:
    """Place of each cell among the different ones (−1: empty), and these; True and 1 are told apart."""
    told = cells
    if pd.api.types.infer_dtype(cells, skipna=True) not in ("string", "floating", "datetime64", "datetime"):
        told = cells.astype(object)
        flags = told.map(lambda cell: isinstance(cell, bool | np.bool_)).to_numpy(dtype=bool)
        told = told.where(~flags, told.astype(str).str.lower()) if flags.any() else told
    codes, different = pd.factorize(told)
    return np.asarray(codes), list(different)


def written(cell: object) -> str:
    """Text of a cell: whole numbers without a point, days as ISO 8601."""
    if isinstance(cell, float | np.floating):
        return str(int(cell)) if float(cell).is_integer() else repr(float(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return plain(str(cell))


def _spread(codes: np.ndarray, read: list[object] | pd.Series, index: pd.Index, dtype: str) -> pd.Series:
    """Values of the different cells, back at the rows where they stand; missing where the cell is empty."""
    return pd.Series(pd.Series(read, dtype=dtype).array.take(codes, allow_fill=True), index=index)


def _unread(codes: np.ndarray, different: list[object], values: pd.Series, nothing: Collection[str]) -> pd.Series:
    """Cells that say something of which no value was made."""
    open_places = np.unique(codes[values.isna().to_numpy() & (codes >= 0)])
    telling = [place for place in open_places if value_key(written(different[place])) not in nothing]
    return pd.Series(np.isin(codes, telling), index=values.index)


def texts(cells: pd.Series) -> pd.Series:
    """Texts without stray blanks; missing where the cell says nothing (blank, ``-``, ``#N/A`` …)."""
    codes, different = distinct(cells)
    read = [None if value_key(said := written(cell)) in blanks() else said for cell in different]
    return _spread(codes, read, cells.index, "str")


def labels(cells: pd.Series, domain: str, more: Mapping[str, str] | None = None, *, zero: bool = True) -> Converted:
    """Names of levels from their spellings in a section of ``values.csv``, such as ``predikat``.

    ``more`` are spellings of the agency itself, stronger than the known ones. ``zero``: 0 means *not rated*, which in a
    column of flags it does not.
    """
    names = {**value_names(domain), **{value_key(said): name for said, name in (more or {}).items()}}
    nothing = blanks() | ({"0"} if zero else frozenset()) - set(names)
    codes, different = distinct(cells)
    keys = [value_key(written(cell)) for cell in different]
    values = _spread(codes, [names.get(key) for key in keys], cells.index, "str")
    return Converted(values, _unread(codes, different, values, nothing))


def numbers(cells: pd.Series, decimal: str = "") -> Converted:
    """Numbers with decimal comma or point, with or without thousands; a per cent sign is left out.

    ``1.234`` alone may be either; it is read as the rest of the column shows, as ``decimal`` declares, or is bad.
    """
    codes, different = distinct(cells)
    said = [written(cell) for cell in different]
    typed = [isinstance(cell, int | float | np.number) and not isinstance(cell, bool) for cell in different]
    bare = [re.sub(r"(?i)\s|%|^rp\.?", "", text) for text in said]
    mark = decimal or _decimal_mark([text for text, number in zip(bare, typed, strict=True) if not number])
    read = [float(text) if number else _number(text, mark) for text, number in zip(bare, typed, strict=True)]
    values = _spread(codes, list(read), cells.index, "float64")
    values = values.mask(~np.isfinite(values))
    return Converted(values, _unread(codes, different, values, blanks()))


def _decimal_mark(said: list[str]) -> str:
    """Decimal mark that the unambiguous numbers of a column share; empty where they show none or both."""
    shown = set()
    for text in said:
        if re.fullmatch(_THREES % (r"\.", r"+,\d+"), text) or re.fullmatch(_THREES % (r"\.", r"{2,}"), text):
            shown.add(",")
        elif re.fullmatch(_THREES % (",", r"+\.\d+"), text) or re.fullmatch(_THREES % (",", r"{2,}"), text):
            shown.add(".")
        elif re.fullmatch(r"[+-]?\d+[.,]\d+", text) and not re.fullmatch(_THREES % (".,", ""), text):
            shown.add("," if "," in text else ".")
    return shown.pop() if len(shown) == 1 else ""


def _number(text: str, mark: str) -> float:
    """One number; NaN where it is none or may be two."""
    if not _DIGITS.fullmatch(text):
        return float("nan")
    marks = re.findall(r"[.,]", text)
    if len(set(marks)) == 2:
        last = marks[-1]
        other = "," if last == "." else "."
        grouped = re.fullmatch(_THREES % (re.escape(other), rf"+{re.escape(last)}\d+"), text)
        return float(text.replace(other, "").replace(last, ".")) if grouped else float("nan")
    if not marks:
        return float(text)
    if len(marks) > 1:
        return float(re.sub(r"[.,]", "", text)) if re.fullmatch(_THREES % (".,", "+"), text) else float("nan")
    if re.fullmatch(_THREES % (".,", ""), text):
        return _either(text, marks[0], mark)
    return float(text.replace(",", "."))


def _either(text: str, found: str, mark: str) -> float:
    """``1.234`` by the decimal mark of its column; NaN where that is unknown."""
    if not mark:
        return float("nan")
    return float(text.replace(",", ".")) if found == mark else float(re.sub(r"[.,]", "", text))


def dates(cells: pd.Series) -> Converted:
    """Days and times: of the file itself, serial numbers of Excel, ISO, ``31-12-2025``, ``31 Des 2025``; day first.

    In a column that writes the month first (``12/31/2025``, and never ``31/12/2025``) ``01/02/2025`` is bad as well.
    """
    if pd.api.types.is_datetime64_any_dtype(cells):
        return Converted(cells.astype("datetime64[s]"), pd.Series(False, index=cells.index))
    codes, different = distinct(cells)
    values = _spread(codes, _days(different), cells.index, "datetime64[s]")
    return Converted(values, _unread(codes, different, values, blanks() | {"0"}))


def _days(different: list[object]) -> pd.Series:
    """Days of the different cells; the commonest forms all at once, the others one by one."""
    said = pd.Series([cell.strip() if isinstance(cell, str) else None for cell in different], dtype="str")
    days = pd.Series(pd.NaT, index=said.index, dtype="datetime64[s]")
    for form in _COMMON:
        rest = said[days.isna()].dropna()
        days[rest.index] = pd.to_datetime(rest, format=form, errors="coerce").astype("datetime64[s]")
    for place in days.index[days.isna()]:
        days[place] = _day(different[place])
    return days.mask(_turned(said))


def _turned(said: pd.Series) -> pd.Series:
    """Days that may be months and months that may be days, in a column that shows the month first and never last."""
    first, last, either = (
        said.str.fullmatch(rf"{one}[-/.]{other}{_THEN}").fillna(False).astype(bool)
        for one, other in ((_TO_12, _FROM_13), (_FROM_13, _TO_12), (_TO_12, _TO_12))
    )
    return either & (first.any() and not last.any())


def _day(cell: object) -> datetime | None:
    """One day or time; None where it is none."""
    if isinstance(cell, datetime):
        return None if pd.isna(cell) else cell.replace(microsecond=0, tzinfo=None)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)
    text = written(cell)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        serial = float(text)
        inside = _SERIALS[0] <= serial < _SERIALS[1]
        return (_EXCEL_EPOCH + pd.Timedelta(days=serial)).round("s").to_pydatetime() if inside else None
    found = _DAYS.fullmatch(text)
    return _built(found.groupdict()) if found else None


def _built(part: dict[str, str | None]) -> datetime | None:
    """Day and time from their parts; None where the calendar or the clock has no such."""
    month = part["iso_month"] or part["month"] or value_names("bulan")[(part["month_named"] or "").casefold()]
    year = part["iso"] or part["year"] or part["year_named"]
    day = part["iso_day"] or part["day"] or part["day_named"]
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    try:
        return datetime(int(year or 0), int(month), int(day or 0), hour, minute, second)
    except ValueError:
        return None
