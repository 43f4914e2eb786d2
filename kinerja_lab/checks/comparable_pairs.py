"""Same unit, same position, clearly different results: does the predikat differ in the same direction?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.comparable_pairs import comparable_pairs
from kinerja_lab.stats.interval import Interval

_FEWEST_PAIRS, _FEWEST_PEOPLE = 30, 20


@dataclass(frozen=True, kw_only=True)
class ComparablePairs(Check):
    """Stratified Somers' D over pairs in one unit and position whose attainment differs by at least ``min_gap``."""

    name: ClassVar[str] = "comparable_pairs"
    topic: ClassVar[Topic] = Topic.OBJECTIVITY
    floor_of_people: ClassVar[bool] = False
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT, col.POSITION)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    headline: ClassVar[bool] = True

    rule: Rule = Level(problem=0.20, fine=0.40)
    min_gap: float = 10.0
    most_reversed: float = 0.15

    def evaluate(self, data: Dataset) -> CheckResult:
        """Count pairs among everybody appraised."""
        return self.answer(appraised(data).dropna(subset=[col.OUTCOME, col.ATTAINMENT]))

    def answer(self, rows: pd.DataFrame) -> CheckResult:
        """Answer from unit, position, predikat and attainment; the evidence is D for every position with enough pairs.

        The order of the rows does not matter.
        """
        found = self._pairs(rows).iloc[0]
        pairs, people = int(found["pairs"]), int(found["n_people"])
        for count, floor in ((pairs, _FEWEST_PAIRS), (people, _FEWEST_PEOPLE)):
            if count < floor:
                raise NotAssessable("too_few", n=count, need=floor)
        if found["status"] != "ok":
            raise NotAssessable(str(found["status"]), n=people)
        return CheckResult(
            check=self,
            estimate=float(found["somers_d"]),
            interval=Interval(float(found["low"]), float(found["high"])),
            equivalence=Interval(float(found["low_90"]), float(found["high_90"])),
            p_value=float(found["p_value"]),
            n=people,
            diagnosis=str(found["diagnosis"]),
            breach=bool(found["inversion_low"] > self.most_reversed),
            quantities={
                "pairs": float(pairs),
                "concordant_100": 100.0 * float(found["concordant"]) / pairs,
                "tied_100": 100.0 * float(found["tied"]) / pairs,
                "reversed_100": 100.0 * float(found["discordant"]) / pairs,
                "inversion_rate": float(found["inversion_rate"]),
                "differentiation": float(found["differentiation"]),
                "min_gap": self.min_gap,
            },
            evidence=self._by_position(rows),
        )

    def _pairs(self, rows: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
        """Pairs of these people, or of those with each value of a column."""
        return comparable_pairs(
            rows,
            outcome=col.OUTCOME,
            scale=col.OUTCOMES,
            attainment=col.ATTAINMENT,
            strata=(col.UNIT, col.POSITION),
            min_gap=self.min_gap,
            confidence=self.confidence,
            by=by,
        )

    def _by_position(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The same D for each position that has enough pairs."""
        found = self._pairs(rows, col.POSITION)
        kept = found[found["pairs"] >= _FEWEST_PAIRS].reset_index(drop=True)
        return kept.rename(columns={col.POSITION: "unit", "n_people": "n", "somers_d": "estimate"})[
            [*EVIDENCE, "pairs"]
        ]
