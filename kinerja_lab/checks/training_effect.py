"""Do skills rise after training that follows feedback, and more than a return to the mean would lift them?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.clustered import mean_interval
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Impact, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.mean_difference import paired_means
from kinerja_lab.stats.paired import signed_rank

_FEWEST, _FEWEST_OTHERS = 10, 20
_DATE, _THEME, _BEFORE, _AFTER = "tanggal", "tema", "skor_sebelum", "skor_sesudah"


class _Rival(NamedTuple):
    """What regression to the mean would do: level and repeatability of scores of people who were not selected."""

    mean: float
    reliability: float
    n: int

    def expected(self, before: pd.Series) -> pd.Series:
        """Scores at a second test without any effect."""
        return self.mean + self.reliability * (before - self.mean)


@dataclass(frozen=True, kw_only=True)
class TrainingEffect(Check):
    """Mean gain of employees trained on the theme of earlier feedback, less the gain that regression to the mean gives.

    Who gets feedback scored low, and low scores rise by themselves at the next test. How much follows from the level
    and repeatability of the scores of employees tested without feedback; where they are too few, from the level of all
    and an assumed ``reliability``. Nobody was assigned by lot, so nothing is proven.
    """

    name: ClassVar[str] = "training_effect"
    topic: ClassVar[Topic] = Topic.REPORTING
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pelatihan", (_THEME, _BEFORE, _AFTER)),
        Needs("umpan_balik", (_THEME, _DATE)),
    )

    rule: Rule = Impact()
    reliability: float = 0.70

    def evaluate(self, data: Dataset) -> CheckResult:
        """Follow feedback to training to the second test; the evidence is the mean score at each step."""
        tested = data.during("pelatihan", _DATE).dropna(subset=[_BEFORE, _AFTER])
        followed = _followed(tested, data.table("umpan_balik"))
        people = tested[followed].groupby(col.EMPLOYEE)[[_BEFORE, _AFTER]].mean()
        if len(people) < _FEWEST:
            raise NotAssessable("too_few", n=len(people), need=_FEWEST)
        others = tested[~tested[col.EMPLOYEE].isin(people.index)].groupby(col.EMPLOYEE)[[_BEFORE, _AFTER]].mean()
        rival = self._rival(others, tested)
        expected = rival.expected(people[_BEFORE])
        beyond = (people[_AFTER] - expected).to_numpy()
        change = paired_means(beyond)
        return CheckResult(
            check=self,
            estimate=change.difference,
            interval=change.interval(self.confidence),
            p_value=signed_rank(beyond).p_exact,
            n=len(people),
            contested=True,
            quantities={
                "gain": float((people[_AFTER] - people[_BEFORE]).mean()),
                "expected_gain": float((expected - people[_BEFORE]).mean()),
                "repeatability": rival.reliability,
                "n_others": float(rival.n),
            },
            evidence=self._evidence(people.assign(diharapkan=expected)),
            caveats=() if rival.n else ("assumed_reliability",),
        )

    def _rival(self, others: pd.DataFrame, tested: pd.DataFrame) -> _Rival:
        """Level and repeatability of those tested without feedback, or of all with the assumed repeatability."""
        if len(others) < _FEWEST_OTHERS or (np.ptp(others.to_numpy(), axis=0) == 0).any():
            return _Rival(float(tested[_BEFORE].mean()), self.reliability, 0)
        again = float(np.corrcoef(others[_BEFORE], others[_AFTER])[0, 1])
        return _Rival(float(others[_BEFORE].mean()), max(again, 0.0), len(others))

    def _evidence(self, people: pd.DataFrame) -> pd.DataFrame:
        """Mean score before, as expected without effect, and after."""
        rows = [
            (name, len(people), float(people[name].mean()), *mean_interval(people[name], self.confidence, (0, np.inf)))
            for name in (_BEFORE, "diharapkan", _AFTER)
        ]
        return pd.DataFrame(rows, columns=list(EVIDENCE))


def _followed(tested: pd.DataFrame, feedback: pd.DataFrame) -> pd.Series:
    """Which trainings follow feedback to the same employee on the same theme?"""
    earliest = feedback.groupby([col.EMPLOYEE, _THEME])[_DATE].min().rename("umpan_balik")
    told = tested.join(earliest, on=[col.EMPLOYEE, _THEME])["umpan_balik"]
    return told <= tested[_DATE]
