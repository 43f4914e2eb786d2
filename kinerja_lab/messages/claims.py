"""Answers to the claims of the source documents, in words."""

from __future__ import annotations

from dataclasses import dataclass

from kinerja_lab.claims.claim import Answer, ClaimAnswer
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import words

_OPEN = (Answer.UNCLEAR, Answer.UNANSWERABLE)


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """One claim: its number, the statement, the answer, what it rests on, and what would settle it.

    ``tested``: which part of the statement these data test, and which they leave open; empty where it is all of it.
    """

    number: str
    statement: str
    answer: str
    basis: str
    tested: str
    settle: str


def claim_words(answered: ClaimAnswer, lang: str = "id") -> ClaimWords:
    """Say what was claimed and what the data answer; ``settle`` is empty where the answer takes a side."""
    number, result = str(answered.claim.number), answered.result
    basis, settle = text(lang, "claim", "unasked"), ""
    if result is not None:
        said = words(result, lang)
        basis = said.answer
        settle = said.collect if answered.answer in _OPEN else ""
    return ClaimWords(
        number=number,
        statement=text(lang, "claim", number),
        answer=text(lang, "claim", f"{answered.answer}|answer"),
        basis=basis,
        tested=text(lang, "claim", f"{number}|tested") if answered.claim.partial else "",
        settle=settle,
    )
