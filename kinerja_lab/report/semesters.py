"""The same region from period to period, from its ``hasil.json`` alone: verdicts, headline numbers, what changed."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kinerja_lab.checks.protocol import LAMPS
from kinerja_lab.checks.verdict import Impact, Verdict
from kinerja_lab.columns import period_before
from kinerja_lab.errors import UnknownName
from kinerja_lab.files import write_whole
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import style
from kinerja_lab.messages.numbers import fill, interval, listed, period, written
from kinerja_lab.report.as_html import to_markup
from kinerja_lab.report.comparable import Compared, Question, compared
from kinerja_lab.report.comparison import SAMPLES, differing, limits_of
from kinerja_lab.report.document import Block, Bullets, Cell, Heading, Paragraph, Table, lit, table
from kinerja_lab.report.html import HISTORY, page
from kinerja_lab.report.markup import Shown
from kinerja_lab.report.publish import report_folder
from kinerja_lab.report.record import Record, records
from kinerja_lab.report.tables import WITHHELD
from kinerja_lab.stats.change import mover
from kinerja_lab.stats.interval import Interval

PAGE = HISTORY
_MOST = 4  # periods in a table
_KIND = len("2025-")  # place of the letter that tells semesters from quarters and years


class Shift(NamedTuple):
    """Last number less the one before (ratios: divided by it), its limits, and the side: up, down or open."""

    value: float
    limits: Interval
    side: str


@dataclass(frozen=True)
class History:
    """Records of one region, oldest first."""

    records: tuple[Record, ...]
    language: str = "id"

    @cached_property
    def questions(self) -> tuple[Compared, ...]:
        """The headline checks of the last period, each in the periods that are shown."""
        dated = [{**record, "nama": record["periode"]} for record in self.records]
        asked = (compared(slug, dated) for slug in self.records[-1]["utama"])
        return tuple(each for each in asked if not isinstance(each.question.rule, Impact))

    def blocks(self) -> list[Block]:
        """What changed, the verdicts and the numbers by period, and units that two periods in a row point to."""
        title = Heading(self._say("history_title", region=self.records[-1]["nama"]), 0)
        if len(self.records) < 2:
            return [title, Paragraph(self._say("history_one"))]
        named = tuple(self._named())
        return [
            title,
            Paragraph(self._answer()),
            *([Bullets(named)] if named else []),
            self._lamps(),
            self._numbers(),
            Paragraph(self._say("history_note"), "catatan"),
        ]

    def shown(self) -> Shown:
        """Show all of it in a notebook."""
        return Shown(to_markup(self.blocks()))

    def _say(self, key: str, **values: object) -> str:
        return fill(text(self.language, "comparison", key), values, self.language)

    @property
    def _last(self) -> dict[str, str]:
        before, after = (record["periode"] for record in self.records[-2:])
        return {"before": before, "after": after}

    @cached_property
    def _shifts(self) -> dict[str, Shift]:
        """Last change of every headline number that both of the last periods have under the same rules."""
        if differing(*self.records[-2:]):
            return {}
        found = (
            (asked.question, [asked.comparable.get(name) for name in self._last.values()]) for asked in self.questions
        )
        return {question.slug: shift(question, old, new) for question, (old, new) in found if old and new}

    def _answer(self) -> str:
        sides = Counter(found.side for found in self._shifts.values())
        known = {"count": sides.total(), **{side: sides[side] for side in ("up", "down", "open")}, **self._last}
        return self._say("history_answer" if sides else "history_none", **known)

    def _named(self) -> list[str]:
        """Units that a screening points to in the last two periods; nobody else is named."""
        last = self.records[-1]
        found = []
        for slug, entry in last["pemeriksaan"].items():
            if units := entry.get("unit_dua_periode"):
                known = {"before": period_before(last["periode"]), "after": last["periode"]}
                title = Question(slug, entry["opsi"]).say("title", self.language)
                found.append(self._say("history_named", title=title, units=listed(units, self.language), **known))
        return found

    def _periods(self) -> list[str]:
        return [period(record["periode"], self.language) for record in self.records]

    def _lamps(self) -> Table:
        """Verdicts of the eight areas, a column a period."""
        rows: list[list[Cell]] = []
        for topic in LAMPS:
            states = [Verdict(record["lampu"][topic]) for record in self.records]
            moved = self._say("same" if states[-1] is states[-2] else "changed")
            rows.append([text(self.language, "topic", topic), *(lit(state, self.language) for state in states), moved])
        heads = [self._say("area"), *self._periods(), self._say("change")]
        return table(self._say("history_lamps"), heads, rows)

    def _numbers(self) -> Table:
        """Headline numbers with their intervals, a column a period, and the last change with its interval."""
        rows = []
        for asked in self.questions:
            told = [self._number(asked, name) for name in asked.entries]
            change = self._shifts.get(asked.question.slug)
            last = WITHHELD if change is None else told_shift(change, asked.question, self.language)
            rows.append([asked.question.say("title", self.language), *told, last])
        heads = [self._say("number"), *self._periods(), self._say("change")]
        return table(self._say("history_numbers"), heads, rows)

    def _number(self, asked: Compared, name: str) -> str:
        """Number and interval of a period, or why it is not compared."""
        entry, shape = asked.entries[name], style(asked.question.name, self.language)
        if entry is None or name in asked.reasons:
            return self._say(f"differs_{asked.reasons[name]}")
        limits = interval(limits_of(entry), self.language, shape)
        return f"{written(float(entry['estimasi']), shape, self.language)} ({limits})"


def history(region: str, output: str | Path = "", language: str = "id") -> History:
    """Gather the reports of one region: the last four periods of the length that was reported most often.

    Parameters
    ----------
    region
        Its slug, the name of its folder.
    output
        Where reports lie; the kept results of the sample regions if empty.
    language
        ``id`` or ``en``.

    Raises
    ------
    UnknownName
        No report of this region.
    ReportFailed
        A ``hasil.json`` cannot be read.
    """
    found = _histories(output or SAMPLES, language)
    if region not in found:
        raise UnknownName("region", region, sorted(found))
    return found[region]


def write_pages(output: str | Path, language: str) -> list[Path]:
    """Write a page of every region that has two periods or more, beside its reports."""
    found = _histories(output, language)
    return [_write(each, report_folder(output, slug, PAGE)) for slug, each in found.items() if len(each.records) > 1]


def _histories(output: str | Path, language: str) -> dict[str, History]:
    """All regions with a report, each with its history."""
    regions: dict[str, list[Record]] = {}
    for record in records(output):
        regions.setdefault(record["wilayah"], []).append(record)
    return {slug: History(_alike(own), language) for slug, own in regions.items()}


def _alike(own: list[Record]) -> tuple[Record, ...]:
    """The last records about periods of one length: semesters are not set beside years."""
    kinds = Counter(record["periode"][_KIND] for record in own)
    kind = kinds.most_common(1)[0][0]
    return tuple(record for record in own if record["periode"][_KIND] == kind)[-_MOST:]


def _write(found: History, target: Path) -> Path:
    title = fill(text(found.language, "comparison", "history_title"), {"region": found.records[-1]["nama"]})
    write_whole(target, page(to_markup(found.blocks()), title=title, language=found.language))
    return target


def shift(question: Question, old: Record, new: Record) -> Shift:
    """How much larger is a number now, within which limits, and does that exclude no change?"""
    ratio = question.kind == "ratio"
    to, back = (math.log, math.exp) if ratio else (float, float)
    was, now = (tuple(map(to, (entry["estimasi"], *limits_of(entry)))) for entry in (old, new))
    low, high = mover(was, now)
    side = "up" if low > 0 else "down" if high < 0 else "open"
    return Shift(back(now[0] - was[0]), Interval(back(low), back(high)), side)


def told_shift(found: Shift, question: Question, lang: str) -> str:
    """A change in words and numbers; shares differ by points, ratios by a factor."""
    shape = style(question.name, lang)
    shape = shape if question.kind == "ratio" else "poin" if question.kind == "share" else f"+{shape}"
    told = {"value": written(found.value, shape, lang), "limits": interval(found.limits, lang, shape)}
    said = fill(text(lang, "comparison", f"change_{question.kind}"), told, lang)
    return f"{text(lang, 'comparison', found.side)}: {said}"
