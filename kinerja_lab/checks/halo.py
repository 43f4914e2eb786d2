"""Does one general impression rule all aspects of a rater's sheet?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.ratings import multirater
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.halo import halo_of

_FEWEST = 30


@dataclass(frozen=True, kw_only=True)
class Halo(Check):
    """Standard deviation, in points, of impressions of an employee that the employee's other raters do not share."""

    name: ClassVar[str] = "halo"
    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE)),)

    rule: Rule = Ceiling(limit=0.40)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit the crossed model; impression beside residual is the evidence."""
        found = halo_of(multirater(data))
        if found.n_ratees < _FEWEST:
            raise NotAssessable("too_few", n=found.n_ratees, need=_FEWEST)
        if not found.interval.defined:
            raise NotAssessable("not_converged", n=found.n_ratees)
        rows = [
            ("impression", found.n_ratees, found.sd, *found.interval),
            ("residual", found.n_ratees, found.residual_sd, float("nan"), float("nan")),
        ]
        return CheckResult(
            check=self,
            estimate=found.sd,
            interval=found.interval,
            equivalence=found.equivalence,
            p_value=found.p_value,
            n=found.n_ratees,
            detectable=found.detectable,
            quantities={
                "share": found.share,
                "n_raters": float(found.n_raters),
                "n_aspects": float(found.n_aspects),
            },
            evidence=pd.DataFrame(rows, columns=list(EVIDENCE)),
        )
