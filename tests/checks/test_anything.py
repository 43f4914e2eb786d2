"""Whatever the declared tables allow: no check fails, warns, or says a number that is not inside its own interval."""

from __future__ import annotations

import math

from hypothesis import HealthCheck, given, settings

from kinerja_lab.checks.suite import run, standard
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.columns import TABLES
from kinerja_lab.dataset import Dataset
from kinerja_lab.messages.narrate import narrate
from tests.checks.anything import region, regions
from tests.checks.test_protocol import STATUSES

few = settings(max_examples=25, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@few
@given(regions())
def test_every_check_answers_whatever_the_tables_hold(data: Dataset) -> None:
    for result in run(data):
        assert result.status in STATUSES
        assert narrate(result, "id")
        assert narrate(result, "en")
        if result.status == "ok":
            assert result.n > 0
            assert result.interval.low <= result.estimate <= result.interval.high, result.check.slug
        else:
            assert result.verdict is Verdict.INSUFFICIENT
            assert math.isnan(result.estimate)


def test_the_generator_reaches_what_the_checks_compute() -> None:
    """Regions that only make checks refuse would prove nothing."""
    answered = {
        result.check.name
        for seed in range(4)
        for result in run(region(seed, n=160, rows=900, units=3, tables=set(TABLES)))
        if result.status == "ok"
    }
    asked = {check.name for check in standard(region(0, n=12, rows=30, units=1, tables=set()).profile)}
    assert len(answered) >= len(asked) / 4, sorted(asked - answered)
