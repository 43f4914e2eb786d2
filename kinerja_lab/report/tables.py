"""Tables of a report: the evidence of a check, and every test that was run."""

from __future__ import annotations

import math
from collections.abc import Iterable

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.catalogue import find, label, text
from kinerja_lab.messages.narrate import style, words
from kinerja_lab.messages.numbers import count, fill, interval, number, written
from kinerja_lab.report.disclosure import is_ladder
from kinerja_lab.report.markup import Markup, table

WITHHELD = "–"
_SMALLEST_P = 0.001
_EVIDENCE = 5  # columns that every check has: unit, n, estimate, low, high


def evidence_table(result: CheckResult, caption: str, lang: str) -> Markup | None:
    """Evidence of one check; raters stand only in the picture, never in a list."""
    evidence = result.evidence
    if is_ladder(evidence) or evidence["estimate"].isna().all():
        return None
    extras = [name for name in evidence.columns[_EVIDENCE:] if find(lang, "evidence", str(name))]
    shape = style(result.check.name, lang)
    rows = []
    for row in evidence.to_dict("records"):
        numbers = [_counted(row["n"], lang), _number(row["estimate"], shape, lang), _interval(row, shape, lang)]
        rows.append([_unit(str(row["unit"]), lang), *numbers, *(_counted(row[name], lang) for name in extras)])
    level = fill(text(lang, "report", "interval_level"), {"confidence": result.check.confidence}, lang)
    heads = [text(lang, "evidence", name) for name in ("unit", "n", "estimate")]
    heads += [level, *(text(lang, "evidence", str(name)) for name in extras)]
    return table(caption, heads, rows, numbers=range(1, len(heads)))


def tests_table(results: Iterable[CheckResult], caption: str, lang: str, fewest: int) -> Markup:
    """Every test that was run, those without an answer included; fewer than ``fewest`` are not counted out."""
    heads = [text(lang, "report", key) for key in ("check", "n", "estimate", "p", "detectable", "verdict")]
    rows = []
    for item in results:
        said = words(item, lang)
        answered = said.number if item.status == "ok" else WITHHELD
        least = _number(item.detectable, style(item.check.name, lang), lang)
        people = f"< {fewest}" if 0 < item.n < fewest else count(item.n, lang)
        rows.append((said.title, people, answered, p_value(item.p_adjusted, lang), least, said.verdict))
    return table(caption, heads, rows, numbers=(1, 3, 4))


def options_table(results: Iterable[CheckResult], caption: str, lang: str) -> Markup:
    """Rule, limits and options of every test."""
    heads = [text(lang, "report", key) for key in ("check", "options")]
    return table(caption, heads, [(words(item, lang).title, options(item, lang)) for item in results])


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
    return f"< {number(_SMALLEST_P, lang, 3)}" if p < _SMALLEST_P else number(p, lang, 3)


def _option(name: str, value: object, shape: str, lang: str) -> str:
    """Value of an option, in words where it is a code."""
    if isinstance(value, str):
        return label(value, lang)
    if isinstance(value, tuple):
        return ", ".join(label(str(item), lang) for item in value)
    return written(value, "persen0" if name in ("confidence", "most_reversed") else shape, lang)


def _unit(unit: str, lang: str) -> str:
    return label(unit, lang, "evidence", "value")


def _counted(value: float, lang: str) -> str:
    return WITHHELD if math.isnan(value) else count(value, lang)


def _number(value: float, shape: str, lang: str) -> str:
    return WITHHELD if math.isnan(value) else written(float(value), shape, lang)


def _interval(row: dict[str, float], shape: str, lang: str) -> str:
    limits = float(row["low"]), float(row["high"])
    return WITHHELD if any(map(math.isnan, limits)) else interval(limits, lang, shape)
