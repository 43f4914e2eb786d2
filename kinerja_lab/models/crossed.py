"""Linear mixed model with crossed or nested random intercepts, on a long table of ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption
from kinerja_lab.models.design import design, require
from kinerja_lab.models.effects import RaterEffects
from kinerja_lab.models.terms import Factor, columns_of, factor, fixed_terms, identified
from kinerja_lab.stats.crossproducts import crossproducts
from kinerja_lab.stats.reml import Method, RemlFit, fit_reml
from kinerja_lab.stats.variance_interval import Spread, spread


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrossedEffects(RaterEffects):
    """Answer of ``crossed``; ``solution`` keeps the likelihood for intervals and tests."""

    solution: RemlFit

    def spread(self, facet: str, confidences: Sequence[float] = (0.95, 0.90)) -> Spread:
        """Standard deviation of a facet, with profile-likelihood intervals and the p-value of "no spread"."""
        self.facet(facet)
        return spread(self.solution, list(self.facets).index(facet), confidences)


def crossed(
    ratings: pd.DataFrame,
    response: str,
    *,
    fixed: Sequence[str] = (),
    random: Sequence[str] = ("ratee", "rater"),
    method: Method = "REML",
) -> CrossedEffects:
    """How much of the scores belongs to ratees, to raters and to what they have together?

    Parameters
    ----------
    ratings
        Long table, one row a score. Rows without a response or a fixed column are left out.
    response
        Numeric column.
    fixed
        Columns besides the intercept: numbers and truth values as they are, everything else one indicator per level
        but the first. Columns that depend on earlier ones are dropped.
    random
        Random intercepts: a column, or ``a:b`` for what two columns have together. The first column counts as the
        ratee, the second as the rater. A row without a level has no effect of that factor (a self-rating has no
        other rater).
    method
        ``REML`` or ``ML``.

    Raises
    ------
    UnknownName
        A column that is not there.
    InvalidOption
        No random factor, a factor twice, or an unknown method.
    NotAssessable
        ``not_identified`` (with the facet in ``lacking``) where two factors, or a factor and the residual, are one;
        ``too_few``; ``undefined_no_variation``.
    """
    if not random or len(set(random)) != len(random):
        raise InvalidOption("random", tuple(random), "one or more different factors")
    parts = list(dict.fromkeys(part for name in random for part in columns_of(ratings, name)))
    require(ratings, [response, *fixed, *parts])
    used = ratings[ratings[[response, *fixed]].notna().all(axis=1)]
    facets = [factor(used, name) for name in random]
    identified(facets, len(used))
    x, terms = fixed_terms(used, fixed)
    y = used[response].to_numpy(dtype="float64")
    solution = fit_reml(crossproducts(y - y.mean(), x, [facet.codes for facet in facets]), method)
    sides = [name for name in random if name in ratings.columns]
    return CrossedEffects(
        model="crossed",
        method=method,
        facets=_effects(facets, solution),
        fixed=_estimates(terms, solution, float(y.mean())),
        components=_components(facets, solution),
        log_likelihood=solution.log_likelihood,
        n=len(used),
        iterations=solution.iterations,
        converged=solution.converged,
        design=design(used, *sides[:2]) if len(sides) > 1 else None,
        solution=solution,
    )


def _effects(facets: Sequence[Factor], solution: RemlFit) -> dict[str, pd.DataFrame]:
    """One tidy table a facet."""
    deviation, deviation_se = solution.deviations()
    columns = pd.DataFrame(
        {
            "effect": solution.effects,
            "se": solution.conditional_sd,
            "deviation": deviation,
            "deviation_se": deviation_se,
        }
    )
    tables = {}
    for place, facet in enumerate(facets):
        own = columns[solution.products.factor == place].reset_index(drop=True)
        n = np.bincount(facet.codes[facet.codes >= 0], minlength=len(facet.levels))
        tables[facet.name] = pd.concat([facet.levels.assign(n=n), own], axis=1)
    return tables


def _estimates(terms: Sequence[tuple[str, str]], solution: RemlFit, mean: float) -> pd.DataFrame:
    """Fixed effects, the mean of the response given back to the intercept."""
    table = pd.DataFrame(terms, columns=["term", "level"])
    estimate = solution.point.fixed.copy()
    estimate[0] += mean
    return table.assign(estimate=estimate, se=solution.fixed_se)


def _components(facets: Sequence[Factor], solution: RemlFit) -> pd.DataFrame:
    """Variances of the facets and the residual."""
    variance = solution.variances
    return pd.DataFrame(
        {
            "facet": [*(facet.name for facet in facets), "residual"],
            "variance": variance,
            "sd": np.sqrt(variance),
            "share": variance / variance.sum(),
            "se": np.sqrt(np.diagonal(solution.variance_covariance)),
        }
    )
