"""Are the data complete enough to be trusted?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised, share_by, staff
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import proportion_interval


@dataclass(frozen=True, kw_only=True)
class Completeness(Check):
    """Share of employees who have both a predikat and an attainment; below one half nothing else can be trusted."""

    name: ClassVar[str] = "completeness"
    topic: ClassVar[Topic] = Topic.DATA_QUALITY
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.OUTCOME,)),)
    headline: ClassVar[bool] = True
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n", "n_rated": "n", "n_attained": "n"}

    rule: Rule = Level(problem=0.5, fine=0.8)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Count; every unit's share is the evidence."""
        employees = staff(data)
        rows = appraised(data)
        rated = employees[col.EMPLOYEE].isin(rows.loc[rows[col.OUTCOME].notna(), col.EMPLOYEE])
        attained = employees[col.EMPLOYEE].isin(rows.loc[rows[col.ATTAINMENT].notna(), col.EMPLOYEE])
        complete = rated & attained
        n, k = len(employees), int(complete.sum())
        if n == 0:
            raise NotAssessable("too_few", n=0, need=1)
        if k * 2 < n:
            lacking = ("penilaian.predikat",) if rated.mean() < attained.mean() else ("indikator.realisasi",)
            raise NotAssessable("too_few", n=k, need=n / 2, lacking=lacking)
        evidence = share_by(employees[col.UNIT], complete, self.confidence)
        return CheckResult(
            check=self,
            estimate=k / n,
            interval=Interval(*proportion_interval(k, n, method="wilson", confidence=self.confidence)),
            n=n,
            quantities={
                "n_rated": float(rated.sum()),
                "n_attained": float(attained.sum()),
                "n_units": float(len(evidence)),
                "n_units_low": float((evidence["estimate"] < 0.8).sum()),
            },
            evidence=evidence,
        )
