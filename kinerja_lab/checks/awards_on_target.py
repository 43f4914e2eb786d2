"""Do awards go to people who reached their targets, and sanctions to people who did not?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised, staff
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.awards_on_target import awards_on_target
from kinerja_lab.stats.interval import Interval

_FEWEST = 10
_ROUNDING = 1e-9  # an attainment of exactly the target counts, however its mean is rounded in binary


@dataclass(frozen=True, kw_only=True)
class AwardsOnTarget(Check):
    """Share of awards that went to employees below their target; sanctions at target stand beside it.

    Awards to staff whose attainment, or appraisal, is not recorded cannot be judged; they are counted and told.
    """

    name: ClassVar[str] = "awards_on_target"
    topic: ClassVar[Topic] = Topic.CONSEQUENCES
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("tindak_lanjut", (col.CONSEQUENCE,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    headline: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {
        "estimate": "n",
        "n_false": "n",
        "sanction_share": "n_sanctions",
        "n_false_sanctions": "n_sanctions",
    }

    rule: Rule = Ceiling(limit=0.10)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Cross consequences with attainment; exact intervals."""
        people = appraised(data).dropna(subset=[col.ATTAINMENT])
        given = data.current("tindak_lanjut")
        awarded = staff(data)[col.EMPLOYEE].isin(_receivers(given, "penghargaan"))
        columns = {kind: people[col.EMPLOYEE].isin(_receivers(given, kind)) for kind in ("penghargaan", "sanksi")}
        people = people.assign(met=people[col.ATTAINMENT] >= data.profile.attainment_target - _ROUNDING, **columns)
        table = awards_on_target(
            people, attainment_met="met", awarded="penghargaan", sanctioned="sanksi", confidence=self.confidence
        )
        award, sanction = (table.iloc[place] for place in range(2))
        if award["n"] < _FEWEST:
            raise NotAssessable("too_few", n=int(award["n"]), need=_FEWEST)
        evidence = table.assign(unit=["awards_below_target", "sanctions_at_target"])
        return CheckResult(
            check=self,
            estimate=float(award["share"]),
            interval=Interval(float(award["low"]), float(award["high"])),
            n=int(award["n"]),
            quantities={
                "n_awards": float(award["n"]),
                "n_false": float(award["off_target"]),
                **_sanctions(sanction, data.profile.small_group),
                "coverage": float(award["coverage"]),
                "n_unmeasured": float(awarded.sum() - award["n"]),
            },
            evidence=evidence.rename(columns={"share": "estimate"})[list(EVIDENCE)],
        )


def _receivers(given: pd.DataFrame, kind: str) -> pd.Series:
    """Who got a consequence."""
    receivers: pd.Series = given.loc[given[col.CONSEQUENCE] == kind, col.EMPLOYEE]
    return receivers


def _sanctions(row: pd.Series, fewest: int) -> dict[str, float]:
    """Sanctions at target; a share of few sanctions says nothing, and says it about people who can be counted."""
    numbers = {
        "n_false_sanctions": float(row["off_target"]),
        "sanction_share": float(row["share"]),
        "sanction_low": float(row["low"]),
        "sanction_high": float(row["high"]),
    }
    return {"n_sanctions": float(row["n"])} | (numbers if row["n"] >= fewest else dict.fromkeys(numbers, math.nan))
