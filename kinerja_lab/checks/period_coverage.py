"""Is everybody appraised as often as the rules say?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import share_by, staff
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class PeriodCoverage(Check):
    """Share of employees appraised at least ``times`` times in the twelve months up to the end of the period.

    An official appraisal is periodic (monthly, quarterly) and yearly. Periods are counted as they stand in the data; no
    predikat of a half-year is made up from them.
    """

    name: ClassVar[str] = "period_coverage"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.OUTCOME,)),)
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n"}

    rule: Rule = Level(problem=0.80, fine=0.95)
    times: int = 2

    @property
    def slug(self) -> str:
        """Name with the number of appraisals asked for."""
        return f"{self.name}:{self.times}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Count the periods of the last twelve months in which each employee has a predikat."""
        rows = data.table("penilaian").dropna(subset=[col.OUTCOME])
        spans = {period: col.period_months(period) for period in rows[col.PERIOD].unique()}
        first, last = _year_before(col.period_months(data.period)[1])
        within = [period for period, (begin, end) in spans.items() if first <= begin and end <= last]
        if self.times > 1 and min(begin for begin, _ in spans.values()) > first:
            raise NotAssessable("missing_data", lacking=("penilaian.periode",))
        employees = staff(data)
        rows = rows[rows[col.PERIOD].isin(within)]
        counts = rows.groupby(col.EMPLOYEE)[col.PERIOD].nunique().reindex(employees[col.EMPLOYEE], fill_value=0)
        enough = (counts >= self.times).reset_index(drop=True)
        n, k = len(employees), int(enough.sum())
        if n < _FEWEST:
            raise NotAssessable("too_few", n=n, need=_FEWEST)
        return CheckResult(
            check=self,
            estimate=k / n,
            interval=proportion_interval(k, n, method="wilson", confidence=self.confidence),
            n=n,
            quantities={"times": float(self.times), "periods": float(len(within))},
            evidence=share_by(employees[col.UNIT], enough, self.confidence),
        )


def _year_before(last: str) -> tuple[str, str]:
    """First and last month of the twelve months that end with ``last``."""
    year, month = map(int, last.split("-"))
    return (f"{year}-01" if month == 12 else f"{year - 1}-{month + 1:02d}"), last
