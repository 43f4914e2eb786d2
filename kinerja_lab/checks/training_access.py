"""With the same predikat, are both groups trained as often?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.awards_by_group import ConsequenceByGroup
from kinerja_lab.checks.protocol import Needs


@dataclass(frozen=True, kw_only=True)
class TrainingAccess(ConsequenceByGroup):
    """Odds ratio of training as a follow-up, focal to reference group, among people with the same predikat."""

    name: ClassVar[str] = "training_access"
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("penilaian", (col.OUTCOME,)),
        Needs("tindak_lanjut", (col.CONSEQUENCE,)),
    )
    family: ClassVar[str | None] = "pelatihan"
    consequence: ClassVar[str] = "pelatihan"

    def strata(self, people: pd.DataFrame) -> pd.Series:
        """Predikat: who needs training most differs by it."""
        return people[col.OUTCOME]
