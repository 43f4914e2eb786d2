"""Did coverage change, and because more were reached or because fewer were aimed at?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.service_series import AIMED, MONTH, REACHED
from kinerja_lab.checks.verdict import Impact, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.coverage import coverage, coverage_change
from kinerja_lab.stats.interval import Interval

_FEWEST = 30
_ALPHA = 0.05
_MOSTLY = 0.5
_NAMED = [col.UNIT, col.INDICATOR]


@dataclass(frozen=True, kw_only=True)
class Coverage(Check):
    """Coverage of the period less that of the same months a year before, or of the period before.

    Only units and indicators that have figures in both are compared. Where coverage rose, the denominator fell by
    ``shrinking`` or more and accounts for most of the rise, the diagnosis says so. Two periods prove no effect.
    """

    name: ClassVar[str] = "coverage"
    topic: ClassVar[Topic] = Topic.SERVICES
    needs: ClassVar[tuple[Needs, ...]] = (Needs("layanan", (REACHED, AIMED)),)

    rule: Rule = Impact()
    shrinking: float = 0.05

    def evaluate(self, data: Dataset) -> CheckResult:
        """Add numerators and denominators; the evidence is each indicator and unit in the period."""
        before, after, yearly = self._pairs(data)
        aimed = int(min(before[AIMED].sum(), after[AIMED].sum()))
        if aimed < _FEWEST:
            raise NotAssessable("too_few", n=aimed, need=_FEWEST)
        found = coverage_change(before, after, confidence=self.confidence).iloc[0]
        rose = found["difference"] > 0 and found["p_value"] < _ALPHA
        shrank = found["aimed_ratio"] <= 1 - self.shrinking and found["by_aimed"] > _MOSTLY
        beyond = int(coverage(pd.concat([before, after]))["beyond"].sum())
        return CheckResult(
            check=self,
            estimate=float(found["difference"]),
            interval=Interval(float(found["low"]), float(found["high"])),
            p_value=float(found["p_value"]),
            n=int(after[AIMED].sum()),
            contested=True,
            diagnosis="penyebut_mengecil" if rose and shrank else None,
            quantities={
                **{name: float(found[name]) for name in ("before", "after")},
                "reached_change": float(found["reached_ratio"]) - 1,
                "aimed_change": float(found["aimed_ratio"]) - 1,
                "by_aimed": float(found["by_aimed"]),
                "yearly": float(yearly),
            },
            evidence=self._evidence(after),
            caveats=("sebelum_sesudah", *(("di_atas_sasaran",) if beyond else ())),
        )

    def _pairs(self, data: Dataset) -> tuple[pd.DataFrame, pd.DataFrame, bool]:
        """Figures of the same series before and now, and whether before is a year ago."""
        year, part = data.period.split("-")
        now = _figures(data, data.period)
        for period in (f"{int(year) - 1}-{part}", col.period_before(data.period)):
            earlier = _figures(data, period)
            both = now[_NAMED].merge(earlier[_NAMED]).drop_duplicates()
            if len(both):
                return earlier.merge(both), now.merge(both), period.endswith(part)
        raise NotAssessable("missing_data", lacking=(f"layanan.{MONTH}",))

    def _evidence(self, figures: pd.DataFrame) -> pd.DataFrame:
        """Each unit with its indicator, numerator and denominator apart."""
        rows = coverage(figures, by=_NAMED, confidence=self.confidence)
        single = rows[col.INDICATOR].nunique() == 1
        rows["unit"] = rows[col.UNIT] if single else rows[col.INDICATOR] + ", " + rows[col.UNIT]
        rows = rows.assign(n=rows["aimed"], estimate=rows["coverage"])
        return rows[[*EVIDENCE, "reached", "aimed"]].astype({"unit": "str"})


def _figures(data: Dataset, period: str) -> pd.DataFrame:
    """Figures of a period that have both numbers."""
    return data.during("layanan", MONTH, period).dropna(subset=[REACHED, AIMED])
