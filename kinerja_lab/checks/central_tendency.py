"""Do raters use the whole scale, or do some keep to the middle?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab.checks.rater_effects import RaterCheck
from kinerja_lab.checks.ratings import expected_now
from kinerja_lab.dataset import Dataset
from kinerja_lab.models.central_tendency import central_tendency
from kinerja_lab.models.rater_screen import RaterScreen


@dataclass(frozen=True, kw_only=True)
class CentralTendency(RaterCheck):
    """Standard deviation, between raters, of the points that a difference of one point between ratees becomes."""

    name: ClassVar[str] = "central_tendency"

    def screen(self, data: Dataset) -> RaterScreen:
        """Slopes of what raters give on what is expected of them."""
        return central_tendency(expected_now(data))
