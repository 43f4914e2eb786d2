"""Do superior, colleagues, subordinates and the employee see the same person alike?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import scores
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Rule, Shown
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.roles import role_matrix
from kinerja_lab.stats.interval import Interval

_FEWEST = 15  # below, the interval of a coefficient covers less than it promises
_NAMES = {"lin_ccc": "ccc", "icc2": "icc", "cohen_kappa": "kappa", "mean_difference": "difference"}


@dataclass(frozen=True, kw_only=True)
class RoleAgreement(Check):
    """Lin's concordance of the mean scores of two roles; kappa, ICC(A,1) and the mean difference stand beside it.

    Roles see different sides of the work and are never pooled, so their agreement has no norm and is shown. Concordance
    equals ICC(A,1) but for terms of order 1/n; its interval takes the two roles as they are, that of ICC(A,1) as two
    out of many. ``published_superiors`` and ``published_self`` are correlations that others found, said beside:
    Viswesvaran, Ones & Schmidt (1996) Journal of Applied Psychology 81, 557; Heidemeier & Moser (2009) Journal of
    Applied Psychology 94, 353. Where scores differ by less than ``little`` points between employees, concordance is low
    even if the roles are never far apart.
    """

    name: ClassVar[str] = "role_agreement"
    topic: ClassVar[Topic] = Topic.AGREEMENT
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE)),)

    rule: Rule = Shown()
    roles: tuple[str, str] = (col.SUPERIOR_ROLE, "rekan")
    weights: str = "quadratic"
    little: float = 0.30
    published_superiors: float = 0.52
    published_self: float = 0.22

    def evaluate(self, data: Dataset) -> CheckResult:
        """All pairs of roles with 15 employees or more are the evidence; the pair of ``roles`` is the headline."""
        rows = scores(data, col.ROLES)
        pairs = self._pairs(rows, data)
        main = pairs.loc[[self._pair(*self.roles)]].iloc[0]
        if main["n"] < _FEWEST:
            raise NotAssessable("no_pairable_units" if main["n"] == 0 else "too_few", n=int(main["n"]), need=_FEWEST)
        if main["status"] != "ok":
            raise NotAssessable(str(main["status"]), n=int(main["n"]))
        own = pairs.loc[self._pair(col.SUPERIOR_ROLE, col.SELF)]
        means = rows[rows[col.ROLE].isin(self.roles)].groupby([col.ROLE, col.EMPLOYEE])[col.SCORE].mean()
        spread = float(means.groupby(col.ROLE).std().max())
        shown = pairs[(pairs["n"] >= _FEWEST) & (pairs["status"] == "ok")].rename_axis("unit").reset_index()
        return CheckResult(
            check=self,
            estimate=float(main["estimate"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            n=int(main["n"]),
            quantities={
                **{name: float(main[name]) for name in ("kappa", "icc", "difference")},
                "self_ccc": float(own["estimate"]),
                "n_self": float(own["n"]) if own["n"] >= _FEWEST and own["status"] == "ok" else 0.0,
                "spread": spread,
            },
            evidence=shown[[*EVIDENCE, "kappa", "icc", "difference"]],
            caveats=("little_spread",) if spread < self.little else (),
        )

    def _pairs(self, rows: pd.DataFrame, data: Dataset) -> pd.DataFrame:
        """One row a pair of roles: concordance with its limits, the other coefficients, employees, status."""
        matrix = role_matrix(rows, scale=data.profile.score_scale, weights=self.weights, confidence=self.confidence)
        matrix = matrix.assign(unit=[self._pair(*pair) for pair in zip(matrix["first"], matrix["second"], strict=True)])
        wide = matrix.pivot(index="unit", columns="coefficient", values="estimate").rename(columns=_NAMES)
        lin = matrix[matrix["coefficient"] == "lin_ccc"].set_index("unit")
        return wide.join(lin[["estimate", "low", "high", "status"]].assign(n=lin["n_units"]))

    @staticmethod
    def _pair(first: str, second: str) -> str:
        """Code of a pair, in the order of the roles."""
        return "-".join(sorted((first, second), key=col.ROLES.index))
