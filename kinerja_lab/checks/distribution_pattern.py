"""Do units keep to the distribution of predikat that goes with the predikat of their organisation? Compliance only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.distribution_pattern import distribution_pattern
from kinerja_lab.stats.proportion import proportion_interval

ORGANISATION = "predikat_organisasi"
_REGIME = "permenpanrb_6_2022"
_LEVELS = {"pola_unit": col.UNIT, "pola_tim": col.RATER, "pola_induk": col.SUPERIOR_UNIT}


@dataclass(frozen=True, kw_only=True)
class DistributionPattern(Check):
    """Share of work units that break a clause of SE MenPANRB 3/2023; shown, never a verdict, and no sign of fairness.

    The circular does not say at which level it counts. Work units answer; teams of one rating official, and superior
    units whose own predikat is recorded, stand beside them. Units too small for whole people to keep the pattern are
    counted as not testable, never as breaking it.
    """

    name: ClassVar[str] = "distribution_pattern"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    of_people: ClassVar[bool] = False
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT,)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("unit", (ORGANISATION,)),
    )

    rule: Rule = Shown()
    fewest_units: int = 1

    def evaluate(self, data: Dataset) -> CheckResult:
        """Look at every unit; the evidence are the levels, then the clauses at the level of work units."""
        people = with_organisation(data)
        people = people[people[col.REGIME] == _REGIME]
        units = self._at(people, "pola_unit")
        tested = units[units["testable"]]
        broken = tested.groupby(col.UNIT)["broken"].any()
        if len(broken) < self.fewest_units:
            raise NotAssessable("too_few", n=len(broken), need=self.fewest_units)
        known = set(people.dropna(subset=[ORGANISATION])[col.UNIT])
        levels = {name: self._share(self._at(people, name), _LEVELS[name]) for name in _LEVELS}
        clauses = {str(name): rows["broken"] for name, rows in tested.groupby("clause", sort=False)}
        shares = {name: found for name, found in (levels | clauses).items() if len(found)}
        rows = [_row(name, found, self.confidence) for name, found in shares.items()]
        return CheckResult(
            check=self,
            estimate=float(broken.mean()),
            interval=proportion_interval(int(broken.sum()), len(broken), confidence=self.confidence),
            n=len(broken),
            quantities={
                "n_units_broken": float(broken.sum()),
                "n_units_untestable": float(len(known) - len(broken)),
                "n_units_unknown": float(len(set(people[col.UNIT]) - known)),
                "n_units_teams": float(len(levels["pola_tim"])),
                "share_teams": float(levels["pola_tim"].mean()) if len(levels["pola_tim"]) else math.nan,
            },
            evidence=pd.DataFrame(rows, columns=list(EVIDENCE)),
        )

    def _at(self, people: pd.DataFrame, level: str) -> pd.DataFrame:
        """Clauses of every group at one level; a superior unit counts only where it has a predikat of its own."""
        if level == "pola_induk":
            own = people.dropna(subset=[ORGANISATION]).drop_duplicates(col.UNIT).set_index(col.UNIT)[ORGANISATION]
            people = people.assign(**{ORGANISATION: people[col.SUPERIOR_UNIT].map(own).astype(object)})
        by = (col.UNIT, col.RATER) if level == "pola_tim" else (_LEVELS[level],)
        return distribution_pattern(people, outcome=col.OUTCOME, organisation=ORGANISATION, by=by)

    def _share(self, clauses: pd.DataFrame, column: str) -> pd.Series:
        """Whether each testable group at a level breaks a clause."""
        tested = clauses[clauses["testable"].astype(bool)]
        if tested.empty:
            return pd.Series(dtype=bool)
        names = [name for name in dict.fromkeys((col.UNIT, column)) if name in tested]
        broken: pd.Series = tested.groupby(names)["broken"].any()
        return broken


def with_organisation(data: Dataset) -> pd.DataFrame:
    """Appraised people with the predikat of their unit as an organisation, where it is recorded."""
    people = appraised(data)
    known = data.current("unit").set_index(col.UNIT)[ORGANISATION]
    return people.assign(**{ORGANISATION: people[col.UNIT].map(known).astype(object)})


def _row(name: str, broken: pd.Series, confidence: float) -> tuple[object, ...]:
    """One line of the evidence."""
    count, n = int(broken.sum()), len(broken)
    return name, n, count / n, *proportion_interval(count, n, confidence=confidence)
