"""What does a check or a measure ask, with which method, from which source, and how is its number read?"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import cache
from types import ModuleType
from typing import Any

from kinerja_lab import measures
from kinerja_lab.checks.protocol import Check, CheckResult
from kinerja_lab.checks.suite import standard
from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.catalogue import spoken, text
from kinerja_lab.messages.narrate import words
from kinerja_lab.profile import Intervention, RegionProfile
from kinerja_lab.report.cells import Framed
from kinerja_lab.report.document import Block, Definitions, Heading, Paragraph
from kinerja_lab.report.tables import options

_PACKAGE = "kinerja_lab."
# Used by nearly everything: their sources are not the sources of a method.
_EVERYWHERE = {"checks.protocol", "checks.verdict", "stats.interval", "stats.multiplicity", "stats.power"}
_SECTION = re.compile(r"\n\n([A-Z][A-Za-z ]+)\n-{3,}\n")
_NEAR, _MOST_NEAR = 0.5, 5


def explain(name: str, lang: str = "") -> Framed:
    """What does a check or a measure ask, how does it answer, who says so, and how is the answer read?

    Parameters
    ----------
    name
        Of a check, as in ``results["halo"]``, or of a measure, as in ``measures.icc``.
    lang
        ``id`` or ``en``; the language of ``KINERJA_LANG`` if not given. What stands in the code is in English.

    Raises
    ------
    UnknownName
        Neither a check nor a measure; names like it are listed.

    Example
    -------
    ``explain("halo")``
    """
    lang, checks = lang or spoken(), _checks()
    wanted = name.partition(":")[0]
    if wanted in checks:
        return Framed(_of_check(checks[wanted], lang))
    if wanted in measures.__all__:
        return Framed(_of_measure(wanted, lang))
    known = sorted({*checks, *measures.__all__})
    raise UnknownName("check", name, get_close_matches(wanted, known, _MOST_NEAR, _NEAR) or known)


@cache
def _checks() -> dict[str, Check]:
    """Checks by name, as they are asked of a region that registered nothing of its own but one change of a service."""
    change = Intervention(start="2025-01", unit="", indicator="", better="turun", source="")
    anywhere = dict.fromkeys(("slug", "name", "code", "code_issuer", "level", "cycle", "cycle_source", "regime"), "")
    suite = standard(RegionProfile(**anywhere, interventions=(change,)))  # type: ignore[arg-type]
    return {check.name: check for check in reversed(suite)}


def _of_check(check: Check, lang: str) -> list[Block]:
    """The words that every report has for a check, and the sources in the code below it."""
    result = CheckResult(check=check, status="missing_data")
    said, module = words(result, lang), sys.modules[type(check).__module__]
    needed = (f"{need.table} ({', '.join(need.columns)})" if need.columns else need.table for need in check.needs)
    pairs = {
        "measured": said.estimate,
        "rule": options(result, lang),
        "reading": said.explanation,
        "caution": said.caution,
        "data": "; ".join(needed),
        "sources": " ".join(sources(module)),
        "code": type(check).__module__,
    }
    return [Heading(said.title.rstrip(": "), 3), Paragraph(said.question, "pertanyaan"), _told(pairs, lang)]


def _of_measure(name: str, lang: str) -> list[Block]:
    """What the code says about a measure that no check has words for."""
    measure: Callable[..., Any] = getattr(measures, name)
    question, _, method = _parts(measure).get("", "").partition("\n\n")
    pairs = {
        "method": " ".join(method.split()),
        "sources": " ".join([*_references(measure)] or sources(sys.modules[measure.__module__])),
        "code": f"{measure.__module__}.{name}{inspect.signature(measure)}",
    }
    return [Heading(name, 3), Paragraph(" ".join(question.split()), "pertanyaan"), _told(pairs, lang)]


def _told(pairs: dict[str, str], lang: str) -> Definitions:
    return Definitions(tuple((text(lang, "explained", key), said) for key, said in pairs.items() if said))


def _parts(thing: object) -> dict[str, str]:
    """Sections of a docstring by name; what stands before the first one has no name."""
    first, *rest = _SECTION.split(inspect.getdoc(thing) or "")
    return {"": first, **dict(zip(rest[::2], rest[1::2], strict=True))}


def _references(thing: object) -> Iterator[str]:
    if told := _parts(thing).get("References"):
        yield " ".join(told.partition("\n\n")[0].split())


def sources(module: ModuleType) -> list[str]:
    """Give the references nearest to a module, or to what it shares with other checks where itself it uses none."""
    return _nearest([module]) or _nearest(_used(module, ("checks",)))


def _nearest(level: list[ModuleType]) -> list[str]:
    """References of these modules, else of the methods they use, else of the formulas below those."""
    for rooms in (("measures", "models", "stats"), ("stats",), ()):
        found = dict.fromkeys(said for part in level for thing in (part, *_own(part)) for said in _references(thing))
        if found:
            return list(found)
        level = list(dict.fromkeys(below for part in level for below in _used(part, rooms)))
    return []


def _own(module: ModuleType) -> list[object]:
    """What a module defines."""
    return [thing for thing in vars(module).values() if _home(thing) == module.__name__]


def _used(module: ModuleType, rooms: tuple[str, ...]) -> list[ModuleType]:
    """Modules of these rooms that a module takes something from, but for those that nearly everything uses."""
    homes = dict.fromkeys(_home(thing).removeprefix(_PACKAGE) for thing in vars(module).values())
    return [
        sys.modules[_PACKAGE + home] for home in homes if home.partition(".")[0] in rooms and home not in _EVERYWHERE
    ]


def _home(thing: object) -> str:
    if inspect.ismodule(thing):
        return thing.__name__
    return thing.__module__ if inspect.isfunction(thing) or inspect.isclass(thing) else ""
