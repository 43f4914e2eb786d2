"""Months, working days and office hours of a region, with Indonesian public holidays."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from kinerja_lab import columns as col
from kinerja_lab.simulate.plan import PERIODS, Floats

Moments = npt.NDArray[np.datetime64]

OPENS, CLOSES = 8, 16
HOURS = CLOSES - OPENS
LAST_MONTH = col.period_months(PERIODS[-1])[1]
_YEARS = range(2022, 2027)


@cache
def closed_days() -> Moments:
    """Public holidays and joint leave of the years in the samples."""
    import holidays

    return np.array(
        sorted(holidays.country_holidays("ID", years=_YEARS, categories=("public", "government"))),
        dtype="datetime64[D]",
    )


def months(first: str, last: str = LAST_MONTH) -> list[str]:
    """Months from the first to the last, as ``YYYY-MM``."""
    return [str(month) for month in np.arange(np.datetime64(first), np.datetime64(last) + 1)]


def working_days(first: str, last: str) -> Moments:
    """Working days of the months from the first to the last."""
    end = (np.datetime64(last) + 1).astype("datetime64[D]")
    whole: Moments = np.arange(np.datetime64(first).astype("datetime64[D]"), end, dtype="datetime64[D]")
    return whole[np.is_busday(whole, holidays=closed_days())]


def office_moments(random: np.random.Generator, days: Moments, n: int) -> Moments:
    """Moments in office hours of random ones of these days, to the minute, in order."""
    minutes = random.integers(OPENS * 60, CLOSES * 60, n).astype("timedelta64[m]")
    return np.sort(random.choice(days, n).astype("datetime64[m]") + minutes)


def later(moments: Moments, hours: Floats) -> Moments:
    """Moments after this many office hours; the begin lies in office hours."""
    day = moments.astype("datetime64[D]")
    clock = (moments - day.astype("datetime64[m]")) / np.timedelta64(1, "h") - OPENS + hours
    whole = np.floor(clock / HOURS).astype("int64")
    minutes = np.rint(60 * (clock - whole * HOURS + OPENS)).astype("int64").astype("timedelta64[m]")
    ends = np.busday_offset(day, whole, roll="forward", holidays=closed_days())
    return np.asarray(ends.astype("datetime64[m]") + minutes)


def told(moments: Moments) -> npt.NDArray[np.str_]:
    """Moments to the minute, as text."""
    return np.datetime_as_string(moments, unit="m")
