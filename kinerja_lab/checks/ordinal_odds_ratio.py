"""Same results, same position, same unit: same chance of a higher predikat for both groups?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.groups import GOOD, GroupCheck
from kinerja_lab.checks.protocol import EVIDENCE, CheckResult, Needs
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed

_SIDES = ("focal", "reference", "others")


@dataclass(frozen=True, kw_only=True)
class OrdinalOddsRatio(GroupCheck):
    """Odds of a higher predikat in a focal group over those in a reference group, within unit and at equal results."""

    name: ClassVar[str] = "ordinal_odds_ratio"
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT, col.POSITION_TYPE)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    headline: ClassVar[bool] = True
    family: ClassVar[str | None] = "kesetaraan"
    parts: ClassVar[Mapping[str, str]] = {
        "top_focal": "n_focal",
        "low_focal": "n_focal",
        "top_reference": "n_reference",
        "low_reference": "n_reference",
        "top_others": "n_others",
        "low_others": "n_others",
    }
    crude: ClassVar[tuple[str, ...]] = ("or_crude", "or_crude_low", "or_crude_high", "crude")
    linked: ClassVar[Mapping[str, Mapping[str, int]]] = {  # the whole region's shares stand elsewhere
        f"{part}_{side}": {f"{part}_{other}": -1 for other in _SIDES if other != side}
        for part in ("top", "low")
        for side in _SIDES
    }

    rule: Rule = Gap(practical=1.5, exclusion=2.0, log=True)
    fewest: int = 150
    fewest_off_mode: int = 10

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """Fit crude, adjusted and within unit; the last one answers."""
        off_mode = len(rows) - int(rows[col.OUTCOME].value_counts().max())
        if off_mode < self.fewest_off_mode:
            return self.refused(rows, status="undefined_no_variation", n=off_mode, need=self.fewest_off_mode)
        if len(rows) < self.fewest:
            return self.refused(rows, n=len(rows), need=self.fewest)
        models = ordinal_odds_ratio(
            rows,
            outcome=col.OUTCOME,
            scale=col.OUTCOMES,
            group=self.column,
            focal=self.focal,
            reference=self.reference,
            attainment=col.ATTAINMENT,
            position=None if self.column == col.POSITION_TYPE else col.POSITION_TYPE,
            unit=col.UNIT,
            confidence=self.confidence,
        ).set_index("model")
        main, crude = models.loc["within_unit"], models.loc["crude"]
        together = int(main["n"] - main["n_dropped"])
        if main["status"] in ("ok", "too_few") and together < self.fewest:
            return self.refused(rows, n=together, need=self.fewest)
        if main["status"] != "ok":
            return self.refused(rows, status=str(main["status"]), n=together, need=math.nan)
        return CheckResult(
            check=self,
            estimate=float(main["odds_ratio"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            equivalence=Interval(float(main["low_90"]), float(main["high_90"])),
            p_value=float(main["p_value"]),
            n=int(main["n"]),
            detectable=math.exp(noticed(float(main["se"]))),
            quantities={
                "or_crude": float(crude["odds_ratio"]),
                "or_crude_low": float(crude["low"]),
                "or_crude_high": float(crude["high"]),
                "n_focal": float(self.sizes(rows)[0]),
                "n_reference": float(self.sizes(rows)[1]),
                **self._shares(appraised(data).dropna(subset=[col.OUTCOME]), rows),
                "points_top": float(main["points_highest"]) / 100,
                "affected": abs(float(main["points_highest"])) / 100 * self.sizes(rows)[0],
            },
            evidence=models.reset_index(names="unit").rename(columns={"odds_ratio": "estimate"})[list(EVIDENCE)],
            diagnosis=_diagnosis(crude, main),
            caveats=("not_proportional",) if main["p_proportional"] < 0.01 else (),
        )

    def _shares(self, people: pd.DataFrame, rows: pd.DataFrame) -> dict[str, float]:
        """Shares of the highest predikat and of those below *Baik* in both groups, and among all who are in neither."""
        others = people[~people[col.EMPLOYEE].isin(rows[col.EMPLOYEE])]
        sides = rows[rows[self.column] == self.focal], rows[rows[self.column] == self.reference], others
        shares = {"n_others": float(len(others)), "top_others": math.nan, "low_others": math.nan}
        for name, side in zip(_SIDES, sides, strict=True):
            codes = col.OUTCOMES.codes(side[col.OUTCOME])
            if len(codes):
                shares |= {f"top_{name}": float((codes > GOOD).mean()), f"low_{name}": float((codes < GOOD).mean())}
        return shares


def _diagnosis(crude: pd.Series, main: pd.Series) -> str | None:
    """Name the case in which a difference is seen that results, position and unit account for."""
    crude_apart, still_apart = (not model["low"] <= 1 <= model["high"] for model in (crude, main))
    return "kasar_berbeda" if crude_apart and not still_apart else None
