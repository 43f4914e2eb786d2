"""Are citizens more satisfied than in the period before, and which letter is it?"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.service_series import MONTH
from kinerja_lab.checks.verdict import Impact, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.satisfaction_index import ELEMENTS, satisfaction_index
from kinerja_lab.stats.power import noticed
from kinerja_lab.stats.satisfaction import letter_of, satisfaction_change


@dataclass(frozen=True, kw_only=True)
class SatisfactionIndex(Check):
    """Index of citizens' satisfaction (IKM) of the period less that of the period before, in points.

    Nine elements of equal weight (PermenPANRB 14/2017). Only units that were surveyed in both periods are compared. Two
    periods prove no effect. The letter and the distance to the next one stand beside.
    """

    name: ClassVar[str] = "satisfaction_index"
    topic: ClassVar[Topic] = Topic.SERVICES
    needs: ClassVar[tuple[Needs, ...]] = (Needs("skm", ELEMENTS),)

    rule: Rule = Impact()
    fewest: int = 30

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare the respondents of both periods; the evidence is each unit's index now."""
        now, before = (data.during("skm", MONTH, period) for period in (data.period, col.period_before(data.period)))
        if before.empty or now.empty:
            raise NotAssessable("missing_data", n=len(now), lacking=(f"skm.{MONTH}",))
        shared = set(now[col.UNIT]) & set(before[col.UNIT])
        now, before = (sheets[sheets[col.UNIT].isin(shared)] for sheets in (now, before))
        if min(len(now), len(before)) < self.fewest:
            raise NotAssessable("too_few", n=min(len(now), len(before)), need=self.fewest)
        silent = tuple(f"skm.{name}" for name in ELEMENTS if now[name].isna().all() or before[name].isna().all())
        if silent:
            raise NotAssessable("missing_data", n=len(now), lacking=silent)
        rng = np.random.default_rng(zlib.crc32(f"{data.profile.slug}/{data.period}/{self.name}".encode()))
        earlier, later = (sheets[list(ELEMENTS)].to_numpy(dtype="float64") for sheets in (before, now))
        found = satisfaction_change(earlier, later, confidence=self.confidence, rng=rng)
        return CheckResult(
            check=self,
            estimate=found.difference,
            interval=found.interval,
            p_value=found.p_value,
            n=len(now),
            detectable=noticed(found.error),
            contested=True,
            quantities=self._level(now, before, data.profile.small_group, rng),
            evidence=self._evidence(now, rng),
            caveats=("sebelum_sesudah",),
        )

    def _level(self, now: pd.DataFrame, before: pd.DataFrame, least: int, rng: np.random.Generator) -> dict[str, float]:
        """Index of both periods, under the name of its letter, and of the old one, once more; mean of each element.

        An element that fewer than ``least`` answered has none: it would be what single people answered.
        """
        level, earlier = (
            satisfaction_index(sheets, confidence=self.confidence, rng=rng).iloc[0] for sheets in (now, before)
        )
        index, old = float(level["index"]), letter_of(float(level["index"]), "kep_25_2004")
        told = {"index": index, "index_low": float(level["low"]), "index_high": float(level["high"])}
        told |= {"index_before": float(earlier["index"]), "to_next": float(level["to_next"])}
        told |= {f"letter_{str(level['letter']).lower()}": index}
        told |= {} if old == level["letter"] else {f"old_letter_{old.lower()}": index}
        answered = now[[*ELEMENTS]].count() >= least
        return told | {name: float(now[name].mean()) if answered[name] else math.nan for name in ELEMENTS}

    def _evidence(self, now: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
        """Index of each unit in the period, and how far its next letter is."""
        units = satisfaction_index(now, by=col.UNIT, confidence=self.confidence, rng=rng)
        units = units.rename(columns={col.UNIT: "unit", "index": "estimate"})
        return units[[*EVIDENCE, "to_next"]].astype({"unit": "str", "estimate": "float64", "to_next": "float64"})
