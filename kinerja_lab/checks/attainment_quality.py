"""Can attainment be trusted as a measure of results?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import share_by, staff
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.attainment_quality import exactly_on_target, mixed_units, unmoved_targets
from kinerja_lab.stats.proportion import proportion_interval

_MEASURE = "satuan"


@dataclass(frozen=True, kw_only=True)
class AttainmentQuality(Check):
    """Share of employees all of whose realisations equal their targets to the digit; shown.

    Beside it: indicators met to the digit, targets that stay the same in every period, and indicators measured in
    different units by different people.
    """

    name: ClassVar[str] = "attainment_quality"
    topic: ClassVar[Topic] = Topic.DATA_QUALITY
    needs: ClassVar[tuple[Needs, ...]] = (Needs("indikator", (col.TARGET, col.REALISATION)),)
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n"}

    rule: Rule = Shown()
    fewest: int = 30

    def evaluate(self, data: Dataset) -> CheckResult:
        """Count; the evidence are the units."""
        people = staff(data)
        rows = data.current("indikator")
        found = exactly_on_target(rows[rows[col.EMPLOYEE].isin(people[col.EMPLOYEE])])
        if len(found) < self.fewest:
            raise NotAssessable("too_few", n=len(found), need=self.fewest)
        exact = int(found["all_exact"].sum())
        placed = found.merge(people[[col.EMPLOYEE, col.UNIT]], on=col.EMPLOYEE)
        return CheckResult(
            check=self,
            estimate=exact / len(found),
            interval=proportion_interval(exact, len(found), method="wilson", confidence=self.confidence),
            n=len(found),
            quantities={
                "share_exact": float(found["n_exact"].sum() / found["n_indikator"].sum()),
                **self._unmoved(data),
                **self._mixed(rows),
            },
            evidence=share_by(placed[col.UNIT], placed["all_exact"], self.confidence),
        )

    def _unmoved(self, data: Dataset) -> dict[str, float]:
        """Share of targets that never move, among those of two periods or more, up to the reported one."""
        history = data.table("indikator")
        found = unmoved_targets(history[history[col.PERIOD] <= data.period])
        share = float(found["unmoved"].mean()) if len(found) else math.nan
        return {"targets_compared": float(len(found)), "share_unmoved": share}

    def _mixed(self, rows: pd.DataFrame) -> dict[str, float]:
        """How many indicators are measured in more than one unit."""
        if _MEASURE not in rows or rows[_MEASURE].isna().all():
            return {"indicators_measured": 0.0, "indicators_mixed": math.nan}
        found = mixed_units(rows)
        return {"indicators_measured": float(len(found)), "indicators_mixed": float(found["mixed"].sum())}
