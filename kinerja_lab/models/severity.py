"""How differently severe are the raters, in rating points?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinerja_lab.models.crossed import CrossedEffects
from kinerja_lab.models.design import Design
from kinerja_lab.models.multirater import Multirater, fit_multirater
from kinerja_lab.stats.distributions import norm, student
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.multiplicity import benjamini_hochberg
from kinerja_lab.stats.variance_interval import detectable_sd


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Severity:
    """Spread of the raters' effects and each rater's own.

    Attributes
    ----------
    sd, interval, equivalence
        Standard deviation of the raters' effects in rating points, with its 95 % and 90 % profile intervals.
    p_value
        Of "all raters are equally severe".
    detectable
        Smallest standard deviation that these data would show with 80 % power.
    share
        Raters' share of all variance, 0 … 1.
    n_raters, n_ratees
        Raters that share a ratee with another rater, and their ratees.
    raters
        One row a rater: its name, ``block``, ``n_ratees``, ``effect`` in points (pooled towards the other raters,
        + = lenient, gives higher scores), ``se``, ``low``, ``high`` (95 %), ``deviation`` and ``deviation_se``
        (unpooled), ``p_value`` of "does not deviate" and ``q_value`` (Benjamini–Hochberg). Only raters of one block
        can be compared with each other. Where ``sd`` is 0, every effect is pooled away to 0, which is no knowledge of
        any one rater: ``se``, ``low`` and ``high`` are NaN.
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
    n_raters: int
    n_ratees: int
    raters: pd.DataFrame
    design: Design
    effects: CrossedEffects


def severity(
    scores: pd.DataFrame,
    *,
    ratee: str = "ratee",
    rater: str = "rater",
    aspect: str = "aspect",
    role: str | None = None,
    score: str = "score",
) -> Severity:
    """How far do raters differ in severity for ratees of the same level, in the same role and on the same aspects?

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
        ``not_identified`` where every ratee has one rater or raters are not linked by common ratees, with what is
        lacking (``second_rater``, ``common_ratees``).

    References
    ----------
    Saal, Downey and Lahey (1980) Psychological Bulletin 88, 413 (severity as a rater main effect).
    Bates, Mächler, Bolker and Walker (2015) Journal of Statistical Software 67(1). Benjamini and Hochberg (1995).
    """
    fit = fit_multirater(scores, ratee=ratee, rater=rater, aspect=aspect, role=role, score=score)
    return severity_of(fit)


def severity_of(fit: Multirater) -> Severity:
    """Read the severity of raters off a fit that other questions share."""
    effects = fit.effects
    spread = effects.spread(fit.rater)
    components = effects.components.set_index("facet")
    own = effects.facet(fit.rater)
    return Severity(
        sd=spread.sd,
        interval=spread.intervals[0],
        equivalence=spread.intervals[1],
        p_value=spread.p_value,
        detectable=detectable_sd(own["deviation_se"].to_numpy()),
        share=float(components.loc[fit.rater, "share"]),
        n_raters=len(own),
        n_ratees=len(effects.facet(fit.ratee)),
        raters=_raters(effects, fit.design, fit.rater),
        design=fit.design,
        effects=effects,
    )


def _raters(effects: CrossedEffects, found: Design, rater: str) -> pd.DataFrame:
    """One row a rater, tested one by one."""
    own = effects.facet(rater).drop(columns="n")
    own = found.raters.rename(columns={"n": "n_ratees"}).merge(own, on=rater)
    t = (own["deviation"] / own["deviation_se"]).to_numpy()
    p_values = 2.0 * student.sf(np.abs(t), max(found.spare_pairs, 1))
    se = own["se"].where(own["se"] > 0)  # 0 where the spread is estimated as 0, which makes no rater certain
    reach = float(norm.ppf(0.975)) * se
    return own.assign(
        se=se,
        low=own["effect"] - reach,
        high=own["effect"] + reach,
        p_value=p_values,
        q_value=benjamini_hochberg(p_values),
    )
