"""Did the units where something was done change more than the others?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.difference_in_differences import Panel, PanelTerm

_TERMS = ("estimate", "se", "low", "high", "low_90", "high_90", "p_value", "p_permutation")


def difference_in_differences(
    frame: pd.DataFrame,
    *,
    columns: tuple[str, str, str, str, str] = ("unit_kerja", "periode", "nilai", "perlakuan", "sesudah"),
    confidence: float = 0.95,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """How large is the effect on the treated units, with and without a trend of their own?

    Parameters
    ----------
    frame
        One row a unit and period; rows without a value are left out.
    columns
        Names of the columns with unit, period (a number, text that begins with
        the year, or other text in the order of the rows), value, whether the unit is treated, and
        whether the change had come, in this order.
    confidence
        Of ``low`` and ``high``.
    rng
        For the permutations, where there are too many assignments to list.

    Returns
    -------
    DataFrame
        One row a model: ``model`` (``trend``: the treated units have a linear trend of their own, the answer;
        ``plain``: they have not; ``before``: slope of the treated over the others before the change), ``estimate, se,
        low, high, low_90, high_90, p_value`` (clustered by unit, t), ``p_permutation`` (assignments of units),
        ``n_units``, ``n_treated``, ``n_periods``, ``status``. Clustered errors of one treated unit mean nothing; its
        permutation does.

    Raises
    ------
    UnknownName
        A column that is not there.

    References
    ----------
    Angrist, J. D., & Pischke, J.-S. (2009). Mostly Harmless Econometrics, section 5.2. Roth, J. (2022). AER: Insights,
    4, 305 (a test of the trends before is no licence).
    """
    require(frame, columns)
    unit, period, value, treated, after = columns
    known = frame.dropna(subset=list(columns))
    codes, names = pd.factorize(known[unit])
    chosen = pd.Series(known[treated].to_numpy(dtype=bool)).groupby(codes).max().to_numpy(dtype=bool)
    time = known[period]
    if not pd.api.types.is_numeric_dtype(time):
        time = pd.factorize(time, sort=bool(time.astype("str").str.match(r"\d{4}").all()))[0]
    counts = {"n_units": len(names), "n_treated": int(chosen.sum()), "n_periods": int(known[period].nunique())}
    rng = rng or np.random.default_rng(0)
    rows = []
    for model in ("trend", "plain", "before"):
        row: dict[str, object] = {"model": model, **dict.fromkeys(_TERMS, np.nan), **counts, "status": "ok"}
        try:
            panel = Panel(
                values=known[value].to_numpy(dtype="float64"),
                unit=codes,
                time=np.asarray(time, dtype="float64"),
                after=known[after].to_numpy(dtype=bool),
                treated=chosen,
            )
            row |= _row(panel, model, confidence, rng)
        except NotAssessable as reason:
            row["status"] = reason.status
        rows.append(row)
    return pd.DataFrame(rows)


def _row(panel: Panel, model: str, confidence: float, rng: np.random.Generator) -> dict[str, float]:
    """Numbers of one model."""
    if model == "before":
        return _numbers(panel.trend_before(), confidence)
    trend = model == "trend"
    return _numbers(panel.effect(trend=trend), confidence) | {"p_permutation": panel.permutation(trend=trend, rng=rng)}


def _numbers(term: PanelTerm, confidence: float) -> dict[str, float]:
    low, high = term.interval(confidence)
    low_90, high_90 = term.interval(0.90)
    limits = {"low": low, "high": high, "low_90": low_90, "high_90": high_90}
    return {"estimate": term.estimate, "se": term.se, **limits, "p_value": term.p_value}
