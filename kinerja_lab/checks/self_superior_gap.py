"""Do employees rate themselves higher than their superior does?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import in_units, scores
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.self_superior_gap import paired_gap, self_superior_pairs
from kinerja_lab.stats.interval import Interval

_FEWEST, _FEWEST_SUPERIORS = 30, 4


@dataclass(frozen=True, kw_only=True)
class SelfSuperiorGap(Check):
    """Mean of own score minus superior's score over the aspects that both gave, in points, clustered by superior."""

    name: ClassVar[str] = "self_superior_gap"
    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE)),)
    parts: ClassVar[Mapping[str, str]] = {"share_higher": "n"}

    rule: Rule = Gap(practical=0.3, exclusion=0.5)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Pair, average, compare; the same gap by unit is the evidence."""
        both = scores(data, (col.SELF, col.SUPERIOR_ROLE))
        pairs = self_superior_pairs(both, columns=(col.EMPLOYEE, col.RATER, col.ROLE, col.ASPECT, col.SCORE))
        if len(pairs) < _FEWEST:
            raise NotAssessable("too_few", n=len(pairs), need=_FEWEST)
        found = paired_gap(pairs["gap"], pairs["superior"]).iloc[0]
        if found["status"] != "ok":
            raise NotAssessable(str(found["status"]), n=len(pairs))
        return CheckResult(
            check=self,
            estimate=float(found["estimate"]),
            interval=Interval(float(found["low"]), float(found["high"])),
            equivalence=Interval(float(found["low_90"]), float(found["high_90"])),
            p_value=float(found["p_value"]),
            n=int(found["n"]),
            detectable=float(found["detectable"]),
            quantities={
                "d_z": float(found["d_z"]),
                "share_higher": float(found["share_higher"]),
                "self_mean": float(pairs["self_score"].mean()),
                "superior_mean": float(pairs["superior_score"].mean()),
            },
            evidence=_by_unit(in_units(pairs, data)),
        )


def _by_unit(pairs: pd.DataFrame) -> pd.DataFrame:
    """Mean gap of every unit; with fewer than four superiors an interval would say nothing and is left out."""
    units = paired_gap(pairs["gap"], pairs["superior"], pairs[col.UNIT]).rename(columns={col.UNIT: "unit"})
    units.loc[units["n_clusters"] < _FEWEST_SUPERIORS, ["low", "high"]] = math.nan
    return units[list(EVIDENCE)]
