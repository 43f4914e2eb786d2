"""How much of the variance of scores lies between those rated? Six intraclass correlations from long data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.measures.rating_tables import LongRatings, Names, listed, read_counts, read_scores
from kinerja_lab.stats.generalizability import layout, reached, restricted
from kinerja_lab.stats.icc import FORMS, Form, intraclass_correlations, mean_squares
from kinerja_lab.stats.ratings import FloatArray, Sizes, sizes

_ONE_WAY = ("icc1", "icc1k")


def icc(  # noqa: PLR0913 -- the columns of ``agreement``
    ratings: pd.DataFrame,
    *,
    scale: Scale | Literal["interval"] = "interval",
    unit: str = "id_pegawai",
    rater: str = "id_penilai",
    rating: str = "skor",
    by: str | Sequence[str] | None = None,
    method: Literal["auto", "anova"] = "auto",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much of the variance of scores lies between the units, in each group?

    Where every rater of a group rated every unit, from mean squares; otherwise from variance components by REML, never
    by leaving units out.

    Parameters
    ----------
    ratings
        One row a score.
    scale
        ``"interval"`` for scores, or the declared levels (their positions are the scores).
    unit, rater, rating, by
        Names of the columns: what is rated, by whom, how, in which groups.
    method
        ``auto``, or ``anova`` for mean squares only: with ratings missing, only the one-way forms are defined then.
    confidence
        Level of the intervals, in (0, 1). Those by REML are of the delta method on the logit.

    Returns
    -------
    DataFrame
        One row a group and form: ``[*by,] coefficient, estimate, low, high, method, n_units, n_raters, n_ratings,
        status``. The mean forms (``k``) are for the harmonic mean number of raters. Status ``ok``; ``too_few`` (fewer
        than two units or raters); ``not_identified`` (raters of one unit only: only the one-way forms; one rater a
        unit: none); ``missing_data`` (``anova``, not every rater rated every unit); ``undefined_no_variation``;
        ``not_converged``.

    Raises
    ------
    InvalidOption
        Two scores of a unit by the same rater, a missing name, a score that is no number, a wrong confidence.
    UnknownName
        A column that does not exist, a rating that is no level of the scale.

    References
    ----------
    Shrout & Fleiss (1979); McGraw & Wong (1996); Brennan (2001), Generalizability Theory (unbalanced tables); Searle
    (1971), Linear Models, section 9.7 (one-way, unequal numbers).
    """
    if not 0 < confidence < 1:
        raise InvalidOption("confidence", confidence, "between 0 and 1")
    if method not in ("auto", "anova"):
        raise InvalidOption("method", method, "auto or anova")
    long, scores = read_scores(ratings, scale, Names(unit=unit, rater=rater, rating=rating, by=listed(by)))
    size = sizes(long.ratings)
    found = intraclass_correlations(mean_squares(long.ratings, scores, size), confidence)
    parts = np.array([found[name] for name in FORMS])  # (6, 3, G)
    one_way = np.array([name.startswith("icc1") for name in FORMS])[:, None]
    whole = complete_status(size, parts[2, 0])
    of_units = _one_way_status(size, parts[0, 0])
    status = np.where(one_way & (whole == "missing_data"), of_units, whole).astype(object)
    incomplete = np.flatnonzero((whole == "missing_data") & (method == "auto"))
    for group in incomplete.tolist():
        parts[:, :, group], status[:, group] = _by_reml(long, scores, group, confidence)
    table = _tidy(long.groups, FORMS, parts, size, status)
    by_reml = np.repeat(np.isin(np.arange(len(whole)), incomplete), len(FORMS))
    return table.assign(
        method=np.where(by_reml, "reml", "anova"),
        **{name: table[name].astype(int) for name in ("n_units", "n_raters", "n_ratings")},
    )


def icc_from_counts(
    counts: pd.DataFrame | npt.ArrayLike,
    *,
    scale: Scale,
    by: str | Sequence[str] | None = None,
    frequency: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How much of the variance of scores lies between the units, if only the number of ratings in each level is known?

    Parameters
    ----------
    counts, scale, by, frequency
        As in ``agreement_from_counts``; the positions of the levels are the scores.
    confidence
        Level of the intervals, in (0, 1).

    Returns
    -------
    DataFrame
        As from ``icc`` with ``method="anova"``, the one-way forms only; ``n_raters`` is missing.

    Raises
    ------
    InvalidOption, UnknownName
        As ``agreement_from_counts``.
    """
    long = read_counts(counts, scale, listed(by), frequency)
    size = sizes(long.ratings)
    squares = mean_squares(long.ratings, np.array(scale.values)[long.ratings.level], size)
    found = intraclass_correlations(squares, confidence)
    parts = np.array([found[name] for name in _ONE_WAY])
    status = np.tile(_one_way_status(size, parts[0, 0]), (len(_ONE_WAY), 1))
    return _tidy(long.groups, _ONE_WAY, parts, size, status.astype(object))


def _tidy(
    groups: pd.DataFrame, forms: Sequence[str], parts: FloatArray, size: Sizes, status: npt.NDArray[np.object_]
) -> pd.DataFrame:
    """One row a group and form, from ``parts`` (forms, 3, G) and ``status`` (forms, G)."""
    numbers = {f"n_{name}": np.repeat(getattr(size, name), len(forms)) for name in ("units", "raters", "ratings")}
    return (
        groups.loc[np.repeat(np.arange(len(groups)), len(forms))]
        .reset_index(drop=True)
        .assign(
            coefficient=np.tile(np.array(forms, dtype=object), len(groups)),
            **{part: parts[:, place].T.ravel() for place, part in enumerate(Form._fields)},
            method="anova",
            **{name: pd.array(number, dtype="Float64").astype("Int64") for name, number in numbers.items()},
            status=status.T.ravel(),
        )
    )


def _by_reml(long: LongRatings, scores: FloatArray, group: int, confidence: float) -> tuple[FloatArray, list[str]]:
    """Six forms (6, 3) of an incomplete group, and the status of each."""
    arrays = long.ratings
    assert arrays.rater is not None
    inside = arrays.group[arrays.unit] == group
    names = (("unit", arrays.unit), ("rater", arrays.rater))
    codes = {name: np.unique(code[inside], return_inverse=True)[1] for name, code in names}
    forms, status = np.full((len(FORMS), 3), np.nan), ["ok"] * len(FORMS)
    for nested, places in (({"rater": ("unit",)}, {0: 1}), ({}, {2: 1, 1: 2})):
        design = layout(codes, nested)
        try:
            fit = restricted(scores[inside], design)
        except NotAssessable as reason:
            for place in places:
                status[place] = status[place + 3] = reason.status
            continue
        for number, shift in ((1.0, 0), (design.sizes()["rater"], 3)):
            weights = design.weights({"rater": number})
            for place, error in places.items():
                share, limits = reached(fit.variance, fit.covariance, weights[0], weights[error], confidence)
                forms[place + shift] = share, *limits
    return forms, status


def _one_way_status(size: Sizes, estimate: FloatArray) -> npt.NDArray[np.str_]:
    """Why a one-way form is undefined in each group (G,), else ``ok``."""
    reasons = [size.units < 2, size.ratings <= size.units, np.isnan(estimate)]
    return np.select(reasons, ["too_few", "not_identified", "undefined_no_variation"], "ok")


def complete_status(size: Sizes, estimate: FloatArray) -> npt.NDArray[np.str_]:
    """Why a coefficient of complete tables is undefined in each group (G,), else ``ok``."""
    reasons = [
        (size.units < 2) | (size.raters < 2),
        size.units * size.raters != size.ratings,
        np.isnan(estimate),
    ]
    return np.select(reasons, ["too_few", "missing_data", "undefined_no_variation"], "ok")
