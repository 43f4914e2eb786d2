"""Single raters by name, for a protected work file only: who, what, from how many employees, how much."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from kinerja_lab.checks.central_tendency import CentralTendency
from kinerja_lab.checks.drift import Drift
from kinerja_lab.checks.rater_by_group import RaterByGroup
from kinerja_lab.checks.rater_effects import individuals
from kinerja_lab.checks.ratings import expected_twice, multirater
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.copied_scores import copied_scores
from kinerja_lab.models.severity import severity_of

_COLUMNS = ("check", "rater", "n_ratees", "effect", "low", "high", "flagged")


def individual_raters(data: Dataset) -> pd.DataFrame:
    """Which raters deviate from the other raters of the same employees, and by how much?

    Returns
    -------
    DataFrame
        ``check`` (slice), ``rater``, ``n_ratees`` (at least 10), ``effect`` (points; copied_scores: share), ``low``,
        ``high`` (95 %), ``flagged`` (Benjamini–Hochberg at 5 % among the listed raters of a check). Checks that the
        data cannot answer are left out.
    """
    tables = []
    for name, question in _QUESTIONS.items():
        try:
            tables.append(individuals(question(data)).assign(check=name)[list(_COLUMNS)])
        except NotAssessable:
            continue
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(_COLUMNS))


def _severity(data: Dataset) -> pd.DataFrame:
    """Severity by name; the mixed model calls the rater's column as the data do."""
    fit = multirater(data)
    return severity_of(fit).raters.rename(columns={fit.rater: "rater"})


_QUESTIONS: dict[str, Callable[[Dataset], pd.DataFrame]] = {
    "severity": _severity,
    "central_tendency": lambda data: CentralTendency().screen(data).raters,
    "drift": lambda data: Drift().screen(data).raters,
    "rater_by_group": lambda data: RaterByGroup().screen(data).raters,
    "copied_scores": lambda data: copied_scores(expected_twice(data)).raters,
}
