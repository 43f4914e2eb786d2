"""Daily reports of a few employees."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate import catalogue
from kinerja_lab.simulate.plan import RegionPlan, chosen

_FIRST_DAY, _DAYS = "2025-11-03", 30
_REPORTED = 0.92
_CLASSES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_MODELS = 3  # entries that a copying employee has written
_ANSWER_HOURS, _SHAPE = 24.0, 1.5
_STATES, _SHARES = ("disetujui", "menunggu", "ditolak"), (0.84, 0.13, 0.03)


def diary(plan: RegionPlan, people: pd.DataFrame) -> pd.DataFrame:
    """The table ``aktivitas``: one entry a working day for the plan's number of staff, some days without.

    With planted faults: some fill their reports in a week at a time, some copy them, and answers are slow.
    """
    random = plan.random("aktivitas")
    phrases = {unit.name: catalogue.kind(unit.kind).diary for unit in plan.units}
    quarters = [unit.name.split(maxsplit=1)[1] for unit in plan.units if unit.kind == "kelurahan"]
    staff = people[~people[col.HEAD] & people[col.UNIT].map(lambda unit: bool(phrases[unit]))]
    staff = staff.iloc[np.sort(random.choice(len(staff), plan.diarists, replace=False))]
    days = np.busday_offset(np.datetime64(_FIRST_DAY), np.arange(_DAYS))
    rows = [
        (name, day, _sentence(phrases[unit], quarters, random))
        for name, unit in staff[[col.EMPLOYEE, col.UNIT]].itertuples(index=False)
        for day in days[random.random(_DAYS) < _REPORTED]
    ]
    entries = pd.DataFrame(rows, columns=[col.EMPLOYEE, "tanggal", "uraian"])
    entries = _copied(plan, entries)
    return _with_times(plan, entries, random)[col.TABLES["aktivitas"].names]


def _some(plan: RegionPlan, entries: pd.DataFrame, fault: str, share: float) -> pd.Series:
    """Which entries are by one of the share of people with a fault."""
    people = np.sort(entries[col.EMPLOYEE].unique())
    return entries[col.EMPLOYEE].isin(people[chosen(plan.random("aktivitas", fault), np.arange(len(people)), share)])


def _copied(plan: RegionPlan, entries: pd.DataFrame) -> pd.DataFrame:
    """Entries of some people repeat one of their own first few."""
    planted = plan.document.reporting
    if planted is None:
        return entries
    copying = _some(plan, entries, "salin", planted.copying)
    place = entries.groupby(col.EMPLOYEE).cumcount()
    first = entries[copying & (place < _MODELS)].set_index([col.EMPLOYEE, place[copying & (place < _MODELS)]])["uraian"]
    wanted = pd.MultiIndex.from_arrays([entries[col.EMPLOYEE], place % _MODELS])
    return entries.assign(uraian=entries["uraian"].where(~copying, first.reindex(wanted).to_numpy()))


def _sentence(phrases: tuple[str, ...], quarters: list[str], random: np.random.Generator) -> str:
    """One entry."""
    return phrases[random.integers(len(phrases))].format(
        n=random.integers(2, 31),
        s=random.integers(2, 9),
        k=_CLASSES[random.integers(len(_CLASSES))],
        t=quarters[random.integers(len(quarters))],
    )


def _with_times(plan: RegionPlan, entries: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Sent in the afternoon of the day or on one of the next days; answered within days unless still waiting."""
    n = len(entries)
    late = random.choice([0, 1, 2], n, p=[0.88, 0.09, 0.03])
    day = np.asarray(entries["tanggal"].to_numpy(), dtype="datetime64[D]")
    sent = (day + late).astype("datetime64[m]") + random.integers(15 * 60, 18 * 60, n).astype("timedelta64[m]")
    planted = plan.document.reporting
    if planted is not None:
        sent = _on_mondays(day, sent, _some(plan, entries, "susulan", planted.backfilling).to_numpy())
    hours = _ANSWER_HOURS if planted is None else planted.answer_hours
    answered = sent + np.rint(60 * hours * random.gamma(_SHAPE, 1 / _SHAPE, n)).astype("timedelta64[m]")
    state = random.choice(_STATES, n, p=_SHARES)
    return entries.assign(
        tanggal=np.datetime_as_string(day, unit="D"),
        waktu_kirim=np.datetime_as_string(sent, unit="m"),
        durasi_menit=random.integers(4, 29, n) * 15,
        status=state,
        waktu_tanggapan=np.where(state == "menunggu", "", np.datetime_as_string(answered, unit="m")),
    )


def _on_mondays(day: np.ndarray, sent: np.ndarray, backfilling: np.ndarray) -> np.ndarray:
    """Moments of sending, those of some people all within the first hour of the Monday after next."""
    monday = np.busday_offset(day, 5, roll="forward", weekmask="Mon Tue Wed Thu Fri")
    monday = np.busday_offset(monday, 0, roll="forward", weekmask="Mon").astype("datetime64[m]")
    minute = (sent - sent.astype("datetime64[D]")) / np.timedelta64(1, "m") % 50
    return np.where(backfilling, monday + (8 * 60 + minute).astype("timedelta64[m]"), sent)
