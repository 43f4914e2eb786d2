"""All answers for one region and period: sections, lamps, one evidence table, one record."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from kinerja_lab.checks.protocol import EVIDENCE, LAMPS, CheckResult, Topic
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.profile import RegionProfile
from kinerja_lab.stats.multiplicity import holm

SCHEMA = "1"
_ALARMS = (Verdict.PROBLEM, Verdict.WORSENED)
_VERSIONED = ("kinerja_lab", "numpy", "scipy", "pandas", "statsmodels")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lamp:
    """State of one area on the executive page.

    The headline test decides (Holm over the areas' headline tests). Another check of the area that finds a problem
    raises the lamp to *perlu perhatian* at least; ``raised_by`` names it. Nor does the correction over the areas turn
    the problem of a headline into *wajar*. ``headline`` is ``None`` where no check examines the area.
    """

    topic: Topic
    verdict: Verdict
    headline: CheckResult | None
    raised_by: CheckResult | None = None


@dataclass(frozen=True, slots=True, weakref_slot=True, kw_only=True, eq=False, repr=False)
class Results:
    """Answers of a suite, in its order, with p-values corrected in their families and what is out of reach marked.

    ``corrected``: they already are; a part of the answers keeps the correction of the whole.
    """

    profile: RegionProfile
    period: str
    content_hash: str
    n_employees: int
    n_units: int
    items: tuple[CheckResult, ...]
    corrected: bool = False

    def __post_init__(self) -> None:
        if not self.corrected:
            object.__setattr__(
                self, "items", _corrected(tuple(_reachable(item, self.n_employees) for item in self.items))
            )
            object.__setattr__(self, "corrected", True)

    def __repr__(self) -> str:
        return f"<Results {self.profile.slug} {self.period}: {len(self)} checks>"

    def __iter__(self) -> Iterator[CheckResult]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, slug: str) -> CheckResult:
        return {item.check.slug: item for item in self.items}[slug]

    def about(self, topic: str) -> Results:
        """Only the answers of one topic, or of one check by name or slug."""
        kept = tuple(item for item in self.items if topic in (item.check.topic, item.check.name, item.check.slug))
        return replace(self, items=kept)

    def evidence(self) -> pd.DataFrame:
        """All evidence as one long table: ``check`` first, then the columns that all checks share."""
        shared = [item.evidence[list(EVIDENCE)].assign(check=item.check.slug) for item in self.items]
        if not shared:
            return pd.DataFrame(columns=["check", *EVIDENCE])
        return pd.concat(shared, ignore_index=True)[["check", *EVIDENCE]]

    def lamps(self) -> tuple[Lamp, ...]:
        """The eight lamps, in the order of the report."""
        headlines = {item.check.topic: item for item in reversed(self.items) if item.check.headline}
        adjusted = holm(np.array([item.p_value for item in headlines.values()], dtype="float64"))
        verdicts = {topic: item.judged(float(p)) for (topic, item), p in zip(headlines.items(), adjusted, strict=True)}
        return tuple(self._lamp(topic, headlines.get(topic), verdicts.get(topic)) for topic in LAMPS)

    def _lamp(self, topic: Topic, headline: CheckResult | None, verdict: Verdict | None) -> Lamp:
        """Combine the headline of an area with the other checks in it."""
        verdict = verdict or Verdict.INSUFFICIENT
        alarm = next((item for item in self.items if item.check.topic is topic and item.verdict in _ALARMS), None)
        if alarm is not None and verdict not in (Verdict.ATTENTION, *_ALARMS):
            other = None if alarm is headline else alarm
            return Lamp(topic=topic, verdict=Verdict.ATTENTION, headline=headline, raised_by=other)
        return Lamp(topic=topic, verdict=verdict, headline=headline)

    def record(self) -> dict[str, Any]:
        """Machine-readable form of everything; undefined numbers are ``None``."""
        return {
            "skema": SCHEMA,
            "wilayah": self.profile.slug,
            "kode": self.profile.code,
            "penerbit_kode": self.profile.code_issuer,
            "periode": self.period,
            "simulasi": self.profile.simulated,
            "pegawai": self.n_employees,
            "unit": self.n_units,
            "sidik_masukan": self.content_hash,
            "versi": {"python": platform.python_version()} | {name: version(name) for name in _VERSIONED},
            "lampu": {lamp.topic.value: lamp.verdict.value for lamp in self.lamps()},
            "pemeriksaan": {item.check.slug: _entry(item) for item in self.items},
        }


def _reachable(item: CheckResult, employees: int) -> CheckResult:
    """Mark a refusal that asks for more of the region's people than there are, whatever is collected."""
    # Services are asked of citizens, requests and documents.
    among_employees = item.check.floor_of_people and item.check.topic != Topic.SERVICES
    beyond = item.status == "too_few" and among_employees and item.need > employees
    return replace(item, out_of_reach=True) if beyond else item


def _corrected(items: tuple[CheckResult, ...]) -> tuple[CheckResult, ...]:
    """Holm within each family; a test outside any family keeps its raw p-value."""
    families: dict[str | int, list[int]] = {}
    for place, item in enumerate(items):
        families.setdefault(item.check.family or place, []).append(place)
    corrected = list(items)
    for places in families.values():
        adjusted = holm(np.array([items[place].p_value for place in places], dtype="float64"))
        for place, p in zip(places, adjusted, strict=True):
            corrected[place] = replace(items[place], p_adjusted=float(p))
    return tuple(corrected)


def _entry(item: CheckResult) -> dict[str, Any]:
    """One check in the record; evidence stays out, since units may be small."""
    return {
        "bidang": item.check.topic.value,
        "opsi": {name: _plain(value) for name, value in item.check.options.items()},
        "estimasi": _plain(item.estimate),
        "selang": [_plain(limit) for limit in item.interval],
        "selang_90": [_plain(limit) for limit in item.equivalence],
        "n": item.n,
        "p": _plain(item.p_value),
        "p_terkoreksi": _plain(item.p_adjusted),
        "beda_terkecil_terdeteksi": _plain(item.detectable),
        "putusan": item.verdict.value,
        "diagnosis": item.diagnosis,
        "status": item.status,
        "yang_kurang": list(item.lacking),
        "rincian": {name: _plain(value) for name, value in item.quantities.items()},
        "catatan": list(item.caveats),
        "unit_dua_periode": list(item.named),
    }


def _plain(value: Any) -> Any:
    """Value that JSON knows; NaN and infinity become ``None``."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return list(value) if isinstance(value, tuple) else value
