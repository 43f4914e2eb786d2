"""Same results, same unit, same position: is the chance of a higher rating the same in both groups?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.linalg import qr
from scipy.special import expit

from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.ordinal import (
    Codes,
    Floats,
    OrdinalFit,
    cumulative_logit,
    likelihood_ratio,
    nominal_test,
    used_levels,
)

_ALIASED = 1e-9
_DOUBTED = 0.01  # p-value of proportional odds


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOdds:
    """Odds of a higher rating in the focal group, relative to the reference group.

    Attributes
    ----------
    log_odds, error, p_value
        Logarithm of the odds ratio, its standard error, and the small-sample likelihood-ratio p-value of
        "no difference".
    p_proportional
        P-value of "the odds ratio is the same at every cut of the scale"; NaN with two levels.
    log_odds_highest, log_odds_low
        The partial fall-back: binary logits of the highest level (positive: more often) and of the low levels
        (positive: more often low). NaN where the level is not used or always reached.
    points_highest, points_low
        Average difference in percentage points, everybody once as focal and once as reference (g-computation); from the
        binary logits where proportional odds are rejected.
    n, dropped
        People compared, and people who cannot be: alone in their unit or position, or in one where all are at the
        same end of the scale.
    status
        ``ok``, or why there is no odds ratio (see ``NotAssessable``).
    """

    log_odds: float = math.nan
    error: float = math.nan
    p_value: float = math.nan
    p_proportional: float = math.nan
    log_odds_highest: float = math.nan
    log_odds_low: float = math.nan
    points_highest: float = math.nan
    points_low: float = math.nan
    n: int = 0
    dropped: int = 0
    status: str = "ok"


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Who is compared: one entry or row a person.

    Attributes
    ----------
    codes
        Rating as its position on the declared scale, 0…q−1, shape (n,).
    focal
        Whether the person belongs to the focal group, shape (n,).
    numeric
        Measured covariates, standardised, shape (n, k); k may be 0.
    categories
        Labels as integers, one array of shape (n,) for each categorical covariate.
    """

    codes: Codes
    focal: npt.NDArray[np.bool_]
    numeric: Floats
    categories: tuple[Codes, ...] = ()

    def only(self, rows: npt.NDArray[np.bool_]) -> People:
        """Some of the people."""
        categories = tuple(labels[rows] for labels in self.categories)
        return People(self.codes[rows], self.focal[rows], self.numeric[rows], categories)


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    """A model of people who can be compared; column 0 of the predictors is the group."""

    people: People
    predictors: Floats
    levels: Codes
    fit: OrdinalFit

    def points_above(self, cut: int) -> float:
        """Average gain, in percentage points, of the chance of ``cut`` or higher from being in the focal group."""
        reached = int((self.levels < cut).sum())
        if reached in (0, len(self.levels)):
            return math.nan
        others = self.predictors[:, 1:] @ self.fit.coefficients[1:] - self.fit.thresholds[reached - 1]
        return 100 * float(np.mean(expit(others + self.fit.coefficients[0]) - expit(others)))


def plain_odds(people: People) -> GroupOdds:
    """How do the odds of a higher rating differ between the groups? As ``group_odds``, the odds ratio only."""
    return _answered(people, _compared)


def group_odds(people: People, *, low: int, highest: int) -> GroupOdds:
    """How do the odds of a higher rating differ between the groups, the covariates being equal?

    Parameters
    ----------
    people
        Ratings, groups and covariates.
    low, highest
        Positions on the declared scale: below ``low`` a rating counts as low; ``highest`` is the best level.

    Returns
    -------
    GroupOdds
        With NaN and a status where the data have no answer: never an exception. Where the test of proportional odds
        falls below 0.01, the percentage points come from the binary logits.

    References
    ----------
    McCullagh (1980) JRSS B 42, 109. Greenland (2004) American J. Epidemiology 160, 301 for
    standardised differences.
    """

    def detailed(model: _Fitted) -> GroupOdds:
        above_low, top = (_binary(model.people, cut) for cut in (low, highest))
        p_proportional = _proportional(used_levels(model.people.codes), model.predictors, model.fit)
        partial = p_proportional < _DOUBTED
        return replace(
            _compared(model),
            p_proportional=p_proportional,
            log_odds_highest=_coefficient(top),
            log_odds_low=-_coefficient(above_low),
            points_highest=_points(model, top, highest, partial=partial),
            points_low=-_points(model, above_low, low, partial=partial),
        )

    return _answered(people, detailed)


def _answered(people: People, measured: Callable[[_Fitted], GroupOdds]) -> GroupOdds:
    """Measure on the fitted model, or say why there is none."""
    try:
        found = measured(_fitted(people))
    except NotAssessable as reason:
        alone = len(people.codes) - int(comparable(people).sum())
        return GroupOdds(n=len(people.codes), dropped=alone, status=reason.status)
    return replace(found, dropped=len(people.codes) - found.n)


def _compared(model: _Fitted) -> GroupOdds:
    """Odds ratio with its test."""
    without = cumulative_logit(used_levels(model.people.codes), model.predictors[:, 1:])
    return GroupOdds(
        log_odds=float(model.fit.coefficients[0]),
        error=float(model.fit.errors[0]),
        p_value=likelihood_ratio(model.fit, without, small_sample=True).p_value,
        n=len(model.people.codes),
    )


def comparable(people: People) -> npt.NDArray[np.bool_]:
    """Who can be compared with somebody in every category?

    A person alone in a category, or among colleagues who are all at the same end of the scale, is explained by the
    category alone: its coefficient runs off to infinity and nothing is left about the group. Leaving such people out
    gives the maximum of the likelihood that the full model only approaches. Left out in turns, until nobody remains
    who became alone or whose end of the scale moved.
    """
    kept = np.ones(len(people.codes), dtype=np.bool_)
    while kept.any():
        lowest, highest = people.codes[kept].min(), people.codes[kept].max()
        silent = np.zeros_like(kept)
        for labels in people.categories:
            size = np.bincount(labels[kept], minlength=labels.max() + 1)
            ends = [np.bincount(labels[kept & (people.codes == end)], minlength=len(size)) for end in (lowest, highest)]
            silent |= kept & ((size == 1) | (ends[0] == size) | (ends[1] == size))[labels]
        if not silent.any():
            break
        kept &= ~silent
    return kept


def _fitted(people: People) -> _Fitted:
    """Fit the model to those who can be compared; refuse what has no finite answer."""
    _rated(people)
    people = people.only(comparable(people))
    codes, count = _rated(people), len(people.codes)
    predictors = _predictors(people)
    if count <= predictors.shape[1] + int(codes.max()):
        raise NotAssessable("too_few", n=count, need=predictors.shape[1] + int(codes.max()) + 1)
    fit = cumulative_logit(codes, predictors)
    if not fit.converged:
        raise NotAssessable("not_converged", n=count)
    if fit.separated(0):
        raise NotAssessable("separation", n=count)
    return _Fitted(people, predictors, np.unique(people.codes), fit)


def _rated(people: People) -> Codes:
    """Ratings on the levels used; two people in each group and two levels are the least."""
    smaller = int(min(people.focal.sum(), (~people.focal).sum()))
    if smaller < 2:
        raise NotAssessable("too_few", n=smaller, need=2)
    return used_levels(people.codes)


def _predictors(people: People) -> Floats:
    """Group, measured covariates and one column a category but the first; aliased columns are left out."""
    dummies = [(labels[:, None] == np.unique(labels)[None, 1:]).astype(np.float64) for labels in people.categories]
    covariates = np.hstack([np.ones((len(people.codes), 1)), people.numeric, *dummies])
    covariates = covariates[:, _independent(covariates)]
    group = people.focal.astype(np.float64)
    explained = covariates @ np.linalg.lstsq(covariates, group, rcond=None)[0]
    if np.sum((group - explained) ** 2) < _ALIASED * len(group):
        raise NotAssessable("not_identified", n=len(group))
    return np.column_stack([group, covariates[:, 1:]])


def _independent(columns: Floats) -> list[int]:
    """Places of a largest set of linearly independent columns, the constant in front among them."""
    centred = columns[:, 1:] - columns[:, 1:].mean(axis=0)
    if not centred.shape[1]:
        return [0]
    triangle, order = qr(centred, mode="r", pivoting=True)
    sizes = np.abs(np.diag(triangle))
    rank = int((sizes > _ALIASED * max(float(sizes[0]), 1.0)).sum())
    return [0, *sorted(int(place) + 1 for place in order[:rank])]


def _proportional(codes: Codes, predictors: Floats, fit: OrdinalFit) -> float:
    """P-value of proportional odds for the group.

    An inner level that one group never has would let its cuts cross, so it is joined to the level below first.
    """
    cuts = int(codes.max())
    in_both = [len(np.unique(predictors[codes == level, 0])) == 2 for level in range(cuts + 1)]
    kept = np.array([True, *in_both[1:cuts], True])
    if not kept.all():
        codes = (np.cumsum(kept) - 1)[codes]
        fit = cumulative_logit(codes, predictors)
    return nominal_test(codes, predictors, 0, proportional=fit).p_value


def _binary(people: People, cut: int) -> _Fitted | None:
    """Model of reaching ``cut`` or not, where it has an answer."""
    reached = replace(people, codes=(people.codes >= cut).astype(np.int64))
    try:
        return _fitted(reached)
    except NotAssessable:
        return None


def _coefficient(model: _Fitted | None) -> float:
    """Log odds ratio of a binary logit."""
    return math.nan if model is None else float(model.fit.coefficients[0])


def _points(model: _Fitted, binary: _Fitted | None, cut: int, *, partial: bool) -> float:
    """Percentage points of reaching a cut; people left out of a binary logit count as no difference."""
    if not partial:
        return model.points_above(cut)
    if binary is None:
        return math.nan
    return binary.points_above(1) * len(binary.people.codes) / len(model.people.codes)


def standardised(values: Floats) -> Floats:
    """Values in standard deviations from their mean; zeros where they do not vary."""
    spread = float(values.std()) if len(values) else 0.0
    return (values - values.mean()) / spread if spread > 0 else np.zeros_like(values)
