"""Does the predikat follow from the two ratings, as the rule says?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised, share_by
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 30


@dataclass(frozen=True, kw_only=True)
class PredikatMatrix(Check):
    """Share of employees whose predikat differs from the 3 × 3 matrix of result and behaviour rating.

    A difference is a decision by hand or a mistake; either needs a written reason. Only rows of PermenPANRB 6/2022.
    """

    name: ClassVar[str] = "predikat_matrix"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.OUTCOME, col.RESULT_RATING, col.BEHAVIOUR_RATING)),)
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n", "n_different": "n", "n_raised": "n", "n_lowered": "n"}

    rule: Rule = Ceiling(limit=0.02)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Look every pair of ratings up in the matrix and compare."""
        rows = appraised(data).dropna(subset=[col.OUTCOME, col.RESULT_RATING, col.BEHAVIOUR_RATING])
        rows = rows[rows[col.REGIME] == "permenpanrb_6_2022"].reset_index(drop=True)
        if len(rows) < _FEWEST:
            raise NotAssessable("too_few", n=len(rows), need=_FEWEST)
        pairs = zip(rows[col.RESULT_RATING], rows[col.BEHAVIOUR_RATING], strict=True)
        ruled = col.OUTCOMES.codes(pd.Series([col.OUTCOME_MATRIX[pair] for pair in pairs]))
        given = col.OUTCOMES.codes(rows[col.OUTCOME])
        different = pd.Series(given != ruled)
        return CheckResult(
            check=self,
            estimate=float(different.mean()),
            interval=proportion_interval(int(different.sum()), len(rows), confidence=self.confidence),
            n=len(rows),
            quantities={
                "n_different": float(different.sum()),
                "n_raised": float((given > ruled).sum()),
                "n_lowered": float((given < ruled).sum()),
            },
            evidence=share_by(rows[col.UNIT], different, self.confidence),
        )
