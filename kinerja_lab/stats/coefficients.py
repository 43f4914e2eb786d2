"""Which agreement coefficients does a set of ratings have, and why is one undefined?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from kinerja_lab.stats.agreement import FROM_SHARES, rater_coefficient, share_family
from kinerja_lab.stats.alpha import interval_family, metric_family, ordinal_family
from kinerja_lab.stats.ratings import Coefficient, Family, FloatArray, Ratings, Sizes
from kinerja_lab.stats.weights import ratio_metric

COEFFICIENTS = (
    "percent_agreement",
    "brennan_prediger",
    "scott_pi",
    "fleiss_kappa",
    "conger_kappa",
    "cohen_kappa",
    "gwet_ac",
    "krippendorff_alpha",
    "krippendorff_alpha_w",
)
FROM_RATERS = ("conger_kappa", "cohen_kappa")
TWO_RATERS = ("scott_pi", "cohen_kappa")
PAIRABLE_ONLY = (*TWO_RATERS, "krippendorff_alpha")
ENOUGH_UNITS = 15  # with fewer pairable units no interval keeps its coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is asked of the ratings.

    Parameters
    ----------
    names
        Coefficients out of ``COEFFICIENTS``.
    kind
        Kind of the scale, which gives the metric of Krippendorff's alpha.
    matrix : (q, q) or None
        Agreement weights; None for continuous scores, where only the alpha with the interval metric is defined.
    values : (q,)
        Numeric position of each level; empty for continuous scores.
    scores : (E,) or None
        Continuous scores.
    """

    names: tuple[str, ...]
    kind: Literal["nominal", "ordinal", "interval", "ratio"]
    matrix: FloatArray | None
    values: FloatArray
    scores: FloatArray | None = None

    def alpha(self, ratings: Ratings) -> Family:
        """Krippendorff's alpha with the metric of the scale."""
        name = "krippendorff_alpha"
        if self.scores is not None:
            return interval_family(name, ratings, self.scores)
        if self.kind == "interval":
            return interval_family(name, ratings, self.values[ratings.level])
        if self.kind == "ordinal":
            return ordinal_family(name, ratings)
        metric = ratio_metric(self.values) if self.kind == "ratio" else 1 - np.eye(len(self.values))
        return metric_family(name, ratings, metric)

    def families(self, ratings: Ratings) -> list[Family]:
        """Families of the asked coefficients, without those that need to know the raters."""
        found = [self.alpha(ratings)] if "krippendorff_alpha" in self.names else []
        if self.matrix is None:
            return found
        if set(FROM_SHARES) & set(self.names):
            found.append(share_family(ratings, self.matrix))
        if "krippendorff_alpha_w" in self.names:
            found.append(metric_family("krippendorff_alpha_w", ratings, 1 - self.matrix))
        return found


def solve(ratings: Ratings, measure: Measure, size: Sizes) -> dict[str, Coefficient]:
    """Each asked coefficient of each group, NaN where undefined, with the influence of each unit."""
    found: dict[str, Coefficient] = {}
    for family in measure.families(ratings):
        found |= family.coefficients(ratings)
    pairs_of_raters = size.raters == 2
    for name in set(FROM_RATERS) & set(measure.names):
        complete = name == "cohen_kappa"
        if ratings.rater is not None and measure.matrix is not None and (pairs_of_raters.any() or not complete):
            found[name] = rater_coefficient(ratings, ratings.rater, measure.matrix, complete=complete)
    for name in set(TWO_RATERS) & set(found):
        found[name] = found[name]._replace(estimate=np.where(pairs_of_raters, found[name].estimate, np.nan))
    nothing = Coefficient(np.full(ratings.n_groups, np.nan), np.full(len(ratings.group), np.nan))
    return {name: found.get(name, nothing) for name in measure.names}


def status(name: str, estimate: FloatArray, size: Sizes, measure: Measure) -> npt.NDArray[np.str_]:
    """Is the coefficient of each group defined, and can its interval be trusted?

    Returns
    -------
    (G,)
        ``ok``; ``too_few`` (fewer than 15 pairable units: the estimate stands, its interval cannot be trusted); or why
        the estimate is NaN: ``no_pairable_units``, ``not_identified`` (the coefficient needs two raters, known raters
        or a declared scale), ``undefined_no_variation`` (chance agreement is certain).
    """
    unknown = np.isnan(size.raters) if name in FROM_RATERS else np.zeros(len(estimate), dtype=bool)
    if name in TWO_RATERS:
        unknown = size.raters != 2
    if measure.matrix is None and name != "krippendorff_alpha":
        unknown = np.ones(len(estimate), dtype=bool)
    reasons = [size.pairable == 0, unknown, np.isnan(estimate), size.pairable < ENOUGH_UNITS]
    words = ["no_pairable_units", "not_identified", "undefined_no_variation", "too_few"]
    return np.select(reasons, words, "ok")
