"""What became of the actions of the last report, and which ones this report proposes for the next."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.messages.catalogue import LANGUAGES, catalogue, label
from kinerja_lab.messages.narrate import personnel
from kinerja_lab.messages.numbers import fill
from kinerja_lab.report.content import Content, topics
from kinerja_lab.report.document import Block, Cell, Day, Finding, Heading, Paragraph, Table, dated, lit
from kinerja_lab.report.loading import NUMBER_OF_A_PERSON
from kinerja_lab.report.sections import source, worst_first

TABLE: Final = "tindakan"
_WHAT, _OFFICE, _DUE, _STATE = (column.name for column in col.TABLES[TABLE].columns)
_OPEN, _RUNNING, _DONE = col.TABLES[TABLE].column(_STATE).allowed
_HIDDEN = "…"


def followed(content: Content, data: Dataset, number: str) -> list[Block]:
    """Section on the actions of the last report: how many are done, which are late, which office answers for them.

    Only units of the data, and offices that reports propose, are shown as responsible; any other text might name a
    person.
    """
    head: list[Block] = [
        Heading(content.part("promises"), 2, number),
        Paragraph(content.part("promises_question"), "pertanyaan"),
    ]
    rows = data.table(TABLE)
    if rows.empty:
        needed = ((content.part("needed"), content.part("promises_needed")),)
        refused = lit(Verdict.INSUFFICIENT, content.language)
        return [*head, Finding(refused, content.part("promises_none"), lines=needed)]
    ordered = rows.sort_values([_DUE, _WHAT], kind="stable") if _DUE in rows else rows.assign(**{_DUE: pd.NaT})
    day = content.results.profile.report_date
    late = (ordered[_DUE] < pd.Timestamp(day or ordered[_DUE].min())) & (ordered[_STATE] != _DONE)
    offices = _offices(data)
    told = tuple(
        _row(content, row, offices, late=bool(is_late))
        for row, is_late in zip(ordered.to_dict("records"), late, strict=True)
    )
    heads = tuple(content.part(f"promises_{key}") for key in ("what", "office", "due", "state"))
    listed = Table(content.part("promises"), heads, told, (2,), content.label(f"{number.partition('.')[0]}.1"))
    return [*head, Paragraph(_answer(content, ordered[_STATE], int(late.sum()))), listed, source(content)]


def proposed(content: Content) -> Table:
    """Actions that this report proposes, in the columns of the table ``tindakan``, to be filled in for the next one."""
    due = Day(content.due, content.due.isoformat())
    said = [content.words(item) for topic in topics() for item in worst_first(content.about(topic))]
    rows = dict.fromkeys((words.action, words.office, due, _OPEN) for words in said)
    return Table(TABLE, (_WHAT, _OFFICE, _DUE, _STATE), tuple(rows))


def _answer(content: Content, states: pd.Series, late: int) -> str:
    """How many are done, running, open; how many are late on the day of the report."""
    counts = Counter(states)
    numbers = {"all": len(states), "done": counts[_DONE], "running": counts[_RUNNING], "open": counts[_OPEN]}
    told = content.part("promises_answer", **numbers)
    day = content.results.profile.report_date
    return f"{told} {content.part('promises_late', late=late, day=day) if day else content.part('promises_undated')}"


def _row(content: Content, row: dict[str, object], offices: frozenset[str], *, late: bool) -> tuple[Cell, ...]:
    """One action; its deadline and state in words."""
    due = row[_DUE]
    state = label(str(row[_STATE]), content.language)
    return (
        re.sub(NUMBER_OF_A_PERSON, _HIDDEN, str(row[_WHAT])),
        str(row[_OFFICE]) if str(row[_OFFICE]).casefold() in offices else content.part("promises_other"),
        dated(due.date(), content.language) if isinstance(due, pd.Timestamp) else _HIDDEN,
        content.part("promises_overdue", state=state) if late else state,
    )


def _offices(data: Dataset) -> frozenset[str]:
    """Names that are surely offices: units of the data, and offices that reports propose."""
    units = {
        str(unit)
        for name, frame in data.tables.items()
        if col.UNIT in frame
        for unit in data.table(name)[col.UNIT].dropna()
    }
    return frozenset(name.casefold() for name in units.union(*map(_proposals, LANGUAGES)))


def _proposals(lang: str) -> set[str]:
    """Offices that reports of a language propose, at every level of a region."""
    asked = {section["office"] for section in catalogue(lang).values() if "office" in section}
    levels = {personnel(level, lang) for level in ("", *col.LEVELS)}
    return {fill(office, {"personnel": name}, lang) for office in asked for name in levels}
