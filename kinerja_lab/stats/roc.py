"""How well does a score tell two groups apart at every threshold? ROC curve and the area under it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.interval import UNDEFINED, Interval

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roc:
    """A curve from (0, 0) to (1, 1).

    Attributes
    ----------
    threshold, false_positive, true_positive
        Shape (m,), thresholds falling: at or above each, the shares of the unaffected and of the affected.
    area
        Chance that an affected one scores above an unaffected one; ties count half.
    interval
        Of the area; undefined where the groups do not overlap, since nothing then tells how nearly they do.
    """

    threshold: Floats
    false_positive: Floats
    true_positive: Floats
    area: float
    interval: Interval


def roc(
    score: Floats,
    affected: npt.NDArray[np.bool_],
    cluster: npt.NDArray[np.int64] | None = None,
    *,
    confidence: float = 0.95,
) -> Roc:
    """How many of the affected are found at each price of false alarms?

    Parameters
    ----------
    score
        Shape (n,): the higher, the more suspect.
    affected
        Shape (n,): the truth.
    cluster
        Shape (n,), codes: what was scored together is one piece of evidence; by default everything stands alone.
    confidence
        Of the interval, on the logit of the area, in (0, 1).

    Raises
    ------
    InvalidOption
        A score that is no number.
    NotAssessable
        ``too_few``: nobody is affected, or everybody.

    References
    ----------
    DeLong, DeLong and Clarke-Pearson (1988) Biometrics 44, 837. Obuchowski (1997) Biometrics 53, 567 (clusters).

    Examples
    --------
    >>> found = roc(np.array([0.9, 0.4, 0.5, 0.1]), np.array([True, True, False, False]))
    >>> found.area, found.true_positive.tolist()
    (0.75, [0.0, 0.5, 0.5, 1.0, 1.0])
    """
    n_affected, n_clean = int(affected.sum()), int((~affected).sum())
    if not np.isfinite(score).all():
        raise InvalidOption("score", "a gap", "numbers")
    if min(n_affected, n_clean) < 1:
        raise NotAssessable("too_few", n=min(n_affected, n_clean), need=1)
    levels, place = np.unique(-score, return_inverse=True)
    counts = (np.bincount(place, group, len(levels)).cumsum() for group in (~affected, affected))
    false_positive, true_positive = (np.append(0.0, count / count[-1]) for count in counts)
    placed = np.where(affected, _below(score, score[~affected]), 1.0 - _below(score, score[affected]))
    area = float(placed[affected].mean())
    together = np.arange(len(score)) if cluster is None else cluster
    error = _error(placed - area, affected, together)
    return Roc(
        threshold=np.append(np.inf, -levels),
        false_positive=false_positive,
        true_positive=true_positive,
        area=area,
        interval=_limits(area, error, confidence),
    )


def _below(score: Floats, others: Floats) -> Floats:
    """Share of the others below each score, ties counted half."""
    ordered = np.sort(others)
    sides = np.searchsorted(ordered, score, "left") + np.searchsorted(ordered, score, "right")
    return np.asarray(sides / (2.0 * len(others)))


def _error(placed: Floats, affected: npt.NDArray[np.bool_], cluster: npt.NDArray[np.int64]) -> float:
    """Standard error of the area: placements summed in their clusters, over both groups at once (Obuchowski)."""
    codes, groups = np.unique(cluster, return_inverse=True)[1], (affected, ~affected)
    parts = [np.bincount(codes, placed * group / group.sum()) for group in groups]
    few = [_few(len(np.unique(codes[group]))) for group in groups]
    own = sum(scale * float(part @ part) for scale, part in zip(few, parts, strict=True))
    return math.sqrt(max(own + 2.0 * _few(len(parts[0])) * float(parts[0] @ parts[1]), 0.0))


def _few(n: int) -> float:
    """Correction of a sum of squares for n clusters."""
    return n / max(n - 1, 1)


def _limits(area: float, error: float, confidence: float) -> Interval:
    """Interval on the logit, so that it stays between 0 and 1."""
    if not 0.0 < area < 1.0 or error == 0.0:
        return UNDEFINED
    reach = float(norm.ppf(0.5 + confidence / 2)) * error / (area * (1.0 - area))
    low, high = 1.0 / (1.0 + np.exp(-(math.log(area / (1.0 - area)) + np.array([-reach, reach]))))
    return Interval(float(low), float(high))
