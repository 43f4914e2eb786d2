"""What the placeholders of a result's sentences stand for."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kinerja_lab.messages.catalogue import find, inline, label, text
from kinerja_lab.messages.numbers import hundred, listed

if TYPE_CHECKING:
    from kinerja_lab.checks.protocol import CheckResult


def values(result: CheckResult, lang: str) -> dict[str, object]:
    """Give everything that may stand in a placeholder of this result's sentences."""
    section = result.check.name
    return {
        **_options(result.check.options, lang),
        **_quantities(result.quantities),
        "estimate": result.estimate,
        "interval": tuple(result.interval),
        "equivalence": tuple(result.equivalence),
        "p_value": result.p_value,
        "p_adjusted": result.p_adjusted,
        "n": result.n,
        "need": result.need if math.isnan(result.need) else math.ceil(result.need),
        "detectable": result.detectable,
        "direction": text(lang, "phrase", _direction(result.estimate, text(lang, section, "scale"))),
        "unit": text(lang, section, "unit"),
        "named": listed(result.named, lang),
        "lacking": listed([place(item, lang) for item in result.lacking], lang),
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


def _direction(estimate: float, scale: str) -> str:
    """Key of the word for the side of *no difference* on which the estimate lies."""
    neutral = 1.0 if scale == "ratio" else 0.0
    return "higher" if estimate > neutral else "lower" if estimate < neutral else "same"


def place(lacking: str, lang: str) -> str:
    """Name a table or column that is lacking as its owner knows it."""
    table, _, column = lacking.partition(".")
    if column:
        return text(lang, "phrase", "table_column").format(table=table, column=column)
    named = find(lang, "table", table)
    return text(lang, "phrase", "table").format(table=table, label=named) if named else label(lacking, lang)
