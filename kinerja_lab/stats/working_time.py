"""How many office hours and working days lie between two moments?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Moments = npt.NDArray[np.datetime64]

_OPENS, _CLOSES = 8.0, 16.0
_HOUR = np.timedelta64(1, "h")


def working_hours(begin: Moments, end: Moments, *, holidays: Moments) -> Floats:
    """Office hours, 8 to 16, from one moment to another (n,); NaN where either is missing or the end comes first.

    What arrives at night or on a holiday starts to count when the office opens; a calendar would count the weekend.
    ``holidays`` are days on which the office is closed besides Saturday and Sunday.
    """
    closed = np.sort(holidays.astype("datetime64[D]"))
    known = ~(np.isnat(begin) | np.isnat(end))
    hours = np.full(len(begin), np.nan)
    passed = _passed(end[known], closed) - _passed(begin[known], closed)
    hours[known] = np.where(end[known] >= begin[known], passed, np.nan)
    return hours


def working_days(first: Moments, last: Moments, *, holidays: Moments) -> npt.NDArray[np.int64]:
    """Working days from the first to the last day, both included."""
    closed = holidays.astype("datetime64[D]")
    after = last.astype("datetime64[D]") + 1
    return np.asarray(np.busday_count(first.astype("datetime64[D]"), after, holidays=closed), dtype="int64")


def _passed(moments: Moments, closed: Moments) -> Floats:
    """Office hours since a fixed day long ago."""
    days = moments.astype("datetime64[D]")
    whole = np.busday_count(np.datetime64("1970-01-01"), days, holidays=closed)
    clock = (moments.astype("datetime64[s]") - days.astype("datetime64[s]")) / _HOUR
    today = np.is_busday(days, holidays=closed) * np.clip(clock - _OPENS, 0.0, _CLOSES - _OPENS)
    return np.asarray(whole * (_CLOSES - _OPENS) + today, dtype="float64")
