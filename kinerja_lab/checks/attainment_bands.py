"""Among people with like results: same chance of a higher predikat for both groups, in every band of attainment?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.groups import GroupCheck
from kinerja_lab.checks.protocol import EVIDENCE, CheckResult, Needs
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.attainment_bands import EVERYBODY, attainment_bands
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.power import noticed


@dataclass(frozen=True, kw_only=True)
class AttainmentBands(GroupCheck):
    """Odds of a higher predikat, focal over reference group, within bands of attainment and within unit."""

    name: ClassVar[str] = "attainment_bands"
    needs: ClassVar[tuple[Needs, ...]] = (
        Needs("pegawai", (col.UNIT,)),
        Needs("penilaian", (col.OUTCOME,)),
        Needs("indikator", (col.TARGET, col.REALISATION)),
    )
    family: ClassVar[str | None] = "kesetaraan_capaian"

    rule: Rule = Gap(practical=1.5, exclusion=2.0, log=True)
    bands: int = 5
    fewest: int = 150

    def measured(self, data: Dataset, rows: pd.DataFrame) -> CheckResult:
        """All bands together answer; each band stands beside them."""
        known = rows.dropna(subset=[col.ATTAINMENT])
        if len(known) < self.fewest:
            return self.refused(known, n=len(known), need=self.fewest)
        table = attainment_bands(
            known,
            outcome=col.OUTCOME,
            scale=col.OUTCOMES,
            group=self.column,
            focal=self.focal,
            reference=self.reference,
            attainment=col.ATTAINMENT,
            unit=col.UNIT,
            bands=self.bands,
            fewest=data.profile.small_group,
            confidence=self.confidence,
        )
        main, bands = table.iloc[0], table[table["band"] != EVERYBODY]
        together = int(main["n"] - main["n_dropped"])
        if main["status"] in ("ok", "too_few") and together < self.fewest:
            return self.refused(known, n=together, need=self.fewest)
        if main["status"] != "ok":
            return self.refused(known, status=str(main["status"]), n=together, need=math.nan)
        judged = bands[bands["status"] == "ok"]
        return CheckResult(
            check=self,
            estimate=float(main["odds_ratio"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            equivalence=Interval(float(main["low_90"]), float(main["high_90"])),
            p_value=float(main["p_value"]),
            n=int(main["n"]),
            detectable=math.exp(noticed(float(main["se"]))),
            quantities={
                "n_focal": float(main["n_focal"]),
                "n_reference": float(main["n_reference"]),
                "bands_judged": float(len(judged)),
                "bands_lower": float((judged["high"] < 1).sum()),
                "bands_higher": float((judged["low"] > 1).sum()),
            },
            evidence=table.assign(unit="band_" + table["band"]).rename(columns={"odds_ratio": "estimate"})[
                list(EVIDENCE)
            ],
        )
