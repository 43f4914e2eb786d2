"""How strongly do predikat rise with results, and what else explains them?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.columns import Scale
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.rating_slope import rating_slope
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed

_FEWEST, _FEWEST_OFF_MODE = 100, 10


@dataclass(frozen=True, kw_only=True)
class RatingSlope(Check):
    """Odds ratio of a higher predikat for one standard deviation more attainment; the rating of results beside it."""

    name: ClassVar[str] = "rating_slope"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )

    rule: Rule = Level(problem=1.3, fine=2.0)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit predikat, then the rating of results, on attainment."""
        people = appraised(data).dropna(subset=[col.ATTAINMENT])
        main = self._fitted(people, col.OUTCOME, col.OUTCOMES)
        if main["n"] < _FEWEST:
            raise NotAssessable("too_few", n=int(main["n"]), need=_FEWEST)
        if main["n_off_mode"] < _FEWEST_OFF_MODE:
            raise NotAssessable("undefined_no_variation", n=int(main["n_off_mode"]), need=_FEWEST_OFF_MODE)
        if main["status"] != "ok":
            raise NotAssessable(str(main["status"]), n=int(main["n"]))
        models = {"predikat": main}
        if col.RESULT_RATING in people:
            models[col.RESULT_RATING] = self._fitted(people, col.RESULT_RATING, col.RATINGS)
        rows = [
            (name, int(row["n"]), float(row["odds_ratio"]), float(row["low"]), float(row["high"]))
            for name, row in models.items()
            if row["status"] == "ok"
        ]
        return CheckResult(
            check=self,
            estimate=float(main["odds_ratio"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            n=int(main["n"]),
            detectable=math.exp(noticed(float(main["se"]))),
            quantities={
                **{name: float(main[name]) for name in ("share_results", "share_unit", "share_rater")},
                "or_results": float(models[col.RESULT_RATING]["odds_ratio"]) if len(models) > 1 else math.nan,
            },
            evidence=pd.DataFrame(rows, columns=list(EVIDENCE)),
        )

    def _fitted(self, people: pd.DataFrame, outcome: str, scale: Scale) -> pd.Series:
        """Slope and shares of one rating."""
        return rating_slope(
            people,
            outcome=outcome,
            scale=scale,
            attainment=col.ATTAINMENT,
            unit=col.UNIT,
            rater=col.RATER,
            confidence=self.confidence,
        ).iloc[0]
