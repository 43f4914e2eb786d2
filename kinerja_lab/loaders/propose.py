"""A mapping file to start from: what is recognised on each sheet, and what could not be placed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from kinerja_lab.loaders.headers import SEARCHED_ROWS
from kinerja_lab.loaders.mapping import IGNORED
from kinerja_lab.loaders.recognise import CANONICAL, SCORE_COLUMN, SourceTable, find_table
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.loaders.vocabulary import header_fields, header_key, known_fields, plain

_LEAST_HEADERS = 3
_LIKE = 0.75  # similarity of a header to a known one that is worth a hint


class Placed(NamedTuple):
    """A header, the field it is taken for (empty: none), and the nearest field to one that was not placed."""

    header: str
    field: str
    hint: str


class Proposal(NamedTuple):
    """What is proposed for a sheet; ``kind`` is empty where no table was recognised, ``row`` 0 where no header was."""

    file: str
    sheet: str
    kind: str
    row: int
    columns: tuple[Placed, ...]


def propose(sheets: Sequence[Sheet]) -> list[Proposal]:
    """How would each sheet be read, and what could not be placed?"""
    return [_proposal(sheet, find_table(sheet)) for sheet in sheets]


def written(proposals: Sequence[Proposal], heading: str, hint: str) -> str:
    """Text of a mapping file; headers that were not placed are ignored in it until somebody names their field."""
    lines = [f"# {line}" for line in heading.splitlines()]
    for each in proposals:
        if each.row and not each.kind.startswith(CANONICAL):
            lines += ["", "[[tabel]]", f"berkas = {_quoted(each.file)}"]
            lines += [f"lembar = {_quoted(each.sheet)}"] if each.sheet else []
            lines += [f'jenis = "{each.kind}"'] if each.kind else []
            lines += [f"baris_judul = {each.row}", "", "[tabel.kolom]", *_columns(each, hint)]
    return "\n".join(lines) + "\n"


def _columns(proposal: Proposal, hint: str) -> list[str]:
    """One line a header; columns of scores in wide tables are recognised by their names and cannot be mapped."""
    lines: dict[str, str] = {}
    for placed in proposal.columns:
        if not placed.field.startswith(SCORE_COLUMN):
            told = f"  # {hint.format(field=placed.hint)}" if placed.hint else ""
            line = f"{_quoted(placed.header)} = {_quoted(placed.field or IGNORED)}{told}"
            lines.setdefault(header_key(placed.header), line)
    return list(lines.values())


def _quoted(text: str) -> str:
    """Text as a basic string of TOML, which JSON's strings are."""
    return json.dumps(text, ensure_ascii=False)


def _proposal(sheet: Sheet, table: SourceTable | None) -> Proposal:
    """Proposal for a sheet; without a recognised table, for the row that most looks like a header."""
    if table is not None:
        fields = [Placed(header, field, "") for field, header in table.headers.items()]
        left = [Placed(_masked(header), "", _nearest(header)) for header in table.unplaced]
        return Proposal(sheet.file, sheet.name, table.kind, table.header_row, (*fields, *left))
    row, headers = _likely_header(sheet)
    return Proposal(sheet.file, sheet.name, "", row, tuple(_guessed(header) for header in headers))


def _likely_header(sheet: Sheet) -> tuple[int, list[str]]:
    """Row among the first 20 with the most different short texts, none of them a number; 0 where none has three."""
    best: tuple[int, list[str]] = (0, [])
    for row, cells in sheet.cells.head(SEARCHED_ROWS).iterrows():
        texts = [plain(cell) for cell in cells if isinstance(cell, str)]
        short = (text for text in texts if text and len(text) <= 60 and not re.search(r"\d{6}", text))
        names = list(dict.fromkeys(short))
        if len(names) > max(len(best[1]), _LEAST_HEADERS - 1):
            best = (int(str(row)), names)
    return best


def _guessed(header: str) -> Placed:
    """Field of a header on a sheet whose table was not recognised."""
    fields = header_fields().get(header_key(header), ())
    return Placed(_masked(header), fields[0] if fields else "", "" if fields else _nearest(header))


def _nearest(header: str) -> str:
    """Field whose known header is most like this one; empty where none is."""
    known = {
        **{key: fields[0] for key, fields in header_fields().items()},
        **{header_key(name): name for name in known_fields()},
    }
    found = difflib.get_close_matches(header_key(header), known, n=1, cutoff=_LIKE)
    return known[found[0]] if found else ""


def _masked(header: str) -> str:
    """Header without numbers of people."""
    return re.sub(r"\d{8,}", "…", header)
