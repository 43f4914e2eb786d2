"""Are raters' scores as regular as expected, or erratic, or muted? A description."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy import special

from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.rater_effects import SCORED, ladder
from kinerja_lab.checks.ratings import expected_now
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.rater_fit import rater_fit
from kinerja_lab.stats.interval import Interval

_FEWEST, _RATEES = 10, 10


@dataclass(frozen=True, kw_only=True)
class RaterFit(Check):
    """Median of the raters' infit mean squares; without a norm, since such cut-offs miss most faults."""

    name: ClassVar[str] = "rater_fit"
    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (SCORED,)
    anonymous: ClassVar[bool] = True

    rule: Rule = Shown()
    muted: float = 0.7
    erratic: float = 1.3

    def evaluate(self, data: Dataset) -> CheckResult:
        """Describe raters with enough employees."""
        raters = rater_fit(expected_now(data))
        raters = raters[raters["n_ratees"] >= _RATEES].rename(columns={"infit": "effect"})
        if len(raters) < _FEWEST:
            raise NotAssessable("too_few", n=len(raters), need=_FEWEST)
        return CheckResult(
            check=self,
            estimate=float(raters["effect"].median()),
            interval=_of_median(raters["effect"].to_numpy(), self.confidence),
            n=len(raters),
            quantities={
                "n_muted": float((raters["effect"] < self.muted).sum()),
                "n_erratic": float((raters["effect"] > self.erratic).sum()),
            },
            evidence=ladder(raters.assign(low=math.nan, high=math.nan)),
        )


def _of_median(values: np.ndarray, confidence: float) -> Interval:
    """Interval of a median from the order of the values."""
    ordered = np.sort(values)
    most = special.bdtr(np.arange(len(ordered) + 1), len(ordered), 0.5)  # chance of so many values below the median
    place = max(int(np.searchsorted(most, (1 - confidence) / 2)) - 1, 0)
    return Interval(float(ordered[place]), float(ordered[-1 - place]))
