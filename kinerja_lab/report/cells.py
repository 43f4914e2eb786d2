"""What a cell of a notebook shows when it ends in a result, in all results or in a dataset."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

from kinerja_lab.checks.protocol import LAMPS, CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.messages.catalogue import spoken, text
from kinerja_lab.messages.narrate import sentence, words
from kinerja_lab.messages.numbers import fill
from kinerja_lab.profile import RegionProfile
from kinerja_lab.report import front
from kinerja_lab.report.as_html import css, to_markup
from kinerja_lab.report.disclosure import disclosed_one
from kinerja_lab.report.display import Report
from kinerja_lab.report.document import Block, Finding, Paragraph, lit, number, table
from kinerja_lab.report.markup import Markup, Shown, element
from kinerja_lab.report.tables import evidence_table, tests_table

# A lone answer does not know its region.
_DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(RegionProfile)}
_LOOKS = """
.kinerja .temuan{border-left:4px solid var(--putusan);padding-left:.9rem}
.kinerja .lampu{color:var(--putusan);font-weight:700;white-space:nowrap}
.kinerja p{margin:.3rem 0}
.kinerja caption{padding:.4rem 0;text-align:left;font-weight:600}
.kinerja caption .catatan{margin:0;font-weight:400}
.kinerja table :is(th,td):not(.angka){text-align:left}
.kinerja table :is(th,td){padding:.15rem .5rem;vertical-align:top}
.kinerja .angka{text-align:right;white-space:nowrap}
.kinerja .keterangan{display:grid;grid-template-columns:9.5rem 1fr;gap:.25rem .9rem}
.kinerja :is(dt,dd){margin:0}
""" + "".join(f".kinerja .{css(verdict)}{{--putusan:{lit(verdict, 'id').colour}}}\n" for verdict in Verdict)


@dataclass(frozen=True, slots=True, repr=False)
class Framed:
    """Blocks with the looks that a notebook does not give them, and as plain text."""

    blocks: list[Block]

    def _repr_html_(self) -> str:
        return str(element("div", element("style", Markup(_LOOKS)), to_markup(self.blocks), class_="kinerja"))

    def __repr__(self) -> str:
        return repr(Shown(to_markup(self.blocks)))


def show(thing: CheckResult | Results | Dataset, lang: str = "") -> Framed:
    """What did a check find, how do the areas stand, which tables are there? As a cell shows it.

    Parameters
    ----------
    thing
        One result, all results or some of them, or a dataset.
    lang
        ``id`` or ``en``; the language of ``KINERJA_LANG`` if not given.
    """
    return Framed(_blocks(thing, lang or spoken()))


def bundle(thing: CheckResult | Results | Dataset) -> dict[str, str]:
    """Forms of a thing for the front end to choose from."""
    shown = show(thing)
    return {"text/html": shown._repr_html_(), "text/plain": repr(shown)}


def _blocks(thing: CheckResult | Results | Dataset, lang: str) -> list[Block]:
    match thing:
        case CheckResult():
            return _one(thing, lang)
        case Results():
            return _many(Report(thing, lang), lang)
        case Dataset():
            return _tables(thing, lang)


def _one(result: CheckResult, lang: str) -> list[Block]:
    """Question, lamp and answer, then the evidence; nothing of it is about few people."""
    shown = disclosed_one(result, "", _DEFAULTS["small_group"], _DEFAULTS["small_cell"])
    said = words(shown, lang)
    notes = [(text(lang, "report", "caution"), caveat) for caveat in said.caveats]
    found = Finding(lit(shown.verdict, lang), sentence(shown, lang), said.title, tuple(notes))
    evidence = evidence_table(shown, lang)
    listed = [] if evidence is None else [replace(evidence, caption="")]
    return [Paragraph(said.question, "pertanyaan"), found, *listed]


def _many(report: Report, lang: str) -> list[Block]:
    """The executive page of a whole suite; of a part of it, one line a check."""
    results = report.results
    if {item.check.topic for item in results}.issuperset(LAMPS):
        return front.summary(report.content)
    return [tests_table(results, lang)]


def _tables(data: Dataset, lang: str) -> list[Block]:
    """Which tables there are, and how long each is."""
    say = partial(text, lang, "cli")
    rows = [(name, text(lang, "table", name), number(len(frame), "sel", lang)) for name, frame in data.tables.items()]
    title = fill(text(lang, "report", "subtitle"), {"region": data.profile.name, "period": data.period}, lang)
    return [table(title, [say("table"), say("content"), say("rows")], rows, (2,))]
