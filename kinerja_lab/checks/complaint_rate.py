"""Are there fewer complaints for every thousand services than in the period before?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.service_series import MONTH, VALUE
from kinerja_lab.checks.verdict import Impact, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.complaint_rate import complaint_change, complaint_rate
from kinerja_lab.stats.interval import Interval

_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class ComplaintRate(Check):
    """Complaints per 1,000 services in the period before less those of the period: + is fewer, so better.

    Services are the indicator ``services`` of ``layanan``; where it is absent, the requests. Only units whose services
    are known in both periods are compared. Two periods prove no effect.
    """

    name: ClassVar[str] = "complaint_rate"
    topic: ClassVar[Topic] = Topic.SERVICES
    needs: ClassVar[tuple[Needs, ...]] = (Needs("suara_warga", (col.CONSEQUENCE,)),)
    better: ClassVar[str] = "turun"

    rule: Rule = Impact()
    services: str = "Layanan diberikan"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare both periods; the evidence is each unit's rate now, with praise beside."""
        periods = col.period_before(data.period), data.period
        given = [self._given(data, period) for period in periods]
        if any(services.empty for services in given):
            raise NotAssessable("missing_data", lacking=(f"layanan.{col.INDICATOR}",))
        shared = given[0].index.intersection(given[1].index)
        before, now = (
            complaint_rate(data.during("suara_warga", "tanggal", period), services.loc[shared])
            for period, services in zip(periods, given, strict=True)
        )
        complaints = int(before["complaints"].sum() + now["complaints"].sum())
        if complaints < _FEWEST:
            raise NotAssessable("too_few", n=complaints, need=_FEWEST)
        found = complaint_change(before, now, confidence=self.confidence).iloc[0]
        names = {"services": "n", "rate": "estimate"}
        return CheckResult(
            check=self,
            estimate=-float(found["difference"]),
            interval=Interval(-float(found["high"]), -float(found["low"])),
            p_value=float(found["p_value"]),
            n=int(now["services"].sum()),
            contested=True,
            quantities={
                **{name: float(found[name]) for name in ("before", "after", "ratio", "ratio_low", "ratio_high")},
                "complaints": float(now["complaints"].sum()),
                "praise": float(now["praise"].sum()),
                "praise_rate": float(1000 * now["praise"].sum() / now["services"].sum()),
            },
            evidence=now.rename(columns={col.UNIT: "unit", **names})[[*EVIDENCE, "praise_rate"]],
            caveats=("sebelum_sesudah",),
        )

    def _given(self, data: Dataset, period: str) -> pd.Series:
        """Services given in a period, by unit; units without any are left out."""
        figures = data.during("layanan", MONTH, period)
        figures = figures[figures[col.INDICATOR] == self.services]
        told = figures.reindex(columns=["n", VALUE]).astype("float64")
        counts = told["n"].fillna(told[VALUE]).groupby(figures[col.UNIT]).sum()
        if counts.empty:
            counts = data.during("permohonan", "waktu_masuk", period).groupby(col.UNIT).size().astype("float64")
        return counts[counts > 0]
