"""Where everything stands in a report: chapters, sections, numbers of tables and figures; and its sentences."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import CheckResult, Topic
from kinerja_lab.checks.results import Lamp, Results
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import Words, words
from kinerja_lab.messages.numbers import fill
from kinerja_lab.report.document import Heading
from kinerja_lab.report.tables import has_table

ROMAN: Final = ("I", "II", "III", "IV", "V", "VI")
CHAPTERS: Final[dict[int, tuple[Topic, ...]]] = {
    2: (Topic.DATA_QUALITY,),
    3: (Topic.ACCEPTANCE,),
    4: (Topic.AGREEMENT, Topic.RATERS, Topic.OBJECTIVITY, Topic.EQUALITY, Topic.CONSEQUENCES),
    5: (Topic.REPORTING, Topic.SERVICES),
}
LOADING, CLAIMS, CONCLUSION = 2, 5, 6
URGENT: Final = (Verdict.PROBLEM, Verdict.WORSENED, Verdict.ATTENTION, Verdict.UNPROVEN, Verdict.INSUFFICIENT)
_ALARMS: Final = (Verdict.PROBLEM, Verdict.WORSENED)
PRESSING: Final = (Verdict.PROBLEM, Verdict.WORSENED, Verdict.ATTENTION)
_TABLES_OF_METHOD = 2
_INSTEAD: Final = {"interrupted_series": "series", "unit_screen": "funnel"}
_BESIDES: Final = {"comparable_pairs": "pairs", "unit_screen": "funnel", "waiting_time": "waiting"}


@dataclass(frozen=True, eq=False)
class Content:
    """Results that may be published, in one language, and the order in which they are told."""

    results: Results
    language: str
    _told: dict[str, Words] = field(default_factory=dict, init=False, repr=False)

    def say(self, key: str, section: str = "report", **values: object) -> str:
        """Sentence of the report with its numbers."""
        return fill(text(self.language, section, key), values, self.language)

    def part(self, key: str, **values: object) -> str:
        """Sentence of the frame around the results: cover, foreword, chapters."""
        return self.say(key, "document", **values)

    def chapter(self, number: int) -> Heading:
        """Heading of a chapter."""
        bab = self.part("chapter", number=ROMAN[number - 1])
        return Heading(self.part(f"chapter_{number}"), 1, bab)

    def appendix(self, letter: str) -> Heading:
        """Heading of an appendix."""
        return Heading(self.part(f"appendix_{letter}"), 1, self.part("appendix", letter=letter))

    def section(self, topic: str) -> Heading:
        """Heading of the section of a topic."""
        chapter, place = place_of(topic)
        return Heading(text(self.language, "topic", topic), 2, f"{chapter}.{place}")

    def about(self, topic: str) -> list[CheckResult]:
        """Answers of a topic: the headline first, then what needs attention most."""
        place_of(topic)
        items = list(self.results.about(topic))
        first = next((item for item in items if item.check.headline), items[0] if items else None)
        return sorted(items, key=lambda item: (item is not first, rank(item.verdict)))

    def words(self, item: CheckResult) -> Words:
        """All that is said about an answer, put together once."""
        if item.check.slug not in self._told:
            self._told[item.check.slug] = words(item, self.language, level=self.results.profile.level)
        return self._told[item.check.slug]

    def lamp(self, topic: str) -> Lamp | None:
        """Lamp of a topic, if it has one."""
        return next((lamp for lamp in self.lamps if lamp.topic == topic), None)

    def drawn(self, topic: str) -> list[CheckResult]:
        """Answers of a topic that are drawn: the headline, and what is not well."""
        items = self.about(topic)
        wanted = items[:1] + [item for item in items[1:] if item.verdict in PRESSING]
        return [item for item in wanted if item.evidence["estimate"].notna().any()]

    def pictured(self, topic: str) -> list[tuple[str, CheckResult]]:
        """Pictures of a topic as (kind, result): what is drawn, then what some checks have besides."""
        first = [(_INSTEAD.get(item.check.name, "evidence"), item) for item in self.drawn(topic)]
        besides = [(_BESIDES[item.check.name], item) for item in self.about(topic) if _has_besides(item)]
        return [*(pair for pair in first if pair not in besides), *besides]

    def figures_before(self, topic: str) -> int:
        """Figures of the same chapter that stand before those of a topic."""
        chapter, place = place_of(topic)
        return sum(len(self.pictured(other)) for other in CHAPTERS[chapter][: place - 1])

    def figure(self, chapter: int, place: int, title: str) -> str:
        """Caption such as *Gambar 4.1. Kesepakatan*."""
        return self._numbered("figure", f"{chapter}.{place}", title)

    def label(self, number: str) -> str:
        """Label of a table such as *Tabel 2.1*."""
        return self.say("table", number=number)

    def label_of(self, result: CheckResult) -> str:
        """Label of the table of a check in the appendix."""
        return self._labels[result.check.slug]

    @property
    def label_after(self) -> str:
        """Label of the table that follows those of the checks in the appendix."""
        return self.label(f"L.{_TABLES_OF_METHOD + len(self._labels) + 1}")

    @cached_property
    def _labels(self) -> dict[str, str]:
        """Labels of the tables in the appendix, by check."""
        ordered = [item for topic in topics() for item in self.about(topic) if has_table(item)]
        first = _TABLES_OF_METHOD + 1
        return {item.check.slug: self.label(f"L.{place}") for place, item in enumerate(ordered, start=first)}

    @cached_property
    def due(self) -> datetime.date:
        """Until when the actions are to be taken: the end of the next period that is not over on the report's day."""
        first, last = map(pd.Period, col.period_months(self.results.period))
        months, day = (last - first).n + 1, self.results.profile.report_date
        end = last + months
        while day and str(end.end_time.date()) <= day:
            end += months
        return end.end_time.date()

    @cached_property
    def lamps(self) -> tuple[Lamp, ...]:
        """The eight lamps."""
        return self.results.lamps()

    def _numbered(self, kind: str, number: str, title: str) -> str:
        return self.say("number_title", "page", number=self.say(kind, number=number), title=title)


def topics() -> list[Topic]:
    """All topics in the order of the report."""
    return [topic for chapter in CHAPTERS.values() for topic in chapter]


def place_of(topic: str) -> tuple[int, int]:
    """Chapter of a topic and its place there.

    Raises
    ------
    UnknownName
        No such topic.
    """
    for chapter, members in CHAPTERS.items():
        if topic in members:
            return chapter, members.index(Topic(topic)) + 1
    raise UnknownName("topic", topic, [item.value for item in Topic])


def alarming(items: Iterable[CheckResult]) -> list[CheckResult]:
    """Answers whose limits are clearly not met, the worst first."""
    return sorted((item for item in items if item.verdict in _ALARMS), key=lambda item: rank(item.verdict))


def _has_besides(item: CheckResult) -> bool:
    """Whether a check has a picture of its own kind, and enough to show in it."""
    if item.check.name not in _BESIDES or item.status != "ok" or item.verdict is Verdict.INSUFFICIENT:
        return False
    return bool(item.evidence.filter(regex="^(estimate|done_)").notna().all(axis=1).any())


def rank(verdict: Verdict) -> int:
    """Order in which verdicts are told."""
    return URGENT.index(verdict) if verdict in URGENT else len(URGENT)
