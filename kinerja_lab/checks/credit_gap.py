"""What is the gap of predikat between two groups worth in angka kredit, and in allowance?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.groups import GroupCheck
from kinerja_lab.checks.protocol import EVIDENCE, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.credit_gap import COEFFICIENT, PERCENT, stage_of, worth_gap
from kinerja_lab.stats.interval import Interval

_COEFFICIENT = "_coefficient"
_FEWEST_STRATUM = 5


@dataclass(frozen=True, kw_only=True)
class CreditGap(GroupCheck):
    """Angka kredit a year that one of the focal group earns more, or less, than the reference group at the same stage.

    A predikat is worth 25 to 150 per cent of the stage's coefficient, so a gap of predikat is a gap of careers. Shown:
    results are not adjusted for here. With a table of allowances in the profile, their gap stands beside it.
    """

    name: ClassVar[str] = "credit_gap"
    topic: ClassVar[Topic] = Topic.EQUALITY
    needs: ClassVar[tuple[Needs, ...]] = (Needs("pegawai", (col.STAGE,)), Needs("penilaian", (col.OUTCOME,)))

    rule: Rule = Shown()

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """Compare within the stages of functional positions; the evidence are the stages."""
        stage = stage_of(rows[col.STAGE])
        people = rows.assign(**{col.STAGE: stage, _COEFFICIENT: stage.map(dict(COEFFICIENT))})
        functional = people[(people[col.POSITION_TYPE] == "fungsional") & people[_COEFFICIENT].notna()]
        main = self._gap(functional)
        fewest = int(min(main["n_focal"], main["n_reference"]))
        if fewest < self.least(data):
            return self.refused(functional, n=fewest, need=self.least(data))
        if main["status"] != "ok":
            raise NotAssessable(str(main["status"]), n=len(functional))
        return CheckResult(
            check=self,
            estimate=float(main["gap"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            n=int(main["n_focal"] + main["n_reference"]),
            quantities={"n_focal": float(main["n_focal"]), **self._allowance(people, data)},
            evidence=self._by_stage(functional),
        )

    def noticeable(self, rows: pd.DataFrame) -> float:  # noqa: ARG002 - no people make a gap without a norm a test
        """Nothing: a gap without a norm is shown, not tested."""
        return math.nan

    def _gap(self, people: pd.DataFrame) -> pd.Series:
        """Gap in angka kredit a year."""
        credits = {outcome: percent / 100 for outcome, percent in PERCENT.items()}
        return self._worth(people, credits, weight=_COEFFICIENT, strata=(col.STAGE,))

    def _worth(
        self, people: pd.DataFrame, worth: dict[str, float], weight: str | None = None, strata: tuple[str, ...] = ()
    ) -> pd.Series:
        """Gap in anything that predikat are worth."""
        sides = {"group": self.column, "focal": self.focal, "reference": self.reference}
        return worth_gap(
            people,
            outcome=col.OUTCOME,
            worth=worth,
            weight=weight,
            strata=strata,
            confidence=self.confidence,
            **sides,
        ).iloc[0]

    def _allowance(self, people: pd.DataFrame, data: Dataset) -> dict[str, float]:
        """Gap in per cent of the allowance, within kinds of position, where the profile has its table."""
        if not data.profile.allowance:
            return {"n_allowance": 0.0} | dict.fromkeys(("allowance", "allowance_low", "allowance_high"), math.nan)
        found = self._worth(people, dict(data.profile.allowance), strata=(col.POSITION_TYPE,))
        numbers = {"allowance": found["gap"], "allowance_low": found["low"], "allowance_high": found["high"]}
        people_compared = float(found["n_focal"] + found["n_reference"])
        return {"n_allowance": people_compared} | {name: float(value) for name, value in numbers.items()}

    def _by_stage(self, people: pd.DataFrame) -> pd.DataFrame:
        """The same gap for each stage with enough people of both groups."""
        rows = []
        for stage in (name for name in COEFFICIENT if name in set(people[col.STAGE])):
            found = self._gap(people[people[col.STAGE] == stage])
            if found["status"] == "ok" and min(found["n_focal"], found["n_reference"]) >= _FEWEST_STRATUM:
                n = int(found["n_focal"] + found["n_reference"])
                rows.append((stage, n, float(found["gap"]), float(found["low"]), float(found["high"])))
        return pd.DataFrame(rows, columns=list(EVIDENCE))
