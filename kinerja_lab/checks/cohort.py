"""The people a check of appraisals is about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import EVIDENCE, once
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.attainment import attainment
from kinerja_lab.models.design import EXPECTED, HALF_WIDTH
from kinerja_lab.stats.double_ratings import double_ratings
from kinerja_lab.stats.proportion import proportion_interval

OTHERS = tuple(role for role in col.ROLES if role != col.SELF)  # whoever rates somebody else
MULTIRATER = {
    "ratee": col.EMPLOYEE,
    "rater": col.RATER,
    "aspect": col.ASPECT,
    "role": col.ROLE,
    "score": col.SCORE,
}  # columns of ``butir`` as the models of rater effects name them


def staff(data: Dataset) -> pd.DataFrame:
    """Employees except heads of unit, whose result rating is the organisation's and not one superior's judgement."""
    employees = data.table("pegawai")
    return employees[~employees[col.HEAD].fillna(False).astype(bool)].reset_index(drop=True)


def appraised(data: Dataset) -> pd.DataFrame:
    """One row per employee appraised in the period under the region's regime, with ``capaian`` where known."""
    return _appraised(data).copy(deep=False)


@once
def _appraised(data: Dataset) -> pd.DataFrame:
    appraisals = data.current("penilaian")
    appraisals = appraisals[appraisals[col.REGIME] == data.profile.regime]
    people = staff(data).merge(appraisals, on=col.EMPLOYEE)
    indicators = data.current("indikator")
    if indicators.empty:
        return people.assign(**{col.ATTAINMENT: np.nan})
    return people.merge(attainment(indicators, cap=data.profile.attainment_cap), on=col.EMPLOYEE, how="left")


def in_units(rows: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """Rows about employees with the unit in which each of them works."""
    return rows.merge(data.table("pegawai")[[col.EMPLOYEE, col.UNIT]], on=col.EMPLOYEE)


def scores(data: Dataset, roles: tuple[str, ...]) -> pd.DataFrame:
    """Scores of the period given by raters of these roles."""
    return _scores(data, roles).copy(deep=False)


@once
def _scores(data: Dataset, roles: tuple[str, ...]) -> pd.DataFrame:
    items = data.current("butir")
    return items[items[col.ROLE].isin(roles) & items[col.SCORE].notna()].reset_index(drop=True)


def double_ratings_needed(rows: pd.DataFrame) -> int:
    """How many more employees two raters must rate, so that reliability is known to ``HALF_WIDTH``."""
    raters = rows.groupby(col.EMPLOYEE)[col.RATER].nunique().to_numpy()
    return double_ratings(raters, half_width=HALF_WIDTH, reliability=EXPECTED)


def share_by(groups: pd.Series, hit: pd.Series, confidence: float) -> pd.DataFrame:
    """Evidence of shares: one row per group with a Wilson interval."""
    counts = hit.astype("int64").groupby(groups.to_numpy()).agg(["sum", "size"])
    rows = [
        (str(name), int(n), k / n, *proportion_interval(int(k), int(n), method="wilson", confidence=confidence))
        for name, k, n in counts.itertuples()
    ]
    return pd.DataFrame(rows, columns=list(EVIDENCE))
