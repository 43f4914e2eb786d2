"""The back of a report: what follows from it, what it cannot answer, its rules, and how it was made."""

from __future__ import annotations

from dataclasses import replace

from kinerja_lab.checks.protocol import once
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.numbers import listed
from kinerja_lab.report.content import CONCLUSION, PRESSING, URGENT, Content, topics
from kinerja_lab.report.document import Block, Bullets, Definitions, Heading, Paragraph, Table, dated, lit, table
from kinerja_lab.report.front import opening
from kinerja_lab.report.sections import worst_first
from kinerja_lab.report.tables import options_table, tests_table

_LIMITS = ("limit_intent", "limit_unseen", "limit_time", "limit_absence")
_RULES = ("method_gap", "method_level", "method_ceiling", "method_impact", "method_shown")
_OTHERS = ("method_families", "method_p", "method_lamps", "method_small")


def conclusion(content: Content) -> list[Block]:
    """Chapter VI: how the areas stand, what to do about it, and what the data cannot answer."""
    lamps, lang = content.lamps, content.language
    areas: dict[Verdict, list[str]] = {}
    for lamp in lamps:
        areas.setdefault(lamp.verdict, []).append(text(lang, "topic", lamp.topic))
    told = tuple(f"{lit(verdict, lang)}: {'; '.join(areas[verdict])}." for verdict in Verdict if verdict in areas)
    return [
        content.chapter(CONCLUSION),
        Heading(content.part("conclusion"), 2, "6.1"),
        Paragraph(opening(content, lamps)),
        Bullets(told),
        Heading(content.part("recommendations"), 2, "6.2"),
        _recommendations(content),
        Heading(content.say("limits"), 2, "6.3"),
        Bullets(tuple(_limits(content))),
    ]


def _recommendations(content: Content) -> Block:
    """Every finding that calls for an action, and areas without an answer: what, by which office, until when."""
    items = worst_first([item for topic in topics() for item in content.about(topic)])
    headlines = [lamp.headline for lamp in content.lamps if lamp.headline is not None]
    items += [item for item in headlines if item.verdict in URGENT and item.verdict not in PRESSING]
    if not items:
        return Paragraph(content.say("actions_none"))
    heads = [content.part("finding"), *(content.say(key) for key in ("verdict", "action", "office", "deadline"))]
    told = [(content.words(item), lit(item.verdict, content.language)) for item in items]
    due = dated(content.due, content.language)
    rows = [(said.title, shown, said.action, said.office, due) for said, shown in told]
    return replace(table(content.part("recommendations"), heads, rows), label=content.label("6.1"))


def _limits(content: Content) -> list[str]:
    """What the data cannot answer, one sentence each."""
    lang, results = content.language, content.results
    unexamined = [text(lang, "topic", lamp.topic) for lamp in content.lamps if lamp.headline is None]
    unanswered = dict.fromkeys(content.words(item).title for item in results if item.status != "ok")
    return [
        *(content.say(key) for key in _LIMITS),
        content.say("limit_small", least=results.profile.small_group),
        *([content.say("limit_unexamined", topics=listed(unexamined, lang))] if unexamined else []),
        *([content.part("limit_open", titles="; ".join(unanswered))] if unanswered else []),
    ]


@once
def method(content: Content) -> list[Block]:
    """The rules of the verdicts and every test that was run, with its options."""
    results = content.results
    return [
        content.appendix("A"),
        Heading(content.say("rules"), 2),
        Paragraph(content.say("method_intro")),
        Bullets(tuple(content.say(key) for key in _RULES)),
        *(Paragraph(content.say(key)) for key in _OTHERS),
        _labelled(content, tests_table(results, content.language), 1),
        _labelled(content, options_table(results, content.language), 2),
    ]


def _labelled(content: Content, made: Table, place: int) -> Table:
    return replace(made, label=content.label(f"L.{place}"))


def provenance(content: Content) -> list[Block]:
    """With what the report was made; no path, no time."""
    record = content.results.record()
    versions = listed([f"{name} {number}" for name, number in record["versi"].items()], content.language)
    made = ((content.say("versions", "page"), versions), (content.say("input_hash", "page"), record["sidik_masukan"]))
    return [
        content.appendix("E"),
        Definitions(made, "fakta"),
        Paragraph(content.say("privacy"), "kaki"),
        Paragraph(content.say("objection"), "kaki"),
    ]
