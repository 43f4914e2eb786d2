"""Regions side by side, from their ``hasil.json`` alone: what may be compared is compared, in alphabetical order."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kinerja_lab import plots
from kinerja_lab.checks.verdict import Impact, Verdict
from kinerja_lab.errors import ReportFailed, UnknownName
from kinerja_lab.files import write_whole
from kinerja_lab.messages.catalogue import LANGUAGES, text
from kinerja_lab.messages.narrate import style
from kinerja_lab.messages.numbers import count, fill, interval, written
from kinerja_lab.plots.rows import Row
from kinerja_lab.report.as_html import to_markup
from kinerja_lab.report.comparable import Compared, compared, most_common
from kinerja_lab.report.document import Block, Bullets, Cell, Heading, Paragraph, Table, limits, lit, number, table
from kinerja_lab.report.html import COMPARISON, page
from kinerja_lab.report.markup import Figure, Shown
from kinerja_lab.report.publish import report_folder
from kinerja_lab.report.record import Record, alphabetical, records
from kinerja_lab.report.tables import WITHHELD, p_value

PAGE = COMPARISON
SAMPLES = Path(__file__).parents[2] / "data" / "hasil"
_RULES = ("rezim", "skala_skor")  # the raters' roles are options of the checks, and those are compared check by check
_ROWS = 50  # regions on one picture
_ALPHA = 0.05


@dataclass(frozen=True)
class Comparison:
    """Records of the regions that share the rules of appraisal, and who was left out for which reasons."""

    period: str
    records: tuple[Record, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...]
    language: str = "id"

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise UnknownName("language", self.language, LANGUAGES)

    @cached_property
    def questions(self) -> tuple[Compared, ...]:
        """The headline checks of all regions, in the order of the report."""
        slugs = dict.fromkeys(slug for record in self.records for slug in record["utama"])
        return tuple(compared(slug, self.records) for slug in slugs)

    def gate(self) -> Shown:
        """Show what is compared, what is not and why, and how not to read it."""
        return Shown(to_markup([Bullets(tuple(self.notes()))]))

    def notes(self) -> list[str]:
        """What is compared, who is not, and how not to read it."""
        known = {"count": len(self.records), "period": self.period}
        lines = [self._say("one" if len(self.records) == 1 else "regions", **known)]
        for region, reasons in self.left_out:
            said = ", ".join(self._say(f"differs_{reason}") for reason in reasons)
            lines.append(self._say("left_out", region=region, reasons=said))
        return [*lines, self._say("note"), self._say("correction")]

    def words(self, topic: str) -> Shown:
        """Show what is measured, how much the regions differ, and who is not compared."""
        return Shown(to_markup([block for asked in self._about(topic) for block in self._told(asked)]))

    def pictures(self, topic: str) -> list[Figure]:
        """Draw the comparable regions of a topic, the mean of all, and where a further region may lie."""
        return [picture for asked in self._about(topic) for picture in self._drawn(asked)]

    def table(self, topic: str) -> Shown:
        """Show estimate, interval and verdict of every region; never sorted by its number."""
        return Shown(to_markup([made for asked in self._about(topic) for made in self._tables(asked)]))

    def tables(self) -> list[Table]:
        """All tables, one a headline check."""
        return [made for asked in self.questions for made in self._tables(asked)]

    def blocks(self) -> list[Block]:
        """The whole comparison."""
        found: list[Block] = [Heading(self._say("title"), 0), Bullets(tuple(self.notes()))]
        for asked in self.questions:
            found += [*self._told(asked), *self._drawn(asked), *self._tables(asked)]
        return found

    def _about(self, topic: str) -> list[Compared]:
        """Questions of a topic."""
        known = [asked.topic for asked in self.questions]
        if topic not in known:
            raise UnknownName("topic", topic, known)
        return [asked for asked in self.questions if asked.topic == topic]

    def _say(self, key: str, **values: object) -> str:
        return fill(text(self.language, "comparison", key), values, self.language)

    def _told(self, asked: Compared) -> list[Block]:
        """What is measured, what all regions say together, who is not compared."""
        measure, lang = asked.question.say("estimate", self.language), self.language
        reasons: dict[str, list[str]] = {}
        for region, reason in asked.reasons.items():
            reasons.setdefault(reason, []).append(region)
        without = tuple(
            self._say("without", regions=", ".join(names), reason=self._say(f"differs_{reason}"))
            for reason, names in reasons.items()
        )
        return [
            Heading(text(lang, "topic", asked.topic), 1),
            Paragraph(self._heterogeneity(asked)),
            Paragraph(self._say("measure", measure=measure), "catatan"),
            *([Bullets(without)] if without else []),
        ]

    def _heterogeneity(self, asked: Compared) -> str:
        """How much the regions differ, in plain words; first the answer, then the numbers behind it."""
        found, shape = asked.together, style(asked.question.name, self.language)
        if found.status != "ok":
            return self._say("too_few", count=found.n)
        p = p_value(found.p_value, self.language)
        told = {
            "count": found.n,
            "i2": found.i2,
            "i2_interval": tuple(found.i2_interval),
            "tau2": found.tau2,
            "q": found.q,
            "p": p if p.startswith("<") else f"= {p}",
            "mean": written(found.estimate, shape, self.language),
            "interval": interval(found.interval, self.language, shape),
            "prediction": interval(found.prediction, self.language, shape),
        }
        answer = "alike" if found.p_value >= _ALPHA else "unlike"
        return " ".join(self._say(key, **told) for key in (answer, "spread", "further"))

    def _drawn(self, asked: Compared) -> list[Figure]:
        """Pictures of at most fifty regions each; the mean of all stands in each."""
        rows = [_row(name, entry) for name, entry in asked.comparable.items()]
        found, further = asked.together, None
        pooled = []
        if found.status == "ok":
            pooled = [Row(self._say("all", count=found.n), math.nan, found.estimate, *found.interval, "headline")]
            further = found.prediction
        # What is drawn of a region is its answer, not what the answer was found from, such as single raters.
        title, measure = (asked.question.say(key, self.language) for key in ("title", "estimate"))
        axis = measure[:1].upper() + measure[1:]
        parts = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
        drawn = [plots.forest(asked.question, title, axis, [*part, *pooled], further, self.language) for part in parts]
        return [Figure(made.png, made.alt, made.caption, made.svg) for made in drawn]

    def _tables(self, asked: Compared) -> list[Table]:
        """Estimate, interval, n, corrected p-value and verdict of one check in every region."""
        if isinstance(asked.question.rule, Impact):
            return []
        keys = ["estimate", "interval", "n", *(["p_regions"] if asked.p_values else []), "verdict"]
        heads = [self._say("region"), *(self._say(key) for key in keys)]
        rows = [[region, *self._cells(asked, region)] for region in asked.entries]
        title = asked.question.say("title", self.language)
        return [table(title, heads, rows, range(1, len(heads) - 1))]

    def _cells(self, asked: Compared, region: str) -> list[Cell]:
        """Numbers and verdict of a region; where they are not comparable, the reason."""
        entry, reason, lang = asked.entries[region], asked.reasons.get(region), self.language
        p = [p_value(asked.p_values.get(region, math.nan), lang)] if asked.p_values else []
        if entry is None or reason not in (None, "tanpa_angka"):
            return [WITHHELD, WITHHELD, WITHHELD, *p, self._say(f"differs_{reason}")]
        people = _people(entry, lang)
        verdict, shape = lit(Verdict(entry["putusan"]), lang), style(asked.question.name, lang)
        if reason:
            return [WITHHELD, WITHHELD, people, *p, verdict]
        low, high = limits_of(entry)
        return [number(entry["estimasi"], shape, lang), limits(low, high, shape, lang), people, *p, verdict]


def compare(output: str | Path = "", period: str | None = None, language: str = "id") -> Comparison:
    """Gather the reports of a period, the latest one if not given.

    Parameters
    ----------
    output
        Where reports lie; the kept results of the sample regions if empty.
    period
        Such as ``2025-S1``.
    language
        ``id`` or ``en``.

    Raises
    ------
    ReportFailed
        There is no report, or a ``hasil.json`` cannot be read.
    UnknownName
        No report of this period, or no such language.
    """
    found = records(output or SAMPLES)
    if not found:
        raise ReportFailed("nothing_to_compare", Path(output).name)
    periods = sorted({record["periode"] for record in found})
    if period and period not in periods:
        raise UnknownName("period", period, periods)
    reported = period or periods[-1]
    chosen = _named([record for record in found if record["periode"] == reported])
    rules = most_common([_rules(record) for record in chosen])
    apart = {record["nama"]: _differing(_rules(record), rules) for record in chosen}
    return Comparison(
        period=reported,
        records=tuple(record for record in chosen if not apart[record["nama"]]),
        left_out=tuple((name, reasons) for name, reasons in apart.items() if reasons),
        language=language,
    )


def write_page(comparison: Comparison, output: str | Path) -> Path:
    """Write the comparison as a page beside the reports and return its path."""
    title = text(comparison.language, "comparison", "title")
    target = report_folder(output, PAGE)
    write_whole(target, page(to_markup(comparison.blocks()), title=title, language=comparison.language))
    return target


def _named(chosen: Sequence[Record]) -> list[Record]:
    """Records in alphabetical order; regions of the same name are told apart by their code."""
    names = Counter(record["nama"] for record in chosen)
    told = [
        record if names[record["nama"]] == 1 else {**record, "nama": f"{record['nama']} ({record['kode']})"}
        for record in chosen
    ]
    return sorted(told, key=alphabetical)


def _rules(record: Record) -> dict[str, Any]:
    """What must be equal for numbers to mean the same."""
    own = {"skema": record["skema"], "simulasi": record["simulasi"]}
    return own | {name: record["aturan"].get(name) for name in _RULES}


def _differing(rules: dict[str, Any], common: dict[str, Any]) -> tuple[str, ...]:
    """Names of the rules that are not the common ones."""
    return tuple(name for name, value in common.items() if rules[name] != value)


def differing(one: Record, other: Record) -> tuple[str, ...]:
    """Names of the rules of appraisal in which two records differ; numbers then mean something else."""
    return _differing(_rules(one), _rules(other))


def limits_of(entry: Record) -> tuple[float, float]:
    """Limits of an entry; an open side is infinite."""
    low, high = entry["selang"]
    return (-math.inf if low is None else low), (math.inf if high is None else high)


def _people(entry: Record, lang: str) -> Cell:
    """What an entry rests on; where it may not be told, the limit under which it lies, if the record has one."""
    limit = entry.get("n_kurang_dari")
    if entry["n"] is not None:
        return number(entry["n"], "ribuan", lang)
    return WITHHELD if limit is None else f"< {count(limit, lang)}"


def _row(name: str, entry: Record) -> Row:
    """Row of the picture."""
    people = math.nan if entry["n"] is None else float(entry["n"])
    return Row(name, people, float(entry["estimasi"]), *limits_of(entry), "plain")
