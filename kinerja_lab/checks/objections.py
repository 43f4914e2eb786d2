"""Are objections to an appraisal filed in time and decided, and who wins them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import share_by
from kinerja_lab.checks.groups import grouped
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic, no_evidence
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.profile import RegionProfile
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 10
_RECEIVED, _FILED, _DECISION, _DECIDED = "tanggal_terima", "tanggal_ajukan", "putusan", "tanggal_putus"
_WON = ("diterima", "diubah")


@dataclass(frozen=True, kw_only=True)
class Objections(Check):
    """Share of the objections of the period filed within ``days`` of receiving the result, and decided.

    Beside it, the share of the decided ones that were granted at least in part, and that share in each group of
    ``column``.
    """

    name: ClassVar[str] = "objections"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs("keberatan", (_RECEIVED, _DECISION)),)
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {
        "estimate": "n",
        "in_time": "n",
        "decided": "n",
        "n_decided": "n",
        "won": "n_decided",
        "n_granted": "n_decided",
    }

    rule: Rule = Level(problem=0.75, fine=0.95)
    days: float = 14.0
    column: str = col.SEX

    def evaluate(self, data: Dataset) -> CheckResult:
        """Follow every objection whose receipt is known; the evidence is each group."""
        rows = data.current("keberatan").dropna(subset=[_RECEIVED])
        waited = (rows[_FILED] - rows[_RECEIVED]).dt.days
        rows, waited = rows[waited >= 0].reset_index(drop=True), waited[waited >= 0].reset_index(drop=True)
        if len(rows) < _FEWEST:
            raise NotAssessable("too_few", n=len(rows), need=_FEWEST)
        in_time, decided = waited <= self.days, rows[_DECISION].notna()
        orderly = in_time & decided
        granted = _granted(rows[decided], data.profile)
        return CheckResult(
            check=self,
            estimate=float(orderly.mean()),
            interval=proportion_interval(int(orderly.sum()), len(rows), method="wilson", confidence=self.confidence),
            n=len(rows),
            quantities={
                "in_time": float(in_time.mean()),
                "decided": float(decided.mean()),
                "won": granted,
                "days_to_decision": _days(rows[decided]),
                "n_decided": float(decided.sum()),
                "n_granted": granted * int(decided.sum()),
            },
            evidence=self._groups(data, rows, orderly),
        )

    def _groups(self, data: Dataset, rows: pd.DataFrame, orderly: pd.Series) -> pd.DataFrame:
        """Share in time and decided in each group, and the share of its decided objections that were granted."""
        people = grouped(data.table("pegawai"), data.period)
        if self.column not in people:
            return no_evidence()
        group = rows[col.EMPLOYEE].map(people.set_index(col.EMPLOYEE)[self.column])
        known, decided = group.notna(), rows[_DECISION].notna()
        evidence = share_by(group[known].astype("str"), orderly[known], self.confidence)
        granted = {str(name): _granted(own, data.profile) for name, own in rows[decided].groupby(group)}
        return evidence.assign(granted=evidence["unit"].map(granted).astype("float64"))


def _granted(decided: pd.DataFrame, profile: RegionProfile) -> float:
    """Share of decided objections that were granted; NaN where few people were decided on, one way or the other."""
    won, n = int(decided[_DECISION].isin(_WON).sum()), len(decided)
    few = any(0 < count < profile.small_cell for count in (won, n - won))
    return float("nan") if few or n < profile.small_group else won / n


def _days(decided: pd.DataFrame) -> float:
    """Median number of days from filing to decision."""
    if _DECIDED not in decided or decided[_DECIDED].isna().all():
        return float("nan")
    return float((decided[_DECIDED] - decided[_FILED]).dt.days.median())
