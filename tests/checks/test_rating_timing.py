"""Appraisals on the last day, and appraisals in bulk."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.rating_timing import RatingTiming, in_bulk
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.messages.narrate import words
from tests import small


def answer(moments: list[str], raters: int = 11) -> CheckResult:
    """Eleven staff appraised at these moments, each by one of so many raters."""
    tables = small.tables()
    people = tables["pegawai"]["id_pegawai"]
    rows = tables["penilaian"].assign(
        waktu_dinilai=["2025-07-01T09:00", *moments],
        id_penilai=[people[0], *(people[1 + place % raters] for place in range(11))],
    )
    return RatingTiming()(Dataset(profile=small.profile(), period="2025-S1", tables=tables | {"penilaian": rows}))


def days(*numbers: int) -> list[str]:
    return [f"2025-07-{day:02d}T{8 + place}:00" for place, day in enumerate(numbers)]


def test_the_share_is_of_the_last_day_on_which_anybody_was_appraised() -> None:
    result = answer(days(2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 15))
    assert result.estimate == pytest.approx(2 / 12)
    assert (result.n, result.quantities["bulk"]) == (12, 0.0)


def test_everything_on_the_last_day_is_a_problem_though_nothing_varies() -> None:
    result = answer(["2025-07-01T10:00"] * 11)
    assert (result.estimate, result.verdict) == (1.0, Verdict.PROBLEM)
    assert result.interval.low > 0.7


def test_five_within_an_hour_by_one_rater_are_bulk() -> None:
    raters = ["a"] * 6 + ["b"] * 5
    minutes = [0, 10, 20, 30, 59, 300, 0, 10, 20, 30, 61]
    moments = pd.Timestamp("2025-07-15T10:00") + pd.to_timedelta(minutes, unit="m")
    rows = pd.DataFrame({"id_penilai": raters, "waktu_dinilai": moments}).sample(frac=1, random_state=1)
    assert sorted(rows.index[in_bulk(rows).reindex(rows.index)]) == [0, 1, 2, 3, 4]


def test_fewer_than_ten_raters_are_too_few() -> None:
    assert answer(days(*range(2, 13)), raters=4).status == "too_few"


def test_days_count_from_the_end_of_the_period() -> None:
    found = answer(days(*[10] * 11))
    assert found.quantities["days_after"] == 10.0
    assert "selesai paling lambat 10 hari sesudah akhir periode." in words(found).detail
    for early, told in ((-3.0, "3 hari sebelum akhir periode."), (0.0, "paling lambat hari terakhir periode.")):
        assert told in words(replace(found, quantities={**found.quantities, "days_after": early})).detail
    assert "by day 10 after the end of the period." in words(found, "en").detail
