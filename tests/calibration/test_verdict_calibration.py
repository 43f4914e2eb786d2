"""How often does the verdict on a group gap cry wolf, and how often does it miss one?

The generator, stated once: a region has units of about 40 employees. The share of the focal group differs between units
(30 to 70 %). A latent appraisal is the sum of

* 0.9 per standard deviation of attainment (normal, mean 100, standard deviation 8);
* a fixed effect of the position, one of four (0, 0.3, −0.2, 0.4);
* effects of the unit and of one of its raters (about 12 ratees each), both normal with standard deviation 0.5;
* the logarithm of the true odds ratio for the focal group;
* a standard logistic residual.

It is cut at −5.5, −4, −2.4 and 1.6 into the five levels of predikat: about 1, 2, 8, 64 and 25 %. The true odds ratio is
1, or 2 against the focal group. Judged is the model within unit, by the gap rule with T = 1.5 and E = 2; groups below
10 never are. Raters are not in the model: they are the noise that a real region has.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.verdict import Gap, Measured, Verdict
from kinerja_lab.columns import OUTCOMES
from kinerja_lab.measures.ordinal_odds_ratio import ordinal_odds_ratio
from kinerja_lab.stats.interval import Interval

RULE = Gap(practical=1.5, exclusion=2.0, log=True)
REPLICATIONS = {60: 600, 150: 500, 400: 600, 1000: 300}
SEED = 20251231
UNIT_SIZE, RATEES, SMALLEST_GROUP = 40, 12, 10

pytestmark = pytest.mark.slow


def region(rng: np.random.Generator, n: int, odds_ratio: float) -> pd.DataFrame:
    """One region of the stated generator; the focal group's odds of a higher predikat are divided by ``odds_ratio``."""
    units = max(2, round(n / UNIT_SIZE))
    unit = rng.integers(0, units, n)
    rater = unit * UNIT_SIZE + rng.integers(0, UNIT_SIZE // RATEES, n)
    focal = rng.random(n) < rng.uniform(0.3, 0.7, units)[unit]
    position, attainment = rng.choice(4, n, p=[0.45, 0.25, 0.2, 0.1]), rng.normal(size=n)
    latent = (
        0.9 * attainment
        + np.array([0, 0.3, -0.2, 0.4])[position]
        + rng.normal(0, 0.5, units)[unit]
        + rng.normal(0, 0.5, units * UNIT_SIZE)[rater]
        - np.log(odds_ratio) * focal
        + rng.logistic(size=n)
    )
    return pd.DataFrame(
        {
            "predikat": np.array(OUTCOMES.levels)[np.searchsorted([-5.5, -4.0, -2.4, 1.6], latent)],
            "jk": np.where(focal, "P", "L"),
            "capaian": 100 + 8 * attainment,
            "jabatan": position,
            "opd": unit,
        }
    )


def verdict(people: pd.DataFrame) -> Verdict:
    """Verdict on the odds ratio within unit."""
    table = ordinal_odds_ratio(
        people,
        outcome="predikat",
        scale=OUTCOMES,
        group="jk",
        focal="P",
        reference="L",
        attainment="capaian",
        position="jabatan",
        unit="opd",
    )
    row = table.set_index("model").loc["within_unit"]
    if row["status"] != "ok" or min(row["n_focal"], row["n_reference"]) < SMALLEST_GROUP:
        return Verdict.INSUFFICIENT
    return RULE.judge(
        Measured(
            estimate=row["odds_ratio"],
            interval=Interval(row["low"], row["high"]),
            equivalence=Interval(row["low_90"], row["high_90"]),
            p_value=row["p_value"],
        )
    )


@cache
def shares(n: int, odds_ratio: float) -> dict[Verdict, float]:
    """Shares of verdicts over the replications of one cell, whose seed is its own."""
    rng = np.random.default_rng([SEED, n, round(100 * odds_ratio)])
    counts = Counter(verdict(region(rng, n, odds_ratio)) for _ in range(REPLICATIONS[n]))
    return {name: counts[name] / REPLICATIONS[n] for name in Verdict}


@pytest.mark.parametrize("n", sorted(REPLICATIONS))
def test_equal_groups_are_called_a_problem_in_at_most_6_of_100_regions(n: int) -> None:
    assert shares(n, 1.0)[Verdict.PROBLEM] <= 0.06


@pytest.mark.parametrize(("n", "least"), [(400, 0.6), (1000, 0.9)])
def test_equal_groups_are_called_fair_where_the_region_is_large(n: int, least: float) -> None:
    assert shares(n, 1.0)[Verdict.FAIR] >= least


@pytest.mark.parametrize(("n", "least"), [(400, 0.6), (1000, 0.9)])
def test_half_the_odds_are_called_a_problem_where_the_region_is_large(n: int, least: float) -> None:
    assert shares(n, 2.0)[Verdict.PROBLEM] >= least


def test_half_the_odds_are_never_called_fair_in_a_large_region() -> None:
    assert shares(1000, 2.0)[Verdict.FAIR] == 0


def test_small_regions_mostly_get_no_verdict() -> None:
    assert shares(60, 1.0)[Verdict.INSUFFICIENT] >= 0.8
