"""The one shape in which every model of rater effects answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from kinerja_lab.errors import UnknownName
from kinerja_lab.models.design import Design


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RaterEffects:
    """Effects of ratees, raters and aspects on the scores, and how they were found.

    Attributes
    ----------
    model, method
        What was fitted (``crossed`` …) and how (``REML`` …).
    facets
        By name, one tidy table each: the level's own column(s), ``n`` scores, ``effect`` (pooled towards the mean of
        the facet, + = higher scores) and its ``se`` given the data, ``deviation`` and ``deviation_se`` (the same
        level unpooled, as if it alone were fixed).
    fixed
        ``term, level, estimate, se``; the first row is the intercept, ``level`` is empty for numbers.
    components
        ``facet, variance, sd, share, se``: variance of each random facet and the ``residual``, share of their sum,
        approximate standard error of the variance.
    log_likelihood
        Of the fit (restricted for REML).
    n
        Scores used.
    iterations, converged
        How the maximum was reached.
    design
        How ratees and raters meet; ``None`` where the model has no two sides.
    """

    model: str
    method: str
    facets: Mapping[str, pd.DataFrame]
    fixed: pd.DataFrame
    components: pd.DataFrame
    log_likelihood: float
    n: int
    iterations: int
    converged: bool
    design: Design | None

    def facet(self, name: str) -> pd.DataFrame:
        """Tidy table of one facet.

        Raises
        ------
        UnknownName
            A facet that the model does not have.
        """
        if name not in self.facets:
            raise UnknownName("facet", name, self.facets)
        return self.facets[name]

    def variance(self, name: str) -> float:
        """Variance of one facet, or of the ``residual``."""
        return float(self.components.set_index("facet").loc[name, "variance"])
