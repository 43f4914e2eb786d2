"""The model behind severity and halo: scores of several raters, in several roles, on several aspects."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.crossed import CrossedEffects, crossed
from kinerja_lab.models.design import Design, design, require

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Multirater:
    """The fit, the design of all ratings (those left out included), and the names of its two sides."""

    effects: CrossedEffects
    design: Design
    ratee: str
    rater: str
    n_aspects: int


def fit_multirater(
    scores: pd.DataFrame,
    *,
    ratee: str = "ratee",
    rater: str = "rater",
    aspect: str = "aspect",
    role: str | None = None,
    score: str = "score",
) -> Multirater:
    """How do ratee, rater, their mutual impression and the ratee's profile of aspects share the scores?

    score ~ aspect + role + block + (1 | ratee) + (1 | rater) + (1 | ratee:rater) + (1 | ratee:aspect).

    Superiors, colleagues and subordinates differ as groups, so the role is a fixed effect: a rater is compared with
    raters in the same role. Raters who share no ratee with anyone are left out; where blocks remain that no chain of
    common ratees connects, each has its own level, so no rater is ever compared across blocks while the spread inside
    blocks is pooled. With one aspect, or where no sheet differs between aspects, a sheet is one score and the terms
    with aspects and ``ratee:rater`` fall away.

    Raises
    ------
    NotAssessable
        ``not_identified``, with what is lacking: ``second_rater`` or ``common_ratees``; ``not_converged``.
    """
    named = [ratee, rater, aspect, score, *([role] if role else [])]
    require(scores, named)
    known = scores[named].dropna()
    found = design(known, ratee, rater)
    if not found.severity_identified:
        raise NotAssessable("not_identified", n=found.n_raters, lacking=found.lacking)
    blocks = found.raters[[rater, "block"]]
    linked = known.merge(blocks[blocks["block"].duplicated(keep=False)], on=rater)
    fixed = [*([role] if role else []), "block"]
    linked = linked.astype(dict.fromkeys([aspect, *fixed], "str"))
    if _sheets_vary(linked, [ratee, rater], aspect, score):
        together = (f"{ratee}:{rater}", f"{ratee}:{aspect}")
        effects = crossed(linked, score, fixed=[aspect, *fixed], random=(ratee, rater, *together))
    else:
        sheets = linked.groupby([ratee, rater, *fixed], as_index=False)[score].mean()
        effects = crossed(sheets, score, fixed=fixed, random=(ratee, rater))
    if not effects.converged:
        raise NotAssessable("not_converged", n=found.n_raters)
    n_aspects = int(known[aspect].nunique())
    return Multirater(effects=effects, design=found, ratee=ratee, rater=rater, n_aspects=n_aspects)


def _sheets_vary(scores: pd.DataFrame, sheet: list[str], aspect: str, score: str) -> bool:
    """Whether aspects differ within the sheets by more than they do everywhere."""
    own = scores[score] - scores.groupby(sheet)[score].transform("mean")
    own = own - own.groupby(scores[aspect]).transform("mean")
    return bool(own.abs().max() > _ROUNDING)
