"""Can attainment be trusted as a measure of results? Targets met to the digit, targets that never move, mixed units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.measures.frames import require
from kinerja_lab.units_of_measure import unit_name

_MEASURE = "satuan"


def exactly_on_target(indicators: pd.DataFrame, *, by: tuple[str, ...] = (col.EMPLOYEE,)) -> pd.DataFrame:
    """How many of everybody's indicators were met to the digit?

    A realisation that equals its target exactly, indicator after indicator, is more often copied than reached.

    Parameters
    ----------
    indicators
        Rows of ``indikator`` of one period: ``target``, ``realisasi`` and the columns of ``by``. Rows without a
        realisation, or with a target of 0, are left out.
    by
        Columns that name an employee.

    Returns
    -------
    DataFrame
        Columns ``by``, ``n_indikator, n_exact`` and ``all_exact`` (every one of them).
    """
    require(indicators, (col.TARGET, col.REALISATION, *by))
    usable = indicators[indicators[col.REALISATION].notna() & (indicators[col.TARGET] > 0)]
    exact = np.isclose(usable[col.REALISATION], usable[col.TARGET], rtol=1e-12, atol=0.0)
    counts = usable.assign(exact=exact).groupby(list(by), sort=True)["exact"].agg(["size", "sum"])
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
    names = known[_MEASURE].astype("str").map(unit_name)
    labels = known[col.INDICATOR].astype("str").str.casefold().str.split().str.join(" ")
    counts = names.groupby(labels.to_numpy()).nunique()
    return pd.DataFrame({col.INDICATOR: counts.index, "n_satuan": counts.to_numpy(), "mixed": counts.to_numpy() > 1})
