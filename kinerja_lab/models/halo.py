"""How far do a rater's scores for one person move together, beyond what the other raters of that person support?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.crossed import CrossedEffects
from kinerja_lab.models.design import Design, require
from kinerja_lab.models.multirater import Multirater, fit_multirater
from kinerja_lab.stats.distributions import chi2
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.multiplicity import benjamini_hochberg
from kinerja_lab.stats.variance_interval import detectable_sd

_ASPECTS = 3
_FALSE_DISCOVERIES = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Halo:
    """General impressions that a rater has of a ratee and the other raters do not share.

    Attributes
    ----------
    sd, interval, equivalence
        Standard deviation of the impressions in rating points, with its 95 % and 90 % profile intervals.
    p_value
        Of "there are no such impressions".
    detectable
        Smallest standard deviation that these data would show with 80 % power.
    share
        Of the variance of one rater's scores for one ratee around what all raters say of the ratee and of the aspect,
        the part that moves all aspects together, 0 … 1.
    residual_sd
        Standard deviation of what is left for a single score.
    n_ratees, n_raters, n_aspects
        Ratees, raters and aspects in the fit.
    raters
        One row a rater: its name, ``n_ratees``, ``sd`` (root mean square of its own impressions, pooled towards the
        other raters'), ``p_value`` of "this rater has none" (sum of squared standardised deviations of its ratees,
        chi-square) and ``q_value`` (Benjamini–Hochberg).
    design
        How all ratees and raters meet.
    effects
        The whole fit.
    """

    sd: float
    interval: Interval
    equivalence: Interval
    p_value: float
    detectable: float
    share: float
    residual_sd: float
    n_ratees: int
    n_raters: int
    n_aspects: int
    raters: pd.DataFrame
    design: Design
    effects: CrossedEffects


def halo(
    scores: pd.DataFrame,
    *,
    ratee: str = "ratee",
    rater: str = "rater",
    aspect: str = "aspect",
    role: str | None = None,
    score: str = "score",
) -> Halo:
    """How large are raters' general impressions of one ratee that the ratee's other raters do not share?

    A good employee is good on many aspects: that part (true halo) is common to all raters of the employee and belongs
    to the ratee. A rater who is generous to everybody is lenient: that part belongs to the rater. What remains common
    to all aspects of one rater's sheet for one ratee is illusory halo: the variance of ratee × rater.

    Parameters
    ----------
    scores
        Long table, one row a score by another person (leave self-ratings out).
    ratee, rater, aspect, score
        Names of the columns; ``score`` is numeric.
    role
        Column with the rater's role (superior, colleague, subordinate), or ``None`` where all raters have the same.

    Raises
    ------
    NotAssessable
        ``not_identified`` where ratees have one rater or raters are not linked by common ratees; ``too_few`` with
        fewer than three aspects; ``undefined_no_variation`` where no sheet differs between aspects.

    References
    ----------
    Murphy, Jako and Anhalt (1993) Journal of Applied Psychology 78, 218 (true and illusory halo). Viswesvaran, Schmidt
    and Ones (2005) Journal of Applied Psychology 90, 108 (halo as what other raters do not support).
    """
    require(scores, (aspect,))
    _enough(int(scores[aspect].nunique()))
    fit = fit_multirater(scores, ratee=ratee, rater=rater, aspect=aspect, role=role, score=score)
    return halo_of(fit)


def halo_of(fit: Multirater) -> Halo:
    """Read the general impressions off a fit that other questions share."""
    _enough(fit.n_aspects)
    effects, pair = fit.effects, f"{fit.ratee}:{fit.rater}"
    if pair not in effects.facets:
        raise NotAssessable("undefined_no_variation", n=fit.n_aspects, lacking=("aspects",))
    spread = effects.spread(pair)
    impressions, residual = effects.facet(pair), effects.variance("residual")
    return Halo(
        sd=spread.sd,
        interval=spread.intervals[0],
        equivalence=spread.intervals[1],
        p_value=spread.p_value,
        detectable=detectable_sd(impressions["deviation_se"].to_numpy()),
        share=effects.variance(pair) / (effects.variance(pair) + residual),
        residual_sd=math.sqrt(residual),
        n_ratees=len(effects.facet(fit.ratee)),
        n_raters=len(effects.facet(fit.rater)),
        n_aspects=fit.n_aspects,
        raters=_raters(impressions, fit.rater),
        design=fit.design,
        effects=effects,
    )


def _enough(n_aspects: int) -> None:
    """Refuse fewer aspects than can move together."""
    if n_aspects < _ASPECTS:
        raise NotAssessable("too_few", n=n_aspects, need=_ASPECTS, lacking=("aspects",))


def _raters(impressions: pd.DataFrame, rater: str) -> pd.DataFrame:
    """One row a rater: size of its own impressions, and whether they are more than what single scores scatter."""
    whose = impressions[rater]
    squares = (impressions["effect"] ** 2 + impressions["se"] ** 2).groupby(whose)
    scatter = (impressions["deviation"] / impressions["deviation_se"]) ** 2
    p_values = _tested(scatter, whose)
    own = pd.DataFrame({"n_ratees": squares.size(), "sd": np.sqrt(squares.mean())})
    return own.assign(p_value=p_values, q_value=benjamini_hochberg(p_values)).reset_index()


def _tested(scatter: pd.Series, whose: pd.Series) -> np.ndarray:
    """P-value of each rater's sum of squares, by chi-square with as much spread as those of other raters show.

    Whole scores and the ends of the scale give squares longer tails than normal ones have, so that fewer degrees of
    freedom stand behind a sum; raters who stand out at first do not count when that is measured.
    """
    sums = scatter.groupby(whose).agg(["sum", "count"])
    first = chi2.sf(sums["sum"], sums["count"])
    ordinary = whose.map(pd.Series(benjamini_hochberg(first) >= _FALSE_DISCOVERIES, sums.index))
    spread = max(float(scatter[ordinary.astype(bool)].var()) / 2.0, 1.0) if ordinary.sum() > 1 else 1.0
    return np.asarray(chi2.sf(sums["sum"] / spread, sums["count"] / spread))
