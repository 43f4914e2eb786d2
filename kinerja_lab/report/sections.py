"""The sections on results: lamp, headline answer in full, other answers in short; their pictures and their tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kinerja_lab import plots
from kinerja_lab.checks.protocol import CheckResult, once
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.columns import TABLES
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import Words, sentence
from kinerja_lab.report.content import CHAPTERS, PRESSING, URGENT, Content, place_of
from kinerja_lab.report.disclosure import is_ladder, withholds
from kinerja_lab.report.document import Block, Bullets, Cell, Definitions, Finding, Heading, Paragraph, Table, lit
from kinerja_lab.report.markup import Figure
from kinerja_lab.report.tables import evidence_table

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_DRAW: Mapping[str, Callable[[Any, str], plots.Picture]] = {
    "evidence": plots.evidence,
    "series": plots.series,
    "pairs": plots.pairs,
    "funnel": plots.funnel,
    "waiting": plots.waiting,
}


def topic_blocks(content: Content, topic: str) -> list[Block]:
    """What was found about a topic, how to read it, what it does not show, and what to do."""
    chapter, place = place_of(topic)
    items, lang = content.about(topic), content.language
    lamp = content.lamp(topic)
    blocks: list[Block] = [content.chapter(chapter)] if place == 1 else []
    blocks += [content.section(topic), Paragraph(text(lang, "topic", f"{topic}|question"), "pertanyaan")]
    if not items:
        return [*blocks, Paragraph(text(lang, "topic", "unexamined"))]
    # Where the lamp is that of the headline, it stands there.
    if lamp is not None and len(items) > 1 and (lamp.raised_by is not None or lamp.verdict is not items[0].verdict):
        raised = lamp.raised_by
        said = "" if raised is None else text(lang, "topic", "raised").format(title=content.words(raised).title)
        blocks.append(Finding(lit(lamp.verdict, lang), said))
    absent = [item for item in items if item.status == "missing_data"] if len(items) > 1 else []
    told = [item for item in items if item not in absent]
    blocks += _in_full(content, told[0], alone=len(items) == 1) if told else []
    blocks += _in_short(content, told[1:]) if told[1:] else []
    return blocks + (_absent(content, absent) if absent else [])


def _in_full(content: Content, item: CheckResult, *, alone: bool) -> list[Block]:
    """The headline: verdict and answer, further numbers, reading, caution, action."""
    said = content.words(item)
    notes = [
        (content.say("reading"), said.explanation),
        (content.say("caution"), " ".join((said.caution, *said.caveats))),
        (content.say("action"), said.action),
        (content.say("office"), said.office if item.verdict in URGENT else ""),
    ]
    return [
        *([] if alone else [Heading(said.title, 3)]),
        Finding(lit(item.verdict, content.language), said.answer),
        *([Paragraph(said.detail)] if said.detail else []),
        Definitions(tuple(note for note in notes if note[1])),
    ]


def _in_short(content: Content, items: list[CheckResult]) -> list[Block]:
    """The other checks: verdict, answer, one line how to read it; an action only where one is asked for."""
    blocks: list[Block] = [Heading(content.part("others"), 3)]
    already: set[str] = set()
    for item in items:
        said = content.words(item)
        read = _first(said.explanation)
        lines = [(content.say("reading"), read)] if read not in already else []
        lines += [(content.say("caution"), caveat) for caveat in said.caveats if caveat not in already]
        already.update((read, *said.caveats))
        if item.verdict in PRESSING:
            lines.append((content.say("action"), _action(content, said)))
        if item.verdict is Verdict.INSUFFICIENT:
            lines.append((content.part("needed"), said.collect))
        blocks.append(Finding(lit(item.verdict, content.language), said.answer, said.title, tuple(lines)))
    return [*blocks, Paragraph(content.part("more"), "catatan")]


def _action(content: Content, said: Words) -> str:
    return content.part("action_of", action=said.action.rstrip("."), office=said.office)


def _first(explanation: str) -> str:
    """First sentence of an explanation."""
    return _SENTENCE_END.split(explanation.strip(), maxsplit=1)[0]


def _absent(content: Content, items: list[CheckResult]) -> list[Block]:
    """Questions whose tables are not there, in one list instead of one refusal each."""
    lang = content.language
    told = tuple(f"{content.words(item).question} {sentence(item, lang)}" for item in items)
    return [Heading(content.say("absent"), 3), Bullets(told)]


def figures(content: Content, topic: str) -> list[Figure]:
    """Draw the evidence of a topic, numbered within its chapter; nothing to compare, nothing to draw."""
    chapter, _ = place_of(topic)
    before = content.figures_before(topic)
    made = []
    for place, (kind, item) in enumerate(content.pictured(topic), start=before + 1):
        shown = content.results.about(item.check.slug) if kind == "evidence" else item
        picture = _DRAW[kind](shown, content.language)
        made.append(Figure(picture.png, picture.alt, content.figure(chapter, place, picture.caption), picture.svg))
    return made


def next_figure(content: Content, topic: str) -> int:
    """Number within its chapter of the figure that follows those of a topic."""
    return content.figures_before(topic) + len(content.pictured(topic)) + 1


def topic_tables(content: Content, topic: str) -> list[Block]:
    """The evidence of a topic, with what its signs mean and where it comes from."""
    items = content.about(topic)
    found = [(item, evidence_table(item, content.language)) for item in items]
    tables: list[Block] = [_labelled(content, item, made) for item, made in found if made is not None]
    if not tables:
        return []
    least = content.results.profile.small_group
    withheld = any(withholds(item.evidence, least) for item in items)
    notes = [content.say("withheld", "page", least=least)] if withheld else []
    notes += [content.say("no_interval", "page")] if any(map(_unbounded, items)) else []
    return [*tables, *([Paragraph(" ".join(notes), "catatan")] if notes else []), source(content)]


def _labelled(content: Content, item: CheckResult, made: Table) -> Table:
    return replace(made, label=content.label_of(item))


def source(content: Content) -> Paragraph:
    """Where the numbers come from."""
    results = content.results
    return Paragraph(content.say("source", region=results.profile.name, period=results.period), "sumber")


@once
def all_tables(content: Content) -> list[Block]:
    """Evidence of all checks, by section."""
    blocks: list[Block] = []
    for topic in (topic for chapter in CHAPTERS.values() for topic in chapter):
        if tables := topic_tables(content, topic):
            blocks += [Heading(text(content.language, "topic", topic), 2), *tables]
    return blocks


def readings(content: Content) -> list[Block]:
    """How to read every check, what it does not show, and what it needs; checks that are read alike stand together."""
    told: dict[str, list[CheckResult]] = {}
    for item in content.results:
        said = content.words(item)
        told.setdefault(f"{said.explanation} {said.caution}", []).append(item)
    pairs: list[tuple[Cell, str]] = []
    for explained, items in told.items():
        titles = "; ".join(dict.fromkeys(content.words(item).title for item in items))
        pairs.append((titles, f"{explained} {content.say('needs', needed=_needed(items))}"))
    return [Definitions(tuple(pairs))]


def _needed(items: list[CheckResult]) -> str:
    """Tables and columns that checks need, by the names that they have in the data."""
    columns: dict[str, dict[str, None]] = {}
    for item in items:
        for need in item.check.needs:
            columns.setdefault(need.table, {}).update(dict.fromkeys(map(str, need.columns)))
        for table, _, column in (name.partition(".") for name in item.lacking if "." in name or name in TABLES):
            # A kind of rows may be what lacks; the profile of the region is not among the tables.
            known = column and (table not in TABLES or column in (each.name for each in TABLES[table].columns))
            columns.setdefault(table, {}).update({column: None} if known else {})
    return "; ".join(f"{table} ({', '.join(names)})" if names else table for table, names in columns.items())


def worst_first(items: list[CheckResult]) -> list[CheckResult]:
    """Answers that call for an action, the most pressing first."""
    return [item for verdict in PRESSING for item in items if item.verdict is Verdict(verdict)]


def _unbounded(item: CheckResult) -> bool:
    """Whether a row of the evidence has an estimate without an interval."""
    rows = item.evidence
    return not is_ladder(rows) and bool((rows["estimate"].notna() & rows["low"].isna()).any())
