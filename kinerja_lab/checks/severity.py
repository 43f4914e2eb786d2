"""How differently severe are the raters?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.rater_effects import ladder
from kinerja_lab.checks.ratings import multirater
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.multirater import Multirater
from kinerja_lab.models.severity import severity_of

_FEWEST = 10
_FALSE_DISCOVERIES = 0.05


@dataclass(frozen=True, kw_only=True)
class Severity(Check):
    """Standard deviation of the raters' effects in rating points, same employee, role and aspect.

    With one superior per employee it is not identified: a low score may be a severe rater or a weak result. Where the
    spread is estimated as 0, single raters have no estimate of their own, and the ladder has no numbers.
    """

    name: ClassVar[str] = "severity"
    topic: ClassVar[Topic] = Topic.RATERS
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE)),)
    headline: ClassVar[bool] = True
    anonymous: ClassVar[bool] = True

    rule: Rule = Ceiling(limit=0.30)
    notable: float = 0.30

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit the crossed model."""
        return self.answer(multirater(data))

    def answer(self, fit: Multirater) -> CheckResult:
        """Answer from the fitted model; an anonymous ladder of raters is the evidence."""
        found = severity_of(fit)
        if found.n_raters < _FEWEST:
            raise NotAssessable("too_few", n=found.n_raters, need=_FEWEST)
        if not found.interval.defined:
            raise NotAssessable("not_converged", n=found.n_raters)
        raters = found.raters.sort_values("effect", ignore_index=True)
        flagged = (raters["q_value"] < _FALSE_DISCOVERIES) & (raters["deviation"].abs() >= self.notable)
        alike = found.sd == 0
        if alike:
            raters = raters.assign(effect=math.nan)
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
                "n_flagged": float(flagged.sum()),
                "n_beyond": math.nan if alike else float((raters["effect"].abs() >= self.notable).sum()),
                "range_low": float(raters["effect"].min()),
                "range_high": float(raters["effect"].max()),
            },
            evidence=ladder(raters),
            diagnosis="tanpa_beda" if alike else None,
        )
