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
        scored = employees[employees[col.EMPLOYEE].isin(rows[col.EMPLOYEE].unique())].reset_index(drop=True)
        if len(scored) < _FEWEST:
            raise NotAssessable("too_few", n=len(scored), need=_FEWEST)
        heard = rows.groupby([col.EMPLOYEE, col.ROLE]).size().unstack(fill_value=0).reindex(columns=list(col.ROLES))
        heard = heard.reindex(scored[col.EMPLOYEE]).gt(0).reset_index(drop=True)
        whole = heard[list(self.roles)].all(axis=1)
        each = {f"share_{role}": float(heard[role].mean()) for role in col.ROLES}
        return CheckResult(
            check=self,
            estimate=float(whole.mean()),
            interval=proportion_interval(int(whole.sum()), len(whole), method="wilson", confidence=self.confidence),
            n=len(scored),
            quantities={**each, "n_staff": float(len(employees))},
            evidence=share_by(scored[col.UNIT], whole, self.confidence),
        )
