"""Everybody's measures on the scale that is reported, also of those whose scores are all lowest or all highest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kinerja_lab.models.rasch_coding import Coded
from kinerja_lab.stats.rasch_design import Layout
from kinerja_lab.stats.rasch_joint import JointFit
from kinerja_lab.stats.rasch_marginal import MarginalFit
from kinerja_lab.stats.rasch_measures import chances, estimate

Floats = npt.NDArray[np.float64]
_INWARDS = 0.3  # an extreme raw score is moved this far inwards to give a finite measure, as FACETS does


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """A fit, and the pooled and unpooled measures of ratees with their standard errors, about their block's mean."""

    method: str
    fit: MarginalFit | JointFit
    ratee: Floats
    ratee_se: Floats
    unpooled: Floats
    unpooled_se: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """Measures and standard errors of each facet's levels with a parameter, and the sets of steps."""

    measures: dict[str, Floats]
    errors: dict[str, Floats]
    steps: Floats
    step_errors: Floats


def scale_of(data: Coded, layout: Layout, solution: Solution) -> tuple[Scale, Floats]:
    """Measures and standard errors as reported, and the mean of each block's ratees that is not yet in them."""
    information, fit = solution.fit.information, solution.fit
    covariance, names = information.others_covariance, list(data.levels)[1:]
    measures = {name: layout.facet(place, fit.main, fit.others).copy() for place, name in enumerate(names)}
    variances = {
        name: layout.facet(place, information.main_variances() if place == layout.main else np.zeros(0),
                           np.diagonal(covariance).copy())
        for place, name in enumerate(names)
    }  # fmt: skip
    means = fit.others[layout.means_at : layout.n_others]
    anchored = any(np.isfinite(anchor).any() for anchor in layout.anchors)
    if layout.n_means == 1 and len(names) > 1 and not anchored:
        last, at = len(names) - 1, layout.means_at
        rows = information.main_to_others() if last == layout.main else covariance[layout.offsets[last] :]
        together = rows[: layout.sizes[last], at]
        measures[names[last]] -= means[0]
        variances[names[last]] = variances[names[last]] + covariance[at, at] - 2 * together
        means = np.zeros(1)
    for name, anchor in zip(names, layout.anchors, strict=True):
        variances[name] = np.where(np.isfinite(anchor), np.nan, variances[name])
    steps = slice(layout.steps_at, layout.means_at)
    errors = {name: np.sqrt(values) for name, values in variances.items()}
    step_errors = np.sqrt(np.diagonal(covariance)[steps])
    shape = (layout.n_sets, data.ratings.top)
    return Scale(measures, errors, fit.others[steps].reshape(shape), step_errors.reshape(shape)), means


def spread(data: Coded, name: str, values: Floats) -> Floats:
    """Values of the levels with a parameter, at the places of all levels."""
    whole = np.full(len(data.every[name]), np.nan)
    whole[data.every[name].get_indexer(data.levels[name])] = values
    return whole


def extremes(data: Coded, scale: Scale, name: str, measures: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Measures and standard errors of the levels of one side that have none, from scores moved inwards, others known.

    ``measures`` holds every side over all its levels; NaN where also the others do not tell.
    """
    ratee, codes = next(iter(data.every)), data.codes
    found, errors = measures[name].copy(), np.full(len(measures[name]), np.nan)
    others = np.zeros(len(data.score))
    for side, values in measures.items():
        if side != name:
            others = others + (1.0 if side == ratee else -1.0) * values[codes[side]]
    rows = np.flatnonzero(np.isnan(measures[name])[codes[name]] & np.isfinite(others))
    if not len(rows):
        return found, errors
    rows = rows[np.argsort(codes[name][rows], kind="stable")]
    levels, group, n = np.unique(codes[name][rows], return_inverse=True, return_counts=True)
    top = scale.steps.shape[1]
    total: Floats = np.clip(np.bincount(group, data.score[rows]), _INWARDS, top * n - _INWARDS).astype(np.float64)
    sets = codes[list(data.every)[-1]][rows] if len(scale.steps) > 1 else np.zeros(len(rows), dtype=np.int64)
    value, error = estimate(
        total, group, others[rows], scale.steps, np.minimum(sets, len(scale.steps) - 1), np.zeros(len(levels)),
        weighted=False,
    )  # fmt: skip
    found[levels], errors[levels] = (1.0 if name == ratee else -1.0) * value, error
    return found, errors


def fair_average(data: Coded, scale: Scale, name: str, measures: dict[str, Floats], *, own_steps: bool) -> Floats:
    """Score expected of each level of one side with the average of all other sides; averaged over the sets of steps.

    References
    ----------
    Linacre (1989) *Many-Facet Rasch Measurement* (fair average). Eckes (2015) ch. 3.
    """
    ratee = next(iter(data.every))
    location = np.zeros(len(measures[name]))
    for side, values in measures.items():
        location += (1.0 if side == ratee else -1.0) * (values if side == name else np.nanmean(values))
    if own_steps:
        steps = np.array([spread(data, name, column) for column in scale.steps.T])
        return data.labels @ chances(location, steps)
    shape = (scale.steps.shape[1], len(location))
    scores = [data.labels @ chances(location, np.broadcast_to(steps[:, None], shape)) for steps in scale.steps]
    return np.mean(scores, axis=0)
