"""Daily reports: how complete, how late, and whether they are filled in afterwards."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.daily_compliance import DailyCompliance
from kinerja_lab.checks.verdict import Verdict
from tests.checks.diaries import DAYS, dataset, sent


def test_nearly_every_day_on_the_day_is_regular() -> None:
    data = dataset(lambda person, day: None if (person, day) == (3, 4) else {"waktu_kirim": sent(day)})
    result = DailyCompliance()(data)
    assert result.estimate == pytest.approx(1 - 0.1 / 11)
    assert (result.n, result.verdict) == (11, Verdict.FAIR)


def test_many_days_left_out_are_a_problem() -> None:
    data = dataset(lambda person, day: None if day % 2 or person == day else {"waktu_kirim": sent(day)})
    assert DailyCompliance()(data).verdict is Verdict.PROBLEM


def test_filling_in_afterwards_breaks_the_second_limit_though_no_day_is_missing() -> None:
    def entry(person: int, day: int) -> dict[str, object] | None:
        late = {"waktu_kirim": f"2025-02-28T10:{day:02d}"}
        return None if (person, day) == (0, 0) else late if person < 9 else {"waktu_kirim": sent(day)}

    result = DailyCompliance()(dataset(entry))
    assert result.quantities["backfilled"] == pytest.approx(9 / 11)
    assert (result.breach, result.verdict) == (True, Verdict.PROBLEM)


def test_impossible_days_are_counted() -> None:
    data = dataset(
        lambda person, day: (
            None
            if (person, day) == (0, 0)
            else {"waktu_kirim": sent(day), "durasi_menit": 1500 if person == day else 60}
        )
    )
    assert DailyCompliance()(data).quantities["impossible_days"] == len(DAYS) - 1


def test_reports_of_few_people_are_too_few() -> None:
    assert DailyCompliance()(dataset(lambda _, day: {"waktu_kirim": sent(day)}, people=9)).status == "too_few"
