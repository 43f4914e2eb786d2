"""Is a mean different from zero when the values come in clusters?"""

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
class ClusteredMean:
    """Mean with its standard error, degrees of freedom and p-value of "is zero"."""

    mean: float
    se: float
    df: float
    p_value: float
    n: int
    n_clusters: int

    def interval(self, confidence: float = 0.95) -> Interval:
        """Two-sided t interval."""
        reach = self.se * float(student.ppf(0.5 + confidence / 2, self.df))
        return Interval(self.mean - reach, self.mean + reach)

    def detectable(self, power: float = 0.80, level: float = 0.05) -> float:
        """Smallest mean that a two-sided test at this level would find with this power."""
        return self.se * float(student.ppf(1.0 - level / 2, self.df) + student.ppf(power, self.df))


def clustered_mean(values: Floats, cluster: npt.NDArray[np.int64]) -> ClusteredMean:
    """What is the mean of values that share a cluster, and how sure is it?

    Bias-reduced cluster-robust variance with Satterthwaite degrees of freedom; with one value a cluster it is exactly
    the t-test of the mean.

    Parameters
    ----------
    values
        Shape (n,).
    cluster
        Shape (n,): code 0 … of the cluster of each value.

    Raises
    ------
    NotAssessable
        ``too_few``: fewer than two clusters; ``undefined_no_variation``: all values equal.

    References
    ----------
    Bell and McCaffrey (2002) Survey Methodology 28(2), 169 (estimator and degrees of freedom; closed form for a mean).
    """
    n = len(values)
    sizes = np.bincount(cluster).astype(np.float64) if n else np.zeros(0)
    sizes = sizes[sizes > 0]
    if len(sizes) < 2:
        raise NotAssessable("too_few", n=len(sizes), need=2)
    mean = float(values.mean())
    sums = np.bincount(cluster, weights=values - mean)[np.bincount(cluster) > 0]
    if np.ptp(values) == 0:
        raise NotAssessable("undefined_no_variation", n=n)
    kept = 1.0 - sizes / n
    variance = float(np.sum(sums**2 / kept)) / n**2
    leverage = sizes**2 / kept
    spread = float(np.sum(sizes**2)) / n**4 + float(leverage.sum() ** 2 - np.sum(leverage**2)) / n**6
    df = 1.0 / (n**2 * spread)
    se = math.sqrt(variance)
    p_value = 2.0 * float(student.sf(abs(mean) / se, df)) if se > 0 else math.nan
    return ClusteredMean(mean, se, df, p_value, n, len(sizes))
