"""The report as a tagged PDF for the archive (PDF/A-2a and PDF/UA-1), set by Typst with the fonts it brings along."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

from kinerja_lab.messages.catalogue import text
from kinerja_lab.plots.style import UNKNOWN, typeset
from kinerja_lab.report.as_xlsx import day
from kinerja_lab.report.document import (
    Block,
    Bullets,
    Cell,
    Day,
    Definitions,
    Document,
    Finding,
    Heading,
    Lit,
    Number,
    Paragraph,
    Table,
    plain,
    width,
)
from kinerja_lab.report.pdf_objects import packed

_TEMPLATE = Path(__file__).parent / "template" / "laporan.typ"
_STANDARDS = ["a-2a", "ua-1"]
_WORDS = ("contents", "list_tables", "list_figures")
_LONG_TERM = 30  # letters
# What the fonts of Typst can show; another sign would make the file unfit for the archive.
_UNSHOWN = re.compile(r"[^ -~\u00a0-\u017f\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u2193\u2200-\u22ff\u25a0-\u25cfΑ-ω]")
_LINE, _CELL = (re.compile(rf"\S{{{longest},}}") for longest in (70, 25))  # words that may be wider than their place
_PIECES, _BREAK = re.compile(r"\S{1,12}"), "\N{ZERO WIDTH SPACE}"


def to_pdf(document: Document) -> bytes:
    """Set a document as PDF; equal documents give equal bytes.

    Texts reach Typst as strings in a file of data and are never part of its markup.
    """
    files = {"main.typ": _TEMPLATE.read_bytes()}
    data = _data(document, files)
    if UNKNOWN in json.dumps(data, ensure_ascii=False):
        note = Paragraph(text(document.language, "document", "unshown"), "catatan")
        data["parts"][-1]["blocks"].append(_block(note, files))
    files["data.json"] = json.dumps(data).encode()
    moment = day(document).replace(tzinfo=datetime.UTC)
    made = typeset(files, format="pdf", pdf_standards=_STANDARDS, timestamp=int(moment.timestamp()))
    return packed(made)


def _data(document: Document, files: dict[str, bytes]) -> dict[str, Any]:
    """All that the template shows; pictures are added to ``files``."""
    moment = day(document)
    words = {key: text(document.language, "document", key) for key in _WORDS}
    return {
        "language": document.language,
        "title": _seen(document.title),
        "subtitle": _seen(document.subtitle),
        "notice": _seen(document.notice),
        "letterhead": list(map(_seen, document.letterhead)),
        "facts": [[_seen(term), _seen(str(said))] for term, said in document.facts],
        "date": {"year": moment.year, "month": moment.month, "day": moment.day},
        "foreword": [_block(block, files) for block in document.foreword],
        "signature": list(map(_seen, document.signature)),
        "words": words | {"page_of": re.split(r"\{pages?\}", text(document.language, "document", "page_of"))},
        "parts": [
            {"wide": part.wide, "blocks": [_block(block, files) for block in part.blocks]} for part in document.parts()
        ],
    }


def _block(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    """One block as data."""
    match block:
        case Heading():
            told = f"{block.number} {block.text}" if block.number else block.text
            return {"kind": "heading", "level": block.level, "text": _seen(told)}
        case Paragraph():
            return {"kind": "paragraph", "look": block.kind, "text": _seen(block.text)}
        case Bullets():
            return {"kind": "bullets", "ordered": block.ordered, "items": list(map(_seen, block.items))}
        case Definitions():
            pairs = [[_cell(term), _seen(said)] for term, said in block.pairs]
            long = any(len(str(term)) > _LONG_TERM for term, _ in block.pairs)
            return {"kind": "definitions", "look": "panjang" if long else block.kind, "pairs": pairs}
        case Finding():
            lines = [[_seen(term), _seen(said)] for term, said in block.lines]
            shown = {"title": _seen(block.title), "answer": _seen(block.answer), "lines": lines}
            return {"kind": "finding", "lit": _cell(block.lit), **shown}
        case Table():
            return _table(block)
    name = f"gambar-{len(files)}.{'svg' if block.svg else 'png'}"
    files[name] = block.svg or block.png
    return {"kind": "figure", "file": name, "alt": _seen(block.alt), "caption": _seen(block.caption)}


def _table(block: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "label": _seen(block.label),
        "caption": _seen(block.caption),
        "note": _seen(block.note),
        "heads": list(map(_seen, block.heads)),
        "rows": [list(map(_cell, row)) for row in block.rows],
        "numbers": list(block.numbers),
        "widths": [width(block, column) for column in range(len(block.heads))],
    }


def _cell(content: Cell) -> str | dict[str, str]:
    """Content of a cell; a verdict keeps its shape, colour and word apart."""
    if isinstance(content, Lit):
        return {"symbol": content.symbol, "colour": content.colour, "word": content.word}
    if isinstance(content, Number | Day):
        return _seen(content.unbroken)
    return _seen(content, _CELL)


def _seen(told: str, endless: re.Pattern[str] = _LINE) -> str:
    """Text of signs that can be shown, ``UNKNOWN`` for each other one; words without end may be broken anywhere."""
    shown = _UNSHOWN.sub(UNKNOWN, plain(told))
    return endless.sub(lambda found: _BREAK.join(_PIECES.findall(found[0])), shown)
