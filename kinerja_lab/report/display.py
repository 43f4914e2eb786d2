"""The report as a notebook shows it: each method is one part, ready to read, in one of the languages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from kinerja_lab import plots
from kinerja_lab.checks.protocol import Topic
from kinerja_lab.checks.results import Results
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.report import actions, back, front, sections
from kinerja_lab.report.as_html import to_markup
from kinerja_lab.report.claims import claims_section
from kinerja_lab.report.content import CLAIMS, LOADING, Content, place_of
from kinerja_lab.report.disclosure import disclosed
from kinerja_lab.report.document import Block, Paragraph
from kinerja_lab.report.ladder import ladder
from kinerja_lab.report.loading import loading_section
from kinerja_lab.report.markup import Figure, Shown, definitions, element, fragment, paragraph
from kinerja_lab.report.spread import published, spread_table


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
    _pictures: dict[str, list[Figure]] = field(default_factory=dict, init=False, repr=False)
    _tables: list[pd.DataFrame] = field(default_factory=list, init=False, repr=False)
    _ladder: list[list[Block]] = field(default_factory=list, init=False, repr=False)
    _found: Results = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise UnknownName("language", self.language, LANGUAGES)
        object.__setattr__(self, "_found", self.results)
        object.__setattr__(self, "results", disclosed(self.results))

    @cached_property
    def content(self) -> Content:
        """The same results for whoever builds blocks of them."""
        return Content(self.results, self.language)

    def title(self) -> Shown:
        """Show letterhead, title and what the report is about."""
        content, profile = self.content, self.results.profile
        head = element("header", *map(paragraph, profile.letterhead), class_="kop") if profile.letterhead else None
        return Shown(
            fragment(
                head,
                paragraph(content.say("simulated") if profile.simulated else "", "simulasi"),
                element("h1", content.say("title")),
                paragraph(front.subtitle(content), "anak-judul"),
                definitions(front.facts(content), "fakta dua"),
            )
        )

    def summary(self) -> Shown:
        """Show the executive page: opening, eight lamps, at most three actions."""
        return Shown(element("section", to_markup(front.summary(self.content)), class_="ringkasan"))

    def introduction(self) -> Shown:
        """Show chapter I: legal basis, purpose, scope and approach."""
        return _shown(front.introduction(self.content))

    def words(self, topic: str) -> Shown:
        """Show what was found about a topic, how to read it, what it does not show, and what to do."""
        return _shown(sections.topic_blocks(self.content, topic))

    def table(self, topic: str) -> Shown:
        """Show the evidence of a topic; numbers of few people are withheld."""
        return _shown(sections.topic_tables(self.content, topic))

    def pictures(self, topic: str) -> list[Figure]:
        """Draw the evidence of a topic: of its headline, and of what is not well; drawn once."""
        if topic not in self._pictures:
            self._pictures[topic] = sections.figures(self.content, topic)
        return self._pictures[topic]

    def outcomes(self, data: Dataset) -> Figure | Shown:
        """Draw how the predikat are spread in every unit; small units are merged. What is not drawn is said."""
        made = self.spread(data)
        return made if isinstance(made, Figure) else _shown([made])

    def spread(self, data: Dataset) -> Figure | Paragraph:
        """Picture of the predikat in every unit, or the sentence that says why there is none; drawn once."""
        if "" not in self._pictures:
            picture = plots.outcomes(data, self.language, table=self._published(data))
            chapter, place = place_of(Topic.ACCEPTANCE)[0], sections.next_figure(self.content, Topic.ACCEPTANCE)
            drawn = picture.alt != picture.caption
            caption = self.content.figure(chapter, place, picture.caption) if drawn else ""
            self._pictures[""] = [Figure(picture.png, picture.alt, caption, picture.svg)]
        made = self._pictures[""][0]
        return made if made.caption else Paragraph(made.alt, "catatan")

    def evidence(self, data: Dataset) -> list[Block]:
        """Tables of all checks, and that of the predikat in every unit."""
        return [*sections.all_tables(self.content), *spread_table(self.content, self._published(data))]

    def _published(self, data: Dataset) -> pd.DataFrame:
        """Predikat by unit as they may be published beside everything else; worked out once."""
        if not self._tables:
            self._tables.append(published(self._found, data))
        return self._tables[0]

    def followed(self, data: Dataset) -> Shown:
        """Show what became of the actions of the last report."""
        return _shown(actions.followed(self.content, data, f"{place_of(Topic.ACCEPTANCE)[0]}.3"))

    def ladder(self, data: Dataset) -> Shown:
        """Show raters and employees on one ladder, where raters can be told from employees."""
        return _shown(self.ladder_blocks(data))

    def ladder_blocks(self, data: Dataset) -> list[Block]:
        """Raters and employees on one ladder; drawn once."""
        if not self._ladder:
            self._ladder.append(ladder(self.content, data))
        return self._ladder[0]

    def loading(self, data: Dataset) -> Shown:
        """Show what became of every row that was read; canonical tables are told in one line."""
        return _shown(self.loading_blocks(data))

    def loading_blocks(self, data: Dataset) -> list[Block]:
        """What became of every row that was read."""
        return loading_section(data.log, lambda place: self.content.label(f"{LOADING}.{place}"), self.language)

    def claims(self) -> Shown:
        """Show what the document about the region's system claims, and what the data answer."""
        return _shown(self.claims_blocks())

    def claims_blocks(self) -> list[Block]:
        """The claims of the document, and what the data answer."""
        return claims_section(self.results, self.content.label(f"{CLAIMS}.1"), self.language)

    def limits(self) -> Shown:
        """Show chapter VI: how the areas stand, what to do, and what the data cannot answer."""
        return _shown(back.conclusion(self.content))

    def method(self) -> Shown:
        """Show the rules of the verdicts and every test that was run, with its options."""
        return _shown(back.method(self.content))

    def appendix(self, data: Dataset) -> Shown:
        """Show how to read every check, the evidence of all of them, and what the words mean."""
        content = self.content
        read = [content.appendix("B"), *sections.readings(content)]
        evidence = [content.appendix("C"), *self.evidence(data)]
        return _shown([*read, *evidence, content.appendix("D"), front.glossary(content)])

    def provenance(self) -> Shown:
        """Show with what the report was made; no path, no time."""
        return _shown(back.provenance(self.content))


def _shown(blocks: list[Block]) -> Shown:
    return Shown(to_markup(blocks))
