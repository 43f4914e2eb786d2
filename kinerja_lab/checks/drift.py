"""Do raters grow more lenient or more severe from period to period?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.rater_effects import RaterCheck
from kinerja_lab.checks.ratings import expected_history
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.drift import drift
from kinerja_lab.models.rater_screen import RaterScreen

_FEWEST_PERIODS = 3


@dataclass(frozen=True, kw_only=True)
class Drift(RaterCheck):
    """Standard deviation, between raters, of the points by which their leniency changes a period."""

    name: ClassVar[str] = "drift"

    rule: Rule = Ceiling(limit=0.10)
    notable: float = 0.10

    def screen(self, data: Dataset) -> RaterScreen:
        """Slopes over the periods up to the reported one."""
        periods = data.table("butir")[col.PERIOD]
        if periods[periods <= data.period].nunique() < _FEWEST_PERIODS:
            raise NotAssessable("missing_data", lacking=("earlier_periods",))
        return drift(expected_history(data))
