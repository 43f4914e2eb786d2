"""Shares whose cases come in clusters: what one rater or one employee does is one piece of evidence, not many."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.checks.protocol import EVIDENCE
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.clustered_mean import clustered_mean
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.proportion import proportion_interval


def clustered_share(hit: pd.Series, cluster: pd.Series, *, confidence: float, fewest: int) -> tuple[float, Interval]:
    """Share of cases with its interval, cut to 0 … 1.

    Where all cases are alike, the clusters count as one case each: the exact interval says how far it may be from that.

    Raises
    ------
    NotAssessable
        ``too_few``: fewer than ``fewest`` clusters.
    """
    codes, names = pd.factorize(cluster)
    if len(names) < fewest:
        raise NotAssessable("too_few", n=len(names), need=fewest)
    values = hit.to_numpy(dtype="float64")
    share = float(values.mean())
    if share in (0.0, 1.0):
        return share, proportion_interval(round(share) * len(names), len(names), confidence=confidence)
    low, high = clustered_mean(values, codes).interval(confidence)
    return share, Interval(max(low, 0.0), min(high, 1.0))


def clustered_share_by(groups: pd.Series, hit: pd.Series, cluster: pd.Series, confidence: float) -> pd.DataFrame:
    """Evidence of shares: one row a group, with ``n`` its clusters and no interval where there is only one."""
    rows = [
        (str(name), cluster[own.index].nunique(), float(own.mean()), *_limits(own, cluster[own.index], confidence))
        for name, own in hit.groupby(groups.to_numpy())
    ]
    return pd.DataFrame(rows, columns=list(EVIDENCE))


def _limits(hit: pd.Series, cluster: pd.Series, confidence: float) -> Interval:
    """Interval of the share in one group."""
    return clustered_share(hit, cluster, confidence=confidence, fewest=1)[1] if cluster.nunique() > 1 else UNDEFINED


def mean_interval(values: pd.Series, confidence: float, within: tuple[float, float] = (0.0, 1.0)) -> Interval:
    """Interval of a mean of one value a person, cut to the scale.

    Shares that all are 0 or all are 1 have the exact interval of that many successes, since no distribution on 0 … 1
    with a mean outside it does this so often; where nothing varies elsewhere, it is undefined.
    """
    if len(values) < 2:
        return UNDEFINED
    if np.ptp(values) == 0:
        if within != (0.0, 1.0) or values.iloc[0] not in within:
            return UNDEFINED
        return proportion_interval(round(values.iloc[0]) * len(values), len(values), confidence=confidence)
    low, high = clustered_mean(values.to_numpy(dtype="float64"), np.arange(len(values))).interval(confidence)
    return Interval(max(low, within[0]), min(high, within[1]))
