"""Are daily reports written every working day, and on the day?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.clustered import mean_interval
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.daily_compliance import daily_compliance
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 10
_DATE, _SENT, _MINUTES = "tanggal", "waktu_kirim", "durasi_menit"


@dataclass(frozen=True, kw_only=True)
class DailyCompliance(Check):
    """Mean share of working days on which employees who report daily did report.

    ``most_backfilled``: more than this share of employees who fill their reports in afterwards breaks the second limit.
    """

    name: ClassVar[str] = "daily_compliance"
    topic: ClassVar[Topic] = Topic.REPORTING
    needs: ClassVar[tuple[Needs, ...]] = (Needs("aktivitas", (_DATE, _SENT)),)
    headline: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"backfilled": "n"}

    rule: Rule = Level(problem=0.70, fine=0.90)
    most_backfilled: float = 0.40

    def evaluate(self, data: Dataset) -> CheckResult:
        """Measure every employee who reports; the evidence is each unit's mean."""
        entries = data.during("aktivitas", _DATE)
        found = daily_compliance(entries, duration=_MINUTES)
        if len(found) < _FEWEST:
            raise NotAssessable("too_few", n=len(found), need=_FEWEST)
        if found["compliance"].nunique() == 1 and found["compliance"].iloc[0] not in (0.0, 1.0):
            raise NotAssessable("undefined_no_variation", n=len(found))
        units = data.table("pegawai").set_index(col.EMPLOYEE)[col.UNIT].reindex(found.index)
        backfilled = int(found["backfilled"].sum())
        share_low = proportion_interval(backfilled, len(found), confidence=self.confidence).low
        return CheckResult(
            check=self,
            estimate=float(found["compliance"].mean()),
            interval=mean_interval(found["compliance"], self.confidence),
            n=len(found),
            breach=share_low > self.most_backfilled,
            quantities={
                "backfilled": backfilled / len(found),
                "late": float(found["late"].mean()),
                "impossible_days": float(found["impossible_days"].sum()),
                "n_entries": float(found["n"].sum()),
            },
            evidence=_by_unit(found["compliance"], units, self.confidence),
        )


def _by_unit(values: pd.Series, units: pd.Series, confidence: float) -> pd.DataFrame:
    """Mean of each unit."""
    rows = [
        (str(unit), len(own), float(own.mean()), *mean_interval(own, confidence))
        for unit, own in values.groupby(units.to_numpy())
    ]
    return pd.DataFrame(rows, columns=list(EVIDENCE))
