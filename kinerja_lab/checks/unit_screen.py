"""Is there a unit where one group gets the highest predikat clearly more rarely than the other?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.groups import GOOD, GroupCheck
from kinerja_lab.checks.protocol import EVIDENCE, CheckResult, Needs
from kinerja_lab.checks.two_periods import pointed_to_twice, told_of_units
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.unit_screen import unit_screen
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed


@dataclass(frozen=True, kw_only=True)
class UnitScreen(GroupCheck):
    """Odds ratio of the highest predikat in the unit that stands out most, drawn towards the mean of the units.

    Every unit is tested exactly (Fisher) and the smallest p-value corrected for how many were looked at (Benjamini and
    Hochberg). Small units are not screened, heads of unit are not counted, and the rows are places on a ladder: a unit
    is named only if the period before points to it too. Results are not held equal here, so a unit that stands out is
    a place to look and no problem shown.
    """

    name: ClassVar[str] = "unit_screen"
    needs: ClassVar[tuple[Needs, ...]] = (Needs("pegawai", (col.UNIT,)), Needs("penilaian", (col.OUTCOME,)))
    exploratory: ClassVar[bool] = True
    anonymous: ClassVar[bool] = True

    rule: Rule = Gap(practical=1.5, exclusion=2.0, log=True)
    fewest: int = 20
    fewest_units: int = 5

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """The unit with the smallest p-value answers for all."""
        units = self.screened(data, rows)
        known = units.dropna(subset=["shrunken"])
        if len(known) < self.fewest_units:
            return self.refused(rows, n=len(known), need=self.fewest_units)
        worst = known.sort_values(["p_fisher", "shrunken_se", "shrunken"], kind="stable").iloc[0]
        pointed = _pointed(known)
        twice = pointed_to_twice(data, pointed, self._standing_out)
        centre, error = math.log(worst["shrunken"]), float(worst["shrunken_se"])
        half = float(norm.ppf(0.95)) * error
        return CheckResult(
            check=self,
            estimate=float(worst["shrunken"]),
            interval=Interval(float(worst["low"]), float(worst["high"])),
            equivalence=Interval(math.exp(centre - half), math.exp(centre + half)),
            p_value=float(known["p_bh"].min()),
            n=int(known["n"].sum()),
            detectable=math.exp(noticed(float(known["se"].median()))),
            diagnosis=None if pointed else "lemah",
            quantities={
                "screened": float(len(known)),
                "left_out": float(rows[col.UNIT].nunique() - len(known)),
                "flagged": float(len(pointed)),
                "waiting": float(len(pointed) - len(twice)),
                "lowest": float(known["shrunken"].min()),
                "highest": float(known["shrunken"].max()),
            },
            named=twice,
            evidence=_ladder(known),
            caveats=told_of_units(len(pointed), twice),
        )

    def _standing_out(self, data: Dataset) -> dict[str, bool]:
        """Units that stand out in the period of a dataset, and whether on the upper side."""
        rows = self.people(data)
        enough = min(self.sizes(rows)) >= self.least(data)
        return _pointed(self.screened(data, rows).dropna(subset=["shrunken"])) if enough else {}

    def screened(self, data: Dataset, rows: pd.DataFrame) -> pd.DataFrame:
        """Screen with the names of the units: for the protected work file, never for publication."""
        return unit_screen(
            rows,
            unit=col.UNIT,
            group=self.column,
            focal=self.focal,
            reference=self.reference,
            favourable=pd.Series(col.OUTCOMES.codes(rows[col.OUTCOME]) > GOOD, index=rows.index),
            fewest=self.fewest,
            fewest_group=data.profile.small_group,
            confidence=self.confidence,
        )


def _pointed(units: pd.DataFrame) -> dict[str, bool]:
    """Flagged units, and whether the focal group stands above there."""
    flagged = units[units["flagged"].astype(bool)]
    return dict(zip(flagged["unit"], flagged["shrunken"] > 1, strict=True))


def _ladder(units: pd.DataFrame) -> pd.DataFrame:
    """Units without names, from the lowest odds ratio to the highest, with what a funnel is drawn from."""
    ordered = units.sort_values(["shrunken", "se"], kind="stable").reset_index(drop=True)
    names = [f"U{place:02d}" for place in np.arange(1, len(ordered) + 1)]
    rows = ordered.assign(unit=names, estimate=ordered["shrunken"], observed=ordered["odds_ratio"], error=ordered["se"])
    return rows[[*EVIDENCE, "observed", "error"]]
