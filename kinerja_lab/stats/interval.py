"""The one shape of every interval."""

from __future__ import annotations

import math
from typing import NamedTuple


class Interval(NamedTuple):
    """Lower and upper limit on the scale of the estimate; open sides are infinite, an undefined interval is NaN."""

    low: float
    high: float

    @property
    def defined(self) -> bool:
        """Whether both limits are numbers (infinite allowed)."""
        return not (math.isnan(self.low) or math.isnan(self.high))


UNDEFINED = Interval(math.nan, math.nan)
