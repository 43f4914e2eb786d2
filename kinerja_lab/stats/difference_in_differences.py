"""Did the treated units change more than the others, beyond the trend that they were on anyway?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import student
from kinerja_lab.stats.interval import UNDEFINED, Interval

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_MOST_SPLITS = 20_000
_DRAWS = 9_999


@dataclass(frozen=True, slots=True)
class PanelTerm:
    """One coefficient of a two-way model with standard errors clustered by unit.

    ``df`` is the number of units less one (CRV1 with t, as in the usual software).
    """

    estimate: float
    se: float
    df: float

    @property
    def p_value(self) -> float:
        """Two-sided p-value of "is zero"; NaN without a standard error."""
        return float(2 * student.sf(abs(self.estimate) / self.se, self.df)) if self.se > 0 else math.nan

    def interval(self, confidence: float = 0.95) -> Interval:
        """Two-sided t interval."""
        if not self.se > 0:
            return UNDEFINED
        half = float(student.ppf(0.5 + confidence / 2, self.df)) * self.se
        return Interval(self.estimate - half, self.estimate + half)


@dataclass(frozen=True, slots=True)
class Panel:
    """Values of units over time.

    Attributes
    ----------
    values, unit, time, after
        Shape (n,): value, unit code 0 … u−1, running number of the period, whether the change had come.
    treated
        Shape (u,): which units it came to.
    """

    values: Floats
    unit: Codes
    time: Floats
    after: Flags
    treated: Flags

    def __post_init__(self) -> None:
        if self.treated.sum() < 1 or (~self.treated).sum() < 1 or self.after.all() or not self.after.any():
            raise NotAssessable("too_few", n=len(self.treated), need=2)

    def effect(self, *, trend: bool) -> PanelTerm:
        """Difference in differences by two-way fixed effects.

        ``trend``: with a linear trend of the treated units of their own, so that a gap which was opening before is not
        counted as an effect. A test of the trends before is no licence to leave it out: it lacks the power.
        """
        exposed = (self.treated[self.unit] & self.after).astype("float64")
        others = [self.treated[self.unit] * self.time] if trend else []
        return self._term(exposed, others, np.ones(len(self.values), dtype=bool))

    def trend_before(self) -> PanelTerm:
        """Slope of the treated units over that of the others before the change."""
        return self._term(self.treated[self.unit] * self.time, [], ~self.after)

    def permutation(self, *, trend: bool, rng: np.random.Generator) -> float:
        """Share of all assignments of the treatment to units with an effect as large; drawn where they are too many.

        Each unit enters with one number, its change after the date (beyond its own line if ``trend``); the p-value is
        exact for any dependence over time, also with a single treated unit.
        """
        changes, known = self._changes(trend)
        treated = self.treated[known]
        n, chosen = len(changes), int(treated.sum())
        if not 0 < chosen < n:
            raise NotAssessable("too_few", n=n, need=2)
        observed = _gap(changes, np.flatnonzero(treated)[None, :])[0]
        if math.comb(n, chosen) <= _MOST_SPLITS:
            splits = np.array(list(combinations(range(n), chosen)))
            extra = 0
        else:
            splits = np.argsort(rng.random((_DRAWS, n)), axis=1)[:, :chosen]
            extra = 1
        gaps = np.abs(_gap(changes, splits))
        return float((np.sum(gaps >= abs(observed) * (1 - 1e-12)) + extra) / (len(splits) + extra))

    def _changes(self, trend: bool) -> tuple[Floats, Flags]:
        """Change of each unit at the date, after taking out the mean of each period; and which units have one."""
        calendar = np.unique(self.time, return_inverse=True)[1]
        level = np.bincount(calendar, self.values) / np.bincount(calendar)
        left = self.values - level[calendar]
        changes = np.full(len(self.treated), np.nan)
        for unit in range(len(self.treated)):
            rows = self.unit == unit
            after = self.after[rows]
            columns = [np.ones(rows.sum()), after.astype("float64"), *([self.time[rows]] if trend else [])]
            design = np.column_stack(columns)
            if after.any() and not after.all() and np.linalg.matrix_rank(design) == design.shape[1]:
                changes[unit] = np.linalg.lstsq(design, left[rows])[0][1]
        known = ~np.isnan(changes)
        return changes[known], known

    def _term(self, regressor: Floats, others: list[Floats], rows: Flags) -> PanelTerm:
        """Coefficient of a regressor beside unit and period effects and ``others``."""
        unit = np.unique(self.unit[rows], return_inverse=True)[1]
        period = np.unique(self.time[rows], return_inverse=True)[1]
        dummies = [np.eye(unit.max() + 1)[unit], np.eye(period.max() + 1)[period][:, 1:]]
        rest = np.column_stack([*dummies, *(other[rows] for other in others)])
        basis, _, _ = np.linalg.svd(rest, full_matrices=False)
        basis = basis[:, : np.linalg.matrix_rank(rest)]
        own, values = (_residual(basis, column) for column in (regressor[rows], self.values[rows]))
        weight = float(own @ own)
        n, k, clusters = len(own), basis.shape[1] + 1, int(unit.max()) + 1
        if weight < 1e-9 * max(float(regressor @ regressor), 1.0) or n <= k or clusters < 2:
            raise NotAssessable("too_few", n=clusters, need=clusters + 1)
        estimate = float(own @ values) / weight
        scores = np.bincount(unit, own * (values - estimate * own))
        factor = clusters / (clusters - 1) * (n - 1) / (n - k)
        return PanelTerm(estimate, math.sqrt(factor * float(scores @ scores)) / weight, clusters - 1.0)


def _residual(basis: Floats, values: Floats) -> Floats:
    """What is left of values beside an orthonormal basis."""
    return np.asarray(values - basis @ (basis.T @ values), dtype="float64")


def _gap(changes: Floats, splits: npt.NDArray[np.int64]) -> Floats:
    """Mean change of the chosen units less that of the others, for each split."""
    chosen, n = splits.shape[1], len(changes)
    total = changes[splits].sum(axis=1)
    return np.asarray(total / chosen - (changes.sum() - total) / (n - chosen), dtype="float64")
