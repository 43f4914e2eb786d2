"""How long does it take, when some cases are still open?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.interval import Interval

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Kaplan–Meier curve: the share of cases still open just after each time at which a case was closed.

    Attributes
    ----------
    times, open_share, variance
        Distinct times of closing, the share still open after each, and Greenwood's sum for the variance of its
        logarithm; shape (m,).
    n, n_closed
        Number of cases, and of closed ones.
    """

    times: Floats
    open_share: Floats
    variance: Floats
    n: int
    n_closed: int

    def still_open(self, time: float) -> float:
        """Share of cases open for longer than ``time``."""
        place = int(np.searchsorted(self.times, time, side="right"))
        return 1.0 if place == 0 else float(self.open_share[place - 1])

    def quantile(self, share: float = 0.5) -> float:
        """Time by which this share of the cases is closed; infinite where it is never reached."""
        return _first(self.times, self.open_share, 1 - share)

    def quantile_interval(self, share: float = 0.5, confidence: float = 0.95) -> Interval:
        """Times at which the limits of the curve reach the share (Brookmeyer and Crowley 1982)."""
        low, high = self._band(confidence)
        return Interval(_first(self.times, low, 1 - share), _first(self.times, high, 1 - share))

    def _band(self, confidence: float) -> tuple[Floats, Floats]:
        """Pointwise limits of the curve, on the scale log(−log S); where nothing is open any more there are none."""
        z = float(norm.ppf(0.5 + confidence / 2))
        inside = (self.open_share > 0) & (self.open_share < 1)
        low, high = np.full(len(self.times), np.nan), np.full(len(self.times), np.nan)
        logs = np.log(self.open_share[inside])
        reach = z * np.sqrt(self.variance[inside]) / np.abs(logs)
        low[inside] = np.exp(logs * np.exp(reach))
        high[inside] = np.exp(logs * np.exp(-reach))
        return low, high


def kaplan_meier(durations: Floats, closed: npt.NDArray[np.bool_]) -> SurvivalCurve:
    """How long do cases stay open?

    The median of the closed cases alone is too short: the slow cases are those still open.

    Parameters
    ----------
    durations
        Time from opening to closing, or to the end of observation; shape (n,), not negative.
    closed
        Whether the case was closed; shape (n,).

    Raises
    ------
    NotAssessable
        ``too_few``: no case.

    References
    ----------
    Kaplan, E. L., & Meier, P. (1958). JASA, 53, 457. Limits: Borgan, Ø., & Liestøl, K. (1990).
    """
    if len(durations) == 0:
        raise NotAssessable("too_few", n=0, need=1)
    times = np.unique(durations[closed])
    ended = np.searchsorted(np.sort(durations[closed]), times, side="right")
    events = np.diff(ended, prepend=0).astype("float64")
    at_risk = len(durations) - np.searchsorted(np.sort(durations), times, side="left").astype("float64")
    share = np.cumprod(1 - events / at_risk)
    left = at_risk - events
    steps = np.divide(events, at_risk * left, out=np.full(len(times), np.inf), where=left > 0)
    return SurvivalCurve(times, share, np.cumsum(steps), len(durations), int(closed.sum()))


def _first(times: Floats, curve: Floats, level: float) -> float:
    """First time at which a falling curve is at or under a level; halfway to the next step where it rests on it."""
    reached = np.flatnonzero(curve <= level + 1e-12)
    if len(reached) == 0:
        return math.inf
    place = int(reached[0])
    if abs(curve[place] - level) <= 1e-12 and place + 1 < len(times):
        return float(times[place] + times[place + 1]) / 2
    return float(times[place])
