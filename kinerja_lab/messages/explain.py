"""Errors, problems in tables and missing answers as sentences for the screen."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kinerja_lab.errors import (
    InvalidDataset,
    InvalidOption,
    KeyRefused,
    KinerjaError,
    NotAssessable,
    Problem,
    ReportFailed,
    UnknownName,
)
from kinerja_lab.messages.catalogue import find, label, text
from kinerja_lab.messages.numbers import Fewer, fill, listed
from kinerja_lab.messages.placeholders import place

_HIDDEN = "…"
_COUNTED, _MORE = "unknown_employee", "more"


def explain_error(error: KinerjaError, lang: str = "id") -> str:
    """Say what went wrong and what is allowed; broken tables are told problem by problem, one a line."""
    match error:
        case InvalidDataset():
            heading = fill(text(lang, "error", "dataset"), {"count": len(error.problems)}, lang)
            return "\n".join([heading, *(f"- {explain_problem(item, lang, located=True)}" for item in error.problems)])
        case UnknownName():
            template = find(lang, "error", f"unknown|{error.kind}", "unknown") or ""
            known = ", ".join(error.known) or text(lang, "error", "none")
            return fill(template, {"given": error.given, "known": known, "kind": error.kind}, lang)
        case InvalidOption():
            told = {"option": error.option, "given": str(error.given), "allowed": error.allowed}
            return fill(text(lang, "error", "option"), told, lang)
        case ReportFailed():
            template = find(lang, "report_failed", error.reason, "other") or ""
            return fill(template, {"detail": error.detail or error.reason}, lang)
        case KeyRefused():
            return fill(text(lang, "key_refused", error.reason), {"file": error.file}, lang)
        case NotAssessable():
            return fill(text(lang, "error", "not_assessable"), {"reason": _unanswerable(error, lang)}, lang)
    return fill(text(lang, "error", "other"), {"detail": str(error)}, lang)


def explain_problem(problem: Problem, lang: str = "id", *, located: bool = False) -> str:
    """Say one thing that is wrong in a table or profile, and what is allowed; ``located`` says where first."""
    told: dict[str, object] = {
        "rule": problem.rule,
        "table": problem.table,
        "file": problem.file or problem.table,
        "sheet": problem.sheet,
        "row": str(problem.row),
        "column": problem.column,
        "found": problem.found,
        "allowed": label(problem.allowed, lang, "value"),
        "count": problem.count,
    }
    key = _rule(problem, lang)
    said = fill(text(lang, "problem", key), told, lang)
    if problem.count > 1 and key != _MORE:
        said = f"{said.removesuffix('.')}{fill(text(lang, 'problem', 'times'), told, lang)}."
    if not located:
        return said
    where = fill(text(lang, "problem", _where(problem)), told, lang)
    return text(lang, "problem", "line").format(place=where, problem=said)


def _rule(problem: Problem, lang: str) -> str:
    """Key of the sentence."""
    if problem.row is None and problem.found == _HIDDEN and problem.rule != _COUNTED:
        return _MORE
    variants = (f"{problem.rule}|allowed", problem.rule) if problem.allowed else (problem.rule,)
    return next((key for key in variants if find(lang, "problem", key)), "other")


def _where(problem: Problem) -> str:
    """Key of the words for the place: file, and sheet, row, column or key in it."""
    if problem.table == "wilayah" and problem.column:
        return "place_key"
    parts = {"sheet": problem.sheet, "row": problem.row is not None, "column": problem.column}
    return "_".join(["place", *(part for part, there in parts.items() if there)])


def reason(status: str, known: Mapping[str, object], lang: str = "id") -> str:
    """Say why data cannot answer; ``known`` holds ``n``, ``need``, ``unit``, ``lacking`` and may ``out_of_reach``."""
    key = _short(known) if status == "too_few" else status
    return fill(text(lang, "status", key), known, lang)


def _short(known: Mapping[str, object]) -> str:
    """Key of the words for too few: none at all, fewer than needed, or needed in a way that no number states."""
    n, need = known["n"], known["need"]
    n = 1 if isinstance(n, Fewer) else n
    if not (isinstance(n, int | float) and isinstance(need, int | float) and need > n):
        return "too_few|unstated"
    if n == 0:
        return "too_few|none"
    if known.get("out_of_reach"):
        return "too_few|out_of_reach"
    return "too_few|lacking" if known["lacking"] else "too_few"


def _unanswerable(error: NotAssessable, lang: str) -> str:
    """Reason of an error that no check has turned into a result."""
    known = {
        "n": error.n,
        "need": error.need if math.isnan(error.need) else math.ceil(error.need),
        "unit": text(lang, "error", "unit"),
        "lacking": listed([place(item, lang) for item in error.lacking], lang),
    }
    return reason(error.status, known, lang)
