from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.checks.awards_on_target import AwardsOnTarget
from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult
from kinerja_lab.checks.severity import Severity
from kinerja_lab.checks.unit_screen import UnitScreen
from kinerja_lab.checks.verdict import Ceiling, Level, Rule
from kinerja_lab.messages.narrate import sentence, words
from kinerja_lab.report.coarse import CAVEAT, coarse
from kinerja_lab.report.rounded import aged, blurred, evened
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import proportion_interval
from tests import results

FEWEST = 5


@dataclass(frozen=True, kw_only=True)
class Rowless(AwardsOnTarget):
    """A share under any rule."""

    rule: Rule = Ceiling(limit=0.10)


def answer(check: Check, hits: int, n: int, quantities: Mapping[str, float] | None = None) -> CheckResult:
    limits = proportion_interval(hits, n)
    rows = pd.DataFrame([("awards_below_target", n, hits / n, *limits)], columns=list(EVIDENCE))
    told = {"n_awards": float(n), "n_false": float(hits), "coverage": 0.2, "n_unmeasured": 0.0, **(quantities or {})}
    return CheckResult(check=check, estimate=hits / n, interval=limits, n=n, quantities=told, evidence=rows)


def seen(item: CheckResult) -> tuple[object, ...]:
    """Everything published of an answer."""
    rows = tuple(map(str, item.evidence.to_numpy().ravel()))
    return (item.estimate, *item.interval, str(item.verdict), str(dict(item.quantities)), item.n, item.caveats, rows)


def test_a_share_of_few_people_is_told_as_the_middle_of_all_that_it_may_be() -> None:
    told = coarse(answer(AwardsOnTarget(), 3, 38), FEWEST)
    assert told.estimate == 2.5 / 38
    assert told.interval == Interval(proportion_interval(1, 38).low, proportion_interval(4, 38).high)
    assert told.evidence[["estimate", "low", "high"]].iloc[0].tolist() == [told.estimate, *told.interval]
    assert told.caveats == (CAVEAT,)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_what_is_blurred_is_said(lang: str) -> None:
    told = coarse(answer(AwardsOnTarget(), 3, 38), FEWEST)
    assert ("kurang dari 5" if lang == "id" else "fewer than 5") in sentence(told, lang)
    assert ("disamarkan" if lang == "id" else "blurred") in " ".join(words(told, lang).caveats)


def test_a_share_of_enough_people_is_told_as_it_is() -> None:
    item = answer(AwardsOnTarget(), 12, 38)
    assert seen(coarse(item, FEWEST)) == seen(item)


@pytest.mark.parametrize("rule", [Ceiling(limit=0.10), Ceiling(limit=0.02), Level(problem=0.6, fine=0.9)], ids=str)
@pytest.mark.parametrize("n", [15, 38, 60, 77, 400])
def test_nobody_can_tell_three_possible_counts_apart(rule: Rule, n: int) -> None:
    same: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for hits in [*range(15), *range(n - 14, n + 1)]:
        if 0 <= hits <= n:
            same[seen(coarse(answer(Rowless(rule=rule), hits, n), FEWEST))].append(hits)
    small = {*range(1, FEWEST), *range(n - FEWEST + 1, n)}
    assert all(len(set(group)) >= 3 for group in same.values() if small & set(group))


def test_a_verdict_that_few_people_decide_is_kept_where_three_counts_share_it() -> None:
    item = answer(AwardsOnTarget(), 1, 77)
    told = coarse(item, FEWEST)
    assert told.verdict == item.verdict == "wajar"
    assert seen(told) == seen(coarse(answer(AwardsOnTarget(), 0, 77), FEWEST))


def test_counts_from_which_a_hidden_share_would_follow_are_hidden_too() -> None:
    told = coarse(answer(PredikatMatrix(), 3, 199, {"n_different": 3.0, "n_raised": 3.0, "n_lowered": 0.0}), FEWEST)
    assert told.quantities["n_different"] == told.quantities["n_raised"] == told.quantities["n_lowered"] == 0.5


def test_all_but_a_few_are_a_few_as_well() -> None:
    told = coarse(answer(AwardsOnTarget(), 36, 38), FEWEST)
    assert told.estimate == 35.5 / 38
    assert math.isnan(told.quantities["n_false"])


@pytest.mark.parametrize("below", [1, 2, 3, 4])
def test_few_below_good_are_in_no_other_share_of_the_same_people(below: int) -> None:
    n, top = 300, 40
    shares = {"good_share": (n - below) / n, "top_share": top / n, "modal_share": (n - top - below) / n}
    limits = proportion_interval(top + below, n)
    item = CheckResult(
        check=Inflation(),
        estimate=(top + below) / n,
        interval=limits,
        n=n,
        quantities={**shares, "good_low": 0.9, "good_high": 1.0, "effective_levels": 1.6},
    )
    told = coarse(item, FEWEST)
    assert told.quantities["good_share"] == pytest.approx((n - 2.5) / n)
    assert told.estimate == pytest.approx((top + 2.5) / n)
    assert told.quantities["modal_share"] == pytest.approx((n - top - 2.5) / n)
    assert told.interval == Interval(proportion_interval(top + 1, n).low, proportion_interval(top + 4, n).high)


def test_a_crude_ratio_of_few_people_is_told_to_one_decimal() -> None:
    shares = {"top_focal": 0.25, "low_focal": 0.02, "top_reference": 0.25, "low_reference": 0.1}
    counts = {"n_focal": 100.0, "n_reference": 100.0, "or_crude": 1.2345, "affected": 3.21}
    rows = pd.DataFrame([("crude", 200, 1.2345, 0.9876, 1.5), ("within_unit", 200, 1.1, 0.9, 1.4)])
    item = CheckResult(
        check=OrdinalOddsRatio(), n=200, quantities=shares | counts, evidence=rows.set_axis(list(EVIDENCE), axis=1)
    )
    told = coarse(item, FEWEST)
    assert told.quantities["or_crude"] == 1.2
    assert told.evidence["estimate"].tolist() == [1.2, 1.1]
    assert told.quantities["low_focal"] == 0.025
    assert told.quantities["low_reference"] == pytest.approx(0.095)  # else the region's total would leave two


def test_of_two_few_parts_only_their_sum_is_told() -> None:
    n, below, top = 199, 3, 4
    shares = {"modal_share": 192 / n, "good_share": (n - below) / n, "top_share": top / n}
    item = CheckResult(
        check=Inflation(),
        estimate=7 / n,
        interval=proportion_interval(7, n),
        n=n,
        quantities={**shares, "good_low": 0.9, "good_high": 1.0, "effective_levels": 1.2},
    )
    told = coarse(item, FEWEST)
    assert told.estimate == item.estimate
    assert told.quantities["modal_share"] == item.quantities["modal_share"]
    assert told.quantities["top_share"] == pytest.approx(3.5 / n)  # 0 to 7, not 1 to 4: else four and three are left
    assert told.quantities["good_share"] == pytest.approx((n - 3.5) / n)


def test_earlier_periods_are_left_to_their_own_reports() -> None:
    rows = [("2024-S2", 197, 7 / 197, 0.01, 0.07), ("2025-S1", 199, 20 / 199, 0.06, 0.15)]
    item = CheckResult(
        check=Inflation(), n=199, quantities={"change": 13 / 199}, evidence=pd.DataFrame(rows, columns=list(EVIDENCE))
    )
    told = aged(item, "2025-S1")
    assert told.evidence.to_numpy().tolist() == [list(rows[1])]
    assert math.isnan(told.quantities["change"])
    assert aged(told, "2025-S1") is told


def test_months_of_a_service_are_no_earlier_periods() -> None:
    item = results.result(next(check for check in results.checks() if check.name == "interrupted_series"))
    assert item.evidence["unit"].str.fullmatch(r"\d{4}-\d\d").all()
    assert aged(item, "2025-S1") is item


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30), st.sampled_from([Severity(), UnitScreen()]))
def test_the_width_of_a_nameless_interval_tells_no_size_that_fewer_than_five_share(
    sizes: list[int], check: Check
) -> None:
    half = [1 / math.sqrt(size) for size in sizes]
    rows = [("", size, 2.0, 2 * math.exp(-part), 2 * math.exp(part)) for size, part in zip(sizes, half, strict=True)]
    item = CheckResult(check=check, evidence=pd.DataFrame(rows, columns=list(EVIDENCE)))
    told = evened(item, FEWEST)
    assert told["n"].isna().all()
    widths = (told["high"] - told["low"]).round(9)
    assert widths.value_counts().min() >= min(FEWEST, len(sizes))
    assert (told["low"] <= item.evidence["low"] + 1e-9).all()
    assert (told["high"] >= item.evidence["high"] - 1e-9).all()


def test_nameless_units_are_told_in_two_digits() -> None:
    rows = pd.DataFrame([("U01", math.nan, 0.41234, 0.21234, 0.9, 0.36364, 0.61237)])
    item = CheckResult(
        check=UnitScreen(),
        estimate=0.41234,
        interval=Interval(0.21234, 0.9),
        n=120,
        quantities={"screened": 6.0, "lowest": 0.41234},
        evidence=rows.set_axis([*EVIDENCE, "observed", "error"], axis=1),
    )
    told = blurred(item)
    assert told.evidence[["estimate", "observed", "error"]].iloc[0].tolist() == [0.41, 0.36, 0.61]
    assert told.quantities == {"screened": 6.0, "lowest": 0.41}
    assert told.verdict == item.verdict


@dataclass(frozen=True, kw_only=True)
class Undeclared(AwardsOnTarget):
    """A check that declares nothing."""

    parts: ClassVar[Mapping[str, str]] = {}


def test_only_declared_parts_are_blurred() -> None:
    item = answer(Undeclared(), 3, 38)
    assert coarse(item, FEWEST).estimate == item.estimate


NOT_OF_PEOPLE = {
    "attainment_quality": {"share_exact", "share_unmoved"},  # of indicators and targets
    "distribution_pattern": {"share_teams"},
    "halo": {"share"},
    "rating_slope": {"share_results", "share_unit", "share_rater"},  # of variance
}
# Who has an appraisal, scores or reports says nothing about how anybody was appraised.
OF_COMPLETENESS = {"score_sources": {"share_atasan", "share_rekan", "share_bawahan", "share_diri"}}


@pytest.mark.parametrize("name", sorted(results.QUANTITIES))
def test_every_share_is_declared_as_a_part_of_people_or_known_to_be_none(name: str) -> None:
    checks = [check for check in results.checks() if check.name == name]
    declared = {part for check in checks for part in check.parts}
    shares = {item for item in results.QUANTITIES[name] if "share" in item and not item.endswith(("_low", "_high"))}
    assert not checks or shares <= declared | NOT_OF_PEOPLE.get(name, set()) | OF_COMPLETENESS.get(name, set())


@pytest.mark.parametrize("check", results.checks(), ids=lambda check: check.slug)
def test_what_a_check_declares_is_among_its_quantities(check: Check) -> None:
    known = {*results.QUANTITIES[check.name], "estimate", "n"}
    assert {*check.parts, *check.parts.values()} <= known
    assert {name for others in check.linked.values() for name in others} <= set(check.parts)
    item = replace(results.result(check), quantities=dict.fromkeys(results.QUANTITIES[check.name], 0.25))
    assert coarse(item, FEWEST).check is check
