"""How often do the checks of equality cry wolf on simulated regions, and how often do they miss what is planted?

Regions come from ``kinerja_lab.simulate``, with sex as the one registered attribute: units of 40 employees of four
kinds, with the usual shares of women; predikat rise by 2.4 logits a standard deviation of attainment; raters differ by
0.3 points in severity and as much in their impressions of single employees, which no model sees. The editions of the
plan are the stored seeds. Every region counts three times, once a period: its people stay, results and judgements are
drawn anew.

An odds ratio of 2 is the limit E itself, so that the two one-sided tests alone would call one in twenty such regions
fair; the test of *no difference*, which comes first, leaves fewer.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.unit_screen import UnitScreen
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.simulate.appraisals import appraisals
from kinerja_lab.simulate.people import employees
from kinerja_lab.simulate.plan import PERIODS, Awarding, Judging, RegionPlan, Scoring, Treatment, Unit
from kinerja_lab.simulate.work import attained, indicators, organisations
from tests.small import profile

KINDS, UNIT_SIZE = ("pendidikan", "kesehatan", "keuangan", "perizinan"), 40
EDITIONS = {(400, 1.0): 150, (400, 2.7): 60, (1000, 2.0): 40}

pytestmark = pytest.mark.slow


def plan(n: int, odds_ratio: float, edition: int) -> RegionPlan:
    """A region of ``n`` employees in which the odds of women are divided by ``odds_ratio``."""
    unequal = (Treatment(column="jenis_kelamin", focal="P", odds_ratio=1 / odds_ratio),)
    return RegionPlan(
        slug="kalibrasi",
        institution="Instansi Uji",
        units=tuple(
            Unit(name=f"Unit {place:02d}", kind=KINDS[place % 4], size=UNIT_SIZE) for place in range(n // UNIT_SIZE)
        ),
        contract=0.2,
        scoring=Scoring(severity_sd=0.3, halo_sd=0.3),
        judging=Judging(slopes=(2.4, 2.4, 2.4), treatments=unequal if odds_ratio != 1 else ()),
        awarding=Awarding(share=0.1),
        edition=edition,
    )


def periods(made: RegionPlan) -> list[Dataset]:
    """The tables that the checks of equality read, once a period."""
    people = employees(made)
    results = indicators(made, people)
    reached = attained(people, results)
    rated = appraisals(made, people, reached, organisations(people, reached))
    tables = {"pegawai": people, "indikator": results, "penilaian": rated}
    return [Dataset(profile=profile(), period=period, tables=tables) for period in PERIODS]


@cache
def found(n: int, odds_ratio: float) -> tuple[dict[Verdict, float], float]:
    """Shares of verdicts on the odds ratio, and share of regions in which any unit is flagged."""
    verdicts, flagged = Counter[Verdict](), 0
    for edition in range(1, EDITIONS[n, odds_ratio] + 1):
        for data in periods(plan(n, odds_ratio, edition)):
            verdicts[OrdinalOddsRatio()(data).verdict] += 1
            flagged += UnitScreen()(data).quantities.get("flagged", 0.0) > 0
    regions = verdicts.total()
    return {name: verdicts[name] / regions for name in Verdict}, flagged / regions


def test_equal_treatment_is_called_a_problem_in_at_most_75_of_1000_regions() -> None:
    assert found(400, 1.0)[0][Verdict.PROBLEM] <= 0.075


def test_any_unit_is_flagged_in_at_most_5_of_100_regions_with_equal_treatment() -> None:
    assert found(400, 1.0)[1] <= 0.05


@pytest.mark.parametrize(("n", "odds_ratio"), [(400, 2.7), (1000, 2.0)])
def test_unequal_treatment_is_called_a_problem_in_at_least_90_of_100_regions(n: int, odds_ratio: float) -> None:
    assert found(n, odds_ratio)[0][Verdict.PROBLEM] >= 0.90


def test_clearly_unequal_treatment_is_never_called_fair() -> None:
    assert found(400, 2.7)[0][Verdict.FAIR] == 0


def test_treatment_as_unequal_as_the_limit_to_be_excluded_is_called_fair_in_at_most_1_of_100_regions() -> None:
    assert found(1000, 2.0)[0][Verdict.FAIR] <= 0.01
