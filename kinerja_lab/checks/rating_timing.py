"""Are appraisals made in their time, or in bulk on the last day?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.clustered import clustered_share
from kinerja_lab.checks.cohort import in_units, share_by
from kinerja_lab.checks.groups import period_end
from kinerja_lab.checks.protocol import Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Ceiling, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.stats.proportion import check_confidence

_FEWEST_RATERS = 10
_BULK, _SITTING = 5, pd.Timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class RatingTiming(Check):
    """Share of the appraisals made on the last day on which anybody was appraised; raters are the independent units.

    Beside it, the share made in bulk: at least five by one rater within an hour.
    """

    name: ClassVar[str] = "rating_timing"
    topic: ClassVar[Topic] = Topic.REPORTING
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.RATED_AT,)),)
    shares: ClassVar[bool] = True
    parts: ClassVar[Mapping[str, str]] = {"estimate": "n_appraisals"}

    rule: Rule = Ceiling(limit=0.30)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare the days of rating; the evidence is each unit's share."""
        check_confidence(self.confidence)
        rows = data.current("penilaian").dropna(subset=[col.RATED_AT])
        rows = in_units(rows, data)
        day = rows[col.RATED_AT].dt.normalize()
        last = day == day.max()
        share, interval = clustered_share(last, rows[col.RATER], confidence=self.confidence, fewest=_FEWEST_RATERS)
        end = period_end(data.period)
        return CheckResult(
            check=self,
            estimate=share,
            interval=interval,
            n=int(rows[col.RATER].nunique()),
            quantities={
                "bulk": float(in_bulk(rows).mean()),
                "days_after": float(((day - end).dt.days).median()),
                "n_appraisals": float(len(rows)),
            },
            evidence=share_by(rows[col.UNIT], last, self.confidence),
        )


def in_bulk(rows: pd.DataFrame) -> pd.Series:
    """Whether an appraisal was one of several by its rater within an hour before or after."""
    ordered = rows.sort_values([col.RATER, col.RATED_AT])
    by_rater = ordered.groupby(col.RATER)[col.RATED_AT]
    bulk = pd.Series(False, index=ordered.index)
    for back in range(_BULK):
        first, final = by_rater.shift(back), by_rater.shift(back - _BULK + 1)
        bulk |= (final - first) <= _SITTING
    return bulk
