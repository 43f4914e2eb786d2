"""Did a service change when something was done, beyond its trend and season?"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.service_series import MONTH, VALUE, measured_in, monthly
from kinerja_lab.checks.verdict import Impact, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.difference_in_differences import difference_in_differences
from kinerja_lab.measures.interrupted_series import counterfactual, interrupted_series, running
from kinerja_lab.profile import Intervention
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed

UNREGISTERED = "tanpa_intervensi"
_FEWEST_A_SIDE = 8
_CONFIRMED = 0.5  # of the change must be left beside units where nothing was done


@dataclass(frozen=True, kw_only=True)
class InterruptedSeries(Check):
    """Change of a monthly figure at the date that the region registered, signed so that + is better.

    The line before goes on as it was, with trend, season and AR(1) errors; the change is measured against it. Nothing
    is proven with fewer than ``safe_a_side`` months before or after, where a date at which nothing was done shows a
    change as well, where the months after are on average on the other side of the old line than the change, or where
    the named comparison units leave less than half of it. ``place`` is the number among the registered interventions.
    """

    name: ClassVar[str] = "interrupted_series"
    topic: ClassVar[Topic] = Topic.SERVICES
    of_people: ClassVar[bool] = False
    needs: ClassVar[tuple[Needs, ...]] = ()
    headline: ClassVar[bool] = True
    family: ClassVar[str | None] = "intervensi"

    rule: Rule = Impact()
    indicator: str = UNREGISTERED
    work_unit: str = ""
    start: str = ""
    better: str = "naik"
    comparisons: tuple[str, ...] = ()
    place: int = 1
    safe_a_side: int = 12

    @classmethod
    def of(cls, registered: tuple[Intervention, ...]) -> tuple[InterruptedSeries, ...]:
        """One check an intervention; one without any where none is registered, so that the question is asked."""
        found = tuple(
            cls(
                indicator=item.indicator,
                work_unit=item.unit,
                start=item.start,
                better=item.better,
                comparisons=item.comparisons,
                place=place,
            )
            for place, item in enumerate(registered, start=1)
        )
        return found or (cls(),)

    @property
    def slug(self) -> str:
        """The first has the name alone."""
        return self.name if self.place == 1 else f"{self.name}:{self.place}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit the series; the evidence are its months, with what they would have shown without the change."""
        if self.indicator == UNREGISTERED:
            raise NotAssessable("missing_data", lacking=("wilayah.intervensi",))
        figures = monthly(data, self.work_unit, self.indicator)
        if figures.empty:
            raise NotAssessable("missing_data", lacking=("layanan.indikator", "permohonan.jenis_layanan"))
        told = {"month": MONTH, "value": VALUE, "start": self.start}
        found = interrupted_series(figures, **told, confidence=self.confidence).iloc[0]
        if found["status"] != "ok":
            fewest = int(min(found["n_before"], found["n_after"]))
            raise NotAssessable(str(found["status"]), n=fewest, need=_FEWEST_A_SIDE)
        lines = counterfactual(figures, **told)
        after = figures[MONTH] >= self.start
        lasting = self._sign * float((lines["fitted"] - lines["expected"])[after.to_numpy()].mean())
        beside, others = self._compared(data, figures)
        level, unit = self._sign * float(found["level"]), measured_in(data, self.work_unit, self.indicator)
        return CheckResult(
            check=self,
            estimate=level,
            interval=self._signed(found["low"], found["high"]),
            equivalence=self._signed(found["low_90"], found["high_90"]),
            p_value=float(found["p_value"]),
            n=len(figures),
            detectable=noticed(float(found["se"]), df=float(found["df"])),
            contested=self._contested(found, level, lasting, beside),
            quantities={**_quantities(found), "lasting": lasting, **beside, **({unit: 1.0} if unit else {})},
            evidence=_evidence(figures, lines, others),
            caveats=("dengan_pembanding" if beside else "tanpa_pembanding",),
        )

    @property
    def _sign(self) -> float:
        return 1.0 if self.better == "naik" else -1.0

    def _signed(self, low: float, high: float) -> Interval:
        """Limits with + for better."""
        first, last = sorted((self._sign * float(low), self._sign * float(high)))
        return Interval(first, last)

    def _contested(self, found: pd.Series, level: float, lasting: float, beside: dict[str, float]) -> bool:
        """Whether the design cannot carry a proof."""
        if min(found["n_before"], found["n_after"]) < self.safe_a_side or found["placebo_alarms"] > 0:
            return True
        left = beside["did"] / level if beside and level else 1.0
        return lasting * level <= 0 or left < _CONFIRMED

    def _compared(self, data: Dataset, figures: pd.DataFrame) -> tuple[dict[str, float], pd.Series | None]:
        """Difference in differences with the named units, and their mean month by month; nothing without their data."""
        others = [monthly(data, unit, self.indicator).assign(unit_kerja=unit) for unit in self.comparisons]
        if not any(map(len, others)):
            return {}, None
        panel = pd.concat([figures.assign(unit_kerja=self.work_unit), *others], ignore_index=True)
        panel = panel.assign(
            periode=running(panel[MONTH]),
            perlakuan=panel[col.UNIT] == self.work_unit,
            sesudah=panel[MONTH] >= self.start,
        )
        seed = zlib.crc32(f"{data.profile.slug}/{data.period}/{self.slug}".encode())
        rows = difference_in_differences(panel, confidence=self.confidence, rng=np.random.default_rng(seed))
        trend = rows.set_index("model").loc["trend"]
        if trend["status"] != "ok":
            return {}, None
        told = {"did": self._sign * float(trend["estimate"]), "did_p": float(trend["p_permutation"])}
        mean = panel[~panel["perlakuan"]].groupby(MONTH)[VALUE].mean()
        return {**told, "comparisons": float(trend["n_units"] - 1)}, mean


def _quantities(found: pd.Series) -> dict[str, float]:
    """Further numbers by name."""
    names = {"n_before": "months_before", "n_after": "months_after"}
    kept = (*names, "mean_before", "slope", "rho", "placebo_dates", "placebo_alarms")
    return {names.get(name, name): float(found[name]) for name in kept}


def _evidence(figures: pd.DataFrame, lines: pd.DataFrame, others: pd.Series | None) -> pd.DataFrame:
    """Months with observed figure, fitted line and the line before, continued."""
    rows = pd.DataFrame(
        {
            "unit": figures[MONTH].astype("str"),
            "n": figures["n"],
            "estimate": figures[VALUE],
            "low": np.nan,
            "high": np.nan,
        }
    )
    rows = rows.join(lines[["fitted", "expected", "expected_low", "expected_high"]])
    return rows if others is None else rows.assign(comparison=figures[MONTH].map(others))
