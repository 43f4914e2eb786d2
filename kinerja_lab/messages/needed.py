"""What data would answer a question, or answer it better? Told by why they do not, never asking for what is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kinerja_lab.checks.verdict import Level, Verdict
from kinerja_lab.messages.catalogue import find, text
from kinerja_lab.messages.numbers import fill

if TYPE_CHECKING:
    from kinerja_lab.checks.protocol import CheckResult

_TWO_PERIODS = "sebelum_sesudah"
_STATUSES = {"undefined_no_variation": "uniform", "separation": "more", "not_converged": "more"}


def needed(result: CheckResult, known: Mapping[str, object], lang: str, verdict: str) -> str:
    """Say what to collect; ``known`` holds what its placeholders stand for.

    The words are the check's own for the diagnosis or the cause (``collect|…``), those of the cause for all checks, or,
    where data lack, the check's ``collect``.
    """
    section, cause = result.check.name, _cause(result, verdict)
    own = find(lang, section, f"collect|{result.diagnosis}", f"collect|{cause}")
    return fill(own or find(lang, "status", f"collect|{cause}") or text(lang, section, "collect"), known, lang)


def _cause(result: CheckResult, verdict: str) -> str:
    """Why there is no clear answer: data lack, are alike, cannot be had here, or are there and say no more."""
    if result.out_of_reach:
        return "out_of_reach"
    if result.status != "ok":
        return _STATUSES.get(result.status, "lacking")
    if verdict == Verdict.SHOWN:
        return "unjudged"
    if _TWO_PERIODS in result.caveats:
        return "two_periods"
    if result.contested and verdict != Verdict.INSUFFICIENT:
        return "held"
    return "between" if _between(result) else "more"


def _between(result: CheckResult) -> bool:
    """Whether all of the interval lies between the limits of what is bad and what is good."""
    rule, (low, high) = result.check.rule, result.interval
    return isinstance(rule, Level) and rule.problem <= low and high <= rule.fine
