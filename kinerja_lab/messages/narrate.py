"""Results as sentences; the sentences themselves stand in the catalogues."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinerja_lab.messages.catalogue import find, text
from kinerja_lab.messages.catalogue import label as label
from kinerja_lab.messages.explain import explain_error as explain_error
from kinerja_lab.messages.explain import explain_problem as explain_problem
from kinerja_lab.messages.explain import reason
from kinerja_lab.messages.needed import needed
from kinerja_lab.messages.numbers import fill, interval, written
from kinerja_lab.messages.placeholders import values

if TYPE_CHECKING:
    from kinerja_lab.checks.protocol import CheckResult
    from kinerja_lab.checks.results import Lamp

INSUFFICIENT = "data tidak cukup"
_SMALL_GROUP = 10


@dataclass(frozen=True, slots=True)
class Words:
    """All that is said about one result; plain text, to be escaped by whoever shows it.

    ``title`` and ``question`` of the check, with its options; ``answer``: one sentence with number, interval and n;
    ``number``, ``estimate``, ``axis``: headline number with its interval, what it is, and what its evidence is measured
    in; ``detail``: further numbers, empty where there are none; ``explanation``, ``caution``: how to read the number,
    and what it does not show; ``caveats`` about this very result; ``collect``: what data would answer the question, or
    answer it better; ``action``, ``office``: what to do, and which position does it.
    """

    title: str
    question: str
    verdict: str
    answer: str
    number: str
    estimate: str
    axis: str
    detail: str
    explanation: str
    caution: str
    caveats: tuple[str, ...]
    collect: str
    action: str
    office: str


@dataclass(frozen=True, slots=True)
class LampWords:
    """One lamp of the executive page: shape, colour and word say the same."""

    title: str
    question: str
    symbol: str
    colour: str
    word: str
    number: str
    answer: str


def narrate(results: CheckResult | Iterable[CheckResult], lang: str = "id") -> str:
    """Tell what was found, in plain text, one paragraph a check."""
    items = results if isinstance(results, Iterable) else (results,)
    return "\n\n".join(_paragraph(item, lang) for item in items)


def _paragraph(result: CheckResult, lang: str) -> str:
    said = words(result, lang)
    answer = " ".join((sentence(result, lang), *said.caveats))
    return text(lang, "phrase", "answer").format(title=said.title, verdict=said.verdict, sentence=answer)


def sentence(result: CheckResult, lang: str = "id", verdict: str | None = None) -> str:
    """Answer the question of a check; where the data do not suffice, also say what could be seen and what to collect.

    ``verdict`` replaces the result's own, as on the executive page, where more tests are corrected together.
    """
    known = values(result, lang)
    parts = [_answer(result, known, lang, verdict)]
    if str(verdict or result.verdict) == INSUFFICIENT:
        parts += [_detectable(result, known, lang), needed(result, known, lang, INSUFFICIENT)]
    return " ".join(part for part in parts if part)


def words(result: CheckResult, lang: str = "id", verdict: str | None = None, *, level: str = "") -> Words:
    """Give everything that is said about a result, part by part.

    ``level`` of the region, such as ``kecamatan``: who sees to its personnel there.
    """
    section, known = result.check.name, values(result, lang) | {"personnel": personnel(level, lang)}
    verdict = str(verdict or result.verdict)

    def said(key: str) -> str:
        return fill(text(lang, section, key), known, lang)

    return Words(
        title=said("title"),
        question=said("question"),
        verdict=text(lang, "verdict", verdict),
        answer=_answer(result, known, lang, verdict),
        number=_headline(result, lang),
        estimate=said("estimate"),
        axis=said("axis"),
        detail=_detail(result, known, lang),
        explanation=said("explanation"),
        caution=said("caution"),
        caveats=tuple(fill(text(lang, "caveat", key), known, lang) for key in result.caveats),
        collect=needed(result, known, lang, verdict),
        action=_action(result, known, lang, verdict),
        office=said("office"),
    )


def personnel(level: str, lang: str = "id", key: str = "office") -> str:
    """Name the office that sees to personnel in a region of a level; ``key`` *signs*: as it signs."""
    return find(lang, "personnel", f"{key}|{level}") or text(lang, "personnel", key)


def lamp_words(lamp: Lamp, lang: str = "id") -> LampWords:
    """Give everything that is said about an area on the executive page."""
    verdict, headline, raised = str(lamp.verdict), lamp.headline, lamp.raised_by
    if headline is None:
        answer = text(lang, "topic", "unexamined")
    elif raised is None:
        answer = sentence(headline, lang, verdict)
    else:
        title = fill(text(lang, raised.check.name, "title"), values(raised, lang), lang)
        answer = f"{sentence(headline, lang)} {text(lang, 'topic', 'raised').format(title=title)}"
    return LampWords(
        title=text(lang, "topic", lamp.topic),
        question=text(lang, "topic", f"{lamp.topic}|question"),
        symbol=text(lang, "lamp", f"{verdict}|symbol"),
        colour=text(lang, "lamp", f"{verdict}|colour"),
        word=text(lang, "lamp", f"{verdict}|word"),
        number="" if headline is None or headline.status != "ok" else _headline(headline, lang),
        answer=answer,
    )


def style(check: str, lang: str = "id") -> str:
    """Format of a check's headline number: ``persen`` for shares, else two decimals."""
    return "persen" if text(lang, check, "scale") == "share" else "2"


def headline_style(check: str, lang: str = "id") -> str:
    """Format of a check's headline number where it differs from its evidence: ``poin`` for a difference of shares."""
    return find(lang, check, "headline") or style(check, lang)


def _answer(result: CheckResult, known: Mapping[str, object], lang: str, verdict: str | None) -> str:
    """Fill the sentence of the verdict, or say why there is none."""
    section, verdict = result.check.name, str(verdict or result.verdict)
    if result.status == "ok":
        template = find(lang, section, f"{verdict}|{result.diagnosis}", verdict) or text(lang, section, INSUFFICIENT)
        return fill(template, known, lang)
    specific = find(lang, section, f"{INSUFFICIENT}|{result.diagnosis}", f"{INSUFFICIENT}|{result.status}")
    if specific is not None:
        return fill(specific, known, lang)
    unanswered = fill(text(lang, section, "unanswered"), known, lang)
    return text(lang, "status", "sentence").format(unanswered=unanswered, reason=reason(result.status, known, lang))


def _detectable(result: CheckResult, known: Mapping[str, object], lang: str) -> str:
    template = find(lang, result.check.name, "detectable")
    return "" if template is None or not math.isfinite(result.detectable) else fill(template, known, lang)


def _detail(result: CheckResult, known: Mapping[str, object], lang: str) -> str:
    """Further numbers; those that rest on a group of their own only where that group is not small."""
    if result.status != "ok":
        return ""
    section, counts = result.check.name, result.quantities
    beside = (f"detail|{name}" for name, value in counts.items() if value >= _SMALL_GROUP)
    templates = [
        find(lang, section, f"detail|{result.diagnosis}", "detail"),
        *(find(lang, section, key) for key in beside),
    ]
    parts = [fill(found, known, lang) for found in templates if found]
    return " ".join(part for part in [*parts, _detectable(result, known, lang)] if part)


def _action(result: CheckResult, known: Mapping[str, object], lang: str, verdict: str) -> str:
    """What to do about the verdict."""
    if verdict in ("wajar", "terbukti membaik"):
        return text(lang, "phrase", "keep")
    if verdict == INSUFFICIENT:
        return needed(result, known, lang, verdict)
    return fill(text(lang, result.check.name, "action"), known, lang)


def _headline(result: CheckResult, lang: str) -> str:
    """Headline number with its interval."""
    if not math.isfinite(result.estimate):
        return text(lang, "phrase", "undefined")
    format_ = headline_style(result.check.name, lang)
    number, limits = written(result.estimate, format_, lang), interval(tuple(result.interval), lang, format_)
    if format_ == "poin":
        points = text(lang, "phrase", "points")
        return text(lang, "phrase", "in_points").format(number=number, points=points, limits=limits)
    return f"{number} ({limits})"
