"""Do 95 % intervals of Gwet's coefficient hold the true value in 95 of 100 samples?

The generator, stated once: the level of a unit is standard normal, a rating is that level plus normal noise with
standard deviation 0.7, cut at −2, −1.3, −0.4 and 1.1 into five levels. Ratings are independent given the unit, so the
true coefficient follows by quadrature. Of n units a stated share has one rating, the others two to four raters. All
replications of a scenario are the groups of one call.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
from scipy.stats import norm

from kinerja_lab.stats.agreement_intervals import linearized
from kinerja_lab.stats.coefficients import Measure, solve, status
from kinerja_lab.stats.ratings import Ratings, sizes
from kinerja_lab.stats.weights import weight_matrix

pytestmark = pytest.mark.slow

REPLICATIONS, SEED = 4000, 20251231
CUTS, NOISE = np.array([-2.0, -1.3, -0.4, 1.1]), 0.7
COEFFICIENTS = {"AC1": "identity", "AC2": "quadratic"}
SCENARIOS = [
    (n, single, name)
    for n, single in ((30, 0.0), (30, 0.5), (60, 0.5), (60, 0.85), (200, 0.85))
    for name in COEFFICIENTS
]


class Coverage(NamedTuple):
    """Share of the replications whose interval holds the truth, its mean width, and what the status says."""

    covered: float
    width: float
    status: str


def truth(matrix: np.ndarray) -> float:
    """Coefficient of the population."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    below = norm.cdf((CUTS - nodes[:, None]) / NOISE)
    levels = np.diff(below, axis=1, prepend=0.0, append=1.0)
    weights = weights / weights.sum()
    observed = weights @ ((levels @ matrix) * levels).sum(axis=1)
    share, q = weights @ levels, len(matrix)
    chance = matrix.sum() / (q * (q - 1)) * (share * (1 - share)).sum()
    return float((observed - chance) / (1 - chance))


def simulated(n: int, single: float) -> Ratings:
    """All replications of a scenario, one a group."""
    rng = np.random.default_rng([SEED, n, round(100 * single)])
    total, alone = REPLICATIONS * n, np.arange(n) < round(n * single)
    number = np.where(np.tile(alone, REPLICATIONS), 1, rng.integers(2, 5, total))
    unit = np.repeat(np.arange(total), number)
    score = rng.normal(size=total)[unit] + NOISE * rng.normal(size=len(unit))
    return Ratings(
        unit=unit,
        level=np.searchsorted(CUTS, score),
        rater=None,
        amount=np.ones(len(unit)),
        group=np.arange(total) // n,
        frequency=np.ones(total),
        n_groups=REPLICATIONS,
        n_levels=len(CUTS) + 1,
    )


@cache
def coverage(n: int, single: float, name: str) -> Coverage:
    """What the default interval reaches in one scenario, whose seed is its own."""
    values = np.arange(1.0, len(CUTS) + 2)
    matrix = weight_matrix(COEFFICIENTS[name], values)
    measure = Measure(names=("gwet_ac",), kind="ordinal", matrix=matrix, values=values)
    ratings = simulated(n, single)
    size = sizes(ratings)
    found = solve(ratings, measure, size)["gwet_ac"]
    limits = linearized("gwet_ac", found, ratings, size, 0.95)
    inside = (limits.low <= truth(matrix)) & (truth(matrix) <= limits.high)
    (word,) = set(status("gwet_ac", found.estimate, size, measure))
    return Coverage(float(inside.mean()), float(np.mean(limits.high - limits.low)), word)


@pytest.mark.parametrize(("n", "single", "name"), SCENARIOS)
def test_the_interval_covers_or_the_status_warns(n: int, single: float, name: str) -> None:
    pairable, found = n - round(n * single), coverage(n, single, name)
    assert found.status == ("ok" if pairable >= 15 else "too_few")
    if pairable >= 30:
        assert 0.93 <= found.covered <= 0.98
    elif pairable >= 15:
        assert 0.90 <= found.covered <= 0.99


def test_the_intervals_of_trusted_scenarios_cover_95_of_100_on_average() -> None:
    trusted = [coverage(*one) for one in SCENARIOS]
    assert 0.94 <= np.mean([one.covered for one in trusted if one.status == "ok"]) <= 0.96
