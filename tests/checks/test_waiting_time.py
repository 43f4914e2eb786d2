"""Whether requests are completed within the service standard."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.checks.waiting_time import WaitingTime
from tests.checks.services import dataset, requests


def answer(*tables: pd.DataFrame, **profile: object) -> CheckResult:
    return WaitingTime()(dataset(profile=profile, permohonan=pd.concat(tables, ignore_index=True)))


def test_the_share_within_the_standard_is_counted_with_median_and_ninth_decile() -> None:
    result = answer(requests([1.0] * 36 + [5.0] * 4, standar_jam=3))
    assert result.estimate == pytest.approx(0.9)
    assert (result.n, result.quantities["median"], result.verdict) == (40, 1.0, Verdict.FAIR)
    assert result.interval.low < 0.9 < result.interval.high


def test_many_beyond_the_standard_are_a_problem() -> None:
    result = answer(requests([1.0] * 40 + [5.0] * 60, standar_jam=3))
    assert (result.estimate, result.verdict) == (0.4, Verdict.PROBLEM)


def test_open_requests_beyond_the_standard_are_late_and_those_within_it_are_not_judged() -> None:
    old = requests([math.nan] * 10, standar_jam=3)
    closed = requests([1.0] * 40, standar_jam=3, came="2025-08-05T08:00")
    fresh = requests([math.nan] * 5, standar_jam=3, came="2025-08-05T08:30")
    result = answer(old, closed, fresh)
    assert (result.n, result.quantities["n_open"]) == (50, 15.0)
    assert result.estimate == pytest.approx(40 / 50)


def test_nights_and_weekends_do_not_count() -> None:
    friday = requests([1.0] * 40, standar_jam=8, came="2025-08-08T15:30")
    friday["waktu_selesai"] = np.datetime64("2025-08-11T08:30")
    assert answer(friday).estimate == 1.0


def test_where_a_request_tells_no_standard_that_of_the_profile_holds() -> None:
    standards = {"standar_layanan": {"Akta": 3}, "sumber_standar": "keputusan kepala dinas"}
    result = answer(requests([1.0] * 30 + [5.0] * 10), **standards)
    assert result.estimate == pytest.approx(0.75)
    assert result.evidence["unit"].tolist() == ["Akta"]
    without = answer(requests([1.0] * 40))
    assert (without.status, without.lacking) == ("missing_data", ("permohonan.standar_jam",))


def test_requests_of_other_periods_are_none_of_this_one_and_few_are_too_few() -> None:
    earlier = requests([1.0] * 100, standar_jam=3, came="2025-02-03T08:00")
    result = answer(earlier, requests([1.0] * 29, standar_jam=3))
    assert (result.status, result.n, result.need) == ("too_few", 29, 30.0)
