"""Do those who answered the survey stand for all employees?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.survey import OTHER, RESPONDENT, SURVEY, sheets, waves
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.nonresponse import nonresponse
from kinerja_lab.stats.cramer import cramers_v_interval
from kinerja_lab.stats.interval import Interval

_FEWEST, _LEAST_KNOWN = 30, 0.9
_ANSWERED = "menjawab"
_OTHERS = (col.SEX, col.EMPLOYMENT, col.POSITION_TYPE)
_LOW = 0.5


@dataclass(frozen=True, kw_only=True)
class Nonresponse(Check):
    """Cramér's V between answering the latest survey and the work unit; employees are the frame.

    A survey without names of respondents has no frame and cannot be examined. ``most_weight`` caps the weights that
    bring the respondents back to the frame.
    """

    name: ClassVar[str] = "nonresponse"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs(SURVEY),)

    rule: Rule = Gap(practical=0.20, exclusion=0.20, upward=True)
    most_weight: float = 4.0

    def evaluate(self, data: Dataset) -> CheckResult:
        """Compare the rates of response; the evidence is the unit beside other characteristics."""
        wave = waves(data)[-1]
        means = sheets(data, [wave], self.confidence).means(wave)
        frame = self._frame(data, means)
        if len(frame) < _FEWEST:
            raise NotAssessable("too_few", n=len(frame), need=_FEWEST)
        found = self._by(frame, col.UNIT)
        first = found.iloc[0]
        if first["status"] != "ok":
            raise NotAssessable(str(first["status"]), n=len(frame))
        weights = frame.set_index(col.EMPLOYEE)[col.UNIT].map(found.set_index(col.UNIT)["weight"])
        weights = weights.reindex(means.index).dropna()
        return CheckResult(
            check=self,
            estimate=float(first["cramers_v"]),
            interval=_limits(found, self.confidence),
            equivalence=_limits(found, 2 * self.confidence - 1),
            p_value=float(first["p_value"]),
            n=len(frame),
            quantities={
                "response_rate": float(first["response_rate"]),
                "n_responded": float(frame[_ANSWERED].sum()),
                "rate_low": float(found["rate"].min()),
                "rate_high": float(found["rate"].max()),
                "mean": float(means[weights.index].mean()),
                "mean_weighted": float((means[weights.index] * weights).sum() / weights.sum()),
                "capped": float(found["capped"].sum()),
            },
            evidence=self._characteristics(frame),
            caveats=("low_response",) if first["response_rate"] < _LOW else (),
        )

    def _by(self, frame: pd.DataFrame, column: str) -> pd.DataFrame:
        """Rates of response and weights by a characteristic."""
        return nonresponse(frame, responded=_ANSWERED, strata=column, most_weight=self.most_weight)

    def _characteristics(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Cramér's V of the unit and of other characteristics that everybody has."""
        found = {column: self._by(frame, column) for column in (col.UNIT, *_OTHERS)}
        rows = [
            (column, int(table["n"].sum()), float(table["cramers_v"].iloc[0]), *_limits(table, self.confidence))
            for column, table in found.items()
            if table["status"].iloc[0] == "ok"
        ]
        return pd.DataFrame(rows, columns=list(EVIDENCE))

    def _frame(self, data: Dataset, means: pd.Series) -> pd.DataFrame:
        """Employees with their unit, small units together, and whether they answered."""
        people = data.table("pegawai")[[col.EMPLOYEE, col.UNIT, *_OTHERS]]
        if not len(means) or pd.Series(means.index).isin(people[col.EMPLOYEE]).mean() < _LEAST_KNOWN:
            raise NotAssessable("missing_data", lacking=(f"{SURVEY}.{RESPONDENT}",))
        sizes = people.groupby(col.UNIT)[col.EMPLOYEE].transform("size")
        units = people[col.UNIT].where(sizes >= data.profile.small_group, OTHER)
        return people.assign(**{col.UNIT: units, _ANSWERED: people[col.EMPLOYEE].isin(means.index)})


def _limits(found: pd.DataFrame, confidence: float) -> Interval:
    """Limits of Cramér's V of a table of rates."""
    return cramers_v_interval(
        float(found["chi2"].iloc[0]), len(found) - 1, int(found["n"].sum()), confidence=confidence
    )
