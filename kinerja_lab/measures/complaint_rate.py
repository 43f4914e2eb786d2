"""How many complaints are there for every thousand services, and how much praise?"""

from __future__ import annotations

import math
from collections.abc import Hashable

import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.stats.change import rate_change, rate_interval, rate_ratio

PER = 1000.0
_CHANGE = ("before", "after", "difference", "low", "high", "p_value", "ratio", "ratio_low", "ratio_high")


def complaint_rate(
    voices: pd.DataFrame,
    services: pd.Series,
    *,
    unit: str = "unit_kerja",
    kind: str = "jenis",
    kinds: tuple[str, str] = ("pengaduan", "apresiasi"),
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How many complaints and how much praise per 1,000 services does each unit get?

    Parameters
    ----------
    voices
        One row a complaint or praise; those about units without a number of services are left out.
    services
        Number of services given, by unit.
    unit, kind
        Columns of ``voices``.
    kinds
        What ``kind`` says of a complaint and of praise.
    confidence
        Of the exact interval of the complaints, which takes them for independent.

    Returns
    -------
    DataFrame
        One row a unit with services: ``unit, services, complaints, rate, low, high, praise, praise_rate`` (rates per
        1,000 services).

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    require(voices, (unit, kind))
    given = services[services > 0].sort_index()
    counts = pd.crosstab(voices[unit], voices[kind]).reindex(index=given.index, columns=list(kinds), fill_value=0)
    rows = []
    for name, size in given.items():
        complaints, praise = (int(counts.loc[name, one]) for one in kinds)
        low, high = rate_interval(complaints, size / PER, confidence=confidence)
        rows.append((name, size, complaints, PER * complaints / size, low, high, praise, PER * praise / size))
    return pd.DataFrame(rows, columns=[unit, "services", "complaints", "rate", "low", "high", "praise", "praise_rate"])


def complaint_change(before: pd.DataFrame, after: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Did complaints per 1,000 services change between two periods?

    Parameters
    ----------
    before, after
        ``complaints`` and ``services`` as ``complaint_rate`` gives them, of the same units.
    confidence
        Of the intervals.

    Returns
    -------
    DataFrame
        One row: ``before, after, difference, low, high`` (per 1,000 services), ``p_value`` (exact, conditional),
        ``ratio, ratio_low, ratio_high`` (rate now over before, exact; NaN without any complaint), ``status``. A
        comparison of two periods proves no effect.
    """
    sums: list[tuple[int, float]] = []
    for frame in (before, after):
        require(frame, ("complaints", "services"))
        sums.append((int(frame["complaints"].sum()), float(frame["services"].sum()) / PER))
    row: dict[Hashable, object] = dict.fromkeys(_CHANGE, math.nan)
    if min(size for _, size in sums) <= 0:
        return pd.DataFrame([row | {"status": "too_few"}])
    found = rate_change(*sums, confidence=confidence)
    ratio, limits = rate_ratio(*sums, confidence=confidence)
    earlier, later = (count / size for count, size in sums)
    row |= {"before": earlier, "after": later, "difference": found.difference, "p_value": found.p_value}
    row |= {"low": found.interval.low, "high": found.interval.high}
    row |= {"ratio": ratio, "ratio_low": limits.low, "ratio_high": limits.high}
    return pd.DataFrame([row | {"status": "ok"}])
