"""How does the share of the highest predikat compare between two groups, before any adjustment?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.groups import GOOD, GroupCheck, smallest_cell
from kinerja_lab.checks.protocol import EVIDENCE, CheckResult, Needs
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.impact_ratio import impact_ratio
from kinerja_lab.stats.interval import Interval


@dataclass(frozen=True, kw_only=True)
class ImpactRatio(GroupCheck):
    """Rate of the highest predikat in the focal group over that in the reference group; shown, never decides.

    The four-fifths rule flags most fair regions of a few hundred employees and passes large gaps in adverse ratings, so
    both directions stand side by side and no verdict rests on them.
    """

    name: ClassVar[str] = "impact_ratio"
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.OUTCOME,)),)

    rule: Rule = Shown()

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """Both directions with score intervals."""
        codes = pd.Series(col.OUTCOMES.codes(rows[col.OUTCOME]), index=rows.index)
        top = self._ratio(rows, codes > GOOD).loc["favourable"]
        low = self._ratio(rows, codes >= GOOD).loc["adverse"]
        fewest = data.profile.small_group
        got, missed = int((codes > GOOD).sum()), int((codes < GOOD).sum())
        few = data.profile.small_cell
        least = smallest_cell(rows[self.column], codes > GOOD)
        for count, floor, which in ((got, fewest, "sangat_baik"), (least, few, "sel")):
            if count < floor:  # of those with the predikat, not of the groups
                return CheckResult(check=self, n=count, need=float(floor), status="too_few", diagnosis=which)
        if missed < fewest or smallest_cell(rows[self.column], codes < GOOD) < few:
            low = low.astype("object").where(low.index == "status", math.nan)
        if top["status"] != "ok":
            raise NotAssessable(str(top["status"]), n=len(rows))
        return CheckResult(
            check=self,
            estimate=float(top["impact_ratio"]),
            interval=Interval(float(top["low"]), float(top["high"])),
            n=len(rows),
            quantities={
                "adverse_ratio": float(low["impact_ratio"]),
                "adverse_low": float(low["low"]),
                "adverse_high": float(low["high"]),
                "four_fifths": float(top["impact_ratio"] < 0.8),
                "shortfall": float(top["shortfall"]),
                "p_fisher": float(top["p_fisher"]),
            },
            evidence=pd.DataFrame(
                [
                    (name, len(rows), float(row["impact_ratio"]), float(row["low"]), float(row["high"]))
                    for name, row in (("favourable", top), ("adverse", low))
                ],
                columns=list(EVIDENCE),
            ),
        )

    def _ratio(self, rows: pd.DataFrame, favourable: pd.Series) -> pd.DataFrame:
        """Both directions of one outcome, by direction."""
        groups = {"group": self.column, "focal": self.focal, "reference": self.reference}
        return impact_ratio(rows, favourable=favourable, confidence=self.confidence, **groups).set_index("direction")
