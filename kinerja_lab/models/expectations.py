"""What score does each rater owe each ratee, and by how much do whole sheets miss it? The base of the detectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.design import design, require
from kinerja_lab.stats.expected_scores import ExpectedScores, expected_scores
from kinerja_lab.stats.rater_slopes import Sheets

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expectations:
    """Scores beside what is expected of them, where raters differ in severity only.

    Attributes
    ----------
    rows
        One row a score in the fit: ``ratee, rater, role, aspect, period`` (role and period empty where not given),
        ``score, expected`` in points, ``slope`` (points one logit more would add), ``residual`` and ``information``
        (place on the scale minus expected place, and its variance), ``sheet`` (row of its sheet).
    fit
        The same rows as arrays, with the probabilities of all categories.
    sheets
        One row a ratee rated by a rater in a period: its names, ``n`` scores, mean ``expected``, summed ``residual``
        and ``information``, mean ``slope``, and the codes ``place`` (ratee in a period) and ``level`` (rater in a role
        and, where ``by_period``, a period).
    """

    rows: pd.DataFrame
    fit: ExpectedScores
    sheets: pd.DataFrame

    def coded(self, kept: npt.NDArray[np.bool_] | None = None) -> tuple[Sheets, pd.Index]:
        """Sheets (all, or these) as arrays, and the name of each rater code."""
        rows = self.sheets if kept is None else self.sheets[kept]
        rater, names = pd.factorize(rows["rater"], sort=True)
        coded = Sheets(
            ratee=_codes(rows["place"]),
            level=_codes(rows["level"]),
            rater=rater.astype(np.int64),
            score=rows["residual"].to_numpy(),
            information=rows["information"].to_numpy(),
        )
        return coded, names


def expectations(
    scores: pd.DataFrame,
    *,
    columns: Sequence[str] = ("ratee", "rater", "aspect", "score"),
    role: str | None = None,
    period: str | None = None,
    by_period: bool = False,
) -> Expectations:
    """Which score is expected from each rater, given what all raters of the ratee say and how severe the rater is?

    A rating-scale model with free levels of ratees (anew in every period), raters (apart by role) and aspects. Only
    ratees with two or more raters in the period count; ratees and raters with nothing but lowest or highest scores are
    left out.

    Parameters
    ----------
    scores
        Long table, one row a score by another person (leave self-ratings out).
    columns
        Names of ratee, rater, aspect and score; the score is numeric.
    role, period
        Columns with the rater's role and the period, or ``None`` where all are the same.
    by_period
        Whether a rater's severity is also free in every period (copying), or one for all (drift).

    Raises
    ------
    NotAssessable
        ``not_identified`` with ``second_rater`` or ``common_ratees`` lacking; ``undefined_no_variation``;
        ``not_converged``.
    """
    named = dict(zip(("ratee", "rater", "aspect", "score"), columns, strict=True))
    named |= {key: column for key, column in (("role", role), ("period", period)) if column is not None}
    require(scores, named.values())
    known = pd.DataFrame({key: scores[column] for key, column in named.items()}).dropna()
    known = known.assign(**{key: "" for key in ("role", "period") if key not in named})
    place = _together(known, ["ratee", "period"])
    found = design(known.assign(ratee=place))
    if not found.severity_identified:
        raise NotAssessable("not_identified", n=found.n_raters, lacking=found.lacking)
    shared = known[found.ratees["n"].to_numpy()[place] > 1].reset_index(drop=True)
    place = _together(shared, ["ratee", "period"])
    level = _together(shared, ["rater", "role", *(["period"] if by_period else [])])
    fit = expected_scores(shared["score"].to_numpy("float64"), place, (level, _codes(shared["aspect"])))
    rows = shared[fit.used].assign(
        place=place[fit.used],
        level=level[fit.used],
        expected=fit.expected,
        slope=fit.slope,
        residual=fit.residual,
        information=fit.information,
    )
    rows = rows.reset_index(drop=True).assign(sheet=_together(rows, ["place", "level"]))
    return Expectations(rows=rows, fit=fit, sheets=_sheets(rows))


def _sheets(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum the scores of each sheet."""
    _, first, code, n = np.unique(rows["sheet"], return_index=True, return_inverse=True, return_counts=True)
    summed = {name: np.bincount(code, rows[name]) for name in ("residual", "information")}
    means = {name: np.bincount(code, rows[name]) / n for name in ("expected", "slope")}
    sheets = rows.iloc[first][["sheet", "place", "level", "ratee", "rater", "role", "period"]]
    return sheets.reset_index(drop=True).assign(n=n, **means, **summed)


def _codes(values: pd.Series) -> Integers:
    """Codes 0 … in sorted order."""
    return pd.factorize(values, sort=True)[0].astype(np.int64)


def _together(rows: pd.DataFrame, columns: Sequence[str]) -> Integers:
    """One code for each combination that occurs."""
    together = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        codes = _codes(rows[column])
        together = np.unique(together * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1]
    return together
