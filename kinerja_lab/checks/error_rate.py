"""How many of the financial documents checked were wrong?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 10
_CHECKED, _WRONG = "n_sampel", "n_salah"


@dataclass(frozen=True, kw_only=True)
class ErrorRate(Check):
    """Share of wrong documents among those drawn and checked in the period, with an exact interval.

    A sample with more wrong documents than were checked is no sample and is left out.
    """

    name: ClassVar[str] = "error_rate"
    topic: ClassVar[Topic] = Topic.SERVICES
    of_people: ClassVar[bool] = False
    needs: ClassVar[tuple[Needs, ...]] = (Needs("temuan_keuangan", (_CHECKED, _WRONG)),)

    rule: Rule = Ceiling(limit=0.05)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Add the samples of all units; the evidence is each unit's own."""
        rows = data.current("temuan_keuangan")
        possible = rows[_WRONG] <= rows[_CHECKED]
        units = rows[possible].groupby(col.UNIT, as_index=False)[[_CHECKED, _WRONG]].sum()
        n, wrong = int(units[_CHECKED].sum()), int(units[_WRONG].sum())
        if n < _FEWEST:
            raise NotAssessable("too_few", n=n, need=_FEWEST)
        found = [
            (str(unit), int(size), bad / size, *proportion_interval(int(bad), int(size), confidence=self.confidence))
            for unit, size, bad in units.itertuples(index=False)
        ]
        return CheckResult(
            check=self,
            estimate=wrong / n,
            interval=proportion_interval(wrong, n, confidence=self.confidence),
            n=n,
            quantities={"n_wrong": float(wrong), "n_units": float(len(units))},
            evidence=pd.DataFrame(found, columns=list(EVIDENCE)),
            caveats=() if possible.all() else ("salah_melebihi_sampel",),
        )
