"""In which units are predikat higher, or lower, than results and position let expect?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.unit_residual import unit_residual
from kinerja_lab.stats.interval import Interval

_SCREEN = 0.05


@dataclass(frozen=True, kw_only=True)
class UnitResidual(Check):
    """Standard deviation between units of what results and kind of position leave of predikat, in levels; shown.

    The evidence are the shrunken residuals of units with enough people. Strict judgement and hard work cannot be told
    apart by them: they say where to look first.
    """

    name: ClassVar[str] = "unit_residual"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT, col.POSITION_TYPE)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )

    rule: Rule = Shown()
    fewest: int = 8
    fewest_units: int = 5

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit, compare the units' means, shrink."""
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
        if len(units) < self.fewest_units:
            raise NotAssessable("too_few", n=len(units), need=self.fewest_units)
        return CheckResult(
            check=self,
            estimate=float(total["estimate"]),
            interval=Interval(float(total["low"]), float(total["high"])),
            n=int(total["n"]),
            quantities={
                "n_units": float(len(units)),
                "n_units_high": float(((units["q_value"] < _SCREEN) & (units["estimate"] > 0)).sum()),
                "n_units_low": float(((units["q_value"] < _SCREEN) & (units["estimate"] < 0)).sum()),
            },
            evidence=units[list(EVIDENCE)],
        )
