"""However degenerate a valid region is, every check answers: with a status, without a warning, without an exception."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings

from kinerja_lab.checks.protocol import EVIDENCE, CheckResult
from kinerja_lab.checks.suite import run, standard
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.narrate import narrate
from tests.checks.abused import Plan, dataset, plans, tables
from tests.checks.test_protocol import STATUSES

few = settings(max_examples=12, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
PEOPLE = ("id_pegawai", "id_penilai", "id_atasan")


@few
@given(plans())
@example(Plan(n=1))
@example(Plan(n=12, heads="all"))
@example(Plan(n=160, units="each"))
@example(Plan(n=60, scores="same"))
@example(Plan(n=60, scores="by_ratee", raters="twins"))
@example(Plan(n=30, scores="by_rater", raters="many"))
@example(Plan(n=60, outcomes="same", results="same"))
@example(Plan(n=160, outcomes="ends", sexes="one_woman"))
@example(Plan(n=160, regimes="mixed", others="unappraised"))
def test_every_check_answers_with_a_status(plan: Plan) -> None:
    data = dataset(tables(plan))
    for check in standard(data.profile):
        result = check(data)
        assert result.status in STATUSES
        assert list(result.evidence.columns[: len(EVIDENCE)]) == list(EVIDENCE)
        assert narrate(result, "id")
        assert narrate(result, "en")
        if result.status == "ok":
            assert result.interval.low <= result.estimate <= result.interval.high
            assert result.n > 0
        else:
            assert result.verdict is Verdict.INSUFFICIENT
            assert math.isnan(result.estimate)


def close(one: CheckResult, other: CheckResult, **tolerance: float) -> None:
    """Both say the same."""
    assert (one.status, one.n, one.verdict, one.diagnosis) == (other.status, other.n, other.verdict, other.diagnosis)
    same = {"rel": 1e-7, "abs": 1e-9, "nan_ok": True} | tolerance
    assert (one.estimate, *one.interval) == pytest.approx((other.estimate, *other.interval), **same)


def relabelled(made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Everybody gets another name, which sorts elsewhere; rows in another order."""
    names = pd.unique(pd.concat([frame[name] for frame in made.values() for name in PEOPLE if name in frame]))
    others = np.random.default_rng(7).permutation([f"baru {place:05d}" for place in range(len(names))])
    new = dict(zip(names, others, strict=True))
    return {
        table: frame.assign(**{name: frame[name].map(new) for name in PEOPLE if name in frame}).sample(
            frac=1, random_state=3
        )
        for table, frame in made.items()
    }


@pytest.mark.parametrize(
    "plan", [Plan(), Plan(n=30, raters="two_roles", scores="ends"), Plan(n=60, units="each", heads="some")]
)
def test_names_of_people_and_the_order_of_rows_change_nothing(plan: Plan) -> None:
    made = tables(plan)
    before, after = run(dataset(made)), run(dataset(relabelled(made)))
    for one, other in zip(before, after, strict=True):
        close(one, other)


OF_EVERYBODY = ("completeness", "period_coverage")  # they count those who are not appraised


def test_a_unit_whose_only_member_is_not_appraised_changes_no_answer_about_those_who_are() -> None:
    made = tables(Plan(n=60))
    lone = made["pegawai"].iloc[[0]].assign(id_pegawai="seorang", unit_kerja="Dinas Kosong")
    grown = made | {"pegawai": pd.concat([made["pegawai"], lone], ignore_index=True)}
    for one, other in zip(run(dataset(made)), run(dataset(grown)), strict=True):
        if one.check.name not in OF_EVERYBODY:
            close(one, other)


def doubled(made: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Everybody has a twin with the same history, rated by the twins of the raters, in the same unit."""
    return {
        table: pd.concat(
            [frame, frame.assign(**{name: frame[name] + " kembar" for name in PEOPLE if name in frame})],
            ignore_index=True,
        )
        for table, frame in made.items()
    }


def test_twice_the_same_people_give_the_same_estimate_and_narrower_intervals() -> None:
    made = tables(Plan(n=160, scores="spread"))
    once, twice = run(dataset(made)), run(dataset(doubled(made)))
    answered = 0
    for one, other in zip(once, twice, strict=True):
        if one.status == "ok":
            answered += 1
            assert other.estimate == pytest.approx(one.estimate, rel=0.08, abs=0.02), one.check.slug
            assert other.interval.high - other.interval.low < one.interval.high - one.interval.low, one.check.slug
    assert answered >= 8
