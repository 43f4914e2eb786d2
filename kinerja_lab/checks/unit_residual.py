"""Are there units whose predikat are higher, or lower, than results and position let expect?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.two_periods import pointed_to_twice, told_of_units
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.unit_residual import unit_residual
from kinerja_lab.stats.interval import Interval

_SCREEN = 0.05


@dataclass(frozen=True, kw_only=True)
class UnitResidual(Check):
    """Standard deviation between units of what results and kind of position leave of predikat, in levels; shown.

    The evidence are the shrunken residuals of units with enough people, on a ladder without names: a unit is named only
    if the period before points to it too. Strict judgement and hard work cannot be told apart by them: they say where
    to look first.
    """

    name: ClassVar[str] = "unit_residual"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT, col.POSITION_TYPE)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )

    anonymous: ClassVar[bool] = True

    rule: Rule = Shown()
    fewest: int = 8
    fewest_units: int = 5
    notable: float = 0.25

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit, compare the units' means, shrink."""
        total, units = self._compared(data)
        if len(units) < self.fewest_units:
            raise NotAssessable("too_few", n=len(units), need=self.fewest_units)
        pointed = self._pointed(units)
        twice = pointed_to_twice(data, pointed, lambda other: self._pointed(self._compared(other)[1]))
        ladder = units.sort_values("estimate", kind="stable").reset_index(drop=True)
        return CheckResult(
            check=self,
            estimate=float(total["estimate"]),
            interval=Interval(float(total["low"]), float(total["high"])),
            n=int(total["n"]),
            quantities={
                "n_units": float(len(units)),
                "n_units_high": float(sum(pointed.values())),
                "n_units_low": float(len(pointed) - sum(pointed.values())),
                "waiting": float(len(pointed) - len(twice)),
            },
            named=twice,
            evidence=ladder.assign(unit=[f"U{place:02d}" for place in ladder.index + 1])[list(EVIDENCE)],
            caveats=told_of_units(len(pointed), twice),
        )

    def _pointed(self, units: pd.DataFrame) -> dict[str, bool]:
        """Units beyond chance by a notable part of a level, and whether they stand above."""
        flagged = units[(units["q_value"] < _SCREEN) & (units["estimate"].abs() >= self.notable)]
        return dict(zip(flagged["unit"], flagged["estimate"] > 0, strict=True))

    def _compared(self, data: Dataset) -> tuple[pd.Series, pd.DataFrame]:
        """The spread between the units, and one row a unit with its name."""
        found = unit_residual(
            appraised(data),
            outcome=col.OUTCOME,
            scale=col.OUTCOMES,
            attainment=col.ATTAINMENT,
            position=col.POSITION_TYPE,
            unit=col.UNIT,
            fewest=max(self.fewest, data.profile.small_group),
            confidence=self.confidence,
        )
        total, units = found.iloc[0], found.iloc[1:].reset_index(drop=True)
        if total["status"] != "ok":
            few = total["status"] == "too_few"
            raise NotAssessable(str(total["status"]), n=len(units), need=self.fewest_units if few else float("nan"))
        return total, units
