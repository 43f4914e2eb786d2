"""Is everybody rated by all the sources that the system promises?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import share_by, staff
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class ScoreSources(Check):
    """Share of the employees with any score who have scores from every one of ``roles``."""

    name: ClassVar[str] = "score_sources"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.ROLE, col.SCORE)),)
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n"}

    rule: Rule = Level(problem=0.80, fine=0.95)
    roles: tuple[str, ...] = ("atasan", "rekan", "diri")

    @property
    def slug(self) -> str:
        """Name with the roles."""
        return f"{self.name}:{'-'.join(self.roles)}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Count; the evidence is each unit's share."""
        rows = data.current("butir").dropna(subset=[col.SCORE])
        employees = staff(data)
        scored = employees[employees[col.EMPLOYEE].isin(rows[col.EMPLOYEE])].reset_index(drop=True)
        if len(scored) < _FEWEST:
            raise NotAssessable("too_few", n=len(scored), need=_FEWEST)
        wanted = rows[rows[col.ROLE].isin(self.roles)].groupby(col.EMPLOYEE)[col.ROLE].nunique()
        whole = wanted.reindex(scored[col.EMPLOYEE], fill_value=0).eq(len(self.roles)).reset_index(drop=True)
        each = {
            f"share_{role}": float(scored[col.EMPLOYEE].isin(rows.loc[rows[col.ROLE] == role, col.EMPLOYEE]).mean())
            for role in col.ROLES
        }
        return CheckResult(
            check=self,
            estimate=float(whole.mean()),
            interval=proportion_interval(int(whole.sum()), len(whole), method="wilson", confidence=self.confidence),
            n=len(scored),
            quantities={**each, "n_staff": float(len(employees))},
            evidence=share_by(scored[col.UNIT], whole, self.confidence),
        )
