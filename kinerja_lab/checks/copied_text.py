"""Do daily reports repeat each other word for word?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.clustered import clustered_share, clustered_share_by
from kinerja_lab.checks.cohort import in_units
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.copied_text import copied_text

_FEWEST_PEOPLE = 10
_DATE, _TEXT = "tanggal", "uraian"


@dataclass(frozen=True, kw_only=True)
class CopiedText(Check):
    """Share of daily reports with a near twin among the same employee's reports of other days.

    The same sentence with other numbers is routine work and no copy. Employees are the independent units.
    """

    name: ClassVar[str] = "copied_text"
    topic: ClassVar[Topic] = Topic.REPORTING
    needs: ClassVar[tuple[Needs, ...]] = (Needs("aktivitas", (_DATE, _TEXT)),)
    parts: ClassVar[Mapping[str, str]] = {"mostly": "n"}

    rule: Rule = Ceiling(limit=0.20)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare every report with the others of the same employee; the evidence is each unit's share."""
        rows = data.during("aktivitas", _DATE).dropna(subset=[_TEXT])
        rows = in_units(rows, data)
        twin = copied_text(rows)
        share, interval = clustered_share(twin, rows[col.EMPLOYEE], confidence=self.confidence, fewest=_FEWEST_PEOPLE)
        by_person = twin.groupby(rows[col.EMPLOYEE].to_numpy()).mean()
        return CheckResult(
            check=self,
            estimate=share,
            interval=interval,
            n=len(by_person),
            quantities={"n_reports": float(len(rows)), "mostly": float((by_person >= 0.6).mean())},
            evidence=clustered_share_by(rows[col.UNIT], twin, rows[col.EMPLOYEE], self.confidence),
        )
