"""Compared only within the same unit and the same third of attainment, without a model: is the gap still there?"""

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
from kinerja_lab.measures.attainment_bands import band_of
from kinerja_lab.measures.mantel_haenszel import mantel_haenszel
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed

_BAND = "pita_capaian"
_EVERYBODY = {"unadjusted": (), "by_unit": (col.UNIT,), "by_attainment": (_BAND,), "by_both": (col.UNIT, _BAND)}
_ALL = "semua"
_ALPHA = 0.05  # of the test that units share one odds ratio; strata of unit and attainment are too thin for it


@dataclass(frozen=True, kw_only=True)
class MantelHaenszel(GroupCheck):
    """Common odds ratio of the highest predikat over strata of unit and attainment: the companion without a model.

    Strata without one of the groups or of the outcomes say nothing; they are dropped and counted. It is shown and never
    decides: within thirds of attainment a fifth of a legitimate difference in results is left, which a verdict would
    take for unequal treatment.
    """

    name: ClassVar[str] = "mantel_haenszel"
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT,)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )

    rule: Rule = Shown()
    bands: int = 3
    fewest: int = 150
    fewest_strata: int = 5

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """Answer with unit and attainment held equal; the coarser divisions stand beside it."""
        known = rows.dropna(subset=[col.ATTAINMENT])
        if len(known) < self.fewest:
            return self.refused(known, n=len(known), need=self.fewest)
        known = known.assign(**{_BAND: band_of(known[col.ATTAINMENT], self.bands), _ALL: 0})
        hit = pd.Series(col.OUTCOMES.codes(known[col.OUTCOME]) > GOOD, index=known.index)
        found = pd.concat(
            [self._over(known, hit, strata or (_ALL,)).assign(unit=name) for name, strata in _EVERYBODY.items()],
            ignore_index=True,
        )
        if smallest_cell(known[self.column], hit) < data.profile.small_cell:
            found.loc[found["unit"] == next(iter(_EVERYBODY)), ["odds_ratio", "low", "high"]] = math.nan
        main = found.iloc[-1]
        if main["informative"] < self.fewest_strata:
            return self.refused(known, status="no_pairable_units", n=int(main["informative"]), need=self.fewest_strata)
        if main["status"] != "ok":
            return self.refused(known, status=str(main["status"]), n=int(main["n"]), need=math.nan)
        between_units = found.set_index("unit").loc["by_unit"]
        differ = bool(between_units["p_homogeneous"] < _ALPHA)
        return CheckResult(
            check=self,
            estimate=float(main["odds_ratio"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            equivalence=Interval(float(main["low_90"]), float(main["high_90"])),
            p_value=float(main["p_value"]),
            n=int(main["n"]),
            detectable=math.exp(noticed(float(main["se"]))),
            quantities={
                "n_focal": float(self.sizes(rows)[0]),
                "n_reference": float(self.sizes(rows)[1]),
                "strata": float(main["strata"]),
                "informative": float(main["informative"]),
                "dropped": float(main["strata"] - main["informative"]),
                "breslow_day": float(between_units["breslow_day"]),
                "tarone": float(between_units["tarone"]),
                "p_homogeneous": float(between_units["p_homogeneous"]),
            },
            evidence=found.rename(columns={"odds_ratio": "estimate"})[list(EVIDENCE)],
            caveats=("strata_differ",) if differ else (),
        )

    def _over(self, rows: pd.DataFrame, hit: pd.Series, strata: tuple[str, ...]) -> pd.DataFrame:
        """Common odds ratio over these strata."""
        sides = {"group": self.column, "focal": self.focal, "reference": self.reference}
        return mantel_haenszel(rows, favourable=hit, strata=strata, confidence=self.confidence, **sides)
