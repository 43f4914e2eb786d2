"""Linear mixed model with crossed or nested random intercepts, on a long table of ratings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.models.design import design, require
from kinerja_lab.models.effects import RaterEffects
from kinerja_lab.stats.crossproducts import crossproducts
from kinerja_lab.stats.reml import Method, RemlFit, fit_reml
from kinerja_lab.stats.variance_interval import Spread, spread

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
_DEPENDENT = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CrossedEffects(RaterEffects):
    """Answer of ``crossed``; ``solution`` keeps the likelihood for intervals and tests."""

    solution: RemlFit

    def spread(self, facet: str, confidences: Sequence[float] = (0.95, 0.90)) -> Spread:
        """Standard deviation of a facet, with profile-likelihood intervals and the p-value of "no spread"."""
        self.facet(facet)
        return spread(self.solution, list(self.facets).index(facet), confidences)


@dataclass(frozen=True, slots=True)
class _Facet:
    """A random factor: its columns, the code of each row (−1 = none) and the names of its levels."""

    name: str
    codes: Codes
    levels: pd.DataFrame


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
    parts = list(dict.fromkeys(part for name in random for part in _columns(ratings, name)))
    require(ratings, [response, *fixed, *parts])
    used = ratings[ratings[[response, *fixed]].notna().all(axis=1)]
    facets = [_facet(used, name) for name in random]
    _identified(facets, len(used))
    x, terms = _fixed(used, fixed)
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


def _columns(ratings: pd.DataFrame, name: str) -> tuple[str, ...]:
    """Columns of a random factor."""
    return (name,) if name in ratings.columns else tuple(name.split(":"))


def _facet(ratings: pd.DataFrame, name: str) -> _Facet:
    """Code the levels that occur, in sorted order; a level with a missing part is no level."""
    codes = np.zeros(len(ratings), dtype=np.int64)
    labels = []
    for column in _columns(ratings, name):
        part, known = pd.factorize(ratings[column], sort=True)
        codes = np.where((codes < 0) | (part < 0), -1, codes * max(len(known), 1) + part)
        labels.append((column, known))
    kept, inverse = np.unique(codes[codes >= 0], return_inverse=True)
    codes[codes >= 0] = inverse
    levels: dict[str, object] = {}
    for column, known in reversed(labels):
        levels[column] = known[kept % max(len(known), 1)]
        kept = kept // max(len(known), 1)
    return _Facet(name, codes, pd.DataFrame(dict(reversed(levels.items()))))


def _identified(facets: Sequence[_Facet], n: int) -> None:
    """Refuse factors that cannot be told from the mean, from the residual or from each other."""
    for facet in facets:
        if len(facet.levels) < 2:
            raise NotAssessable("too_few", n=len(facet.levels), need=2, lacking=(facet.name,))
        if len(facet.levels) == np.count_nonzero(facet.codes >= 0):
            raise NotAssessable("not_identified", n=n, lacking=(facet.name,))
    for one, other in combinations(facets, 2):
        together = len(np.unique(one.codes * (len(other.levels) + 1) + other.codes))
        if together == len(np.unique(one.codes)) == len(np.unique(other.codes)):
            raise NotAssessable("not_identified", n=n, lacking=(one.name, other.name))


def _fixed(ratings: pd.DataFrame, names: Sequence[str]) -> tuple[Floats, list[tuple[str, str]]]:
    """Design matrix of the fixed effects with intercept, of full rank, and (term, level) of each column."""
    columns, terms = [np.ones(len(ratings))], [("intercept", "")]
    for name in names:
        values = ratings[name]
        if pd.api.types.is_numeric_dtype(values):
            columns.append(values.to_numpy(dtype="float64"))
            terms.append((name, ""))
            continue
        codes, levels = pd.factorize(values, sort=True)
        columns.extend((codes == place).astype("float64") for place in range(1, len(levels)))
        terms.extend((name, str(level)) for level in levels[1:])
    x = np.column_stack(columns)
    kept = _independent(x)
    return x[:, kept], [terms[place] for place in kept]


def _independent(x: Floats) -> list[int]:
    """Columns that no earlier ones explain (Gram–Schmidt on the sums of products)."""
    gram = x.T @ x
    scale = np.diagonal(gram).copy()
    kept = []
    for place in range(len(gram)):
        if scale[place] > 0 and gram[place, place] > _DEPENDENT * scale[place]:
            gram -= np.outer(gram[:, place], gram[place]) / gram[place, place]
            kept.append(place)
    return kept


def _effects(facets: Sequence[_Facet], solution: RemlFit) -> dict[str, pd.DataFrame]:
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


def _components(facets: Sequence[_Facet], solution: RemlFit) -> pd.DataFrame:
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
