"""Can attainment be trusted as a measure of results? Targets met to the digit, targets that never move, mixed units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.measures.frames import require

_MEASURE = "satuan"
_PER_CENT = "persen"
_SAME = {
    "%": _PER_CENT,
    "persentase": _PER_CENT,
    "prosen": _PER_CENT,
    "dok": "dokumen",
    "bln": "bulan",
    "lap": "laporan",
}


def exactly_on_target(indicators: pd.DataFrame) -> pd.DataFrame:
    """How many of everybody's indicators were met to the digit?

    A realisation that equals its target exactly, indicator after indicator, is more often copied than reached.

    Parameters
    ----------
    indicators
        Rows of ``indikator`` of one period: ``id_pegawai, target, realisasi``. Rows without a realisation, or with a
        target of 0, are left out.

    Returns
    -------
    DataFrame
        Columns ``id_pegawai, n_indikator, n_exact`` and ``all_exact`` (every one of them).
    """
    require(indicators, (col.TARGET, col.REALISATION, col.EMPLOYEE))
    usable = indicators[indicators[col.REALISATION].notna() & (indicators[col.TARGET] > 0)]
    exact = np.isclose(usable[col.REALISATION], usable[col.TARGET], rtol=1e-12, atol=0.0)
    counts = usable.assign(exact=exact).groupby(col.EMPLOYEE, sort=True)["exact"].agg(["size", "sum"])
    counts = counts.rename(columns={"size": "n_indikator", "sum": "n_exact"}).reset_index()
    return counts.assign(all_exact=counts["n_exact"] == counts["n_indikator"])


def unmoved_targets(indicators: pd.DataFrame) -> pd.DataFrame:
    """Which indicators have the same target in every period in which they occur?

    Parameters
    ----------
    indicators
        Rows of ``indikator`` of several periods: ``periode, id_pegawai, indikator, target``.

    Returns
    -------
    DataFrame
        One row an employee and indicator with two periods or more: ``id_pegawai, indikator, n_periode, unmoved``.
    """
    require(indicators, (col.PERIOD, col.EMPLOYEE, col.INDICATOR, col.TARGET))
    grouped = indicators.groupby([col.EMPLOYEE, col.INDICATOR], sort=True)
    found = grouped.agg(
        n_periode=(col.PERIOD, "nunique"), lowest=(col.TARGET, "min"), highest=(col.TARGET, "max")
    ).reset_index()
    found = found[found["n_periode"] >= 2].assign(unmoved=lambda rows: rows["lowest"] == rows["highest"])
    return found.drop(columns=["lowest", "highest"]).reset_index(drop=True)


def mixed_units(indicators: pd.DataFrame) -> pd.DataFrame:
    """Which indicators are measured in different units by different people, so that their numbers do not compare?

    Parameters
    ----------
    indicators
        Rows of ``indikator``: ``indikator, satuan``; spellings of one unit (``%``, ``Persen``) count as one.

    Returns
    -------
    DataFrame
        One row an indicator with a unit: ``indikator, n_satuan, mixed``.
    """
    require(indicators, (col.INDICATOR, _MEASURE))
    known = indicators.dropna(subset=[_MEASURE])
    names = known[_MEASURE].astype("str").map(_unit_name)
    labels = known[col.INDICATOR].astype("str").str.casefold().str.split().str.join(" ")
    counts = names.groupby(labels.to_numpy()).nunique()
    return pd.DataFrame({col.INDICATOR: counts.index, "n_satuan": counts.to_numpy(), "mixed": counts.to_numpy() > 1})


def _unit_name(text: str) -> str:
    """Name of a unit of measure in one spelling: small letters, single blanks, ``persen`` for ``%``."""
    name = " ".join(text.casefold().split()).strip(" .")
    return _SAME.get(name, name)
