"""The whole report in its order, built once from results and data, for all formats that are not the notebook's."""

from __future__ import annotations

from itertools import groupby

from kinerja_lab.checks.protocol import Topic
from kinerja_lab.dataset import Dataset
from kinerja_lab.report import actions, back, front, sections
from kinerja_lab.report.content import CHAPTERS, CLAIMS, LOADING
from kinerja_lab.report.display import Report
from kinerja_lab.report.document import Block, Definitions, Document, Heading, Part, Table, width

_MOST_COLUMNS, _MOST_LETTERS = 8, 70  # of columns whose width is fixed


def document(report: Report, data: Dataset) -> Document:
    """Arrange a report in six chapters and five appendices.

    Parameters
    ----------
    report
        The report; pictures that it has drawn already are not drawn again.
    data
        What it is about: the spread of the predikat and the log of the loading are taken from it.
    """
    content, profile = report.content, report.results.profile
    return Document(
        language=report.language,
        title=content.say("title"),
        subtitle=front.subtitle(content),
        notice=content.say("simulated") if profile.simulated else "",
        letterhead=profile.letterhead,
        facts=front.particulars(content),
        date=profile.report_date,
        foreword=front.foreword(content),
        signature=front.signature(content),
        summary=Part(tuple(front.summary(content))),
        chapters=tuple(map(Part, _chapters(report, data))),
        appendices=_appendices(report, data),
        form=actions.proposed(content),
    )


def _chapters(report: Report, data: Dataset) -> list[tuple[Block, ...]]:
    """Chapters I to VI."""
    chapters = [tuple(front.introduction(report.content))]
    for number, topics in CHAPTERS.items():
        blocks = [block for topic in topics for block in _topic(report, topic)]
        chapters.append((*blocks, *_ending(report, data, number)))
    return [*chapters, tuple(back.conclusion(report.content))]


def _topic(report: Report, topic: Topic) -> list[Block]:
    """Section of a topic: the picture of its headline stands below it, the others at the end."""
    content = report.content
    blocks, pictures = sections.topic_blocks(content, topic), report.pictures(topic)
    first = content.drawn(topic)[:1] == content.about(topic)[:1]
    told = next((place for place, block in enumerate(blocks, start=1) if isinstance(block, Definitions)), None)
    if told is None or not first:
        return [*blocks, *pictures]
    return [*blocks[:told], *pictures[:1], *blocks[told:], *pictures[1:]]


def _ending(report: Report, data: Dataset, chapter: int) -> list[Block]:
    """What follows the topics of a chapter."""
    if chapter == LOADING:
        return report.loading_blocks(data)
    if chapter == CLAIMS:
        return report.claims_blocks()
    if Topic.RATERS in CHAPTERS[chapter]:
        return report.ladder_blocks(data)
    if Topic.ACCEPTANCE in CHAPTERS[chapter]:
        spread = [Heading(report.content.say("outcomes"), 2, f"{chapter}.2"), report.spread(data)]
        return [*spread, *actions.followed(report.content, data, f"{chapter}.3")]
    return []


def _appendices(report: Report, data: Dataset) -> tuple[Part, ...]:
    """Method, reading, all tables, glossary, versions."""
    content = report.content
    return (
        *_upright_and_across(back.method(content)),
        Part((content.appendix("B"), *sections.readings(content))),
        *_upright_and_across([content.appendix("C"), *report.evidence(data)]),
        Part((content.appendix("D"), front.glossary(content))),
        Part(tuple(back.provenance(content))),
    )


def _upright_and_across(blocks: list[Block]) -> list[Part]:
    """Turn the paper for tables of many columns, or of columns that leave no room for the first."""
    wide = [isinstance(block, Table) and _is_wide(block) for block in blocks]
    runs = groupby(zip(wide, blocks, strict=True), key=lambda pair: pair[0])
    return [Part(tuple(block for _, block in run), wide=across) for across, run in runs]


def _is_wide(made: Table) -> bool:
    columns = range(len(made.heads))
    return len(columns) > _MOST_COLUMNS or -sum(min(width(made, column), 0.0) for column in columns) > _MOST_LETTERS
