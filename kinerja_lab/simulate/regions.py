"""The five sample regions: what is planted in each, and what a report on it should find; read from ``rencana/``."""

from __future__ import annotations

import tomllib
from dataclasses import is_dataclass, replace
from importlib.resources import files
from types import UnionType
from typing import Any, get_args, get_type_hints

from kinerja_lab.simulate.plan import Expected, RegionPlan

_SLUGS = ("bukittinggi", "sibolga", "sawahlunto", "bukitintan", "instansi-contoh")
_USUAL = "umum"  # verdicts where a region's own plan says nothing else


def _read(name: str) -> dict[str, Any]:
    """Content of a file of plans."""
    return tomllib.loads(files(__package__).joinpath("rencana", f"{name}.toml").read_text(encoding="utf-8"))


def _plan(slug: str) -> RegionPlan:
    """Plan of a region."""
    told = _read(slug)
    verdicts = _read(_USUAL) | told.pop("verdicts")
    plan: RegionPlan = _built(RegionPlan, {"slug": slug, **told})
    return replace(plan, verdicts={check: _expected(found) for check, found in verdicts.items()})


def _built(kind: Any, value: Any) -> Any:
    """Value of a file as its field has it: tables are dataclasses or mappings, lists are tuples."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _built(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    first = next(iter(get_args(kind)), None)
    if isinstance(kind, UnionType) and isinstance(value, dict):
        return _built(first, value)
    if isinstance(value, dict):
        return {first(name): part for name, part in value.items()}  # type: ignore[misc]
    return tuple(_built(first, part) for part in value) if isinstance(value, list) else value


def _expected(told: str | list[str]) -> Any:
    """Verdicts and, after a colon, a diagnosis: once, or once a period."""
    if isinstance(told, list):
        return tuple(map(_expected, told))
    allowed, _, diagnosis = told.partition(": ")
    return Expected(allowed=tuple(allowed.split(" | ")), diagnosis=diagnosis or None)


REGIONS: tuple[RegionPlan, ...] = tuple(map(_plan, _SLUGS))
