"""Do heads meet their staff regularly?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.clustered import clustered_share
from kinerja_lab.checks.cohort import share_by
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset

_FEWEST_UNITS = 5
_DATE = "tanggal"


@dataclass(frozen=True, kw_only=True)
class DialogueFrequency(Check):
    """Share of unit and month of the period with at least one performance dialogue; units are the independent ones."""

    name: ClassVar[str] = "dialogue_frequency"
    topic: ClassVar[Topic] = Topic.REPORTING
    of_people: ClassVar[bool] = False
    needs: ClassVar[tuple[Needs, ...]] = (Needs("dialog", (_DATE,)),)

    rule: Rule = Level(problem=0.60, fine=0.90)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Look for a dialogue in every unit and month; the evidence is each unit's share."""
        first, last = col.period_months(data.period)
        months = pd.period_range(first, last, freq="M").strftime("%Y-%m")
        units = data.table("pegawai")[col.UNIT].unique()
        held = data.during("dialog", _DATE)
        grid = pd.MultiIndex.from_product([sorted(units), months], names=[col.UNIT, "bulan"]).to_frame(index=False)
        met = pd.MultiIndex.from_frame(grid).isin(
            list(zip(held[col.UNIT], held[_DATE].dt.strftime("%Y-%m"), strict=True))
        )
        hit = pd.Series(met, index=grid.index)
        share, interval = clustered_share(hit, grid[col.UNIT], confidence=self.confidence, fewest=_FEWEST_UNITS)
        return CheckResult(
            check=self,
            estimate=share,
            interval=interval,
            n=len(units),
            quantities={"n_dialogues": float(len(held)), "n_months": float(len(months))},
            evidence=share_by(grid[col.UNIT], hit, self.confidence),
        )
