"""Are there enough raters for each employee?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import double_ratings_needed, scores
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Level, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.generalizability import GStudy, d_study, g_study
from kinerja_lab.models.design import design
from kinerja_lab.stats.icc import raters_needed
from kinerja_lab.stats.interval import Interval

_FEWEST = 15  # below, the interval of a coefficient covers less than it promises
_MOST_SHOWN = 6
_SHEET = [col.EMPLOYEE, col.RATER]


@dataclass(frozen=True, kw_only=True)
class EnoughRaters(Check):
    """Reliability of the mean of the raters that an employee has in one role, and how many raters the goals need.

    A rater's sheet is one score, the mean of its aspects; the aspects are those of the form and not a sample. Employees
    are compared across raters, so differences in severity are error too (Phi). Where raters of different employees are
    never linked, severity and error are one (raters within ratees). ``published`` is what others found for one
    superior, said beside: Viswesvaran, Ones & Schmidt (1996) Journal of Applied Psychology 81, 557.

    Where a rater's score is within ``close`` points of the employee's level (one standard deviation) and reliability is
    low all the same, employees hardly differ: the paradox of agreement. Then it does not decide alone.
    """

    name: ClassVar[str] = "enough_raters"
    topic: ClassVar[Topic] = Topic.AGREEMENT
    needs: ClassVar[tuple[Needs, ...]] = (Needs("butir", (col.RATER, col.ROLE, col.ASPECT, col.SCORE)),)

    rule: Rule = Level(problem=0.60, fine=0.70)
    role: str = "rekan"
    goal: float = 0.70
    high_goal: float = 0.80
    close: float = 0.30
    published: float = 0.52

    @property
    def slug(self) -> str:
        """Name and role."""
        return f"{self.name}:{self.role}"

    def evaluate(self, data: Dataset) -> CheckResult:
        """Separate employees, raters and error; the reliability of one rater, two, three … is the evidence."""
        rows = scores(data, (self.role,))
        raters = rows.groupby(col.EMPLOYEE)[col.RATER].nunique()
        people = int((raters > 1).sum())
        if people < _FEWEST:
            need = double_ratings_needed(rows) if people == 0 else _FEWEST
            raise NotAssessable("no_pairable_units" if people == 0 else "too_few", n=people, need=need)
        study = _study(rows)
        now = study.sizes[col.RATER]
        main, single = self._reached(study, [now, 1.0]).itertuples(index=False)
        if math.isnan(main.phi_low):
            raise NotAssessable("undefined_no_variation", n=people)
        needed, many = (raters_needed(float(single.phi), goal) for goal in (self.goal, self.high_goal))
        alike = single.sem_absolute < self.close and main.phi < self.goal
        return CheckResult(
            check=self,
            estimate=float(main.phi),
            interval=Interval(float(main.phi_low), float(main.phi_high)),
            n=people,
            quantities={
                "n_now": float(now),
                "single": float(single.phi),
                "single_low": float(single.phi_low),
                "single_high": float(single.phi_high),
                "needed": needed,
                "needed_high": many,
                "more": max(needed - round(now), 0.0),
                "error": float(single.sem_absolute),
                "n_raters": float(rows[col.RATER].nunique()),
            },
            evidence=self._curve(study, people),
            contested=alike,
            diagnosis="paradoks" if alike else None,
            caveats=("little_spread",) if alike else (),
        )

    def _reached(self, study: GStudy, numbers: list[float]) -> pd.DataFrame:
        """Reliability of the mean of these numbers of raters."""
        table = d_study(study, {col.RATER: numbers}, confidence=self.confidence)
        return table[["phi", "phi_low", "phi_high", "sem_absolute"]]

    def _curve(self, study: GStudy, people: int) -> pd.DataFrame:
        """Evidence: reliability by the number of raters."""
        numbers = np.arange(1.0, _MOST_SHOWN + 1)
        curve = self._reached(study, numbers.tolist()).iloc[:, :3].set_axis(list(EVIDENCE[2:]), axis=1)
        units = [f"raters_{number:.0f}" for number in numbers]
        return curve.assign(unit=units, n=people)[list(EVIDENCE)]


def _study(rows: pd.DataFrame) -> GStudy:
    """Variance of employees, raters and error; raters that never differ leave nothing for REML to divide."""
    sheets = rows.groupby(_SHEET, as_index=False)[col.SCORE].mean()
    if sheets.groupby(col.EMPLOYEE)[col.SCORE].nunique().max() == 1:
        return g_study(sheets, facets=_SHEET, nested={col.RATER: col.EMPLOYEE})
    nested = {col.RATER: col.EMPLOYEE} if design(rows, *_SHEET).reliability == "icc1" else {}
    return g_study(sheets, facets=_SHEET, nested=nested, method="reml")
