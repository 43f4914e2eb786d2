"""Did acceptance of the appraisal change from one survey to the next?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.survey import SURVEY, WAVE, Sheets, sheets, waves
from kinerja_lab.checks.verdict import Impact, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.interval import UNDEFINED
from kinerja_lab.stats.mean_difference import MeanDifference, paired_means, separate_means
from kinerja_lab.stats.paired import signed_rank


@dataclass(frozen=True, kw_only=True)
class AcceptanceChange(Check):
    """Mean answer of the latest survey less that of the one before, to the items that both asked.

    People who answered both are compared with themselves where ``fewest`` of them did, else the two surveys count
    as those of different people. Before and after alone prove nothing about what was done in between.
    """

    name: ClassVar[str] = "acceptance_change"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs(SURVEY),)

    rule: Rule = Impact()
    fewest: int = 30

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare the last two waves; the evidence is the change in each dimension."""
        held = waves(data)
        if len(held) < 2:
            raise NotAssessable("missing_data", lacking=(f"{SURVEY}.{WAVE}",))
        found = sheets(data, held[-2:], self.confidence)
        before, after = (found.means(wave) for wave in held[-2:])
        linked = after.index.intersection(before.index)
        paired = len(linked) >= self.fewest
        fewest = min(len(before), len(after))
        if fewest < self.fewest:
            raise NotAssessable("too_few", n=fewest, need=self.fewest)
        apart = paired and any(0 < len(wave) - len(linked) < data.profile.small_group for wave in (before, after))
        change, rank_biserial = _change(before, after, paired=paired), math.nan
        p_value = change.p_value
        if paired:
            ranked = signed_rank((after[linked] - before[linked]).to_numpy())
            p_value, rank_biserial = ranked.p_exact, ranked.rank_biserial
        return CheckResult(
            check=self,
            estimate=change.difference,
            interval=change.interval(self.confidence),
            p_value=p_value,
            n=len(linked) if paired else len(before) + len(after),
            contested=True,
            quantities={
                # Beside the mean of everybody, these would tell that of the few who answered once.
                "mean_before": math.nan if apart else float(before[linked].mean() if paired else before.mean()),
                "mean_after": math.nan if apart else float(after[linked].mean() if paired else after.mean()),
                "alpha": found.alpha,
                "n_linked": float(len(linked)),
                "rank_biserial": rank_biserial,
            },
            evidence=self._dimensions(found, held[-2:], paired=paired),
            caveats=("linked" if paired else "unlinked",),
        )

    def _dimensions(self, found: Sheets, held: tuple[str, ...], *, paired: bool) -> pd.DataFrame:
        """Change in each dimension; a row without spread has no interval."""
        rows = []
        for name in found.dimensions:
            before, after = (found.means(wave, name) for wave in held)
            n = len(before.index.intersection(after.index)) if paired else len(before) + len(after)
            try:
                change = _change(before, after, paired=paired)
                rows.append((name, n, change.difference, *change.interval(self.confidence)))
            except NotAssessable:
                rows.append((name, n, float(after.mean() - before.mean()), *UNDEFINED))
        return pd.DataFrame(rows, columns=list(EVIDENCE))


def _change(before: pd.Series, after: pd.Series, *, paired: bool) -> MeanDifference:
    """Difference of the means of the same people, or of two groups of people."""
    if not paired:
        return separate_means(before.to_numpy(), after.to_numpy())
    both = after.index.intersection(before.index)
    return paired_means((after[both] - before[both]).to_numpy())
