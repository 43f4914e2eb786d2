"""How often are round numbers taken for bunching, and how often is bunching missed?

The generator, stated once: 900 whole marks, normal with mean 86 and standard deviation 7; a share of them is rounded to
the next multiple of five by habit (harmless heaping, 0 or 30 %); then a share of those from 87 to 89 is moved to 90 or
91 (none, or 20 %), which is what bunching is. Judged is the surplus at 90, one-sided, T = E = 1.25.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest

from kinerja_lab.checks.bunching import Bunching
from kinerja_lab.checks.verdict import Measured, Verdict
from kinerja_lab.stats.bunching import bunching

SEED, REPLICATIONS, N = 20260131, 1000, 900
CUTOFF = 90.0

pytestmark = pytest.mark.slow


def marks(rng: np.random.Generator, heaped: float, moved: float) -> np.ndarray:
    """Marks of one region of the stated generator."""
    whole = np.rint(rng.normal(86, 7, N))
    whole = np.where(rng.random(N) < heaped, 5 * np.rint(whole / 5), whole)
    near = (whole >= CUTOFF - 3) & (whole < CUTOFF) & (rng.random(N) < moved)
    return np.where(near, CUTOFF + rng.integers(0, 2, N), whole)


@cache
def shares(heaped: float, moved: float) -> dict[Verdict, float]:
    """Shares of verdicts over the replications of one cell, whose seed is its own."""
    rng = np.random.default_rng([SEED, round(100 * heaped), round(100 * moved)])
    counts: Counter[Verdict] = Counter()
    for _ in range(REPLICATIONS):
        found = bunching(marks(rng, heaped, moved), CUTOFF)
        measured = Measured(
            estimate=found.ratio, interval=found.interval, equivalence=found.equivalence, p_value=found.p_value
        )
        counts[Bunching().rule.judge(measured)] += 1
    return {name: counts[name] / REPLICATIONS for name in Verdict}


@pytest.mark.parametrize("heaped", [0.0, 0.3])
def test_honest_marks_are_called_bunched_in_at_most_6_of_100_regions(heaped: float) -> None:
    assert shares(heaped, 0.0)[Verdict.PROBLEM] + shares(heaped, 0.0)[Verdict.ATTENTION] <= 0.06


def test_a_fifth_of_the_marks_moved_is_found_in_at_least_9_of_10_regions() -> None:
    assert shares(0.0, 0.2)[Verdict.PROBLEM] >= 0.90


def test_habits_of_rounding_hide_some_of_it() -> None:
    assert 0.70 <= shares(0.3, 0.2)[Verdict.PROBLEM] < shares(0.0, 0.2)[Verdict.PROBLEM]


@pytest.mark.parametrize("heaped", [0.0, 0.3])
def test_marks_that_were_moved_are_hardly_ever_called_fair(heaped: float) -> None:
    assert shares(heaped, 0.2)[Verdict.FAIR] <= 0.01
