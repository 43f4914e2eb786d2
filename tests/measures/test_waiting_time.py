"""What researchers rely on when they call ``waiting_hours``, ``waiting_time`` and ``compare_waiting``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures import compare_waiting, public_holidays, waiting_curve, waiting_hours, waiting_time


def requests(*spans: tuple[str, str | None]) -> pd.DataFrame:
    came, done = zip(*spans, strict=True)
    return pd.DataFrame({"waktu_masuk": pd.to_datetime(list(came)), "waktu_selesai": pd.to_datetime(list(done))})


def test_office_hours_leave_out_the_holidays_of_the_country() -> None:
    table = requests(("2025-08-15T15:00", "2025-08-19T09:00"))  # Independence Day is a Sunday, joint leave the Monday
    office, clock = waiting_hours(table), waiting_hours(table, office=False)
    assert office["hours"][0] == pytest.approx(2.0)
    assert clock["hours"][0] == pytest.approx(90.0)
    assert np.datetime64("2025-08-18") in public_holidays(2025, 2025)


def test_open_requests_have_lasted_until_the_last_moment_of_the_table() -> None:
    found = waiting_hours(requests(("2025-04-28T09:00", "2025-04-28T15:00"), ("2025-04-28T10:00", None)))
    assert found["closed"].tolist() == [True, False]
    assert found["hours"].tolist() == [6.0, 5.0]


def test_an_end_before_its_begin_has_no_hours() -> None:
    assert waiting_hours(requests(("2025-04-29T09:00", "2025-04-28T09:00")))["hours"].isna().all()


def test_an_open_request_short_of_the_standard_is_not_judged_and_one_beyond_it_is_late() -> None:
    table = pd.DataFrame({"hours": [1.0, 2.0, 9.0, 3.0, 9.0], "closed": [True, True, True, False, False]})
    found = waiting_time(table, standard=8.0).iloc[0]
    assert (found["n"], found["n_open"], found["n_judged"]) == (5, 2, 4)
    assert found["within"] == pytest.approx(2 / 4)


def test_every_service_may_have_its_own_standard_and_every_unit_its_row() -> None:
    table = pd.DataFrame({"hours": [1.0, 5.0, 5.0, 5.0], "batas": [2.0, 2.0, 8.0, 8.0], "unit": list("aabb")})
    found = waiting_time(table, closed=None, standard="batas", by="unit").set_index("unit")
    assert found["within"].to_dict() == {"a": 0.5, "b": 1.0}


def test_open_requests_lengthen_the_median() -> None:
    rng = np.random.default_rng(2)
    hours = rng.exponential(10, 400)
    table = pd.DataFrame({"hours": np.minimum(hours, 8.0), "closed": hours <= 8.0})
    found = waiting_time(table).iloc[0]
    assert found["median"] == pytest.approx(10 * np.log(2), abs=1.2)
    assert np.median(hours[hours <= 8.0]) < found["median"] - 2


def test_nothing_closed_is_too_few() -> None:
    found = waiting_time(pd.DataFrame({"hours": [1.0, 2.0], "closed": [False, False]})).iloc[0]
    assert found["status"] == "too_few"
    assert np.isnan(found["median"])


def test_halving_every_wait_is_a_ratio_of_one_half() -> None:
    before = np.random.default_rng(1).lognormal(2, 0.5, 80)
    found = compare_waiting(before, before / 2).iloc[0]
    assert found["ratio"] == pytest.approx(0.5)
    assert found["high"] < 0


def test_the_curve_tells_by_when_each_tenth_is_done_and_leaves_open_what_is_not() -> None:
    table = pd.DataFrame({"hours": np.arange(1.0, 11.0), "closed": [True] * 6 + [False] * 4, "unit": "a"})
    found = waiting_curve(table, by="unit")
    assert found["share"].tolist() == pytest.approx([tenth / 10 for tenth in range(1, 10)])
    assert found["hours"].notna().sum() == 6
    assert found["hours"].dropna().is_monotonic_increasing
    assert waiting_curve(table, shares=[0.5])["hours"][0] == waiting_time(table)["median"][0]
