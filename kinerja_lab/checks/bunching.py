"""Do marks pile up just above the cut-offs on which something hangs?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Gap, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.bunching import bunching
from kinerja_lab.stats.bunching import FEWEST
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.multiplicity import holm
from kinerja_lab.stats.power import noticed

_ONE_SIDED = 0.10  # twice the level at which one side is tested


@dataclass(frozen=True, kw_only=True)
class Bunching(Check):
    """Surplus of marks just above a cut-off over those just below it, beyond a smooth curve and round numbers.

    Asked at every cut-off of the profile; the one with the smallest p-value, corrected after Holm, answers. Marks that
    only repeat a predikat have too few different values and get no answer.
    """

    name: ClassVar[str] = "bunching"
    topic: ClassVar[Topic] = Topic.CONSEQUENCES
    needs: ClassVar[tuple[Needs, ...]] = (Needs("penilaian", (col.MARK,)),)

    rule: Rule = Gap(practical=1.25, exclusion=1.25, log=True, upward=True)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Count whole marks around each cut-off."""
        if not data.profile.mark_cutoffs:
            raise NotAssessable("missing_data", lacking=("wilayah.ambang_nilai",))
        marks = appraised(data).dropna(subset=[col.MARK])
        if len(marks) < FEWEST:
            raise NotAssessable("too_few", n=len(marks), need=FEWEST)
        table = bunching(marks, score=col.MARK, cutoffs=data.profile.mark_cutoffs, confidence=self.confidence)
        answered = table[table["status"] == "ok"]
        if answered.empty:
            raise NotAssessable(str(table["status"].iloc[0]), n=len(marks))
        corrected = pd.Series(holm(answered["p_value"].to_numpy()), index=answered.index)
        main = answered.loc[corrected.idxmin()]
        return CheckResult(
            check=self,
            estimate=float(main["ratio"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            equivalence=Interval(float(main["low_90"]), float(main["high_90"])),
            p_value=float(corrected.min()),
            n=int(main["n"]),
            detectable=math.exp(noticed(float(main["error"]), alpha=_ONE_SIDED)),
            quantities={
                "cutoff": float(main["cutoff"]),
                "ratio_above": float(main["ratio_above"]),
                "excess": float(main["excess"]),
                "lack": float(main["lack"]),
                "cutoffs": float(len(answered)),
            },
            evidence=answered.assign(unit=answered["cutoff"].map("{:g}".format)).rename(columns={"ratio": "estimate"})[
                list(EVIDENCE)
            ],
        )
