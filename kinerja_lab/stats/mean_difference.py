"""By how much do two means differ: of the same people, or of different ones?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import student
from kinerja_lab.stats.interval import Interval

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """Difference of two means with its standard error, degrees of freedom and two-sided p-value of "none"."""

    difference: float
    se: float
    df: float
    p_value: float

    def interval(self, confidence: float = 0.95) -> Interval:
        """Two-sided t interval."""
        reach = self.se * float(student.ppf(0.5 + confidence / 2, self.df))
        return Interval(self.difference - reach, self.difference + reach)


def paired_means(differences: Floats) -> MeanDifference:
    """How far is the mean of paired differences from zero? Student's t; shape (n,).

    Raises
    ------
    NotAssessable
        ``too_few``: fewer than two pairs; ``undefined_no_variation``: all differences equal.
    """
    n = len(differences)
    if n < 2:
        raise NotAssessable("too_few", n=n, need=2)
    return _tested(float(differences.mean()), math.sqrt(float(differences.var(ddof=1)) / n), n - 1, n)


def separate_means(first: Floats, second: Floats) -> MeanDifference:
    """By how much is the mean of ``second`` above that of ``first``, different people? Unequal variances allowed.

    Parameters
    ----------
    first, second
        Shapes (n,) and (m,).

    Raises
    ------
    NotAssessable
        ``too_few``: fewer than two on a side; ``undefined_no_variation``: neither side varies.

    References
    ----------
    Welch (1947) Biometrika 34, 28; degrees of freedom of Satterthwaite (1946) Biometrics Bulletin 2, 110.
    """
    fewest = min(len(first), len(second))
    if fewest < 2:
        raise NotAssessable("too_few", n=fewest, need=2)
    parts = [float(side.var(ddof=1)) / len(side) for side in (first, second)]
    error = sum(parts)
    spent = sum(part**2 / (len(side) - 1) for part, side in zip(parts, (first, second), strict=True))
    df = error**2 / spent if spent > 0 else math.nan
    return _tested(float(second.mean() - first.mean()), math.sqrt(error), df, len(first) + len(second))


def _tested(difference: float, se: float, df: float, n: int) -> MeanDifference:
    """Difference with its p-value; without spread there is none."""
    if not se > 1e-12 * max(1.0, abs(difference)):
        raise NotAssessable("undefined_no_variation", n=n)
    return MeanDifference(difference, se, df, float(2 * student.sf(abs(difference) / se, df)))
