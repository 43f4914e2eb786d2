"""At the same attainment, do both groups get awards as often?"""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.groups import GroupCheck, smallest_cell
from kinerja_lab.checks.protocol import EVIDENCE, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.consequence_by_group import bands, consequence_by_group
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed, noticed_odds_ratio

_FEWEST = 10
_STRATUM, _GIVEN = "_stratum", "_given"
_HETEROGENEOUS = 0.05


@dataclass(frozen=True, kw_only=True)
class ConsequenceByGroup(GroupCheck):
    """Odds ratio of a consequence, focal to reference group, over strata of people who may be compared."""

    topic: ClassVar[Topic] = Topic.CONSEQUENCES
    consequence: ClassVar[str]
    parts: ClassVar[Mapping[str, str]] = {"share_focal": "n_focal", "share_reference": "n_reference"}
    linked: ClassVar[Mapping[str, Mapping[str, int]]] = {  # both make up ``n_given``
        "share_focal": {"share_reference": -1},
        "share_reference": {"share_focal": -1},
    }

    rule: Rule = Gap(practical=1.5, exclusion=2.0, log=True)

    @abstractmethod
    def strata(self, people: pd.DataFrame) -> pd.Series:
        """Who may be compared with whom; who has no stratum is left out."""

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """Mantel–Haenszel over the strata; crude beside it."""
        given = data.current("tindak_lanjut")
        receivers = given.loc[given[col.CONSEQUENCE] == self.consequence, col.EMPLOYEE]
        people = rows.assign(**{_GIVEN: rows[col.EMPLOYEE].isin(receivers), _STRATUM: self.strata(rows)})
        people = people.dropna(subset=[_STRATUM])
        fewest = int(people[self.column].value_counts().reindex([self.focal, self.reference], fill_value=0).min())
        if fewest < self.least(data):
            return self.refused(people, n=fewest, need=self.least(data))
        main, crude = self._odds(people), self._odds(people.assign(**{_STRATUM: 0}))
        got = int(main["given_focal"] + main["given_reference"])
        if got < _FEWEST:
            return self.refused(people, n=got, need=_FEWEST)
        if main["status"] != "ok":
            raise NotAssessable(str(main["status"]), n=len(people))
        countable = smallest_cell(people[self.column], people[_GIVEN]) >= data.profile.small_cell
        found = {"crude": crude, "within_stratum": main} if countable else {"within_stratum": main}
        return CheckResult(
            check=self,
            estimate=float(main["odds_ratio"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            equivalence=Interval(float(main["low_90"]), float(main["high_90"])),
            p_value=float(main["p_value"]),
            n=len(people),
            detectable=math.exp(noticed(float(main["se"]))),
            quantities={
                "n_given": float(got),
                "n_focal": float(main["n_focal"]),
                "n_reference": float(main["n_reference"]),
                "share_focal": float(main["given_focal"] / main["n_focal"]),
                "share_reference": float(main["given_reference"] / main["n_reference"]),
                "informative": float(main["informative"]),
            },
            evidence=_rows(found, len(people)),
            contested=bool(main["p_homogeneous"] < _HETEROGENEOUS),
        )

    def noticeable(self, rows: pd.DataFrame) -> float:
        """Smallest odds ratio of the consequence that these people could have shown."""
        if _GIVEN not in rows:
            return math.nan
        focal, reference = (int((rows[self.column] == group).sum()) for group in (self.focal, self.reference))
        share = float(rows[_GIVEN].mean())
        return noticed_odds_ratio(focal, reference, [share, 1 - share])

    def _odds(self, people: pd.DataFrame) -> pd.Series:
        """Odds ratio over the strata."""
        groups = {"group": self.column, "focal": self.focal, "reference": self.reference}
        return consequence_by_group(people, given=_GIVEN, stratum=_STRATUM, confidence=self.confidence, **groups).iloc[
            0
        ]


def _rows(found: dict[str, pd.Series], n: int) -> pd.DataFrame:
    """Evidence: crude, and among comparable people."""
    rows = [
        (name, n, float(row["odds_ratio"]), float(row["low"]), float(row["high"]))
        for name, row in found.items()
        if row["status"] == "ok"
    ]
    return pd.DataFrame(rows, columns=list(EVIDENCE))


@dataclass(frozen=True, kw_only=True)
class AwardsByGroup(ConsequenceByGroup):
    """Odds ratio of an award, focal to reference group, among people in the same band of attainment."""

    name: ClassVar[str] = "awards_by_group"
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("penilaian", (col.OUTCOME,)),
        Needs("tindak_lanjut", (col.CONSEQUENCE,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    family: ClassVar[str | None] = "penghargaan"
    consequence: ClassVar[str] = "penghargaan"

    edges: tuple[float, ...] = (95.0, 100.0, 105.0)

    def strata(self, people: pd.DataFrame) -> pd.Series:
        """Bands of attainment."""
        return bands(people[col.ATTAINMENT], self.edges)
