"""What the placeholders of a result's sentences stand for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kinerja_lab.messages.catalogue import find, inline, label, text
from kinerja_lab.messages.numbers import Fewer, hundred, listed

if TYPE_CHECKING:
    from kinerja_lab.checks.protocol import CheckResult


def values(result: CheckResult, lang: str) -> dict[str, object]:
    """Give everything that may stand in a placeholder of this result's sentences."""
    section = result.check.name
    return {
        **_options(result.check.options, lang),
        **_quantities(result.quantities),
        **_moved(result),
        **_measure(result.quantities, lang),
        "estimate": result.estimate,
        "interval": tuple(result.interval),
        "equivalence": tuple(result.equivalence),
        "p_value": result.p_value,
        "p_adjusted": result.p_adjusted,
        "n": Fewer(result.fewer_than) if math.isfinite(result.fewer_than) else result.n,
        "need": result.need if math.isnan(result.need) else math.ceil(result.need),
        "out_of_reach": result.out_of_reach,
        "detectable": result.detectable,
        "direction": text(lang, "phrase", _direction(result.estimate, text(lang, section, "scale"))),
        "unit": find(lang, section, f"unit|{result.diagnosis}") or text(lang, section, "unit"),
        "named": listed(result.named, lang),
        "lacking": "; ".join(_lacking(item, lang) for item in result.lacking),
    }


def _options(given: Mapping[str, object], lang: str) -> dict[str, object]:
    """Options of check and rule: numbers as they are, codes by their names, roles as *between whom* and as a list."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if isinstance(value, str):
            found[name] = inline(label(value, lang))
        elif isinstance(value, int | float):
            found[name] = value
        elif name == "roles" and isinstance(value, tuple):
            named = [label(str(role), lang) for role in value]
            found |= {"among": _among(named, lang), "sources": listed(named, lang)}
    return found


def _among(roles: Sequence[str], lang: str) -> str:
    """Say between whom."""
    if len(roles) == 1:
        return text(lang, "phrase", "among_one").format(role=roles[0])
    return text(lang, "phrase", "among_many").format(roles=listed(roles, lang))


def _quantities(given: Mapping[str, float]) -> dict[str, object]:
    """Quantities, with ``x_low`` and ``x_high`` paired as ``x_interval`` and parts of a hundred made whole together."""
    found: dict[str, object] = dict(given)
    for name in given:
        stem = name.removesuffix("_low")
        if stem != name and f"{stem}_high" in given:
            found[f"{stem}_interval"] = (given[name], given[f"{stem}_high"])
    parts = {name: value for name, value in given.items() if name.endswith("_100")}
    if parts and all(map(math.isfinite, parts.values())):
        found |= dict(zip(parts, hundred(list(parts.values())), strict=True))
    return found


def _moved(result: CheckResult) -> dict[str, object]:
    """How a figure itself moved, where a check is signed so that + is ``better``, though less may be better.

    ``change`` and ``change_interval`` are the answer, ``x_change`` each further number, with + for a rise.
    """
    better = getattr(result.check, "better", None)
    if better is None:
        return {}
    sign = -1.0 if better == "turun" else 1.0
    return {
        **{f"{name}_change": sign * value for name, value in result.quantities.items()},
        "change": sign * result.estimate,
        "change_interval": tuple(sorted(sign * limit for limit in result.interval)),
    }


def _measure(given: Mapping[str, float], lang: str) -> dict[str, object]:
    """What follows a figure, a change of it and the name of its axis, told by a quantity ``in_x``; else nothing."""
    unit = next((name for name in given if name.startswith("in_")), "")
    places = {"measure": unit, "measure_change": f"{unit}|change", "measure_axis": f"{unit}|axis"}
    return {name: find(lang, "measure", key) or "" for name, key in places.items()}


def _direction(estimate: float, scale: str) -> str:
    """Key of the word for the side of *no difference* on which the estimate lies."""
    neutral = 1.0 if scale == "ratio" else 0.0
    return "higher" if estimate > neutral else "lower" if estimate < neutral else "same"


def _lacking(lacking: str, lang: str) -> str:
    """Say in plain words what is lacking; names of tables and columns are for those who fill them in."""
    table, _, column = lacking.partition(".")
    if not column:
        return find(lang, "table", table) or label(lacking, lang)
    own = find(lang, "lacking", lacking)
    if own is not None:
        return own
    named = inline(label(column, lang, "column", "codebook"))
    return text(lang, "lacking", "column").format(column=named, table=label(table, lang, "table"))


def place(lacking: str, lang: str) -> str:
    """Name a table or column that is lacking as its owner knows it."""
    table, _, column = lacking.partition(".")
    if column:
        return text(lang, "phrase", "table_column").format(table=table, column=column)
    named = find(lang, "table", table)
    return text(lang, "phrase", "table").format(table=table, label=named) if named else label(lacking, lang)
