"""How the columns of a long table become random factors and fixed effects of a mixed model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import NotAssessable

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
_DEPENDENT = 1e-10


@dataclass(frozen=True, slots=True)
class Factor:
    """A random factor: its columns, the code of each row (−1 = none) and the names of its levels."""

    name: str
    codes: Codes
    levels: pd.DataFrame


def columns_of(ratings: pd.DataFrame, name: str) -> tuple[str, ...]:
    """Columns of a random factor."""
    return (name,) if name in ratings.columns else tuple(name.split(":"))


def factor(ratings: pd.DataFrame, name: str) -> Factor:
    """Code the levels that occur, in sorted order; a level with a missing part is no level."""
    columns = columns_of(ratings, name)
    if len(columns) == 1:
        codes, known = pd.factorize(ratings[name], sort=True)
        return Factor(name, codes, pd.DataFrame({name: known}))
    codes = np.zeros(len(ratings), dtype=np.int64)
    labels = []
    for column in columns:
        part, known = pd.factorize(ratings[column], sort=True)
        codes = np.where((codes < 0) | (part < 0), -1, codes * max(len(known), 1) + part)
        labels.append((column, known))
    kept, inverse = np.unique(codes[codes >= 0], return_inverse=True)
    codes[codes >= 0] = inverse
    levels: dict[str, object] = {}
    for column, known in reversed(labels):
        levels[column] = known[kept % max(len(known), 1)]
        kept = kept // max(len(known), 1)
    return Factor(name, codes, pd.DataFrame(dict(reversed(levels.items()))))


def identified(facets: Sequence[Factor], n: int) -> None:
    """Refuse factors that cannot be told from the mean, from the residual or from each other."""
    for facet in facets:
        if len(facet.levels) < 2:
            raise NotAssessable("too_few", n=len(facet.levels), need=2, lacking=(facet.name,))
        if len(facet.levels) == np.count_nonzero(facet.codes >= 0):
            raise NotAssessable("not_identified", n=n, lacking=(facet.name,))
    for one, other in combinations(facets, 2):
        if _one_to_one(one, other):
            raise NotAssessable("not_identified", n=n, lacking=(one.name, other.name))


def _one_to_one(one: Factor, other: Factor) -> bool:
    """Whether each level of either factor, or none, always comes with the same of the other."""
    sizes = [len(facet.levels) + int(facet.codes.min() < 0) for facet in (one, other)]
    if sizes[0] != sizes[1]:
        return False
    return len(np.unique(one.codes * (len(other.levels) + 1) + other.codes)) == sizes[0]


def fixed_terms(ratings: pd.DataFrame, names: Sequence[str]) -> tuple[Floats, list[tuple[str, str]]]:
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
