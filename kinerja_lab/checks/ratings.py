"""Fits of the ratings that several checks share: made once a dataset, kept as long as it lives."""

from __future__ import annotations

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import MULTIRATER, OTHERS, scores
from kinerja_lab.checks.protocol import once
from kinerja_lab.dataset import Dataset
from kinerja_lab.models.expectations import Expectations, expectations
from kinerja_lab.models.multirater import Multirater, fit_multirater

_NAMES = (col.EMPLOYEE, col.RATER, col.ASPECT, col.SCORE)


@once
def multirater(data: Dataset) -> Multirater:
    """Mixed model of the scores of the period."""
    return fit_multirater(scores(data, OTHERS), **MULTIRATER)


@once
def expected_now(data: Dataset) -> Expectations:
    """Expected scores of the period."""
    return expectations(scores(data, OTHERS), columns=_NAMES, role=col.ROLE)


@once
def expected_history(data: Dataset) -> Expectations:
    """Expected scores of all periods up to the reported one, a rater's severity the same in all of them."""
    return expectations(_history(data), columns=_NAMES, role=col.ROLE, period=col.PERIOD)


@once
def expected_twice(data: Dataset) -> Expectations:
    """Expected scores of the period and the one before, a rater's severity free in each."""
    rows = _history(data)
    last = sorted(rows[col.PERIOD].unique())[-2:]
    rows = rows[rows[col.PERIOD].isin(last)]
    return expectations(rows, columns=_NAMES, role=col.ROLE, period=col.PERIOD, by_period=True)


def _history(data: Dataset) -> pd.DataFrame:
    """Scores by others of the reported period and all before it."""
    rows = data.table("butir")
    return rows[(rows[col.PERIOD] <= data.period) & rows[col.ROLE].isin(OTHERS) & rows[col.SCORE].notna()]
