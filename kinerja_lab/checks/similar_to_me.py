"""Do raters score employees who are like them higher?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import OTHERS, scores
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.rater_effects import SCORED
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.similar_to_me import similar_to_me

_FEWEST = 20  # raters of each group


@dataclass(frozen=True, kw_only=True)
class SimilarToMe(Check):
    """Points that it adds when rater and employee belong to the same group, whichever group and rater these are."""

    name: ClassVar[str] = "similar_to_me"
    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (SCORED, Needs("pegawai", (col.SEX,)))

    rule: Rule = Gap(practical=0.2, exclusion=0.3)
    column: str = col.SEX

    @property
    def slug(self) -> str:
        """Name and compared attribute."""
        return f"{self.name}:{self.column}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit likeness beside both groups."""
        people = data.table("pegawai").set_index(col.EMPLOYEE)[self.column]
        rows = scores(data, OTHERS)
        rows = rows.assign(ratee_group=rows[col.EMPLOYEE].map(people), rater_group=rows[col.RATER].map(people))
        found = similar_to_me(rows, columns=(col.EMPLOYEE, col.RATER, col.SCORE), role=col.ROLE)
        fewest = min(found.n_raters.values()) if len(found.n_raters) > 1 else 0
        if fewest < _FEWEST:
            raise NotAssessable("too_few", n=fewest, need=_FEWEST)
        return CheckResult(
            check=self,
            estimate=found.points,
            interval=found.interval,
            equivalence=found.equivalence,
            p_value=found.p_value,
            n=sum(found.n_raters.values()),
            detectable=found.detectable,
            quantities={"sheets": float(found.n_sheets), "like": float(found.n_like)},
            evidence=pd.DataFrame([("alike", found.n_like, found.points, *found.interval)], columns=list(EVIDENCE)),
        )
