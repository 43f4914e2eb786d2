"""Do raters copy their scores of the period before?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.rater_effects import SCORED, individuals, ladder
from kinerja_lab.checks.ratings import expected_twice
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.copied_scores import copied_scores

_FEWEST, _FEWEST_PERIODS = 10, 2


@dataclass(frozen=True, kw_only=True)
class CopiedScores(Check):
    """Share of scores that repeat the rater's own of the period before, beyond what is expected without copying."""

    name: ClassVar[str] = "copied_scores"
    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (SCORED,)
    anonymous: ClassVar[bool] = True

    rule: Rule = Ceiling(limit=0.15)
    notable: float = 0.15

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare two periods; raters with enough employees stand on the ladder."""
        periods = data.table("butir")[col.PERIOD]
        if periods[periods <= data.period].nunique() < _FEWEST_PERIODS:
            raise NotAssessable("missing_data", lacking=("earlier_periods",))
        found = copied_scores(expected_twice(data))
        if found.n_raters < _FEWEST:
            raise NotAssessable("too_few", n=found.n_raters, need=_FEWEST)
        raters = individuals(found.raters)
        flagged = int((raters["flagged"] & (raters["effect"] >= self.notable)).sum())
        apart = flagged > 0 and found.interval.high <= self.notable
        return CheckResult(
            check=self,
            estimate=found.share,
            interval=found.interval,
            p_value=found.p_value,
            n=found.n_raters,
            detectable=found.detectable,
            quantities={
                "n_ratees": float(found.n_ratees),
                "n_tested": float(len(raters)),
                "n_flagged": float(flagged),
                "repeated": found.repeated,
                "expected": found.expected,
            },
            evidence=ladder(raters),
            contested=apart,
            diagnosis="penilai_tertentu" if apart else None,
        )
