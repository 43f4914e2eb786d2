"""Daily reports of eleven staff, for the checks on them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from kinerja_lab.dataset import Dataset
from tests import small

DAYS = np.busday_offset(np.datetime64("2025-02-03"), np.arange(10))  # two weeks without a holiday


def dataset(entry: Callable[[int, int], dict[str, object] | None], people: int = 11) -> Dataset:
    """A region whose staff report as ``entry(person, day)`` says: further columns, or None for no report."""
    tables = small.tables()
    names = tables["pegawai"]["id_pegawai"].tolist()[1 : 1 + people]
    rows = [
        {"id_pegawai": name, "tanggal": str(DAYS[day]), **found}
        for person, name in enumerate(names)
        for day in range(len(DAYS))
        if (found := entry(person, day)) is not None
    ]
    return Dataset(
        profile=small.profile(), period="2025-S1", tables=tables | {"aktivitas": pd.DataFrame(rows).astype("str")}
    )


def sent(day: int, *, after: int = 0, hour: int = 16, minute: int = 0) -> str:
    """Moment on a day, or so many days after it."""
    return f"{DAYS[day] + after}T{hour:02d}:{minute:02d}"
