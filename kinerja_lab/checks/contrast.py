"""Does an employee's score depend on who was appraised just before?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.rater_effects import SCORED
from kinerja_lab.checks.ratings import expected_now
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.contrast import contrast

_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class Contrast(Check):
    """Points by which a score moves for each point that the superior's previous employee is better.

    The order is that of the appraisals' times, which only superiors' sheets have.
    """

    name: ClassVar[str] = "contrast"
    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (SCORED, Needs("penilaian", (col.RATER, col.RATED_AT)))
    exploratory: ClassVar[bool] = True

    rule: Rule = Gap(practical=0.1, exclusion=0.2)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Follow each superior's order."""
        timed = data.current("penilaian").dropna(subset=[col.RATER, col.RATED_AT])
        times = timed[col.RATED_AT].astype("int64").astype("float64")
        keys = [("", ratee, rater) for ratee, rater in zip(timed[col.EMPLOYEE], timed[col.RATER], strict=True)]
        found = contrast(expected_now(data), dict(zip(keys, times, strict=True)))
        if found.n_raters < _FEWEST:
            raise NotAssessable("too_few", n=found.n_raters, need=_FEWEST)
        return CheckResult(
            check=self,
            estimate=found.slope,
            interval=found.interval,
            equivalence=found.equivalence,
            p_value=found.p_value,
            n=found.n_raters,
            detectable=found.detectable,
            quantities={"sheets": float(found.n_sheets)},
            evidence=pd.DataFrame([("previous", found.n_sheets, found.slope, *found.interval)], columns=list(EVIDENCE)),
        )
