"""How sure is the choice of an exemplary employee?"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import OTHERS, appraised, scores
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.role_model import role_model
from kinerja_lab.stats.interval import Interval

_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class RoleModel(Check):
    """Smallest difference of two candidates' mean scores that can be told from chance; shown, never a winner.

    Candidates are employees with *Sangat Baik*, at target where attainment is known, scored by two others or more. How
    many of them could be the first stands beside it; the ladder has no names.
    """

    name: ClassVar[str] = "role_model"
    topic: ClassVar[Topic] = Topic.CONSEQUENCES
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("penilaian", (col.OUTCOME,)),
        Needs("butir", (col.RATER, col.ROLE, col.SCORE)),
    )
    anonymous: ClassVar[bool] = True

    rule: Rule = Shown()
    fewest: int = 10
    fewest_raters: int = 2

    def evaluate(self, data: Dataset) -> CheckResult:
        """Rank the candidates with all their uncertainty."""
        given = self._scores(data)
        candidates = given[col.EMPLOYEE].nunique()
        if candidates < self.fewest:
            raise NotAssessable("too_few", n=candidates, need=self.fewest)
        seed = zlib.crc32(f"{data.profile.slug}/{data.period}/{self.name}".encode())
        columns = {"candidate": col.EMPLOYEE, "rater": col.RATER, "score": col.SCORE}
        found = role_model(given, confidence=self.confidence, seed=seed, **columns)
        total, each = found.iloc[0], found.iloc[1:]
        if total["status"] != "ok":
            raise NotAssessable(str(total["status"]), n=candidates)
        ladder = each.sort_values("estimate", kind="stable").reset_index(drop=True)
        width = each["rank_high"] - each["rank_low"] + 1
        return CheckResult(
            check=self,
            estimate=float(total["estimate"]),
            interval=Interval(float(total["low"]), float(total["high"])),
            n=int(total["n"]),
            quantities={
                "could_be_first": float(total["could_be_first"]),
                "reliability": float(total["reliability"]),
                "rank_width": float(width.median()),
            },
            evidence=ladder.assign(unit=[f"P{place:02d}" for place in range(1, len(ladder) + 1)])[list(EVIDENCE)],
        )

    def _scores(self, data: Dataset) -> pd.DataFrame:
        """Scores of the candidates by others."""
        people = appraised(data)
        missed = people[col.ATTAINMENT] < data.profile.attainment_target - _ROUNDING
        best = people.loc[(people[col.OUTCOME] == col.OUTCOMES.levels[-1]) & ~missed, col.EMPLOYEE]
        given = scores(data, OTHERS)
        given = given[given[col.EMPLOYEE].isin(best)]
        raters = given.groupby(col.EMPLOYEE)[col.RATER].transform("nunique")
        return given[raters >= self.fewest_raters]
