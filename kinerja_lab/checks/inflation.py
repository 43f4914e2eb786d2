"""Do predikat still tell people apart?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised, staff
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.inflation import inflation
from kinerja_lab.stats.interval import Interval

_FEWEST = 30


@dataclass(frozen=True, kw_only=True)
class Inflation(Check):
    """Share of employees whose predikat is not the most frequent one; beside it, the same for earlier periods.

    More than 90 of 100 with the same predikat call for attention, more than 97 are a problem. Only periods under the
    region's regime are compared: levels of two regimes mean different things.
    """

    name: ClassVar[str] = "inflation"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.OUTCOME,)),)
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n", "modal_share": "n", "good_share": "n", "top_share": "n"}
    crude: ClassVar[tuple[str, ...]] = ("effective_levels",)
    linked: ClassVar[Mapping[str, Mapping[str, int]]] = {
        "estimate": {"good_share": -1, "top_share": 1},
        "modal_share": {"good_share": 1, "top_share": -1},
    }

    rule: Rule = Level(problem=0.03, fine=0.10)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Shares of the reported period; the evidence are all periods of the regime."""
        return self.answer(appraised(data).dropna(subset=[col.OUTCOME]), self._history(data))

    def answer(self, people: pd.DataFrame, history: pd.DataFrame) -> CheckResult:
        """Answer from ``periode`` and ``predikat`` of the reported period, and of all periods of the regime."""
        if len(people) < _FEWEST:
            raise NotAssessable("too_few", n=len(people), need=_FEWEST)
        now = self._by_period(people).iloc[0]
        periods = self._by_period(history)
        shown = periods.assign(
            unit=periods[col.PERIOD],
            estimate=1 - periods["modal_share"],
            low=1 - periods["modal_high"],
            high=1 - periods["modal_low"],
        )
        return CheckResult(
            check=self,
            estimate=float(1 - now["modal_share"]),
            interval=Interval(float(1 - now["modal_high"]), float(1 - now["modal_low"])),
            n=int(now["n"]),
            quantities={
                "modal_share": float(now["modal_share"]),
                "good_share": float(now["good_share"]),
                "top_share": float((people[col.OUTCOME] == col.OUTCOMES.levels[-1]).mean()),
                "good_low": float(now["good_low"]),
                "good_high": float(now["good_high"]),
                "effective_levels": float(now["effective_levels"]),
                "periods": float(len(periods)),
                "change": float(periods["good_share"].iloc[-1] - periods["good_share"].iloc[0]),
            },
            evidence=shown[list(EVIDENCE)].astype({"unit": "str"}),
        )

    def _history(self, data: Dataset) -> pd.DataFrame:
        """Appraisals of the staff under the region's regime, up to the reported period."""
        rows = data.table("penilaian")
        rows = rows[(rows[col.REGIME] == data.profile.regime) & (rows[col.PERIOD] <= data.period)]
        return rows[rows[col.EMPLOYEE].isin(staff(data)[col.EMPLOYEE])]

    def _by_period(self, rows: pd.DataFrame) -> pd.DataFrame:
        """One row a period."""
        return inflation(
            rows, outcome=col.OUTCOME, scale=col.OUTCOMES, good="baik", by=(col.PERIOD,), confidence=self.confidence
        )
