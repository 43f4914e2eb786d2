"""How soon daily reports are answered."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.feedback_latency import FeedbackLatency
from kinerja_lab.checks.verdict import Verdict
from tests.checks.diaries import dataset, sent


def answered(day: int, after: int) -> dict[str, object]:
    return {"waktu_kirim": sent(day), "waktu_tanggapan": sent(day, after=after)}


def test_answers_of_the_next_day_are_quick() -> None:
    data = dataset(lambda person, day: answered(day, 9 if (person, day) in ((1, 2), (4, 4)) else 1))
    result = FeedbackLatency()(data)
    assert result.estimate == pytest.approx(1 - 2 / 110)
    assert (result.quantities["median"], result.verdict) == (1.0, Verdict.FAIR)


def test_slow_answers_are_a_problem() -> None:
    result = FeedbackLatency()(dataset(lambda person, day: answered(day, 1 if person == day else 8)))
    assert result.verdict is Verdict.PROBLEM


def test_open_reports_count_once_they_are_old_enough() -> None:
    data = dataset(
        lambda person, day: {"waktu_kirim": sent(day), "waktu_tanggapan": ""} if person < 3 else answered(day, 1)
    )
    result = FeedbackLatency()(data)
    old_enough = 8  # the last answer comes a day after the last report: the last two days are younger than three
    assert result.quantities["n_open"] == 30.0
    assert result.estimate == pytest.approx(80 / (80 + 3 * old_enough))


def test_answers_to_few_people_are_too_few() -> None:
    assert FeedbackLatency()(dataset(lambda _, day: answered(day, 1), people=9)).status == "too_few"
