"""The one shape in which detectors of rater effects answer: every rater's own effect, and how much raters differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.stats.distributions import norm, student
from kinerja_lab.stats.effect_spread import effect_spread
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.rater_slopes import RaterSlopes
from kinerja_lab.stats.variance_interval import detectable_sd

Floats = npt.NDArray[np.float64]
POWER, LEVEL = 0.80, 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RaterScreen:
    """Effects of raters, in rating points, tested one by one.

    Attributes
    ----------
    sd, interval, equivalence
        Standard deviation of the true effects, with its 95 % and 90 % interval.
    p_value
        Of "raters do not differ".
    detectable
        Smallest standard deviation that these data would show with 80 % power.
    n_raters, n_ratees
        Raters with an effect, and their ratees.
    raters
        One row a rater: ``rater, n_ratees, effect, se, low, high`` (95 %), ``p_value, q_value`` (Benjamini–Hochberg),
        ``logit, logit_se`` (the same effect on the model's own scale) and ``detectable``, the smallest effect of this
        rater that would be found with 80 % power.
    """

    sd: float
    interval: Interval
    equivalence: Interval
    p_value: float
    detectable: float
    n_raters: int
    n_ratees: int
    raters: pd.DataFrame


def screened(sheets: pd.DataFrame, names: pd.Index, slopes: RaterSlopes, points: Floats) -> RaterScreen:
    """Tell slopes in rating points.

    Parameters
    ----------
    sheets
        With columns ``rater`` and ``ratee``.
    names
        Name of each rater code.
    slopes
        In logits.
    points
        Shape (r,): effect in rating points of one logit.
    """
    counts = sheets.groupby("rater")["ratee"].nunique().reindex(names).to_numpy()
    effect, se = slopes.estimate * points, slopes.se * np.abs(points)
    reach = student.ppf(0.5 + 0.95 / 2, slopes.degrees) * se
    raters = pd.DataFrame(
        {
            "rater": names,
            "n_ratees": counts,
            "effect": effect,
            "se": se,
            "low": effect - reach,
            "high": effect + reach,
            "p_value": slopes.p_value,
            "q_value": slopes.q_value,
            "logit": slopes.estimate,
            "logit_se": slopes.se,
            "detectable": float(norm.ppf(POWER) + norm.ppf(1 - LEVEL / 2)) * se,
        }
    )
    known = raters[np.isfinite(raters["se"])].reset_index(drop=True)
    found = effect_spread(known["effect"].to_numpy(), known["se"].to_numpy())
    return RaterScreen(
        sd=found.sd,
        interval=found.intervals[0],
        equivalence=found.intervals[1],
        p_value=found.p_value,
        detectable=detectable_sd(known["se"].to_numpy()),
        n_raters=len(known),
        n_ratees=int(sheets.loc[sheets["rater"].isin(known["rater"]), "ratee"].nunique()),
        raters=known,
    )


def points_per_logit(sheets: pd.DataFrame, names: pd.Index) -> Floats:
    """Points that one logit adds to a score of each rater, on average over the rater's own ratees."""
    weighted = (sheets["slope"] * sheets["n"]).groupby(sheets["rater"]).sum()
    return np.asarray((weighted / sheets.groupby("rater")["n"].sum()).reindex(names).to_numpy(dtype="float64"))
