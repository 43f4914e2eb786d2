"""Daily reports of a few employees."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate import catalogue
from kinerja_lab.simulate.plan import RegionPlan

_FIRST_DAY, _DAYS = "2025-11-03", 30
_REPORTED = 0.92
_CLASSES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_STATES, _SHARES = ("disetujui", "menunggu", "ditolak"), (0.84, 0.13, 0.03)


def diary(plan: RegionPlan, people: pd.DataFrame) -> pd.DataFrame:
    """The table ``aktivitas``: one entry a working day for the plan's number of staff, some days without."""
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
    return _with_times(entries, random)[[column.name for column in col.TABLES["aktivitas"].columns]]


def _sentence(phrases: tuple[str, ...], quarters: list[str], random: np.random.Generator) -> str:
    """One entry."""
    return phrases[random.integers(len(phrases))].format(
        n=random.integers(2, 31),
        s=random.integers(2, 9),
        k=_CLASSES[random.integers(len(_CLASSES))],
        t=quarters[random.integers(len(quarters))],
    )


def _with_times(entries: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Sent in the afternoon of the day or on one of the next days; answered within days unless still waiting."""
    n = len(entries)
    late = random.choice([0, 1, 2], n, p=[0.88, 0.09, 0.03])
    day = np.asarray(entries["tanggal"].to_numpy(), dtype="datetime64[D]")
    sent = (day + late).astype("datetime64[m]") + random.integers(15 * 60, 18 * 60, n).astype("timedelta64[m]")
    answered = sent + np.rint(60 * random.gamma(1.5, 16.0, n)).astype("timedelta64[m]")
    state = random.choice(_STATES, n, p=_SHARES)
    return entries.assign(
        tanggal=np.datetime_as_string(day, unit="D"),
        waktu_kirim=np.datetime_as_string(sent, unit="m"),
        durasi_menit=random.integers(4, 29, n) * 15,
        status=state,
        waktu_tanggapan=np.where(state == "menunggu", "", np.datetime_as_string(answered, unit="m")),
    )
