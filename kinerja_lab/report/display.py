"""The report as a notebook shows it: each method is one part, ready to read, in one of the languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from kinerja_lab import plots
from kinerja_lab.checks.protocol import CheckResult, Topic
from kinerja_lab.checks.results import Lamp, Results
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.catalogue import LANGUAGES, label, text
from kinerja_lab.messages.narrate import LampWords, lamp_words, words
from kinerja_lab.messages.numbers import count, date, fill, listed
from kinerja_lab.plots.style import Picture
from kinerja_lab.report.disclosure import disclosed, is_ladder, withholds
from kinerja_lab.report.markup import Figure, Markup, Shown, definitions, element, fragment, paragraph, table
from kinerja_lab.report.tables import evidence_table, options_table, tests_table

_MOST_ACTIONS = 3
_TERMS = ("predikat", "capaian", "n", "interval", "deviation", "agreement", "somers", "odds", "p")
_URGENT = (Verdict.PROBLEM, Verdict.ATTENTION, Verdict.INSUFFICIENT)


@dataclass(frozen=True, eq=False)
class Report:
    """Results of one region and period in the words of one language, without anything that may not be published.

    Parameters
    ----------
    results
        What the checks found.
    language
        ``id`` or ``en``.
    """

    results: Results
    language: str = "id"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise UnknownName("language", self.language, LANGUAGES)
        object.__setattr__(self, "results", disclosed(self.results))

    def title(self) -> Shown:
        """Show letterhead, title and what the report is about."""
        profile, say = self.results.profile, partial(text, self.language, "page")
        head = element("header", *map(paragraph, profile.letterhead), class_="kop") if profile.letterhead else None
        notice = self._say("simulated") if profile.simulated else ""
        code = say("code_of").format(code=profile.code, issuer=say(f"issuer_{profile.code_issuer}"))
        facts = [
            (say("region"), profile.name),
            (say("code"), code),
            (say("basis"), label(profile.regime, self.language)),
            (say("cycle"), label(profile.cycle, self.language)),
            (say("employees"), count(self.results.n_employees, self.language)),
            (say("units"), count(self.results.n_units, self.language)),
            (say("report_date"), date(profile.report_date, self.language) if profile.report_date else ""),
        ]
        subtitle = self._say("subtitle", region=profile.name, period=self.results.period)
        return Shown(
            fragment(
                head,
                paragraph(notice, "simulasi"),
                element("h1", self._say("title")),
                paragraph(subtitle, "anak-judul"),
                definitions(facts, "fakta dua"),
                element("h2", self._say("guide")),
                definitions(self._guide(), "keterangan istilah"),
            )
        )

    def summary(self) -> Shown:
        """Show the executive page: opening, eight lamps, at most three actions."""
        lamps = self.results.lamps()
        told = [lamp_words(lamp, self.language) for lamp in lamps]
        return Shown(
            element(
                "section",
                element("h2", self._say("summary")),
                paragraph(self._opening(lamps)),
                self._board(lamps, told),
                paragraph(self._say("lamp_note"), "catatan"),
                self._actions(lamps),
                class_="ringkasan",
            )
        )

    def words(self, topic: str) -> Shown:
        """Show what was found about a topic, how to read it, what it does not show, and what to do."""
        place, lamp = self._place(topic)
        told = lamp_words(lamp, self.language)
        heading = self._page("number_title", number=str(place), title=told.title)
        items = self.results.about(topic)
        alone = len(items) == 1
        badge = None if alone else element("p", _badge(lamp.verdict, told.symbol, told.word))
        unexamined = "" if len(items) else text(self.language, "topic", "unexamined")
        already: set[str] = set()
        parts = [self._finding(item, already, alone=alone) for item in items]
        question = paragraph(told.question, "pertanyaan")
        return Shown(fragment(element("h2", heading), question, badge, paragraph(unexamined), *parts))

    def table(self, topic: str) -> Shown:
        """Show the evidence of a topic; numbers of few people are withheld."""
        number, _ = self._place(topic)
        tables: list[Markup] = []
        for item in self.results.about(topic):
            caption = self._numbered("table", number, len(tables) + 1, words(item, self.language).title)
            made = evidence_table(item, caption, self.language)
            tables += [made] if made else []
        least, items = self.results.profile.small_group, self.results.about(topic)
        withheld = tables and any(withholds(item.evidence, least) for item in items)
        unbounded = tables and any(_unbounded(item) for item in items)
        notes = [self._page("withheld", least=least)] if withheld else []
        notes += [self._page("no_interval")] if unbounded else []
        source = self._say("source", region=self.results.profile.name, period=self.results.period) if tables else ""
        return Shown(fragment(*tables, paragraph(" ".join(notes), "catatan"), paragraph(source, "sumber")))

    def pictures(self, topic: str) -> list[Figure]:
        """Draw the evidence of a topic, a picture a check; nothing to compare, nothing to draw."""
        drawn = self._drawn(topic)
        made = [plots.evidence(self.results.about(item.check.slug), self.language) for item in drawn]
        made += [plots.pairs(item, self.language) for item in drawn if item.check.name == "comparable_pairs"]
        return [self._figure(picture, topic, place) for place, picture in enumerate(made, start=1)]

    def outcomes(self, data: Dataset) -> Figure | Shown:
        """Draw how the predikat are spread in every unit; small units are merged. What is not drawn is said."""
        place, picture = len(self._drawn(Topic.DATA_QUALITY)) + 1, plots.outcomes(data, self.language)
        if picture.alt == picture.caption:
            return Shown(fragment(paragraph(picture.alt, "catatan")))
        return self._figure(picture, Topic.DATA_QUALITY, place)

    def limits(self) -> Shown:
        """Show what the data cannot answer."""
        profile, lamps = self.results.profile, self.results.lamps()
        keys = ("limit_intent", "limit_unseen", "limit_time", "limit_absence")
        unexamined = [text(self.language, "topic", lamp.topic) for lamp in lamps if lamp.headline is None]
        missing: dict[str, list[str]] = {}
        for item in (words(item, self.language) for item in self.results if item.status != "ok"):
            missing.setdefault(item.action, []).append(item.title)
        lines = [
            *(self._say(key) for key in keys),
            self._say("limit_small", least=profile.small_group),
            *([self._say("limit_unexamined", topics=listed(unexamined, self.language))] if unexamined else []),
            *(self._say("limit_missing", title="; ".join(x), collect=collect) for collect, x in missing.items()),
        ]
        return Shown(fragment(element("h2", self._say("limits")), element("ul", *(element("li", x) for x in lines))))

    def method(self) -> Shown:
        """Show the rules of the verdicts and every test that was run, with its options."""
        rules = ("method_gap", "method_level", "method_ceiling", "method_shown")
        others = ("method_families", "method_p", "method_lamps", "method_small")
        return Shown(
            fragment(
                element("h2", self._say("method")),
                element("h3", self._say("rules")),
                paragraph(self._say("method_intro")),
                element("ul", *(element("li", self._say(key)) for key in rules)),
                *(paragraph(self._say(key)) for key in others),
                tests_table(self.results, self._say("all_checks"), self.language, self.results.profile.small_group),
                options_table(self.results, self._say("options"), self.language),
            )
        )

    def provenance(self) -> Shown:
        """Show with what the report was made; no path, no time."""
        record = self.results.record()
        versions = listed([f"{name} {number}" for name, number in record["versi"].items()], self.language)
        hashed = element("span", self.results.content_hash, class_="sidik")
        pairs = [(text(self.language, "page", "versions"), versions)]
        pairs += [(text(self.language, "page", "input_hash"), hashed)]
        footer = [paragraph(self._say("privacy")), paragraph(self._say("objection"))]
        return Shown(
            fragment(
                element("h2", self._say("made")),
                definitions(pairs, "fakta"),
                element("footer", *footer, class_="kaki"),
            )
        )

    def _say(self, key: str, **values: object) -> str:
        """Sentence of the report with its numbers."""
        return fill(text(self.language, "report", key), values, self.language)

    def _page(self, key: str, **values: object) -> str:
        return fill(text(self.language, "page", key), values, self.language)

    def _numbered(self, kind: str, topic: int, place: int, title: str) -> str:
        """Caption such as *Tabel 2.1. Kesepakatan*."""
        number = self._page("number_of", topic=str(topic), place=str(place))
        return self._page("number_title", number=self._say(kind, number=number), title=title)

    def _drawn(self, topic: str) -> list[CheckResult]:
        """Answers of a topic that have something to draw."""
        return [item for item in self.results.about(topic) if item.evidence["estimate"].notna().any()]

    def _figure(self, picture: Picture, topic: str, place: int) -> Figure:
        """Number a picture within its section."""
        caption = self._numbered("figure", self._place(topic)[0], place, picture.caption)
        return Figure(picture.png, picture.alt, caption)

    def _place(self, topic: str) -> tuple[int, Lamp]:
        """Number of the section of a topic, and its lamp."""
        for place, lamp in enumerate(self.results.lamps(), start=1):
            if lamp.topic == topic:
                return place, lamp
        raise UnknownName("topic", topic, [item.value for item in Topic])

    def _opening(self, lamps: tuple[Lamp, ...]) -> str:
        """How many areas are how; or, if nothing can be said, what to collect."""
        verdicts = [lamp.verdict for lamp in lamps]
        if all(verdict is Verdict.INSUFFICIENT for verdict in verdicts):
            lacking = dict.fromkeys(name.partition(".")[0] for item in self.results for name in item.lacking)
            return self._say("opening_insufficient", lacking=listed(list(lacking), self.language))
        return self._say(
            "opening",
            n_employees=self.results.n_employees,
            n_units=self.results.n_units,
            period=self.results.period,
            fair=verdicts.count(Verdict.FAIR),
            attention=verdicts.count(Verdict.ATTENTION),
            problem=verdicts.count(Verdict.PROBLEM),
            insufficient=verdicts.count(Verdict.INSUFFICIENT),
        )

    def _guide(self) -> list[tuple[Markup | str, str]]:
        """Verdicts and terms of the report, each explained once."""
        verdicts = [(_lit(verdict, self.language), str(verdict)) for verdict in Verdict]
        told: list[tuple[Markup | str, str]] = [
            (badge, text(self.language, "verdict", f"{verdict}|meaning")) for badge, verdict in verdicts
        ]
        return told + [
            (text(self.language, "term", term), text(self.language, "term", f"{term}|meaning")) for term in _TERMS
        ]

    def _board(self, lamps: tuple[Lamp, ...], told: list[LampWords]) -> Markup:
        """Eight lamps: shape, colour and word; one sentence and one number each."""
        heads = [self._say("area"), self._say("verdict"), self._say("answer")]
        rows = [
            (said.title, _badge(lamp.verdict, said.symbol, said.word), said.answer)
            for lamp, said in zip(lamps, told, strict=True)
        ]
        return table(self._say("lamps"), heads, rows)

    def _actions(self, lamps: tuple[Lamp, ...]) -> Markup:
        """At most three actions with the office responsible, problems first."""
        urgent = [lamp for verdict in _URGENT for lamp in lamps if lamp.verdict is verdict][:_MOST_ACTIONS]
        causes = [(lamp.raised_by or lamp.headline, lamp.verdict) for lamp in urgent]
        told = [words(item, self.language, verdict) for item, verdict in causes if item is not None]
        if not told:
            return fragment(element("h3", self._say("actions")), paragraph(self._say("actions_none")))
        heads = [self._say("action"), self._say("office"), self._say("deadline")]
        rows = [(said.action, said.office, self._say("next_period")) for said in told]
        return table(self._say("actions"), heads, rows)

    def _finding(self, item: CheckResult, already: set[str], *, alone: bool) -> Markup:
        """One check: verdict and answer, further numbers, reading, caution, action; notes are not said twice."""
        said = words(item, self.language)
        badge = _lit(item.verdict, self.language)
        notes = [
            (self._say("reading"), said.explanation),
            (self._say("caution"), " ".join((said.caution, *said.caveats))),
        ]
        notes = [note for note in notes if note[1] not in already]
        already.update(note for _, note in notes)
        notes += [
            (self._say("action"), said.action),
            (self._say("office"), said.office if item.verdict in _URGENT else ""),
        ]
        return fragment(
            None if alone else element("h3", said.title),
            element("div", element("p", badge), paragraph(said.answer), class_=f"temuan {_css(item.verdict)}"),
            paragraph(said.detail),
            definitions(notes, "keterangan"),
        )


def _unbounded(item: CheckResult) -> bool:
    """Whether a row of the evidence has an estimate without an interval."""
    rows = item.evidence
    return not is_ladder(rows) and bool((rows["estimate"].notna() & rows["low"].isna()).any())


def _lit(verdict: Verdict, lang: str) -> Markup:
    """Badge of a verdict in the words of a language."""
    return _badge(verdict, *(text(lang, "lamp", f"{verdict}|{part}") for part in ("symbol", "word")))


def _css(verdict: Verdict) -> str:
    return verdict.value.replace(" ", "-")


def _badge(verdict: Verdict, symbol: str, word: str) -> Markup:
    """Verdict as shape, colour and word; the shape is for eyes only."""
    return element("span", element("span", symbol, aria_hidden="true"), f" {word}", class_=f"lampu {_css(verdict)}")
