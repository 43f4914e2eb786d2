"""Is evidence of work uploaded while the work is done, or just before the deadline?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.clustered import clustered_share, clustered_share_by
from kinerja_lab.checks.cohort import staff
from kinerja_lab.checks.groups import period_end
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset

_FEWEST_PEOPLE = 10
_UPLOADED = "waktu_unggah"
_WEEK = pd.Timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class EvidenceTiming(Check):
    """Share of the evidence uploaded in the last seven days of the period or later; employees are the units.

    How many employees have any evidence stands beside it.
    """

    name: ClassVar[str] = "evidence_timing"
    topic: ClassVar[Topic] = Topic.REPORTING
    needs: ClassVar[tuple[Needs, ...]] = (Needs("bukti", (_UPLOADED,)),)

    rule: Rule = Ceiling(limit=0.50)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare the days of uploading with the end of the period; the evidence is each unit's share."""
        employees = staff(data)
        rows = data.current("bukti").dropna(subset=[_UPLOADED])
        rows = rows.merge(employees[[col.EMPLOYEE, col.UNIT]], on=col.EMPLOYEE)
        end = period_end(data.period) + pd.Timedelta(days=1)
        late = rows[_UPLOADED] >= end - _WEEK
        share, interval = clustered_share(late, rows[col.EMPLOYEE], confidence=self.confidence, fewest=_FEWEST_PEOPLE)
        return CheckResult(
            check=self,
            estimate=share,
            interval=interval,
            n=int(rows[col.EMPLOYEE].nunique()),
            quantities={
                "coverage": float(employees[col.EMPLOYEE].isin(rows[col.EMPLOYEE]).mean()),
                "after_period": float((rows[_UPLOADED] >= end).mean()),
                "n_items": float(len(rows)),
            },
            evidence=clustered_share_by(rows[col.UNIT], late, rows[col.EMPLOYEE], self.confidence),
        )
