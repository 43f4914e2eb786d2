"""Tables of a report: the evidence of a check, and every test that was run."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.catalogue import find, label, text
from kinerja_lab.messages.narrate import headline_style, style, words
from kinerja_lab.messages.numbers import count, fill, number, written
from kinerja_lab.messages.placeholders import values
from kinerja_lab.report.disclosure import is_ladder
from kinerja_lab.report.document import Cell, Number, Table, limits, lit, table
from kinerja_lab.report.document import number as numeral

WITHHELD = "–"
SMALLEST_P = 0.001
_EVIDENCE = 5  # columns that every check has: unit, n, estimate, low, high


def has_table(result: CheckResult) -> bool:
    """Whether the evidence of a check is listed; raters stand only in the picture, never in a list."""
    return not (is_ladder(result.evidence) or result.evidence["estimate"].isna().all())


def evidence_table(result: CheckResult, lang: str) -> Table | None:
    """Evidence of one check under its title; ``None`` where nothing is listed."""
    evidence = result.evidence
    if not has_table(result):
        return None
    extras = [name for name in evidence.columns[_EVIDENCE:] if find(lang, "evidence", str(name))]
    counts = {name for name in extras if (evidence[name].dropna() % 1 == 0).all()}
    shape = style(result.check.name, lang)
    rows: list[list[Cell]] = []
    for row in evidence.to_dict("records"):
        numbers = [
            _number(row["n"], "ribuan", lang),
            _number(row["estimate"], shape, lang),
            _interval(row, shape, lang),
        ]
        beside = [_number(row[name], "ribuan" if name in counts else "2", lang) for name in extras]
        rows.append([_unit(str(row["unit"]), lang), *numbers, *beside])
    level = fill(text(lang, "report", "interval_level"), {"confidence": result.check.confidence}, lang)
    heads = [text(lang, "evidence", name) for name in ("unit", "n", "estimate")]
    heads += [level, *(text(lang, "evidence", str(name)) for name in extras)]
    axis = fill(text(lang, result.check.name, "axis"), values(result, lang), lang)
    axis = axis[0].lower() + axis[1:] if axis[1].islower() else axis
    name = result.check.name
    counted = find(lang, "counted", f"{name}|rows", name) or ""
    note = fill(text(lang, "report", "evidence_note"), {"counted": counted, "axis": axis}, lang)
    return replace(table(_title(result, lang), heads, rows, range(1, len(heads))), note=note)


def tests_table(results: Iterable[CheckResult], lang: str) -> Table:
    """Every test that was run, those without an answer included; what may not be counted out is told as fewer."""
    keys = ("check", "n", "counted", "estimate", "p", "detectable", "verdict")
    heads = [text(lang, "report", key) for key in keys]
    rows: list[list[Cell]] = []
    for item in results:
        said = words(item, lang)
        told = math.isnan(item.fewer_than)
        people: Cell = numeral(item.n, "ribuan", lang) if told else f"< {count(item.fewer_than, lang)}"
        least = _number(item.detectable, style(item.check.name, lang), lang)
        shown = lit(item.verdict, lang)
        headline = _headline(item, said.number, lang)
        rows.append([said.title, people, _counted(item, lang), headline, _p(item.p_adjusted, lang), least, shown])
    return table(text(lang, "report", "all_checks"), heads, rows, (1, 4, 5))


def _counted(item: CheckResult, lang: str) -> str:
    """What n counts; where there are too few, it may be something else: pairs, not people."""
    few = find(lang, "counted", f"{item.check.name}|few") if item.status == "too_few" else None
    return few or text(lang, "counted", item.check.name)


def options_table(results: Iterable[CheckResult], lang: str) -> Table:
    """Rule, limits and options of every test."""
    heads = [text(lang, "report", key) for key in ("check", "options")]
    rows = [(_title(item, lang), options(item, lang)) for item in results]
    return table(text(lang, "report", "options"), heads, rows)


def options(result: CheckResult, lang: str) -> str:
    """Limits and options of a check that its reader must know."""
    shape = style(result.check.name, lang)
    parts = [text(lang, "report", f"rule|{result.check.options['rule']}")]
    for name, value in result.check.options.items():
        named = find(lang, "report", f"option|{name}")
        if named is not None:
            parts.append(f"{named} {_option(name, value, shape, lang)}")
    return "; ".join(parts)


def p_value(p: float, lang: str) -> str:
    """Write a p-value; none is ever zero."""
    if math.isnan(p):
        return WITHHELD
    return f"< {number(SMALLEST_P, lang, 3)}" if p < SMALLEST_P else number(p, lang, 3)


def _p(p: float, lang: str) -> Cell:
    return WITHHELD if math.isnan(p) else Number((p,), "3", p_value(p, lang))


def _title(result: CheckResult, lang: str) -> str:
    return fill(text(lang, result.check.name, "title"), values(result, lang), lang)


def _headline(item: CheckResult, told: str, lang: str) -> Cell:
    """Headline number with its interval, as told."""
    if item.status != "ok":
        return WITHHELD
    if not all(map(math.isfinite, (item.estimate, *item.interval))):
        return told
    shape = headline_style(item.check.name, lang)
    scale = 100 if shape == "poin" else 1
    numbers = (scale * item.estimate, scale * item.interval.low, scale * item.interval.high)
    return Number(numbers, shape, told)


def _option(name: str, value: object, shape: str, lang: str) -> str:
    """Value of an option, in words where it is a code."""
    if isinstance(value, str):
        return label(value, lang)
    if isinstance(value, tuple):
        return ", ".join(label(str(item), lang) for item in value)
    return written(value, "persen0" if name in ("confidence", "most_reversed") else shape, lang)


def _unit(unit: str, lang: str) -> str:
    return label(unit, lang, "evidence", "value")


def _number(value: float, shape: str, lang: str) -> Cell:
    return WITHHELD if math.isnan(value) else numeral(value, shape, lang)


def _interval(row: dict[Any, Any], shape: str, lang: str) -> Cell:
    low, high = float(row["low"]), float(row["high"])
    if math.isnan(low) or math.isnan(high):
        return WITHHELD
    return limits(low, high, shape, lang)
