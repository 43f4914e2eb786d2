"""Do employees find their appraisal fair?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab.checks.clustered import mean_interval
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.survey import HIGHEST, ITEM, LOWEST, SURVEY, Sheets, sheets, waves
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable

_FEWEST = 30


@dataclass(frozen=True, kw_only=True)
class Acceptance(Check):
    """Mean answer, 1 to 5, to the latest survey of the period; its four dimensions of organisational justice beside it.

    Reliability comes first: below ``least_alpha`` the items do not measure one thing, and no side is taken.
    """

    name: ClassVar[str] = "acceptance"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs(SURVEY),)

    rule: Rule = Level(problem=3.0, fine=3.5)
    least_alpha: float = 0.60

    def evaluate(self, data: Dataset) -> CheckResult:
        """Reliability, reversed items, then the mean over respondents."""
        wave = waves(data)[-1]
        found = sheets(data, [wave], self.confidence)
        means = found.means(wave)
        if len(means) < _FEWEST:
            raise NotAssessable("too_few", n=len(means), need=_FEWEST)
        if means.nunique() == 1:
            raise NotAssessable("undefined_no_variation", n=len(means))
        unreliable = not found.alpha >= self.least_alpha
        return CheckResult(
            check=self,
            estimate=float(means.mean()),
            interval=mean_interval(means, self.confidence, (LOWEST, HIGHEST)),
            n=len(means),
            contested=unreliable,
            quantities={
                "alpha": found.alpha,
                "alpha_low": found.interval.low,
                "alpha_high": found.interval.high,
                "items": float(found.answers[ITEM].nunique()),
                "turned": float(len(found.turned)),
            },
            evidence=self._dimensions(found, wave),
            caveats=(*(["unreliable"] if unreliable else []), *(["turned"] if found.turned else [])),
        )

    def _dimensions(self, found: Sheets, wave: str) -> pd.DataFrame:
        """Mean answer in each dimension."""
        asked = {name: found.means(wave, name) for name in found.dimensions}
        rows = [
            (name, len(own), float(own.mean()), *mean_interval(own, self.confidence, (LOWEST, HIGHEST)))
            for name, own in asked.items()
        ]
        return pd.DataFrame(rows, columns=list(EVIDENCE))
