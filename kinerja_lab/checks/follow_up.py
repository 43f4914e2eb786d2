"""Does everybody with a low predikat get training or coaching?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised, share_by
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 10
_HELP = ("pelatihan", "pembinaan")
_GOOD = "baik"


@dataclass(frozen=True, kw_only=True)
class FollowUp(Check):
    """Share of the employees rated below *Baik* for whom training or coaching is recorded in the period."""

    name: ClassVar[str] = "follow_up"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("penilaian", (col.OUTCOME,)),
        Needs("tindak_lanjut", (col.CONSEQUENCE,)),
    )
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n", "n_without": "n"}

    rule: Rule = Level(problem=0.60, fine=0.90)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Count; the evidence is each predikat's share."""
        people = appraised(data).dropna(subset=[col.OUTCOME])
        below = people[col.OUTCOMES.codes(people[col.OUTCOME]) < col.OUTCOMES.levels.index(_GOOD)]
        below = below.reset_index(drop=True)
        if len(below) < _FEWEST:
            raise NotAssessable("too_few", n=len(below), need=_FEWEST)
        given = data.current("tindak_lanjut")
        helped = below[col.EMPLOYEE].isin(given.loc[given[col.CONSEQUENCE].isin(_HELP), col.EMPLOYEE])
        return CheckResult(
            check=self,
            estimate=float(helped.mean()),
            interval=proportion_interval(int(helped.sum()), len(helped), method="wilson", confidence=self.confidence),
            n=len(below),
            quantities={"n_without": float((~helped).sum())},
            evidence=share_by(below[col.OUTCOME], helped, self.confidence),
        )
