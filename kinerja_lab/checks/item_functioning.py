"""At the same total score, is an aspect of behaviour scored differently for one of the groups?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import scores, staff
from kinerja_lab.checks.groups import GroupCheck, grouped
from kinerja_lab.checks.protocol import EVIDENCE, CheckResult, Needs
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.item_functioning import item_functioning
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.item_functioning import noticed_noncentrality

_ALPHA = 0.05


@dataclass(frozen=True, kw_only=True)
class ItemFunctioning(GroupCheck):
    """Gain in Nagelkerke's R² from the group, the total being equal, on the aspect where it is largest.

    Aspects found to function differently leave the total of the others. Limits hold for all aspects together. One
    sheet an employee: the mean of the scores given in one role.
    """

    name: ClassVar[str] = "item_functioning"
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE)),)

    rule: Rule = Ceiling(limit=0.035)
    fewest_group: int = 200
    fewest_items: int = 5
    role: str = col.SUPERIOR_ROLE

    def least(self, data: Dataset) -> int:
        """So many that a notable difference would hardly be missed."""
        return max(self.fewest_group, super().least(data))

    def people(self, data: Dataset) -> pd.DataFrame:
        """Staff of the two groups with one column an aspect; only complete sheets."""
        employees = grouped(staff(data), data.period)
        if self.column not in employees or employees[self.column].isna().all():
            raise NotAssessable("missing_data", lacking=(f"pegawai.{col.SOURCE.get(self.column, self.column)}",))
        given = scores(data, (self.role,))
        sheets = given.pivot_table(index=col.EMPLOYEE, columns=col.ASPECT, values=col.SCORE, aggfunc="mean").dropna()
        if sheets.shape[1] < self.fewest_items:
            raise NotAssessable("no_pairable_units", n=sheets.shape[1], need=self.fewest_items)
        known = employees[employees[self.column].isin((self.focal, self.reference))]
        return known[[col.EMPLOYEE, self.column]].merge(sheets, left_on=col.EMPLOYEE, right_index=True)

    def noticeable(self, rows: pd.DataFrame) -> float:
        """Gain in R² that so many people would show at most."""
        items = rows.shape[1] - 2
        return noticed_noncentrality(_ALPHA / items) / len(rows) if len(rows) else math.nan

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:  # noqa: ARG002 - shared by all comparisons
        """The aspect with the largest gain answers for all."""
        items = [str(name) for name in rows.columns if name not in (col.EMPLOYEE, self.column)]
        table = item_functioning(
            rows, items=items, group=self.column, focal=self.focal, reference=self.reference, confidence=self.confidence
        )
        known = table[table["status"] == "ok"]
        if known.empty:
            return self.refused(rows, status=str(table["status"].iloc[0]), n=len(rows), need=math.nan)
        worst = known.sort_values(["delta_r2", "item"], ascending=[False, True], kind="stable").iloc[0]
        return CheckResult(
            check=self,
            estimate=float(worst["delta_r2"]),
            interval=Interval(float(worst["low"]), float(worst["high"])),
            p_value=float(worst["p_bonferroni"]),
            n=int(worst["n"]),
            detectable=float(worst["detectable"]),
            quantities={
                "n_focal": float(self.sizes(rows)[0]),
                "n_reference": float(self.sizes(rows)[1]),
                "aspects": float(len(known)),
                "flagged": float(known["flagged"].sum()),
                "odds_ratio": float(worst["odds_ratio"]),
            },
            evidence=known.rename(columns={"item": "unit", "delta_r2": "estimate"})[[*EVIDENCE, "odds_ratio"]],
        )
