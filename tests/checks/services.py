"""A region with the tables about services that a test gives it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.dataset import Dataset
from tests import small

UNIT, OTHER = "Dinas A", "Dinas B"


def dataset(period: str = "2025-S2", *, profile: dict[str, object] | None = None, **tables: pd.DataFrame) -> Dataset:
    """The small region, its appraisals moved to the period, with these tables as text."""
    made = {
        name: frame.assign(periode=period) if "periode" in frame else frame for name, frame in small.tables().items()
    }
    made |= {name: frame.astype("str").replace({"nan": "", "NaT": ""}) for name, frame in tables.items()}
    return Dataset(profile=small.profile(**(profile or {})), period=period, tables=made)


def months(first: str, n: int) -> list[str]:
    """So many months from the first on."""
    return [str(month) for month in np.datetime64(first) + np.arange(n)]


def figures(month: list[str], values: np.ndarray, *, unit: str = UNIT, indicator: str = "Waktu tunggu") -> pd.DataFrame:
    """Monthly figures of one unit in ``layanan``."""
    return pd.DataFrame({"bulan": month, "unit_kerja": unit, "indikator": indicator, "nilai": values})


def requests(
    hours: list[float], *, came: str = "2025-08-04T08:00", unit: str = UNIT, **changes: object
) -> pd.DataFrame:
    """Requests that come in at eight on a working day and take so many hours of that day; NaN is still open."""
    begin = np.datetime64(came)
    done = [
        np.datetime64("NaT") if np.isnan(taken) else begin + np.timedelta64(round(60 * taken), "m") for taken in hours
    ]
    table = pd.DataFrame({"waktu_masuk": begin, "waktu_selesai": done, "unit_kerja": unit, "jenis_layanan": "Akta"})
    table.insert(0, "id", [f"{unit}-{came}-{place}" for place in range(len(table))])
    return table.assign(**changes)
