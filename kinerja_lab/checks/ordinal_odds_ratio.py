"""Same results, same position, same unit: same chance of a higher predikat for both groups?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio
from kinerja_lab.stats.interval import Interval

_POWER_80 = 2.8  # z(.975) + z(.80): a difference of this many standard errors is found in 80 of 100 samples


@dataclass(frozen=True, kw_only=True)
class OrdinalOddsRatio(Check):
    """Odds of a higher predikat in a focal group over those in a reference group, within unit and at equal results."""

    name: ClassVar[str] = "ordinal_odds_ratio"
    topic: ClassVar[Topic] = Topic.EQUALITY
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT, col.POSITION_TYPE)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    headline: ClassVar[bool] = True
    family: ClassVar[str | None] = "kesetaraan"

    rule: Rule = Gap(practical=1.5, exclusion=2.0, log=True)
    column: str = col.SEX
    focal: str = "P"
    reference: str = "L"
    fewest: int = 150
    fewest_off_mode: int = 10

    @property
    def slug(self) -> str:
        """Name and compared attribute."""
        return f"{self.name}:{self.column}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Fit crude, adjusted and within unit; the last one answers."""
        rows, sizes = compared(data, self.column, (self.focal, self.reference))
        off_mode = len(rows) - int(rows[col.OUTCOME].value_counts().max())
        if off_mode < self.fewest_off_mode:
            raise NotAssessable("undefined_no_variation", n=off_mode, need=self.fewest_off_mode)
        if len(rows) < self.fewest:
            raise NotAssessable("too_few", n=len(rows), need=self.fewest)
        models = ordinal_odds_ratio(
            rows,
            outcome=col.OUTCOME,
            scale=col.OUTCOMES,
            group=self.column,
            focal=self.focal,
            reference=self.reference,
            attainment=col.ATTAINMENT,
            position=col.POSITION_TYPE,
            unit=col.UNIT,
            confidence=self.confidence,
        ).set_index("model")
        main, crude = models.loc["within_unit"], models.loc["crude"]
        together = int(main["n"] - main["n_dropped"])
        if main["status"] in ("ok", "too_few") and together < self.fewest:
            raise NotAssessable("too_few", n=together, need=self.fewest)
        if main["status"] != "ok":
            raise NotAssessable(str(main["status"]), n=together)
        return CheckResult(
            check=self,
            estimate=float(main["odds_ratio"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            equivalence=Interval(float(main["low_90"]), float(main["high_90"])),
            p_value=float(main["p_value"]),
            n=int(main["n"]),
            detectable=float(np.exp(_POWER_80 * main["se"])),
            quantities={
                "or_crude": float(crude["odds_ratio"]),
                "or_crude_low": float(crude["low"]),
                "or_crude_high": float(crude["high"]),
                "n_focal": float(sizes[self.focal]),
                "n_reference": float(sizes[self.reference]),
                **self._shares(rows),
                "points_top": float(main["points_highest"]) / 100,
                "affected": abs(float(main["points_highest"])) / 100 * sizes[self.focal],
            },
            evidence=models.reset_index(names="unit").rename(columns={"odds_ratio": "estimate"})[list(EVIDENCE)],
            diagnosis=_diagnosis(crude, main),
            caveats=("not_proportional",) if main["p_proportional"] < 0.01 else (),
        )

    def _shares(self, rows: pd.DataFrame) -> dict[str, float]:
        """Shares of the highest predikat and of those below *Baik*, by group."""
        codes = pd.Series(col.OUTCOMES.codes(rows[col.OUTCOME]), index=rows.index)
        good = col.OUTCOMES.levels.index("baik")
        return {
            f"{name}_{side}": float(hit[rows[self.column] == group].mean())
            for side, group in (("focal", self.focal), ("reference", self.reference))
            for name, hit in (("top", codes > good), ("low", codes < good))
        }


def _diagnosis(crude: pd.Series, main: pd.Series) -> str | None:
    """Name the case in which a difference is seen that results, position and unit account for."""
    crude_apart, still_apart = (not model["low"] <= 1 <= model["high"] for model in (crude, main))
    return "kasar_berbeda" if crude_apart and not still_apart else None


def compared(data: Dataset, column: str, groups: tuple[str, str]) -> tuple[pd.DataFrame, dict[str, int]]:
    """Appraised people of the two groups and how many they are.

    Raises
    ------
    NotAssessable
        The attribute is not there, or a group is smaller than the region's smallest group for a verdict.
    """
    people = appraised(data).dropna(subset=[col.OUTCOME])
    if column not in people or people[column].isna().all():
        raise NotAssessable("missing_data", lacking=(f"pegawai.{column}",))
    if pd.api.types.is_bool_dtype(people[column]):
        people = people.assign(**{column: people[column].map(dict(zip((True, False), col.FLAGS, strict=True)))})
    rows = people[people[column].isin(groups)].reset_index(drop=True)
    sizes = {group: int((rows[column] == group).sum()) for group in groups}
    if min(sizes.values()) < data.profile.small_group:
        raise NotAssessable("too_few", n=min(sizes.values()), need=data.profile.small_group)
    return rows, sizes
