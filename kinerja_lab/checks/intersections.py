"""Is a combination of two attributes rated differently from everybody else, although results are the same?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.groups import grouped, smallest
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.intersections import intersections
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed, noticed_odds_ratio


@dataclass(frozen=True, kw_only=True)
class Intersections(Check):
    """Odds of a higher predikat in the cell of two attributes that stands out most, over those of everybody else.

    An exploration: cells were not registered beforehand, so the verdict never exceeds *perlu perhatian*.
    """

    name: ClassVar[str] = "intersections"
    topic: ClassVar[Topic] = Topic.EQUALITY
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT, col.POSITION_TYPE)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    exploratory: ClassVar[bool] = True

    rule: Rule = Gap(practical=1.5, exclusion=2.0, log=True)
    column: str = col.SEX
    other: str = col.EMPLOYMENT
    fewest: int = 150
    fewest_cells: int = 3

    def evaluate(self, data: Dataset) -> CheckResult:
        """The cell with the smallest p-value answers for all."""
        people = grouped(appraised(data), data.period)
        lacking = [name for name in (self.column, self.other) if name not in people or people[name].isna().all()]
        if lacking:
            raise NotAssessable(
                "missing_data", lacking=tuple(f"pegawai.{col.SOURCE.get(name, name)}" for name in lacking)
            )
        rows = people.dropna(subset=[col.OUTCOME, col.ATTAINMENT, self.column, self.other])
        if len(rows) < self.fewest:
            return self._refused(rows, "too_few", n=len(rows), need=self.fewest)
        cells = intersections(
            rows,
            outcome=col.OUTCOME,
            scale=col.OUTCOMES,
            first=self.column,
            second=self.other,
            attainment=col.ATTAINMENT,
            position=None if col.POSITION_TYPE in (self.column, self.other) else col.POSITION_TYPE,
            unit=col.UNIT,
            fewest=max(smallest(data, name) for name in (self.column, self.other)),
            confidence=self.confidence,
        )
        judged = cells[cells["status"] == "ok"]
        if len(judged) < self.fewest_cells:
            return self._refused(rows, "no_pairable_units", n=len(judged), need=self.fewest_cells)
        worst = judged.sort_values(["p_value", "se"], kind="stable").iloc[0]
        return CheckResult(
            check=self,
            estimate=float(worst["odds_ratio"]),
            interval=Interval(float(worst["low"]), float(worst["high"])),
            equivalence=Interval(float(worst["low_90"]), float(worst["high_90"])),
            p_value=float(worst["p_bh"]),
            n=len(rows),
            detectable=math.exp(noticed(float(judged["se"].median()))),
            diagnosis="lebih_dari_jumlahnya" if worst["p_beyond"] < 0.05 else None,
            quantities={
                "cells": float(len(cells)),
                "cells_judged": float(len(judged)),
                "cells_apart": float((judged["p_bh"] < 0.05).sum()),
                "shrunken": float(worst["shrunken"]),
                "beyond": float(worst["beyond"]),
                "p_beyond": float(worst["p_beyond"]),
            },
            evidence=_cells(cells),
        )

    def _refused(self, rows: pd.DataFrame, status: str, *, n: int, need: int) -> CheckResult:
        """No answer, with what a quarter of these people against the rest could have shown."""
        quarter = len(rows) // 4
        shares = [float(share) for share in rows[col.OUTCOME].value_counts(normalize=True)]
        found = noticed_odds_ratio(quarter, len(rows) - quarter, shares)
        return CheckResult(check=self, n=n, need=float(need), status=status, detectable=found)


def _cells(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells under the codes of both values."""
    names = cells["first"].astype(str) + "|" + cells["second"].astype(str)
    return cells.assign(unit=names).rename(columns={"odds_ratio": "estimate"})[[*EVIDENCE, "shrunken"]]
