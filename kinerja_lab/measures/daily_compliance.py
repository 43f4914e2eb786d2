"""Are daily reports written day by day, or filled in afterwards?"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.measures.waiting_time import public_holidays
from kinerja_lab.stats.working_time import working_days

_LATE_DAYS = 2.0
_BACKFILLED_SHARE, _BACKFILLED_DAYS, _SITTING = 0.5, 5, np.timedelta64(60, "m")
_DAY_MINUTES = 24 * 60
_COPIED_SHARE = 0.6


def daily_compliance(
    entries: pd.DataFrame,
    *,
    columns: tuple[str, str, str] = ("id_pegawai", "tanggal", "waktu_kirim"),
    duration: str | None = None,
    copied: pd.Series | None = None,
    holidays: npt.NDArray[np.datetime64] | None = None,
) -> pd.DataFrame:
    """How completely, how late and in how many sittings did each person report?

    Parameters
    ----------
    entries
        One row an entry.
    columns
        Names of the columns with the person, the day reported on, and the moment of writing, in this order.
    duration
        Column with minutes; days of more than 24 hours are counted.
    copied
        Whether an entry has a twin (``copied_text``), indexed like ``entries``.
    holidays
        Days off besides Saturday and Sunday; by default Indonesian public holidays and joint leave. Expected are the
        working days from the first to the last day in the table.

    Returns
    -------
    DataFrame
        One row a person, indexed by it: ``n`` entries, ``days`` reported on (working days), ``compliance`` (days over
        working days, at most 1), ``median_lag`` (days between work and writing), ``late`` (share of entries more than
        two days late), ``sitting`` (most days filled within an hour), ``backfilled`` (at least half the entries late
        and five days or more filled within an hour), ``impossible_days`` (more than 24 hours reported), ``copied``
        (share of entries with a twin) and ``copies`` (60 % or more). These are marks for a protected work file; a
        report shows units only.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    person, date, written = columns
    require(entries, (*columns, duration))
    known = entries.dropna(subset=[person, date])
    day = known[date].to_numpy(dtype="datetime64[D]")
    off = _holidays(day) if holidays is None else holidays.astype("datetime64[D]")
    frame = pd.DataFrame({"person": known[person].to_numpy(), "day": day, "written": known[written].to_numpy()})
    frame["written"] = frame["written"].astype("datetime64[s]")
    frame["lag"] = (frame["written"].to_numpy(dtype="datetime64[D]") - day) / np.timedelta64(1, "D")
    frame.loc[frame["written"].isna(), "lag"] = np.nan
    frame["late"] = (frame["lag"] > _LATE_DAYS).where(frame["lag"].notna())
    frame["minutes"] = 0.0 if duration is None else known[duration].fillna(0).to_numpy(dtype="float64")
    frame["copied"] = np.nan if copied is None else copied.reindex(known.index).to_numpy(dtype="float64")
    expected = int(working_days(day.min()[None], day.max()[None], holidays=off)[0]) if len(day) else 0
    people = frame.groupby("person", sort=True)
    working = frame[np.is_busday(day, holidays=off)] if len(day) else frame
    table = pd.DataFrame({"n": people.size()})
    table["days"] = working.groupby("person")["day"].nunique().reindex(table.index, fill_value=0)
    table["compliance"] = (table["days"] / expected).clip(upper=1.0) if expected else np.nan
    table = table.assign(median_lag=people["lag"].median(), late=people["late"].mean().astype("float64"))
    table["sitting"] = [_most_in_a_sitting(own[["day", "written"]]) for _, own in people]
    table["backfilled"] = (table["late"] >= _BACKFILLED_SHARE) & (table["sitting"] >= _BACKFILLED_DAYS)
    minutes = frame.groupby(["person", "day"])["minutes"].sum()
    table["impossible_days"] = (minutes > _DAY_MINUTES).groupby(level=0).sum()
    table["copied"] = people["copied"].mean()
    return table.assign(copies=table["copied"] >= _COPIED_SHARE).rename_axis(person)


def _holidays(day: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    """Public holidays of the years of these days."""
    if not len(day):
        return np.zeros(0, dtype="datetime64[D]")
    years = day.astype("datetime64[Y]").astype(int) + 1970
    return public_holidays(int(years.min()), int(years.max()))


def _most_in_a_sitting(own: pd.DataFrame) -> int:
    """Most different days that a person filled within one hour."""
    first = own.dropna().groupby("day")["written"].min().sort_values().to_numpy()
    until = np.searchsorted(first, first + _SITTING, side="right")
    return int((until - np.arange(len(first))).max()) if len(first) else 0
