"""How strongly do ratings rise with results, and what else explains them: the unit, or who rates?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.explained import explained_shares, indicators
from kinerja_lab.stats.group_odds import standardised
from kinerja_lab.stats.ordinal import cumulative_logit, used_levels
from kinerja_lab.stats.proportion import check_confidence


def rating_slope(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    attainment: str,
    unit: str | None = None,
    rater: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What are the odds of a higher rating at one standard deviation more attainment, and what do raters and units add?

    A cumulative logit of the rating on attainment gives the odds ratio. The shares are those of the variance of the
    rating's position on its scale, one after the other: results first, then what units add, then what raters add to
    both.

    Parameters
    ----------
    people
        One row a person; rows with a gap in a column used are left out.
    outcome, scale
        Column of the rating and its declared scale.
    attainment
        Column of the measured result, a number.
    unit, rater
        Columns of the unit and of who rated; without them their shares are NaN.
    confidence
        Of ``low``…``high``.

    Returns
    -------
    DataFrame
        One row: ``odds_ratio, low, high, slope`` (its logarithm), ``se, n, n_off_mode`` (people without the most
        frequent rating), ``share_results, share_unit, share_rater`` (0…1) and ``status``.

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.

    References
    ----------
    McCullagh (1980) JRSS B 42, 109 for the cumulative logit.
    """
    check_confidence(confidence)
    require(people, (outcome, attainment, unit, rater))
    used = people.dropna(subset=[name for name in (outcome, attainment, unit, rater) if name is not None])
    codes = scale.codes(used[outcome])
    results = used[attainment].to_numpy(dtype=np.float64)
    found = {"n": len(used), "n_off_mode": len(used) - int(np.bincount(codes).max(initial=0))}
    return pd.DataFrame([{**_slope(codes, results, confidence), **found, **_shares(used, codes, results, unit, rater)}])


def _slope(codes: np.ndarray, results: np.ndarray, confidence: float) -> dict[str, object]:
    """Odds ratio for one standard deviation, or why there is none."""
    row: dict[str, object] = dict.fromkeys(("odds_ratio", "low", "high", "slope", "se"), math.nan)
    if len(codes) < 3 or np.ptp(results) <= 1e-9 * np.abs(results).max():
        return row | {"status": "too_few" if len(codes) < 3 else "undefined_no_variation"}
    try:
        fit = cumulative_logit(used_levels(codes), standardised(results)[:, None])
    except NotAssessable as reason:
        return row | {"status": reason.status}
    if fit.separated() or not fit.converged:
        return row | {"status": "separation" if fit.separated() else "not_converged"}
    slope, error = float(fit.coefficients[0]), float(fit.errors[0])
    reach = float(norm.ppf((1 + confidence) / 2)) * error
    limits = {"low": math.exp(slope - reach), "high": math.exp(slope + reach)}
    return {"odds_ratio": math.exp(slope), **limits, "slope": slope, "se": error, "status": "ok"}


def _shares(
    used: pd.DataFrame, codes: np.ndarray, results: np.ndarray, unit: str | None, rater: str | None
) -> dict[str, float]:
    """Shares of results, unit and rater, one after the other."""
    names = {"share_unit": unit, "share_rater": rater}
    kept = [name for name, column in names.items() if column is not None]
    if len(used) == 0:
        return dict.fromkeys(("share_results", *names), math.nan)
    blocks = [results[:, None] - results.mean()]
    blocks += [indicators(pd.factorize(used[names[name]])[0].astype(np.int64)) for name in kept]
    found = dict(zip(("share_results", *kept), explained_shares(codes.astype(np.float64), blocks), strict=True))
    return dict.fromkeys(("share_results", *names), math.nan) | found
