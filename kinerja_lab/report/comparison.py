"""Regions side by side, from their ``hasil.json`` alone: what may be compared is compared, in alphabetical order."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kinerja_lab.errors import ReportFailed, UnknownName
from kinerja_lab.messages.catalogue import inline, label, text
from kinerja_lab.messages.narrate import style
from kinerja_lab.messages.numbers import count, fill, interval, written
from kinerja_lab.report.html import page
from kinerja_lab.report.markup import Markup, element, fragment, paragraph, table
from kinerja_lab.report.publish import report_folder, write_text
from kinerja_lab.report.record import FILE

PAGE = "banding.html"
_RULES = ("rezim", "skala_skor")  # the raters' roles are options of the checks, and those are compared check by check
_NONE = "–"
_UNBROKEN = "\N{NO-BREAK SPACE}"

Record = dict[str, Any]


class Part(NamedTuple):
    """One table of the comparison, ready to show."""

    title: str
    measure: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Records of the regions that share the rules of appraisal, and who was left out for which reasons."""

    period: str
    records: tuple[Record, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...]

    def tables(self, lang: str) -> list[Part]:
        """One table a headline check, never sorted by its number."""
        slugs = dict.fromkeys(slug for record in self.records for slug in record["utama"])
        return [self._part(slug, lang) for slug in slugs]

    def notes(self, lang: str) -> list[str]:
        """What was compared, who was not, and how not to read it."""
        known = {"count": len(self.records), "period": self.period}
        lines = [fill(text(lang, "page", "comparison_regions"), known, lang)]
        if len(self.records) == 1:
            lines = [text(lang, "page", "comparison_one")]
        for region, reasons in self.left_out:
            said = ", ".join(text(lang, "page", f"differs_{reason}") for reason in reasons)
            lines.append(text(lang, "page", "comparison_left_out").format(region=region, reasons=said))
        return [*lines, text(lang, "page", "comparison_note")]

    def _part(self, slug: str, lang: str) -> Part:
        """Estimate, interval and verdict of one check in every region."""
        entries = {record["nama"]: record["pemeriksaan"].get(slug) for record in self.records}
        asked = _most_common([entry["opsi"] for entry in entries.values() if entry])
        entry = next(entry for entry in entries.values() if entry and entry["opsi"] == asked)
        check = slug.partition(":")[0]
        codes = {name: inline(label(value, lang)) for name, value in asked.items() if isinstance(value, str)}
        measure = fill(text(lang, check, "estimate"), codes, lang)
        heads = [text(lang, "report", key) for key in ("estimate", "interval", "n", "verdict")]
        rows = tuple((region, *_cells(found, asked, style(check, lang), lang)) for region, found in entries.items())
        title = text(lang, "topic", entry["bidang"])
        return Part(title, measure[:1].upper() + measure[1:], (text(lang, "page", "region"), *heads), rows)


def compare(output: str | Path, period: str | None = None) -> Comparison:
    """Gather the reports of a period, the latest one if not given.

    Raises
    ------
    ReportFailed
        There is no report, or a ``hasil.json`` cannot be read.
    UnknownName
        No report of this period.
    """
    records = [_read(path) for path in sorted(Path(output).glob(f"[!.]*/[!.]*/{FILE}"))]
    if not records:
        raise ReportFailed("nothing_to_compare", Path(output).name)
    periods = sorted({record["periode"] for record in records})
    if period is not None and period not in periods:
        raise UnknownName("period", period, periods)
    reported = period or periods[-1]
    chosen = sorted((record for record in records if record["periode"] == reported), key=lambda record: record["nama"])
    rules = _most_common([_rules(record) for record in chosen])
    differing = {record["nama"]: _differing(_rules(record), rules) for record in chosen}
    return Comparison(
        period=reported,
        records=tuple(record for record in chosen if not differing[record["nama"]]),
        left_out=tuple((name, reasons) for name, reasons in differing.items() if reasons),
    )


def write_page(comparison: Comparison, output: str | Path, lang: str) -> Path:
    """Write the comparison as a page beside the reports and return its path."""
    parts = [
        fragment(element("h2", part.title), table(part.measure, part.columns, part.rows, numbers=(1, 2, 3)))
        for part in comparison.tables(lang)
    ]
    title = text(lang, "page", "comparison_title")
    body: Markup = fragment(element("h1", title), *map(paragraph, comparison.notes(lang)), *parts)
    target = report_folder(output, PAGE)
    write_text(target, page(body, title=title, language=lang))
    return target


def _read(path: Path) -> Record:
    """Read one record; a broken one is named."""
    try:
        record: Record = json.loads(path.read_text(encoding="utf-8"))
        _ = record["periode"], record["nama"], record["utama"], record["aturan"], record["pemeriksaan"]
    except (OSError, ValueError, KeyError, TypeError):
        raise ReportFailed("no_results", "/".join(path.parts[-3:])) from None
    return record


def _rules(record: Record) -> dict[str, Any]:
    """What must be equal for numbers to mean the same."""
    return {"skema": record["skema"]} | {name: record["aturan"].get(name) for name in _RULES}


def _differing(rules: dict[str, Any], common: dict[str, Any]) -> tuple[str, ...]:
    """Names of the rules that are not the common ones."""
    return tuple(name for name, value in common.items() if rules[name] != value)


def _most_common(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The item that occurs most often, the first of those on a tie."""
    written_out = Counter(json.dumps(item, sort_keys=True) for item in items)
    found: dict[str, Any] = json.loads(written_out.most_common(1)[0][0])
    return found


def _cells(entry: Record | None, asked: dict[str, Any], shape: str, lang: str) -> tuple[str, ...]:
    """Estimate, interval, n and verdict; a check with other options is not comparable and says so."""
    if entry is None:
        return (_NONE, _NONE, _NONE, _NONE)
    if entry["opsi"] != asked:
        return (_NONE, _NONE, _NONE, text(lang, "page", "differs_opsi"))
    verdict = entry["putusan"]
    said = f"{text(lang, 'lamp', f'{verdict}|symbol')} {text(lang, 'verdict', verdict)}".replace(" ", _UNBROKEN)
    people = _NONE if entry["n"] is None else count(entry["n"], lang)
    if entry["estimasi"] is None:
        return (_NONE, _NONE, people, said)
    limits = tuple(math.nan if limit is None else float(limit) for limit in entry["selang"])
    return (
        written(float(entry["estimasi"]), shape, lang),
        interval(limits, lang, shape),
        people,
        said,
    )
