"""Monthly figures of a service, from ``layanan`` or from the requests themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.waiting_time import waiting_hours, waiting_time

MONTH, VALUE = "bulan", "nilai"
REACHED, AIMED = "pembilang", "penyebut"
_MONTH = r"\d{4}-(?:0[1-9]|1[0-2])"


def monthly(data: Dataset, unit: str, indicator: str) -> pd.DataFrame:
    """Figure of a unit, one row a month up to the end of the reported period: ``bulan, nilai, n``.

    Rows whose month is not written ``YYYY-MM`` are left out. From ``layanan``: the figure, or numerator over
    denominator in per cent. Where ``indicator`` is none of its indicators but a service in ``permohonan``: the median
    office hours until a request that came in that month was done.
    """
    last = col.period_months(data.period)[1]
    figures = _rows(data, unit, indicator, last)
    table = _figures(figures) if len(figures) else _median_waits(data, unit, indicator, last)
    return table.dropna(subset=[VALUE]).reset_index(drop=True)


def measured_in(data: Dataset, unit: str, indicator: str) -> str | None:
    """In what ``monthly`` tells a figure: ``in_hours``, ``in_percent``, or ``None`` for a unit that nobody told."""
    rows = _rows(data, unit, indicator, col.period_months(data.period)[1])
    if rows.empty:
        return "in_hours"
    told = rows[VALUE].notna().any() if VALUE in rows else False
    return None if told else "in_percent"


def _rows(data: Dataset, unit: str, indicator: str, last: str) -> pd.DataFrame:
    """Figures of ``layanan`` up to a month."""
    rows = data.table("layanan")
    rows = rows[(rows[col.UNIT] == unit) & (rows[col.INDICATOR] == indicator) & (rows[MONTH] <= last)]
    return rows[rows[MONTH].str.fullmatch(_MONTH)]


def _figures(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures as they are told, or in per cent."""
    told = rows.reindex(columns=[VALUE, REACHED, AIMED, "n"]).astype("float64")
    share = 100 * told[REACHED] / told[AIMED].where(told[AIMED] > 0)
    return pd.DataFrame(
        {MONTH: rows[MONTH], VALUE: told[VALUE].fillna(share), "n": told["n"].fillna(told[AIMED])}
    ).sort_values(MONTH, kind="stable")


def _median_waits(data: Dataset, unit: str, service: str, last: str) -> pd.DataFrame:
    """Median wait of each month; none where half of its requests are still open."""
    requests = data.table("permohonan")
    requests = requests[(requests[col.UNIT] == unit) & (requests["jenis_layanan"] == service)]
    if requests.empty:
        return pd.DataFrame({MONTH: pd.Series(dtype="str"), VALUE: [], "n": []})
    months = requests["waktu_masuk"].dt.strftime("%Y-%m")
    waits = waiting_hours(requests).assign(bulan=months)
    found = waiting_time(waits[months <= last], by=MONTH)
    return pd.DataFrame({MONTH: found[MONTH], VALUE: found["median"].replace(np.inf, np.nan), "n": found["n"]})
