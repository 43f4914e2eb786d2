"""The front of a report: cover, foreword, signature, executive page, and the chapter that introduces it."""

from __future__ import annotations

from functools import partial
from typing import Any

from kinerja_lab.checks.results import Lamp
from kinerja_lab.checks.verdict import IMPACTS, Verdict
from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.narrate import lamp_words, words
from kinerja_lab.messages.numbers import count, date, listed
from kinerja_lab.report.content import URGENT, Content, topics
from kinerja_lab.report.document import Block, Bullets, Cell, Definitions, Heading, Paragraph, Table, lit, table

_MOST_ACTIONS = 3
_TERMS = ("predikat", "capaian", "n", "interval", "deviation", "agreement", "somers", "odds", "p")
_LAWS = ("law_asn", "law_pp30", "law_pdp")
_CURRENT_REGIME, _CURRENT_LAWS = "permenpanrb_6_2022", ("law_permen6", "law_se3")


def subtitle(content: Content) -> str:
    """Region and period."""
    return content.say("subtitle", region=content.results.profile.name, period=content.results.period)


def facts(content: Content) -> tuple[tuple[str, str], ...]:
    """What the report is about, as terms and values; unknown ones are left out."""
    lang, profile, results = content.language, content.results.profile, content.results
    say = partial(text, lang, "page")
    code = say("code_of").format(code=profile.code, issuer=say(f"issuer_{profile.code_issuer}"))
    told = (
        (say("region"), profile.name),
        (say("code"), code),
        (say("basis"), label(profile.regime, lang)),
        (say("cycle"), label(profile.cycle, lang)),
        (say("employees"), count(results.n_employees, lang)),
        (say("units"), count(results.n_units, lang)),
        (say("report_date"), date(profile.report_date, lang) if profile.report_date else ""),
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
    """How many areas are how; or, if nothing can be said, what to collect."""
    verdicts, results = [lamp.verdict for lamp in lamps], content.results
    if all(verdict is Verdict.INSUFFICIENT for verdict in verdicts):
        lacking = dict.fromkeys(name.partition(".")[0] for item in results for name in item.lacking)
        return content.say("opening_insufficient", lacking=listed(list(lacking), content.language))
    counts: dict[str, Any] = {
        name: verdicts.count(Verdict[name.upper()]) for name in ("fair", "attention", "problem", "insufficient")
    }
    size: dict[str, Any] = {"n_employees": results.n_employees, "n_units": results.n_units}
    told = content.say("opening", period=results.period, **size, **counts)
    impact = next((verdict for verdict in verdicts if verdict in IMPACTS), None)
    if impact is None:
        return told
    return f"{told} {content.say('opening_impact', impact=text(content.language, 'verdict', impact))}"


def _board(content: Content, lamps: tuple[Lamp, ...]) -> Table:
    """Eight lamps: shape, colour and word; one sentence and one number each."""
    heads = [content.say("area"), content.say("verdict"), content.say("answer")]
    told = [lamp_words(lamp, content.language) for lamp in lamps]
    rows: list[tuple[Cell, ...]] = [
        (said.title, lit(lamp.verdict, content.language), said.answer) for lamp, said in zip(lamps, told, strict=True)
    ]
    return table(content.say("lamps"), heads, rows)


def _actions(content: Content, lamps: tuple[Lamp, ...]) -> list[Block]:
    """At most three actions with the office responsible, problems first, those of topics without a lamp included."""
    causes = [(lamp.raised_by or lamp.headline, lamp.verdict) for lamp in lamps]
    unlit = [item for topic in topics() if content.lamp(topic) is None for item in content.about(topic)]
    causes += [(item, Verdict.PROBLEM) for item in unlit if item.verdict == Verdict.PROBLEM]
    urgent = [cause for verdict in URGENT for cause in causes if cause[1] is verdict][:_MOST_ACTIONS]
    told = [words(item, content.language, verdict) for item, verdict in urgent if item is not None]
    if not told:
        return [Heading(content.say("actions"), 2), Paragraph(content.say("actions_none"))]
    heads = [content.say("action"), content.say("office"), content.say("deadline")]
    return [table(content.say("actions"), heads, [(x.action, x.office, content.say("next_period")) for x in told])]


def introduction(content: Content) -> list[Block]:
    """Chapter I: why, on which legal basis, what for, about whom, how."""
    results, profile = content.results, content.results.profile
    laws = [content.part(key) for key in (*_LAWS, *(_CURRENT_LAWS if profile.regime == _CURRENT_REGIME else ()))]
    laws += [f"{basis} ({label(column, content.language)})" for column, basis in profile.legal_basis]
    scope = content.part(
        "scope_text",
        region=profile.name,
        period=results.period,
        employees=results.n_employees,
        units=results.n_units,
        checks=len(results),
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
    office = profile.signatory or content.part("office_open", region=profile.name)
    return (content.part("signed", place=profile.place or content.part("place_open"), day=day), f"{office},")
