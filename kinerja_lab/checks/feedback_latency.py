"""How soon are daily reports answered?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.clustered import clustered_share, clustered_share_by
from kinerja_lab.checks.cohort import in_units
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.survival import kaplan_meier

_FEWEST_PEOPLE = 10
_SENT, _ANSWERED, _DATE = "waktu_kirim", "waktu_tanggapan", "tanggal"
_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class FeedbackLatency(Check):
    """Share of the daily reports answered within ``days``; employees are the independent units.

    Reports that are neither answered nor older than that at the last moment in the table are not judged. The median is
    Kaplan–Meier's: that of the answered ones alone is too short.
    """

    name: ClassVar[str] = "feedback_latency"
    topic: ClassVar[Topic] = Topic.REPORTING
    needs: ClassVar[tuple[Needs, ...]] = (Needs("aktivitas", (_SENT, _ANSWERED)),)

    rule: Rule = Level(problem=0.50, fine=0.80)
    days: float = 3.0

    def evaluate(self, data: Dataset) -> CheckResult:
        """Follow every report to its answer; the evidence is each unit's share."""
        rows = data.during("aktivitas", _DATE).dropna(subset=[_SENT])
        if rows.empty:
            raise NotAssessable("too_few", n=0, need=_FEWEST_PEOPLE)
        rows = in_units(rows, data)
        seen = pd.concat([rows[_SENT], rows[_ANSWERED]]).max()
        closed = rows[_ANSWERED].notna()
        waited = ((rows[_ANSWERED].fillna(seen) - rows[_SENT]) / _DAY).clip(lower=0.0)
        curve = kaplan_meier(waited.to_numpy(), closed.to_numpy())
        judged = closed | (waited >= self.days)
        rows, hit = rows[judged], (closed & (waited <= self.days))[judged]
        share, interval = clustered_share(hit, rows[col.EMPLOYEE], confidence=self.confidence, fewest=_FEWEST_PEOPLE)
        low, high = curve.quantile_interval(0.5, self.confidence)
        return CheckResult(
            check=self,
            estimate=share,
            interval=interval,
            n=int(rows[col.EMPLOYEE].nunique()),
            quantities={
                "median": curve.quantile(0.5),
                "median_low": low,
                "median_high": high,
                "n_reports": float(len(rows)),
                "n_open": float((~closed).sum()),
            },
            evidence=clustered_share_by(rows[col.UNIT], hit, rows[col.EMPLOYEE], self.confidence),
        )
