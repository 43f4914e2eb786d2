"""Where on a sheet is the header, and what stands in the rows around the table: titles, totals, signatures?"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.values import distinct, written
from kinerja_lab.loaders.vocabulary import header_fields, header_key, plain, value_names

SEARCHED_ROWS = 20
_WIDEST_HEADER = 300  # characters; a longer cell is prose
_LEAST_HITS = 3
_WIDE_TABLE, _LINE_OF_TEXT = 6, 2  # a table of so many columns; so few cells are no row of it
_TOTAL = re.compile(r"(?i)(?:sub ?|grand )?(?:jumlah|total|rata[- ]?rata|rerata)\b")
_CLOSING = re.compile(
    r"(?i)\b(?:mengetahui|kepala|sekretaris|pejabat|pembina|penata|dokumen|dicetak|diunduh|catatan|keterangan|sumber"
    r"|tanda tangan|ttd|nip\.?|tanggal cetak)\b"
)
_SIGNED = re.compile(r"(?i)nip\b")
_ROLE = re.compile(r"(?:(?:nilai|skor|penilaian|penilai) )?(.*?)[ .\-]*(\d{0,2})")
_NAMES_OF_TABLES = frozenset(header_key(name) for table in col.TABLES.values() for name in table.names)


class Header(NamedTuple):
    """Rows of a header, the written name of each column, and the banner above it (of a role); empty: none."""

    rows: tuple[int, ...]
    names: tuple[str, ...]
    banners: tuple[str, ...]


def find_header(cells: pd.DataFrame, declared: Mapping[str, str], row: int = 0) -> Header | None:
    """Where is the header: the row, or the two rows, with the most known names among the first 20?

    ``cells`` have the row in the file as index; ``declared`` are keys of headers that the agency itself names; ``row``
    is the row of the header where the agency tells it (0: search).
    """
    top = cells.loc[row : row + 1] if row else cells.head(SEARCHED_ROWS)
    texts = {int(place): [_header_text(cell) for cell in top.loc[place]] for place in top.index}
    known = {*header_fields(), *_NAMES_OF_TABLES, *declared}
    best, hits = None, 0 if row else _LEAST_HITS - 1
    places = list(texts)[:1] if row else list(texts)
    for place in places:
        found = _hits(texts[place], known)
        if found > hits:
            best, hits = Header((place,), tuple(texts[place]), _banners(texts.get(place - 1, []), texts[place])), found
    for place in places:
        double = _joined(texts[place], texts.get(place + 1, []))
        if double and _hits(double, known) > hits:
            above = tuple(_filled(texts[place], texts[place + 1]))
            best, hits = Header((place, place + 1), tuple(double), above), _hits(double, known)
    return best


def _header_text(cell: object) -> str:
    """Text of a cell that may be a header."""
    return plain(cell) if isinstance(cell, str) and len(cell) <= _WIDEST_HEADER else ""


def _hits(names: list[str], known: Collection[str]) -> int:
    """How many columns have a known name? A row with numbers of people is no header, whatever it says."""
    if any(re.search(r"\d{9,}", name) for name in names):
        return 0
    return sum(header_key(name) in known or role_slot(name) is not None for name in names if name)


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Names of a header of two rows; empty where the second row cannot be part of one."""
    if not lower or not any(lower):
        return []
    return [below or above for above, below in zip(upper, lower, strict=True)]


def _filled(upper: list[str], lower: list[str]) -> list[str]:
    """Banners of merged cells, carried on over the columns below them."""
    said, carried = [], ""
    for above, below in zip(upper, lower, strict=True):
        carried = above or carried
        said.append(carried if below else "")
    return said


def _banners(upper: list[str], lower: list[str]) -> tuple[str, ...]:
    """Banners of roles just above a header of one row."""
    if not any(role_slot(name) for name in upper):
        return ("",) * len(lower)
    return tuple(name if role_slot(name) else "" for name in _filled(upper, lower))


def role_slot(name: str) -> tuple[str, str] | None:
    """Role and number of the rater that a header names (``Rekan 2``: rekan, 2); None where it names none."""
    found = _ROLE.fullmatch(name.replace("_", " ").casefold())
    role = value_names("peran").get(found[1].strip(), "") if found else ""
    return (role, found[2]) if found and role else None


def rows_around(cells: pd.DataFrame, header: Header, identity: int) -> dict[int, str]:
    """Which rows of a sheet are not rows of its table, and why not?

    ``cells`` are without empty rows, ``identity`` is the position of the column that names the employee. Gives the
    reason (key of ``load_reason``) by row: title, header, column_numbers, repeated_header, total, group_heading,
    footer, empty (cells of blanks only).
    """
    first, last = header.rows[0], header.rows[-1]
    reasons = {int(row): "title" for row in cells.index[cells.index < first]}
    reasons |= dict.fromkeys(header.rows, "header")
    body = cells[cells.index > last]
    codes, different = distinct(body[identity])
    named = pd.Series(np.append([_names_somebody(cell) for cell in different], False)[codes].astype(bool), body.index)
    width = len([name for name in header.names if name])
    lean = body.notna().sum(axis=1) <= (_LINE_OF_TEXT if width >= _WIDE_TABLE else 1)
    solid = body.index[named & ~lean]
    end = int(solid[-1]) if len(solid) else last
    for row in body.index[~named | lean]:
        said = [text for cell in body.loc[row] if pd.notna(cell) and (text := written(cell))]
        if named[row] and not (row > end and _SIGNED.match(said[0])):
            continue
        reason = _reason(said, header, row > end, bool(lean[row]))
        if reason:
            reasons[int(row)] = reason
    return reasons


def _names_somebody(cell: object) -> bool:
    """Whether a cell holds a number long enough to be of a person, damaged or not."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return abs(cell) >= 1e5
    return isinstance(cell, str) and (
        sum(map(str.isdigit, cell)) >= 6 or bool(re.fullmatch(r"[0-9a-f]{16}", cell.strip()))
    )


def _reason(texts: list[str], header: Header, after: bool, lean: bool) -> str:
    """Why a row without the number of a person is no row of the table; empty where only the number is missing."""
    if not texts:
        return "empty"
    if len(texts) > 1 and _counting(texts):
        return "column_numbers"
    if sum(header_key(text) in {header_key(name) for name in header.names} for text in texts) * 2 > len(texts) > 1:
        return "repeated_header"
    if any(_TOTAL.match(text) for text in texts[:3]):
        return "total"
    if after and (lean or any(_CLOSING.search(text) for text in texts)):
        return "footer"
    return "group_heading" if lean else ""


def _counting(texts: list[str]) -> bool:
    """Whether these are the numbers of the columns: 1, 2, 3 …"""
    numbers = [text.strip("() .") for text in texts]
    if not all(number.isdigit() for number in numbers):
        return False
    return [int(number) - int(numbers[0]) for number in numbers] == list(range(len(numbers)))
