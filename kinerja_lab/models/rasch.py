"""Many-facet Rasch model of a long table of ratings, by marginal or joint maximum likelihood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.models.design import Design, design, require
from kinerja_lab.models.rasch_coding import Coded, coded
from kinerja_lab.models.rasch_effects import RaschEffects
from kinerja_lab.models.rasch_scale import Solution
from kinerja_lab.models.rasch_tables import answer
from kinerja_lab.stats.rasch_design import Layout
from kinerja_lab.stats.rasch_joint import fit_joint
from kinerja_lab.stats.rasch_marginal import fit_marginal
from kinerja_lab.stats.rasch_measures import estimate

Steps = Literal["rating_scale", "partial_credit"]
Method = Literal["MML", "JML"]


def rasch(  # noqa: PLR0913 - roles of the columns, two choices of the model and the anchors are one question
    ratings: pd.DataFrame,
    *,
    ratee: str = "ratee",
    facets: Sequence[str] = ("rater", "aspect"),
    score: str = "score",
    steps: Steps = "rating_scale",
    method: Method = "MML",
    anchors: Mapping[str, Mapping[object, float]] | None = None,
) -> RaschEffects:
    """How severe are raters, how difficult aspects and how able ratees, where each step of the scale may differ?

    log(Pₖ / Pₖ₋₁) = ratee − Σ facets − stepₖ. Facets are centred at zero, the first (the raters) inside each block that
    common ratees connect. With marginal estimation the ratees' mean is zero and the last of several facets carries the
    level instead, unless there are anchors or several blocks; with joint estimation ratees float.

    Parameters
    ----------
    ratings
        Long table, one row a score; incomplete rows are left out.
    ratee, score
        Columns of the ratee and the score; scores that occur are numbered 0 … K in their order.
    facets
        Columns of the facets, the raters first.
    steps
        ``rating_scale``: one set of steps. ``partial_credit``: one set per level of the last facet.
    method
        ``MML``: ratees normally distributed and integrated out; consistent, the default. ``JML``: every ratee a
        parameter, as FACETS does; measures are stretched by a few percent with few scores a ratee.
    anchors
        Fixed measures by facet and level, such as ``anchors()`` of an earlier period: both periods are then on one
        scale. An anchored facet is not centred.

    Raises
    ------
    UnknownName
        A column, facet or anchored level that is not there.
    InvalidOption
        An unknown choice, or a score that is not numeric.
    NotAssessable
        ``not_identified`` where every ratee has one rater or raters are not linked by common ratees (with what is
        lacking), or where a level never has some score with partial credit; ``undefined_no_variation``;
        ``not_converged``.

    References
    ----------
    Linacre (1989) *Many-Facet Rasch Measurement*. Eckes (2015) *Introduction to Many-Facet Rasch Measurement*.
    """
    _choices(steps, method, facets)
    require(ratings, [ratee, *facets, score])
    fixed = dict(anchors or {})
    for name in fixed:
        if name not in facets:
            raise UnknownName("facet", name, facets)
    data = coded(ratings, ratee, list(facets), score, joint=method == "JML")
    found = design(data.known, ratee, facets[0])
    if not found.severity_identified and facets[0] not in fixed:
        raise NotAssessable("not_identified", n=found.n_raters, lacking=found.lacking)
    layout = _layout(data, found, steps, method, fixed)
    solution = _marginal(layout) if method == "MML" else _joint(layout)
    return answer(data, found, layout, solution, partial=steps == "partial_credit")


def _choices(steps: str, method: str, facets: Sequence[str]) -> None:
    """Refuse what the model does not know."""
    if steps not in ("rating_scale", "partial_credit"):
        raise InvalidOption("steps", steps, "rating_scale or partial_credit")
    if method not in ("MML", "JML"):
        raise InvalidOption("method", method, "MML or JML")
    if not facets or len(set(facets)) != len(facets):
        raise InvalidOption("facets", tuple(facets), "one or more different columns")


def _layout(
    data: Coded, found: Design, steps: str, method: str, anchors: Mapping[str, Mapping[object, float]]
) -> Layout:
    """Parameters of the model for these data."""
    names = list(data.levels)[1:]
    blocks = found.raters.set_index(names[0])["block"]
    block, kept = pd.factorize(blocks.reindex(data.levels[names[0]]), sort=True)
    levels = data.ratings.levels
    step_set = levels[:, -1] if steps == "partial_credit" else np.zeros(len(levels), dtype=np.int64)
    seen = np.zeros((int(step_set.max()) + 1, data.ratings.top + 1), dtype=np.int64)
    np.add.at(seen, (step_set[data.ratings.combination], data.ratings.score), 1)
    if not seen.all():
        raise NotAssessable("not_identified", n=len(data.ratings.score), lacking=("categories",))
    fixed = [_anchored(anchors.get(name, {}), name, data.every[name], data.levels[name]) for name in names]
    return Layout(data.ratings, step_set, block, len(kept) if method == "MML" else 0, fixed)


def _anchored(anchors: Mapping[object, float], name: str, every: pd.Index, levels: pd.Index) -> np.ndarray:
    """Anchor of each level, NaN where free."""
    for level in anchors:
        if level not in every:
            raise UnknownName(name, str(level), map(str, every))
    return pd.Series(anchors, dtype="float64").reindex(levels).to_numpy()


def _marginal(layout: Layout) -> Solution:
    """Fit by marginal likelihood; unpooled measures of ratees by weighted likelihood."""
    fit = fit_marginal(layout)
    ratings, difficulties = layout.ratings, layout.difficulties(fit.main, fit.others)
    # The posterior's information less the prior's points to the unpooled measure.
    own = np.maximum(1.0 - (fit.posterior_sd / fit.sd) ** 2, 0.05)
    start = fit.expected / own
    measure, error = estimate(ratings.raw, ratings.ratee, None, difficulties, ratings.combination, start, weighted=True)
    return Solution("MML", fit, fit.expected, fit.posterior_sd, measure, error)


def _joint(layout: Layout) -> Solution:
    """Fit by joint likelihood."""
    fit = fit_joint(layout)
    return Solution("JML", fit, fit.ratee, fit.ratee_se, fit.ratee, fit.ratee_se)
