"""Do raters score those who are like them higher?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.crossed import CrossedEffects, crossed
from kinerja_lab.models.design import design, require
from kinerja_lab.models.rater_screen import LEVEL, POWER
from kinerja_lab.stats.distributions import student
from kinerja_lab.stats.interval import Interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimilarToMe:
    """Points that likeness adds to a score.

    Attributes
    ----------
    points, interval, equivalence, p_value
        Mean effect of likeness, with its 95 % and 90 % interval.
    detectable
        Smallest effect that these data would show with 80 % power.
    n_raters
        By the rater's group, raters of its ratees.
    n_sheets, n_like
        Sheets compared, and those between people who are alike.
    effects
        The whole fit.
    """

    points: float
    interval: Interval
    equivalence: Interval
    p_value: float
    detectable: float
    n_raters: dict[str, int]
    n_sheets: int
    n_like: int
    effects: CrossedEffects


def similar_to_me(
    scores: pd.DataFrame,
    *,
    groups: Sequence[str] = ("ratee_group", "rater_group"),
    columns: Sequence[str] = ("ratee", "rater", "score"),
    role: str | None = None,
) -> SimilarToMe:
    """How many points does it add that ratee and rater belong to the same group?

    sheet's mean ~ alike + group of ratee + group of rater + role + (1 | ratee) + (1 | rater) + (1 | rater:group of
    ratee). Neither a group that is better nor one that is lenient looks like likeness, and single raters may prefer a
    group. Only ratees with two or more raters count.

    Parameters
    ----------
    scores
        Long table, one row a score by another person.
    groups
        Columns with the ratee's and the rater's group; rows without one are left out.
    columns
        Names of ratee, rater and score.
    role
        Column with the rater's role, or ``None``.

    Raises
    ------
    NotAssessable
        ``not_identified`` where ratees have one rater, or likeness follows from the groups; ``too_few``;
        ``not_converged``.

    References
    ----------
    Pulakos and Wexley (1983) Academy of Management Journal 26, 129 (similarity of rater and ratee in appraisals).
    """
    ratee, rater, score = columns
    fixed = [*groups, *([role] if role else [])]
    require(scores, [*columns, *fixed])
    known = scores[[*columns, *fixed]].dropna().astype(dict.fromkeys(fixed, "str"))
    found = design(known, ratee, rater)
    if not found.severity_identified:
        raise NotAssessable("not_identified", n=found.n_raters, lacking=found.lacking)
    shared = known[known.groupby(ratee)[rater].transform("nunique") > 1]
    sheets = shared.groupby([ratee, rater, *fixed], as_index=False)[score].mean()
    sheets["alike"] = (sheets[groups[0]] == sheets[groups[1]]).astype("float64")
    effects = crossed(sheets, score, fixed=[*fixed, "alike"], random=(ratee, rater, f"{rater}:{groups[0]}"))
    if not effects.converged:
        raise NotAssessable("not_converged", n=found.n_raters)
    terms = effects.fixed.set_index("term")
    if "alike" not in terms.index:
        raise NotAssessable("not_identified", n=found.n_raters, lacking=("groups",))
    raters = sheets.drop_duplicates(rater)[groups[1]].value_counts().sort_index()
    return _told(effects, {str(name): int(n) for name, n in raters.items()}, sheets["alike"])


def _told(effects: CrossedEffects, n_raters: dict[str, int], alike: pd.Series) -> SimilarToMe:
    """Estimate with intervals; the degrees of freedom are those between raters."""
    points, se = map(float, effects.fixed.set_index("term").loc["alike", ["estimate", "se"]])
    degrees = max(sum(n_raters.values()) - 2, 1)

    def limits(confidence: float) -> Interval:
        reach = float(student.ppf(0.5 + confidence / 2, degrees)) * se
        return Interval(points - reach, points + reach)

    return SimilarToMe(
        points=points,
        interval=limits(0.95),
        equivalence=limits(0.90),
        p_value=float(2 * student.sf(abs(points) / se, degrees)),
        detectable=float(student.ppf(POWER, degrees) + student.ppf(1 - LEVEL / 2, degrees)) * se,
        n_raters=n_raters,
        n_sheets=len(alike),
        n_like=int(alike.sum()),
        effects=effects,
    )
