"""Do units whose head meets the staff more often attain more?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.rank_link import rank_link, spearman

_DATE = "tanggal"


@dataclass(frozen=True, kw_only=True)
class LeaderMeetings(Check):
    """Kendall's tau-b between the number of dialogues of a unit and its attainment, over units; an association.

    ``fewest`` units are needed.
    """

    name: ClassVar[str] = "leader_meetings"
    topic: ClassVar[Topic] = Topic.REPORTING
    of_people: ClassVar[bool] = False
    needs: ClassVar[tuple[Needs, ...]] = (Needs("dialog", (_DATE,)), Needs("unit", (col.ATTAINMENT,)))

    rule: Rule = Shown()
    fewest: int = 10

    def evaluate(self, data: Dataset) -> CheckResult:
        """Pair dialogues and attainment; both rank coefficients are the evidence."""
        held = data.during("dialog", _DATE)
        if held.empty:
            raise NotAssessable("missing_data", lacking=("dialog",))
        units = data.current("unit").dropna(subset=[col.ATTAINMENT])
        if len(units) < self.fewest:
            raise NotAssessable("too_few", n=len(units), need=self.fewest)
        number = units[col.UNIT].map(held[col.UNIT].value_counts()).fillna(0).to_numpy(dtype=np.float64)
        attained = units[col.ATTAINMENT].to_numpy(dtype=np.float64)
        found = rank_link(number, attained, confidence=self.confidence)
        rho, limits = spearman(number, attained, confidence=self.confidence)
        rows = [("tau_b", found.n, found.tau, *found.interval), ("spearman", found.n, rho, *limits)]
        return CheckResult(
            check=self,
            estimate=found.tau,
            interval=found.interval,
            p_value=found.p_value,
            n=found.n,
            quantities={"spearman": rho, "spearman_low": limits.low, "spearman_high": limits.high},
            evidence=pd.DataFrame(rows, columns=list(EVIDENCE)),
        )
