"""What do the source documents claim, and what do the data answer?

A claim rests on one check of the suite and takes its answer from the verdict by one rule for all. No claim is answered
from prose.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from kinerja_lab.checks.protocol import Check, CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.verdict import Verdict

GENERAL = "instansi-contoh"  # its document speaks of no region
_OUT_OF_REACH = ("missing_data", "not_identified")
_REFUTING = ("penyebut_mengecil",)  # diagnoses that say what else made the number rise


class Answer(StrEnum):
    """What the data say to a claim."""

    SUPPORTED = "didukung"
    UNSUPPORTED = "tidak didukung"
    UNCLEAR = "belum jelas"
    UNANSWERABLE = "tidak dapat dijawab data ini"


_ANSWERS = {
    Verdict.FAIR: Answer.SUPPORTED,
    Verdict.IMPROVED: Answer.SUPPORTED,
    Verdict.PROBLEM: Answer.UNSUPPORTED,
    Verdict.WORSENED: Answer.UNSUPPORTED,
}
_OPPOSITE = {Answer.SUPPORTED: Answer.UNSUPPORTED, Answer.UNSUPPORTED: Answer.SUPPORTED}


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the source document of a region (its slug), which rests on a check (its slug).

    The statement itself stands in the catalogues under its number. An ``adverse`` one says that things are not well: it
    holds where the check finds a problem. Of a ``partial`` one the check tests a part only; the catalogues say which.
    """

    number: int
    region: str
    check: str
    source: str
    adverse: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ClaimAnswer:
    """A claim with its answer and the result that it rests on; ``None`` where the suite does not ask the check."""

    claim: Claim
    answer: Answer
    result: CheckResult | None


@cache
def all_claims() -> tuple[Claim, ...]:
    """Every claim, by number."""
    rows = tomllib.loads(files("kinerja_lab.claims").joinpath("claims.toml").read_text(encoding="utf-8"))["klaim"]
    return tuple(
        Claim(
            number=row["nomor"],
            region=row["wilayah"],
            check=row["pemeriksaan"],
            source=row["sumber"],
            adverse=row.get("terbalik", False),
            partial=row.get("sebagian", False),
        )
        for row in rows
    )


def claims_of(region: str) -> tuple[Claim, ...]:
    """Claims of a region's document; a region without one is asked the general claims."""
    own = tuple(claim for claim in all_claims() if claim.region == region)
    return own or tuple(claim for claim in all_claims() if claim.region == GENERAL)


def resting_on(region: str, suite: Sequence[Check]) -> tuple[Check, ...]:
    """Checks of a suite that the region's claims rest on, with those that share the correction of their p-values."""
    slugs = {claim.check for claim in claims_of(region)}
    families = {check.family for check in suite if check.slug in slugs} - {None}
    return tuple(check for check in suite if check.slug in slugs or check.family in families)


def answer_claims(results: Results) -> tuple[ClaimAnswer, ...]:
    """Answer every claim of the region from the results of one period."""
    found = {item.check.slug: item for item in results}
    asked = ((claim, found.get(claim.check)) for claim in claims_of(results.profile.slug))
    return tuple(ClaimAnswer(claim, _answer(claim, result), result) for claim, result in asked)


def _answer(claim: Claim, result: CheckResult | None) -> Answer:
    """A verdict that takes a side is an answer; missing tables and designs that cannot tell are none."""
    if result is None or result.status in _OUT_OF_REACH:
        return Answer.UNANSWERABLE
    if result.diagnosis in _REFUTING:
        return Answer.UNSUPPORTED
    answer = _ANSWERS.get(result.verdict, Answer.UNCLEAR)
    return _OPPOSITE.get(answer, answer) if claim.adverse else answer
