"""The section on the claims of the source document."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from kinerja_lab.checks.results import Results
from kinerja_lab.claims.claim import answer_claims
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.claims import claim_words
from kinerja_lab.report.document import Block, Heading, Paragraph, table

_COLUMNS = {
    "number": ["number"],
    "statement": ["statement"],
    "answer": ["answer"],
    "basis": ["basis", "tested"],
    "settle": ["settle"],
}


def claims_section(results: Results, label: str, lang: str) -> list[Block]:
    """Every statement of the document with the answer of the data, its basis, and what would settle it."""
    say = partial(text, lang, "claim")
    told = [claim_words(item, lang) for item in answer_claims(results)]
    rows = [[" ".join(getattr(item, part) for part in parts).strip() for parts in _COLUMNS.values()] for item in told]
    made = replace(table(say("title"), [say(column) for column in _COLUMNS], rows), label=label)
    return [Heading(say("title"), 2, "5.3"), Paragraph(say("intro")), made]


def claims_record(results: Results) -> dict[str, Any]:
    """Answer and check of every claim, by number, for ``hasil.json``."""
    return {
        str(item.claim.number): {
            "jawaban": item.answer.value,
            "pemeriksaan": item.claim.check,
            "sebagian": item.claim.partial,
        }
        for item in answer_claims(results)
    }
