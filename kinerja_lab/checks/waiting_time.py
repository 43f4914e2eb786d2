"""Are citizens' requests completed within the service standard?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.waiting_time import waiting_curve, waiting_hours, waiting_time
from kinerja_lab.stats.interval import Interval

_FEWEST = 30
_COLUMNS = {"n_judged": "n", "within": "estimate", "within_low": "low", "within_high": "high"}
_SERVICE, _STANDARD, _CAME, _RETURNED = "jenis_layanan", "standar_jam", "waktu_masuk", "dikembalikan"


@dataclass(frozen=True, kw_only=True)
class WaitingTime(Check):
    """Share of the requests of the period completed within their own standard, in office hours.

    Open requests count as late once they are beyond the standard; those still within it are not judged. Where a request
    tells no standard, that of its service in the profile holds.
    """

    name: ClassVar[str] = "waiting_time"
    topic: ClassVar[Topic] = Topic.SERVICES
    needs: ClassVar[tuple[Needs, ...]] = (Needs("permohonan", (_CAME, _SERVICE)),)

    rule: Rule = Level(problem=0.75, fine=0.90)

    def evaluate(self, data: Dataset) -> CheckResult:
        """Measure all requests of the period; the evidence is each service."""
        requests = data.during("permohonan", _CAME)
        waits = requests.join(waiting_hours(requests)) if len(requests) else requests.assign(hours=[], closed=[])
        if len(waits) < _FEWEST:
            raise NotAssessable("too_few", n=len(waits), need=_FEWEST)
        standards = waits[_SERVICE].map(dict(data.profile.service_standards)).astype("float64")
        waits[_STANDARD] = waits[_STANDARD].fillna(standards) if _STANDARD in waits else standards
        if waits[_STANDARD].isna().all():
            raise NotAssessable("missing_data", n=len(waits), lacking=(f"permohonan.{_STANDARD}",))
        whole = waiting_time(waits, standard=_STANDARD, confidence=self.confidence).iloc[0]
        if whole["n_judged"] < _FEWEST:
            raise NotAssessable("too_few", n=int(whole["n_judged"]), need=_FEWEST)
        returned = waits[_RETURNED].astype("float64").mean() if _RETURNED in waits else float("nan")
        return CheckResult(
            check=self,
            estimate=float(whole["within"]),
            interval=Interval(float(whole["within_low"]), float(whole["within_high"])),
            n=int(whole["n_judged"]),
            quantities={
                "median": float(whole["median"]),
                "p90": float(whole["p90"]),
                "n_open": float(whole["n_open"]),
                "returned": float(returned),
            },
            evidence=self._evidence(waits),
        )

    def _evidence(self, waits: pd.DataFrame) -> pd.DataFrame:
        """Each service: share within the standard, median and P90, and by when each tenth of it is done."""
        services = waiting_time(waits, standard=_STANDARD, by=_SERVICE, confidence=self.confidence)
        services = services.drop(columns="n").rename(columns=_COLUMNS).set_index(_SERVICE)
        curve = waiting_curve(waits, by=_SERVICE)
        tenths = curve.assign(share=[f"done_{100 * share:.0f}" for share in curve["share"]])
        services = services.join(tenths.pivot(index=_SERVICE, columns="share", values="hours"))
        services = services.join(waits.groupby(_SERVICE)[_STANDARD].median().rename("standard"))
        done = [f"done_{tenth}" for tenth in range(10, 100, 10)]
        rows = services.rename_axis("unit").reset_index().astype({"unit": "str"})
        return rows[[*EVIDENCE, "median", "p90", "standard", *done]]
