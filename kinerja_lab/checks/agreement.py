"""Do raters of the same employee agree?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import double_ratings_needed, scores
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.agreement import agreement
from kinerja_lab.stats.interval import Interval

FEWEST = 15  # below, the interval of a coefficient covers less than it promises
COEFFICIENTS = ("gwet_ac", "krippendorff_alpha", "percent_agreement")


@dataclass(frozen=True, kw_only=True)
class Agreement(Check):
    """Gwet's AC2 of the scores that raters of these roles give to one employee and aspect.

    Roles never mix by accident.

    A unit is an employee and an aspect; the employee's aspects are one cluster, since they rise and fall together.
    Where nearly everybody gets the same score, raters agree and still do not tell employees apart: AC2 is high and
    alpha low, or undefined where all scores are equal (the prevalence paradox). Then neither decides alone.
    """

    name: ClassVar[str] = "agreement"
    topic: ClassVar[Topic] = Topic.AGREEMENT
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE)),)
    headline: ClassVar[bool] = True

    rule: Rule = Level(problem=0.40, fine=0.60)
    roles: tuple[str, ...] = ("rekan",)
    weights: str = "quadratic"
    alpha_floor: float = 0.40
    high_agreement: float = 0.80

    @property
    def slug(self) -> str:
        """Name and roles."""
        return f"{self.name}:{'-'.join(self.roles)}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Coefficients of the raters' scores."""
        rows = scores(data, self.roles)
        units = rows.groupby([col.EMPLOYEE, col.ASPECT])
        rows, raters = rows.assign(unit=units.ngroup()), units[col.RATER].transform("nunique")
        people = int(rows.loc[raters > 1, col.EMPLOYEE].nunique())
        self.refuse_few(people, rows)
        table = agreement(
            rows,
            scale=data.profile.score_scale,
            unit="unit",
            weights=self.weights,
            coefficients=COEFFICIENTS,
            cluster=col.EMPLOYEE,
            confidence=self.confidence,
        )
        return self.answer(table, people, int(rows[col.RATER].nunique()))

    def refuse_few(self, people: int, rows: pd.DataFrame) -> None:
        """Refuse where fewer people than ``FEWEST`` have two raters or more; ``rows`` name who is rated by whom."""
        if people < FEWEST:
            need = double_ratings_needed(rows) if people == 0 else FEWEST
            raise NotAssessable("no_pairable_units" if people == 0 else "too_few", n=people, need=need)

    def answer(self, coefficients: pd.DataFrame, people: int, raters: int) -> CheckResult:
        """AC2 answers; alpha and weighted percent agreement stand beside it.

        Parameters
        ----------
        coefficients
            One row each of ``COEFFICIENTS``, as measured with employees as clusters.
        people, raters
            Employees with two raters or more for an aspect; raters.
        """
        table = coefficients.set_index("coefficient")
        main, alpha = table.loc["gwet_ac"], table.loc["krippendorff_alpha"]
        if main["status"] != "ok":
            raise NotAssessable(str(main["status"]), n=people)
        agreed = float(table.loc["percent_agreement", "estimate"])
        blind = alpha["status"] == "undefined_no_variation" or alpha["high"] < self.alpha_floor
        paradox = bool(blind and agreed >= self.high_agreement)
        evidence = table.reset_index(names="unit").assign(n=people)[list(EVIDENCE)]
        return CheckResult(
            check=self,
            estimate=float(main["estimate"]),
            interval=Interval(float(main["low"]), float(main["high"])),
            n=people,
            quantities={
                "percent_agreement": agreed,
                "alpha": float(alpha["estimate"]),
                "alpha_low": float(alpha["low"]),
                "alpha_high": float(alpha["high"]),
                "n_raters": float(raters),
            },
            evidence=evidence,
            contested=paradox,
            diagnosis="paradoks" if paradox else None,
            caveats=("paradox",) if paradox else (),
        )
