"""Which numbers of which regions mean the same? The others are named with the reason, never dropped in silence."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from kinerja_lab.checks.protocol import Topic
from kinerja_lab.checks.verdict import Ceiling, Rule, Verdict, rule_of
from kinerja_lab.messages.catalogue import inline, label, text
from kinerja_lab.messages.numbers import fill
from kinerja_lab.report.record import Record
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.multiplicity import holm
from kinerja_lab.stats.pooling import Pooled, pooled

_COVERAGE = "completeness"
_THIN = (Verdict.PROBLEM, Verdict.INSUFFICIENT)


class Scale(NamedTuple):
    """Where differences of estimates mean the same from end to end, the way back, and the natural ends of both."""

    to: Callable[[float], float]
    back: Callable[[float], float]
    low: float = -math.inf
    high: float = math.inf

    def home(self, value: float) -> float:
        """A value on the scale of the estimate, within its ends."""
        return value if math.isnan(value) else self.back(min(max(value, self.low), self.high))


_SCALES: Mapping[str, Scale] = {
    "ratio": Scale(math.log, math.exp),
    "share": Scale(lambda share: math.asin(math.sqrt(share)), lambda angle: math.sin(angle) ** 2, 0.0, math.pi / 2),
    "coefficient": Scale(float, float, -1.0, 1.0),
    "points": Scale(float, float),
}


@dataclass(frozen=True)
class Question:
    """A check as a record tells it: its section in the catalogues, and the options with which it was asked."""

    slug: str
    options: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Section in the catalogues."""
        return self.slug.partition(":")[0]

    @cached_property
    def rule(self) -> Rule:
        """What judges it."""
        return rule_of(self.options)

    @property
    def kind(self) -> str:
        """Scale of its estimate: share, coefficient, ratio or points."""
        return text("id", self.name, "scale")

    @property
    def scale(self) -> Scale:
        """Where its estimates are added up and subtracted; a spread has no values under zero."""
        return _SCALES[self.kind]._replace(low=0.0) if isinstance(self.rule, Ceiling) else _SCALES[self.kind]

    def say(self, key: str, lang: str) -> str:
        """Text of its section with its options in it."""
        names = {name: inline(label(value, lang)) for name, value in self.options.items() if isinstance(value, str)}
        roles = [label(str(role), lang) for role in self.options.get("roles", ())]
        names["among"] = text(lang, "phrase", "among_one").format(role=", ".join(roles))
        return fill(text(lang, self.name, key), {**self.options, **names}, lang)


@dataclass(frozen=True)
class Compared:
    """One question in all regions of a period, in alphabetical order, with the reasons against those not compared."""

    question: Question
    topic: str
    entries: Mapping[str, Record | None]
    reasons: Mapping[str, str]

    @cached_property
    def comparable(self) -> dict[str, Record]:
        """Entries of the regions whose numbers mean the same."""
        return {name: entry for name, entry in self.entries.items() if entry and name not in self.reasons}

    @cached_property
    def p_values(self) -> dict[str, float]:
        """P-values of the comparable regions, corrected over the regions (Holm); only those that exist."""
        raw = {name: float(entry["p"]) for name, entry in self.comparable.items() if entry["p"] is not None}
        return dict(zip(raw, map(float, holm(list(raw.values()))), strict=True))

    @cached_property
    def together(self) -> Pooled:
        """What the comparable regions say together; mean and limits on the scale of the estimate, tau² on its own."""
        scale = self.question.scale
        confidence = float(self.question.options["confidence"])
        effects = [effect(entry, scale, confidence) for entry in self.comparable.values()]
        estimates, errors = np.array(effects, dtype=np.float64).reshape(-1, 2).T
        found = pooled(estimates, errors, confidence)
        return replace(
            found,
            estimate=scale.home(found.estimate),
            interval=Interval(*map(scale.home, found.interval)),
            prediction=Interval(*map(scale.home, found.prediction)),
        )


def effect(entry: Record, scale: Scale, confidence: float) -> tuple[float, float]:
    """Estimate and standard error of an entry on another scale, read from the wider side of its interval.

    NaN where the interval has an open side, or the scale puts one of the numbers at infinity.
    """
    try:
        low, middle, high = (scale.to(value) for value in (entry["selang"][0], entry["estimasi"], entry["selang"][1]))
    except (TypeError, ValueError):
        return math.nan, math.nan
    error = max(middle - low, high - middle) / float(norm.ppf(0.5 + confidence / 2))
    return (middle, error) if error > 0 else (math.nan, math.nan)


def compared(slug: str, records: Sequence[Record]) -> Compared:
    """Ask one question of all records: which of them answer it alike, and why not the others?"""
    entries = {record["nama"]: record["pemeriksaan"].get(slug) for record in records}
    found = [entry for entry in entries.values() if entry]
    asked = most_common([entry["opsi"] for entry in found if entry["estimasi"] is not None] or [found[0]["opsi"]])
    thin = {
        record["nama"]
        for record in records
        if (covered := record["pemeriksaan"].get(_COVERAGE)) and covered["putusan"] in _THIN
    }
    topic = found[0]["bidang"]
    judged = {
        name: _reason(entry, asked, thin=name in thin and topic != Topic.DATA_QUALITY)
        for name, entry in entries.items()
    }
    reasons = {name: reason for name, reason in judged.items() if reason}
    return Compared(Question(slug, asked), topic, entries, reasons)


def _reason(entry: Record | None, asked: Record, *, thin: bool) -> str:
    """Key of the reason why an entry is not compared; empty where it is."""
    if entry is None:
        return "unasked"
    if asked["rule"] == "impact":  # every region changes a service of its own
        return "dampak"
    if thin:
        return "cakupan"
    if entry["estimasi"] is None:
        return "tanpa_angka"
    return "" if entry["opsi"] == asked else "opsi"


def most_common(items: Sequence[Record]) -> Record:
    """The item that occurs most often, the first of those on a tie."""
    written_out = Counter(json.dumps(item, sort_keys=True) for item in items)
    found: Record = json.loads(written_out.most_common(1)[0][0])
    return found
