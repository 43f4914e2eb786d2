"""What researchers rely on when they call ``daily_compliance``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures import daily_compliance

DAYS = np.busday_offset(np.datetime64("2025-07-07"), np.arange(10))  # two weeks without a holiday


def diary(person: str, days: np.ndarray, written: np.ndarray, minutes: int = 60) -> pd.DataFrame:
    return pd.DataFrame({"id_pegawai": person, "tanggal": days, "waktu_kirim": written, "menit": minutes})


def same_day(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[m]") + np.timedelta64(16 * 60, "m")


def test_days_count_once_and_lag_in_days() -> None:
    table = pd.concat([diary("a", DAYS, same_day(DAYS)), diary("a", DAYS[:2], same_day(DAYS[:2] + 3))])
    found = daily_compliance(table).loc["a"]
    assert (found["n"], found["days"], found["compliance"], found["median_lag"]) == (12, 10, 1.0, 0.0)
    assert found["late"] == pytest.approx(2 / 12)
    assert not found["backfilled"]


def test_many_days_in_one_sitting_long_after_are_backfilled() -> None:
    sitting = np.datetime64("2025-07-31T10:00") + np.arange(10).astype("timedelta64[m]")
    found = daily_compliance(pd.concat([diary("a", DAYS, sitting), diary("b", DAYS, same_day(DAYS))]))
    assert found["backfilled"].to_dict() == {"a": True, "b": False}
    assert found.loc["a", "sitting"] == 10


def test_weekends_and_holidays_are_no_working_days() -> None:
    saturday = np.append(DAYS[:4], np.datetime64("2025-07-12"))
    table = pd.concat([diary("a", saturday, same_day(saturday)), diary("b", DAYS, same_day(DAYS))])
    assert daily_compliance(table).loc["a", "compliance"] == pytest.approx(0.4)
    off = np.array(["2025-07-18"], dtype="datetime64[D]")
    assert daily_compliance(table, holidays=off).loc["a", "compliance"] == pytest.approx(4 / 9)


def test_more_than_a_day_in_a_day_is_counted() -> None:
    table = pd.concat([diary("a", DAYS[:3], same_day(DAYS[:3]), 800), diary("a", DAYS[:1], same_day(DAYS[:1]), 800)])
    assert daily_compliance(table, duration="menit").loc["a", "impossible_days"] == 1


def test_copies_are_a_share_of_the_entries() -> None:
    table = diary("a", DAYS, same_day(DAYS))
    found = daily_compliance(table, copied=pd.Series([True] * 7 + [False] * 3)).loc["a"]
    assert found["copied"] == pytest.approx(0.7)
    assert found["copies"]


def test_no_entries_are_no_people() -> None:
    assert daily_compliance(diary("a", DAYS, same_day(DAYS)).head(0)).empty
