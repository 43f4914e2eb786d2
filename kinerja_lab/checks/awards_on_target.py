"""Do awards go to people who reached their targets, and sanctions to people who did not?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import proportion_interval

_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class AwardsOnTarget(Check):
    """Share of awards that went to employees below their target; sanctions at target stand beside it."""

    name: ClassVar[str] = "awards_on_target"
    topic: ClassVar[Topic] = Topic.CONSEQUENCES
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("tindak_lanjut", (col.CONSEQUENCE,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    headline: ClassVar[bool] = True

    rule: Rule = Ceiling(limit=0.10)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Cross consequences with attainment; exact intervals."""
        rows = appraised(data).dropna(subset=[col.ATTAINMENT])
        reached = rows[col.ATTAINMENT] >= data.profile.attainment_target
        given = data.current("tindak_lanjut")
        awarded, sanctioned = (
            rows[col.EMPLOYEE].isin(given.loc[given[col.CONSEQUENCE] == kind, col.EMPLOYEE])
            for kind in ("penghargaan", "sanksi")
        )
        awards, wrong = int(awarded.sum()), int((awarded & ~reached).sum())
        sanctions, unearned = int(sanctioned.sum()), int((sanctioned & reached).sum())
        if awards < _FEWEST:
            raise NotAssessable("too_few", n=awards, need=_FEWEST)
        interval = proportion_interval(wrong, awards, confidence=self.confidence)
        sanction = proportion_interval(unearned, sanctions, confidence=self.confidence)
        share = unearned / sanctions if sanctions else float("nan")
        return CheckResult(
            check=self,
            estimate=wrong / awards,
            interval=interval,
            n=awards,
            quantities=_quantities(wrong, awards, unearned, sanctions)
            | {
                "sanction_share": share,
                "sanction_low": sanction.low,
                "sanction_high": sanction.high,
                "coverage": awards / len(rows),
            },
            evidence=_evidence((awards, wrong, interval), (sanctions, unearned, sanction)),
        )


def _quantities(wrong: int, awards: int, unearned: int, sanctions: int) -> dict[str, float]:
    counts = {"n_false": wrong, "n_awards": awards, "n_false_sanctions": unearned, "n_sanctions": sanctions}
    return {name: float(count) for name, count in counts.items()}


def _evidence(*pairs: tuple[int, int, Interval]) -> pd.DataFrame:
    """One row for awards below target, one for sanctions at target."""
    names = ("awards_below_target", "sanctions_at_target")
    rows = [
        (name, n, k / n if n else float("nan"), interval.low, interval.high)
        for name, (n, k, interval) in zip(names, pairs, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(EVIDENCE))
