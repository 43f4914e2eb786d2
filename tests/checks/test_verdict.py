"""The engine judges as designed, rule by rule."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.checks.protocol import Check
from kinerja_lab.checks.suite import standard
from kinerja_lab.checks.verdict import Ceiling, Gap, Impact, Level, Measured, Shown, Verdict, rule_of
from kinerja_lab.stats.interval import UNDEFINED, Interval
from tests import small

ODDS = Gap(practical=1.5, exclusion=2.0, log=True)
POINTS = Gap(practical=0.3, exclusion=0.5)
BUNCHING = Gap(practical=1.25, exclusion=1.25, log=True, upward=True)


def gap(estimate: float, low: float, high: float, p: float, adjusted: float = math.nan) -> Measured:
    return Measured(
        estimate=estimate,
        interval=Interval(low, high),
        equivalence=Interval(low, high),
        p_value=p,
        p_adjusted=adjusted,
    )


@pytest.mark.parametrize(
    ("rule", "measured", "verdict"),
    [
        (ODDS, gap(1.8, 1.2, 2.7, 0.01), Verdict.PROBLEM),
        (ODDS, gap(1 / 1.8, 1 / 2.7, 1 / 1.2, 0.01), Verdict.PROBLEM),
        (ODDS, gap(1.3, 1.05, 1.6, 0.02), Verdict.ATTENTION),
        (ODDS, gap(1.1, 0.8, 1.5, 0.50), Verdict.FAIR),
        (ODDS, gap(1.1, 0.6, 2.1, 0.70), Verdict.INSUFFICIENT),
        (ODDS, gap(1.6, 0.95, 2.6, 0.08), Verdict.ATTENTION),
        (ODDS, gap(1.6, 0.9, 2.9, 0.15), Verdict.INSUFFICIENT),
        (ODDS, gap(1.8, 1.2, 2.7, 0.03, adjusted=0.06), Verdict.ATTENTION),
        (ODDS, gap(0.0, 0.0, 0.4, 0.001), Verdict.PROBLEM),
        (ODDS, gap(math.inf, 2.5, math.inf, 0.001), Verdict.PROBLEM),
        (POINTS, gap(-0.35, -0.5, -0.2, 0.001), Verdict.PROBLEM),
        (POINTS, gap(0.0, -0.4, 0.4, 1.0), Verdict.FAIR),
        (POINTS, gap(0.0, -0.5, 0.4, 1.0), Verdict.INSUFFICIENT),
        (BUNCHING, gap(0.5, 0.3, 0.9, 0.6), Verdict.FAIR),
        (BUNCHING, gap(1.5, 1.2, 1.9, 0.001), Verdict.PROBLEM),
        (BUNCHING, gap(0.5, 0.3, 0.7, 0.001), Verdict.ATTENTION),
        (BUNCHING, gap(1.3, 0.9, 1.8, 0.07), Verdict.INSUFFICIENT),
        (BUNCHING, gap(1.3, 0.9, 1.8, 0.04, adjusted=0.08), Verdict.ATTENTION),
    ],
)
def test_gap_rule_follows_its_six_steps(rule, measured, verdict):
    assert rule.judge(measured) is verdict


@pytest.mark.parametrize("hole", ["estimate", "p_value", "equivalence"])
def test_gap_rule_without_a_number_has_not_enough_data(hole):
    numbers = {"estimate": 1.8, "p_value": 0.01, "equivalence": Interval(1.2, 2.7), "interval": Interval(1.1, 2.8)}
    numbers[hole] = UNDEFINED if hole == "equivalence" else math.nan
    assert ODDS.judge(Measured(**numbers)) is Verdict.INSUFFICIENT


@given(
    estimate=st.floats(0.05, 20),
    width=st.floats(1.01, 10),
    p=st.floats(0, 1),
)
def test_swapping_the_groups_never_changes_a_gap_verdict(estimate, width, p):
    one = gap(estimate, estimate / width, estimate * width, p)
    other = gap(1 / estimate, 1 / (estimate * width), width / estimate, p)
    assert ODDS.judge(one) is ODDS.judge(other)


@given(estimate=st.floats(0.05, 20), p=st.floats(0, 1))
def test_a_large_gap_is_never_called_fair(estimate, p):
    measured = gap(estimate, estimate / 1.01, estimate * 1.01, p)
    if not 0.5 < estimate < 2:
        assert ODDS.judge(measured) is not Verdict.FAIR


@pytest.mark.parametrize(
    ("estimate", "low", "high", "verdict"),
    [
        (0.30, 0.20, 0.39, Verdict.PROBLEM),
        (0.70, 0.45, 0.90, Verdict.FAIR),
        (0.60, 0.41, 0.75, Verdict.FAIR),
        (0.50, 0.41, 0.59, Verdict.ATTENTION),
        (0.55, 0.35, 0.59, Verdict.ATTENTION),
        (0.50, 0.20, 0.80, Verdict.INSUFFICIENT),
        (0.65, 0.30, 0.90, Verdict.INSUFFICIENT),
    ],
)
def test_level_rule_compares_the_interval_with_both_lines(estimate, low, high, verdict):
    measured = Measured(estimate=estimate, interval=Interval(low, high))
    assert Level(problem=0.4, fine=0.6).judge(measured) is verdict


def test_level_rule_sees_a_second_broken_limit():
    measured = Measured(estimate=0.5, interval=Interval(0.45, 0.55), breach=True)
    assert Level(problem=0.2, fine=0.4).judge(measured) is Verdict.PROBLEM


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.0, 0.10, Verdict.FAIR),
        (0.11, 0.3, Verdict.PROBLEM),
        (0.05, 0.2, Verdict.ATTENTION),
        (0.10, 0.2, Verdict.ATTENTION),
        (0.0, 0.26, Verdict.INSUFFICIENT),
    ],
)
def test_ceiling_rule_compares_both_limits(low, high, verdict):
    assert Ceiling(limit=0.10).judge(Measured(estimate=low, interval=Interval(low, high))) is verdict


@pytest.mark.parametrize("rule", [Level(problem=0.4, fine=0.6), Ceiling(limit=0.1)])
def test_no_interval_is_not_enough_data(rule):
    assert rule.judge(Measured(estimate=0.5, interval=UNDEFINED)) is Verdict.INSUFFICIENT


def test_a_description_never_decides():
    assert Shown().judge(Measured(estimate=0.1, interval=UNDEFINED)) is Verdict.SHOWN
    assert Shown().judge(Measured(estimate=math.nan, interval=UNDEFINED)) is Verdict.INSUFFICIENT


@pytest.mark.parametrize(
    ("measured", "verdict"),
    [
        (gap(3.0, 1.0, 5.0, 0.01), Verdict.IMPROVED),
        (gap(-3.0, -5.0, -1.0, 0.01), Verdict.WORSENED),
        (gap(3.0, -1.0, 7.0, 0.20), Verdict.UNPROVEN),
        (gap(3.0, 1.0, 5.0, 0.01, adjusted=0.06), Verdict.UNPROVEN),
        (gap(math.nan, math.nan, math.nan, math.nan), Verdict.INSUFFICIENT),
    ],
)
def test_a_service_is_called_better_only_where_chance_hardly_explains_it(measured: Measured, verdict: Verdict) -> None:
    assert Impact().judge(measured) is verdict


@pytest.mark.parametrize("check", standard(small.profile()), ids=lambda check: check.slug)
def test_a_rule_is_known_again_from_the_options_of_a_record(check: Check) -> None:
    assert rule_of(json.loads(json.dumps(check.options))) == check.rule
