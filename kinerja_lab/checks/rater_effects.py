"""What checks of an effect that differs from rater to rater share: floors, counts, an anonymous ladder."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.rater_screen import RaterScreen
from kinerja_lab.stats.multiplicity import benjamini_hochberg

SCORED = Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE))
_FEWEST, _RATEES = 10, 10
_FALSE_DISCOVERIES = 0.05


@dataclass(frozen=True, kw_only=True)
class RaterCheck(Check):
    """Standard deviation of one effect between raters; single raters are tested and only counted.

    Where raters as a group stay within the limit and still one of them stands out, the verdict is not *wajar*.
    """

    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (SCORED,)
    anonymous: ClassVar[bool] = True

    rule: Rule = Ceiling(limit=0.30)
    notable: float = 0.30

    @abstractmethod
    def screen(self, data: Dataset) -> RaterScreen:
        """Effects of all raters."""

    def evaluate(self, data: Dataset) -> CheckResult:
        """Screen the raters; those with enough ratees stand on the ladder."""
        found = self.screen(data)
        if found.n_raters < _FEWEST:
            raise NotAssessable("too_few", n=found.n_raters, need=_FEWEST)
        limit = self._limit
        if found.detectable > limit:
            # The error of a spread falls with the fourth root of the number of raters.
            need = math.ceil(found.n_raters * (found.detectable / limit) ** 4) + 1
            return CheckResult(
                check=self, n=found.n_raters, need=float(need), status="too_few", detectable=found.detectable
            )
        raters = individuals(found.raters)
        flagged = int((raters["flagged"] & (raters["effect"].abs() >= self.notable)).sum())
        apart = flagged > 0 and found.interval.high <= limit
        return CheckResult(
            check=self,
            estimate=found.sd,
            interval=found.interval,
            equivalence=found.equivalence,
            p_value=found.p_value,
            n=found.n_raters,
            detectable=found.detectable,
            quantities={
                "n_ratees": float(found.n_ratees),
                "n_tested": float(len(raters)),
                "n_flagged": float(flagged),
                "detectable_rater": float(raters["detectable"].median()) if len(raters) else math.nan,
            },
            evidence=ladder(raters),
            contested=apart,
            diagnosis="penilai_tertentu" if apart else None,
        )

    @property
    def _limit(self) -> float:
        """Limit of the rule."""
        return float(getattr(self.rule, "limit", math.inf))


def individuals(raters: pd.DataFrame) -> pd.DataFrame:
    """Raters with enough ratees to be looked at one by one, ``flagged`` where they stand out among themselves."""
    kept = raters[raters["n_ratees"] >= _RATEES].reset_index(drop=True)
    q_values = benjamini_hochberg(kept["p_value"].to_numpy())
    return kept.assign(q_value=q_values, flagged=np.less(q_values, _FALSE_DISCOVERIES))


def ladder(raters: pd.DataFrame) -> pd.DataFrame:
    """Raters by effect, named by their place only."""
    ordered = raters.sort_values("effect", ignore_index=True)
    width = max(len(str(len(ordered))), 2)
    named = ordered.assign(unit=pd.Series([f"P{place + 1:0{width}d}" for place in range(len(ordered))], dtype="str"))
    return named.rename(columns={"n_ratees": "n", "effect": "estimate"})[list(EVIDENCE)]
