"""Do units whose organisation did better give higher predikat?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.distribution_pattern import ORGANISATION, with_organisation
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.organisation_link import organisation_link
from kinerja_lab.stats.interval import Interval

_FEWEST, _FEWEST_PEOPLE = 10, 5
_TOP = col.OUTCOMES.levels[-1]


@dataclass(frozen=True, kw_only=True)
class OrganisationLink(Check):
    """Kendall's tau-b between the predikat of the organisation and the share of *Sangat Baik*, over units.

    Few units: the verdict can call for attention and never says that there is a problem.
    """

    name: ClassVar[str] = "organisation_link"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    of_people: ClassVar[bool] = False
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.OUTCOME,)), Needs("unit", (ORGANISATION,)))
    exploratory: ClassVar[bool] = True

    rule: Rule = Level(problem=0.0, fine=0.3)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Pair both over units with five people or more; with mean predikat, and with attainment, stand beside it."""
        people = with_organisation(data).dropna(subset=[col.OUTCOME, ORGANISATION])
        people = people.assign(top=people[col.OUTCOME] == _TOP, level=col.OUTCOMES.codes(people[col.OUTCOME]))
        units = people.groupby([col.UNIT, ORGANISATION], as_index=False).agg(
            top_share=("top", "mean"), mean_level=("level", "mean"), size=("top", "size")
        )
        units = units[units["size"] >= _FEWEST_PEOPLE].merge(self._attained(data), on=col.UNIT, how="left")
        if len(units) < _FEWEST:
            raise NotAssessable("too_few", n=len(units), need=_FEWEST)
        found = self._linked(units, "top_share")
        if found["status"] != "ok":
            raise NotAssessable(str(found["status"]), n=len(units))
        others = {name: self._linked(units, name) for name in ("mean_level", "unit_attainment")}
        rows = [
            (name, int(row["n"]), float(row["tau_b"]), float(row["low"]), float(row["high"]))
            for name, row in ({"top_share": found} | others).items()
            if row["status"] == "ok"
        ]
        return CheckResult(
            check=self,
            estimate=float(found["tau_b"]),
            interval=Interval(float(found["low"]), float(found["high"])),
            p_value=float(found["p_value"]),
            n=int(found["n"]),
            quantities={"levels": float(units[ORGANISATION].nunique())},
            evidence=pd.DataFrame(rows, columns=list(EVIDENCE)),
        )

    def _attained(self, data: Dataset) -> pd.DataFrame:
        """Attainment of each unit as it is recorded."""
        units = data.current("unit")
        known = units[col.ATTAINMENT] if col.ATTAINMENT in units else float("nan")
        return units[[col.UNIT]].assign(unit_attainment=known)

    def _linked(self, units: pd.DataFrame, what: str) -> pd.Series:
        """Tau-b of the predikat of the organisation with shares or means; of its attainment with the shares."""
        attained = what == "unit_attainment"
        ranks = units.assign(_first=units[what].rank() if attained else units[ORGANISATION])
        levels = sorted(ranks["_first"].dropna().unique()) if attained else col.ORGANISATION_OUTCOMES.levels
        if len(levels) < 2:
            return pd.Series({"status": "undefined_no_variation"})
        return organisation_link(
            ranks,
            organisation="_first",
            scale=col.Scale(levels),
            share="top_share" if attained else what,
            confidence=self.confidence,
        ).iloc[0]
