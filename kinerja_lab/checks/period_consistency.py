"""Does the yearly predikat agree with the periodic ones of the same year?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import staff
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.stats.proportion import proportion_interval

_YEAR = "TAHUN"
_TOP = col.OUTCOMES.levels[-1]


@dataclass(frozen=True, kw_only=True)
class PeriodConsistency(Check):
    """Share of employees whose yearly predikat lies between their lowest and highest periodic one of that year.

    No predikat is made up from others. The distributions of the periods, in order of time, are the evidence; they stop
    where the regime changes, since levels of two regimes mean different things. ``fewest`` employees need both kinds.
    """

    name: ClassVar[str] = "period_consistency"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.OUTCOME,)),)
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n", "above": "n", "below": "n"}

    rule: Rule = Shown()
    fewest: int = 10

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare within the latest year that has both kinds; without one only the distributions are shown."""
        rows, broken = self._history(data)
        evidence = self._periods(rows)
        caveats = ("regime_changed",) if broken else ()
        both, lacking = _latest_year(rows), _lacking(rows)
        if lacking:
            return CheckResult(check=self, status="missing_data", lacking=lacking, evidence=evidence, caveats=caveats)
        if len(both) < self.fewest:
            return CheckResult(check=self, status="too_few", n=len(both), need=self.fewest, evidence=evidence)
        within = both["yearly"].between(both["lowest"], both["highest"])
        return CheckResult(
            check=self,
            estimate=float(within.mean()),
            interval=proportion_interval(int(within.sum()), len(both), method="wilson", confidence=self.confidence),
            n=len(both),
            quantities={
                "above": float((both["yearly"] > both["highest"]).mean()),
                "below": float((both["yearly"] < both["lowest"]).mean()),
                "periods": float(len(evidence)),
            },
            evidence=evidence,
            caveats=caveats,
        )

    def _history(self, data: Dataset) -> tuple[pd.DataFrame, bool]:
        """Appraisals of the staff up to the reported period since the regime last changed, and whether it did."""
        rows = data.table("penilaian").dropna(subset=[col.OUTCOME])
        rows = rows[rows[col.EMPLOYEE].isin(staff(data)[col.EMPLOYEE])]
        ends = rows[col.PERIOD].map(lambda period: col.period_months(period)[1])
        rows = rows.assign(end=ends, level=col.OUTCOMES.codes(rows[col.OUTCOME]))
        rows = rows[rows["end"] <= col.period_months(data.period)[1]]
        other = rows[rows[col.REGIME] != data.profile.regime]
        since = rows[rows["end"] > other["end"].max()] if len(other) else rows
        return since, len(other) > 0

    def _periods(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Share of the highest predikat in each period, oldest first."""
        found = []
        for (_, period), own in rows.groupby(["end", col.PERIOD]):
            top, n = int((own[col.OUTCOME] == _TOP).sum()), len(own)
            limits = proportion_interval(top, n, method="wilson", confidence=self.confidence)
            found.append((str(period), n, top / n, *limits))
        return pd.DataFrame(found, columns=list(EVIDENCE)).astype({"unit": "str"})


def _lacking(rows: pd.DataFrame) -> tuple[str, ...]:
    """Which kinds of appraisal the latest year has not got, if no year has both."""
    year, yearly = rows[col.PERIOD].str[:4], rows[col.PERIOD].str.endswith(_YEAR)
    if set(year[yearly]) & set(year[~yearly]):
        return ()
    last = yearly[year == year.max()]
    kinds = {"penilaian.tahunan": last, "penilaian.periodik": ~last}
    return tuple(kind for kind, there in kinds.items() if not there.any())


def _latest_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Yearly level with the lowest and highest periodic one, an employee a row, of the latest year that has both."""
    year, yearly = rows[col.PERIOD].str[:4], rows[col.PERIOD].str.endswith(_YEAR)
    usable = sorted(set(year[yearly]) & set(year[~yearly]))
    own = rows[year == usable[-1]] if usable else rows.iloc[:0]
    periodic = own[~own[col.PERIOD].str.endswith(_YEAR)].groupby(col.EMPLOYEE)["level"].agg(lowest="min", highest="max")
    final = own[own[col.PERIOD].str.endswith(_YEAR)].set_index(col.EMPLOYEE)["level"].rename("yearly")
    return periodic.join(final, how="inner")
