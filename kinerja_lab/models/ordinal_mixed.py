"""Cumulative logit with crossed or nested random intercepts, on a long table of ordered ratings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption
from kinerja_lab.models.design import design, require
from kinerja_lab.models.effects import RaterEffects
from kinerja_lab.models.terms import Factor, columns_of, factor, fixed_terms, identified
from kinerja_lab.stats.ordinal import used_levels
from kinerja_lab.stats.ordinal_mixed import OrdinalMixedFit, fit_ordinal_mixed

_LOGISTIC_VARIANCE = math.pi**2 / 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OrdinalEffects(RaterEffects):
    """Answer of ``ordinal_mixed``, in logits: ``fixed`` has no intercept, ``thresholds`` take its place.

    Attributes
    ----------
    thresholds
        ``below, above, estimate, se``: logit of a rating at or below the cut between two neighbouring levels, where
        all effects are zero.
    """

    thresholds: pd.DataFrame


def ordinal_mixed(
    ratings: pd.DataFrame,
    response: str,
    *,
    fixed: Sequence[str] = (),
    random: Sequence[str] = ("ratee", "rater"),
    nodes: int = 1,
) -> OrdinalEffects:
    """How much of ordered ratings belongs to ratees and to raters, where steps of the scale need not be equal?

    logit P(Y ≤ j) = θⱼ − xβ − u − v: positive effects move ratings up. A facet's ``deviation`` is the level's own
    estimate without pooling, from the curvature at its mode.

    Parameters
    ----------
    ratings
        Long table, one row a score. Rows without a response, a fixed column or a level of a factor are left out.
    response
        Numeric column, or ordered categories.
    fixed
        Columns: numbers and truth values as they are, everything else one indicator per level but the first.
    random
        One or two random intercepts: a column, or ``a:b`` for what two columns have together.
    nodes
        1 for Laplace's approximation; more for adaptive Gauss–Hermite quadrature, with one random intercept.

    Raises
    ------
    UnknownName
        A column that is not there.
    InvalidOption
        A response without an order, no random factor or more than two, or quadrature with two.
    NotAssessable
        ``not_identified``, ``too_few``, ``undefined_no_variation``, ``separation``.
    """
    if not 1 <= len(random) <= 2 or len(set(random)) != len(random):
        raise InvalidOption("random", tuple(random), "one or two different factors")
    parts = list(dict.fromkeys(part for name in random for part in columns_of(ratings, name)))
    require(ratings, [response, *fixed, *parts])
    used = ratings[ratings[[response, *fixed, *parts]].notna().all(axis=1)]
    order, levels = _ordered(used[response])
    codes = used_levels(order)
    facets = [factor(used, name) for name in random]
    identified(facets, len(used))
    x, terms = fixed_terms(used, fixed)
    solution = fit_ordinal_mixed(codes, x[:, 1:], [facet.codes for facet in facets], nodes)
    sides = [name for name in random if name in ratings.columns]
    return OrdinalEffects(
        model="ordinal_mixed",
        method="Laplace" if nodes == 1 else f"adaptive Gauss–Hermite, {nodes} nodes",
        facets={facet.name: _effects(facet, solution, place) for place, facet in enumerate(facets)},
        fixed=pd.DataFrame(terms[1:], columns=["term", "level"]).assign(
            estimate=solution.coefficients, se=solution.coefficients_se
        ),
        components=_components(facets, solution),
        log_likelihood=solution.log_likelihood,
        n=len(used),
        iterations=solution.iterations,
        converged=solution.converged,
        design=design(used, *sides) if len(sides) > 1 else None,
        thresholds=pd.DataFrame({"below": levels[:-1], "above": levels[1:]}).assign(
            estimate=solution.thresholds, se=solution.thresholds_se
        ),
    )


def _ordered(response: pd.Series) -> tuple[np.ndarray, list[object]]:
    """Code of each rating in the order of the scale, and the levels that occur."""
    if isinstance(response.dtype, pd.CategoricalDtype) and response.dtype.ordered:
        codes = response.cat.codes.to_numpy(dtype="int64")
        return codes, list(response.cat.categories[np.unique(codes)])
    if not pd.api.types.is_numeric_dtype(response):
        raise InvalidOption("response", str(response.name), "a numeric column or ordered categories")
    codes, levels = pd.factorize(response, sort=True)
    return codes, list(levels)


def _effects(facet: Factor, solution: OrdinalMixedFit, place: int) -> pd.DataFrame:
    """Tidy table of one facet: pooled modes, and each level by itself."""
    effect, se, variance = solution.effects[place], solution.effects_se[place], solution.variances[place]
    n = np.bincount(facet.codes, minlength=len(facet.levels))
    if not variance > 0:
        return facet.levels.assign(n=n, effect=0.0, se=0.0, deviation=np.nan, deviation_se=np.nan)
    own = 1.0 / se**2 - 1.0 / variance
    weight = np.where(own > 1e-6 / variance, own, np.nan)
    return facet.levels.assign(
        n=n, effect=effect, se=se, deviation=effect / se**2 / weight, deviation_se=1.0 / np.sqrt(weight)
    )


def _components(facets: Sequence[Factor], solution: OrdinalMixedFit) -> pd.DataFrame:
    """Variances of the facets and of the logistic residual, which is fixed by the scale."""
    variance = np.append(solution.variances, _LOGISTIC_VARIANCE)
    return pd.DataFrame(
        {
            "facet": [*(facet.name for facet in facets), "residual"],
            "variance": variance,
            "sd": np.sqrt(variance),
            "share": variance / variance.sum(),
            "se": np.append(solution.variances_se, 0.0),
        }
    )
