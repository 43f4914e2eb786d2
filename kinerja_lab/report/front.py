"""The front of a report: cover, foreword, signature, executive page, and the chapter that introduces it."""

from __future__ import annotations

import datetime
from functools import partial
from typing import Any

from kinerja_lab.checks.protocol import LAMPS, CheckResult
from kinerja_lab.checks.results import Lamp
from kinerja_lab.checks.verdict import IMPACTS, Verdict
from kinerja_lab.columns import TABLES
from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.narrate import lamp_words, personnel, words
from kinerja_lab.messages.numbers import date, fill, listed
from kinerja_lab.report.content import URGENT, Content, alarming, rank, topics
from kinerja_lab.report.document import (
    Block,
    Bullets,
    Cell,
    Definitions,
    Heading,
    Paragraph,
    Table,
    dated,
    lit,
    number,
    table,
)

_MOST_ACTIONS = 3
_TERMS = ("predikat", "capaian", "n", "interval", "deviation", "agreement", "somers", "odds", "p")
_LAWS = ("law_asn", "law_pdp", "law_pp49", "law_pp30", "law_permen14", "law_permen6", "law_permen1", "law_se3")
_CURRENT_REGIME, _ITS_LAWS = "permenpanrb_6_2022", ("law_permen6", "law_se3")


def subtitle(content: Content) -> str:
    """Region and period."""
    return content.say("subtitle", region=content.results.profile.name, period=content.results.period)


def facts(content: Content) -> tuple[tuple[str, str], ...]:
    """What the report is about, as people read it."""
    return tuple((term, str(said)) for term, said in particulars(content))


def particulars(content: Content) -> tuple[tuple[str, Cell], ...]:
    """What the report is about, as terms and values; unknown ones are left out."""
    lang, profile, results = content.language, content.results.profile, content.results
    say = partial(text, lang, "page")
    code = say("code_of").format(code=profile.code, issuer=say(f"issuer_{profile.code_issuer}"))
    day = datetime.date.fromisoformat(profile.report_date) if profile.report_date else None
    told: tuple[tuple[str, Cell], ...] = (
        (say("region"), profile.name),
        (say("code"), code),
        (say("basis"), label(profile.regime, lang)),
        (say("cycle"), label(profile.cycle, lang)),
        (say("employees"), number(results.n_employees, "ribuan", lang)),
        (say("units"), number(results.n_units, "ribuan", lang)),
        (say("report_date"), dated(day, lang) if day else ""),
    )
    return tuple(pair for pair in told if pair[1])


def glossary(content: Content) -> Definitions:
    """Verdicts and terms of the report, each explained once."""
    lang = content.language
    verdicts: list[tuple[Cell, str]] = [(lit(v, lang), text(lang, "verdict", f"{v}|meaning")) for v in Verdict]
    terms = [(text(lang, "term", term), text(lang, "term", f"{term}|meaning")) for term in _TERMS]
    return Definitions((*verdicts, *terms), "istilah")


def summary(content: Content) -> list[Block]:
    """The executive page: opening, eight lamps, at most three actions."""
    lamps = content.lamps
    return [
        Heading(content.say("summary"), 1),
        Paragraph(opening(content, lamps)),
        _board(content, lamps),
        Paragraph(content.say("lamp_note"), "catatan"),
        *_actions(content, lamps),
    ]


def opening(content: Content, lamps: tuple[Lamp, ...]) -> str:
    """How many areas are how, and which checks found a problem; or, if nothing can be said, what to collect."""
    verdicts, results = [lamp.verdict for lamp in lamps], content.results
    if all(verdict is Verdict.INSUFFICIENT for verdict in verdicts):
        names = (name.partition(".")[0] for item in results for name in item.lacking)
        lacking = [label(name, content.language, "table") for name in dict.fromkeys(names) if name in TABLES]
        told = [content.say("opening_insufficient"), *_problems(content)]
        told += [content.say("opening_lacking", lacking=listed(lacking, content.language))] if lacking else []
        return " ".join(told)
    counts: dict[str, Any] = {
        name: verdicts.count(Verdict[name.upper()]) for name in ("fair", "attention", "problem", "insufficient")
    }
    size: dict[str, Any] = {"n_employees": results.n_employees, "n_units": results.n_units}
    told = [content.say("opening", period=results.period, **size, **counts), *_problems(content)]
    impact = next((verdict for verdict in verdicts if verdict in IMPACTS), None)
    if impact is not None:
        told.append(content.say("opening_impact", impact=text(content.language, "verdict", impact)))
    return " ".join(told)


def _problems(content: Content) -> list[str]:
    """How many checks found a problem, and which: a lamp tells of one of them at most.

    That none did is said of those with an answer, and not beside services that became worse.
    """
    items = [item for topic in topics() for item in content.about(topic)]
    found = [item for item in items if item.verdict is Verdict.PROBLEM]
    if found:
        titles = "; ".join(content.words(item).title for item in found)
        return [content.say("opening_problems", count=len(found), checks=len(items), titles=titles)]
    answered = [item for item in items if item.verdict not in (Verdict.INSUFFICIENT, Verdict.SHOWN)]
    well = answered and all(item.verdict is not Verdict.WORSENED for item in answered)
    return [content.say("opening_no_problem", answered=len(answered), checks=len(items))] if well else []


def _board(content: Content, lamps: tuple[Lamp, ...]) -> Table:
    """Eight lamps: shape, colour and word; one sentence and one number each."""
    heads = [content.say("area"), content.say("verdict"), content.say("answer")]
    told = [lamp_words(lamp, content.language) for lamp in lamps]
    rows: list[tuple[Cell, ...]] = [
        (said.title, lit(lamp.verdict, content.language), said.answer) for lamp, said in zip(lamps, told, strict=True)
    ]
    return table(content.say("lamps"), heads, rows)


def _actions(content: Content, lamps: tuple[Lamp, ...]) -> list[Block]:
    """At most three actions with the office responsible."""
    level = content.results.profile.level
    told = [words(item, content.language, verdict, level=level) for item, verdict in _causes(content, lamps)]
    rows = list(dict.fromkeys((said.action, said.office) for said in told))[:_MOST_ACTIONS]
    if not rows:
        return [Heading(content.say("actions"), 2), Paragraph(content.say("actions_none"))]
    heads = [content.say("action"), content.say("office"), content.say("deadline")]
    return [table(content.say("actions"), heads, [(*row, dated(content.due, content.language)) for row in rows])]


def _causes(content: Content, lamps: tuple[Lamp, ...]) -> list[tuple[CheckResult, Verdict]]:
    """What calls for an action, with its verdict: first the worst verdicts, then an area after the other.

    What an area needs first is its worst check, whatever its lamp shows; where no check is a problem, it is the
    headline as judged on this page. Of equal ones, areas with a worse lamp come first, those without a lamp last.
    """
    shown = {lamp.topic: lamp for lamp in lamps}
    order = sorted(topics(), key=lambda topic: rank(shown[topic].verdict) if topic in shown else len(URGENT))
    causes: list[tuple[int, CheckResult, Verdict]] = []
    for topic in order:
        alarms = alarming(content.about(topic))
        causes += [(place, item, item.verdict) for place, item in enumerate(alarms)]
        headline = shown[topic].headline if topic in LAMPS else None
        if headline is not None and not alarms:
            causes.append((0, headline, shown[topic].verdict))
    urgent = [cause for cause in causes if cause[2] in URGENT]
    return [(item, verdict) for _, item, verdict in sorted(urgent, key=lambda cause: (rank(cause[2]), cause[0]))]


def introduction(content: Content) -> list[Block]:
    """Chapter I: why, on which legal basis, what for, about whom, how."""
    results, profile = content.results, content.results.profile
    asked = [key for key in _LAWS if profile.regime == _CURRENT_REGIME or key not in _ITS_LAWS]
    laws = [content.part(key) for key in asked]
    laws += [f"{basis} ({label(column, content.language)})" for column, basis in profile.legal_basis]
    scope = content.part(
        "scope_text",
        region=profile.name,
        period=results.period,
        employees=results.n_employees,
        units=results.n_units,
        checks=len(results),
        areas=sum(item.check.topic in LAMPS for item in results),
        beside=sum(item.check.topic not in LAMPS for item in results),
    )
    weights = [content.part("weights", source=profile.role_weights_source)] if profile.role_weights else []
    return [
        content.chapter(1),
        Heading(content.part("background"), 2, "1.1"),
        Paragraph(content.part("background_text", region=profile.name)),
        Heading(content.part("laws"), 2, "1.2"),
        Bullets(tuple(laws), ordered=True),
        Heading(content.part("purpose"), 2, "1.3"),
        Paragraph(content.part("purpose_text")),
        Heading(content.part("scope"), 2, "1.4"),
        Paragraph(" ".join([scope, *weights])),
        Heading(content.part("approach"), 2, "1.5"),
        Paragraph(content.part("approach_text")),
    ]


def foreword(content: Content) -> tuple[Block, ...]:
    """What the report is for and what it must not be used for."""
    results = content.results
    told = content.part("foreword_text", region=results.profile.name, period=results.period)
    return (Heading(content.part("foreword"), 1), Paragraph(told), Paragraph(content.part("foreword_limits")))


def signature(content: Content) -> tuple[str, ...]:
    """Place and day, and the office that signs; a person's name is written by hand."""
    profile = content.results.profile
    day = date(profile.report_date, content.language) if profile.report_date else content.part("day_open")
    office = profile.signatory or _office(content)
    return (content.part("signed", place=profile.place or content.part("place_open"), day=day), f"{office},")


def _office(content: Content) -> str:
    """The office for personnel, as it signs: *Camat Bukit Intan*, where the region is *Kecamatan Bukit Intan*."""
    profile = content.results.profile
    head, _, rest = profile.name.partition(" ")
    place = rest if head.casefold() == profile.level.casefold() else profile.name
    told = personnel(profile.level, content.language, "signs")
    return fill(told, {"region": profile.name, "place": place}, content.language)
