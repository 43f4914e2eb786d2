"""Did the participants score higher after the workshop than before?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.paired import normalised_gain, signed_rank

_CEILING = 0.30


def pre_post(
    tests: pd.DataFrame, *, before: str = "sebelum", after: str = "sesudah", best: float | None = None
) -> pd.DataFrame:
    """How large is the gain of the same people, and could it be chance?

    Parameters
    ----------
    tests
        One row a participant with both scores; rows without one of them are left out.
    before, after
        Names of the columns.
    best
        Highest possible score; without it there is no normalised gain and no warning of a ceiling.

    Returns
    -------
    DataFrame
        One row: ``n, n_zero, mean_before, mean_after, statistic`` (Wilcoxon's V), ``p_value`` (exact, two-sided),
        ``p_exact_upper, p_normal, p_corrected, z_pratt, p_sign, rank_biserial, standardised, gain`` (Hake's normalised
        gain), ``at_best`` (share with the best score before), ``ceiling`` (at least 30 % of them), ``status``.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    require(tests, (before, after))
    known = tests.dropna(subset=[before, after])
    first, second = (known[name].to_numpy(dtype="float64") for name in (before, after))
    row: dict[str, object] = dict.fromkeys(_COLUMNS, np.nan)
    row |= {"n": len(known), "n_zero": int((first == second).sum()), "ceiling": False, "status": "too_few"}
    if not len(known):
        return pd.DataFrame([row])
    row |= {"mean_before": float(first.mean()), "mean_after": float(second.mean()), "status": "ok"}
    if best is not None:
        at_best = float((first >= best).mean())
        row |= {"gain": normalised_gain(first, second, best), "at_best": at_best, "ceiling": at_best >= _CEILING}
    try:
        found = signed_rank(second - first)
    except NotAssessable as reason:
        return pd.DataFrame([row | {"status": reason.status}])
    names = ("statistic", "p_exact_upper", "p_normal", "p_corrected", "z_pratt", "p_sign", "rank_biserial")
    row |= {name: getattr(found, name) for name in (*names, "standardised")} | {"p_value": found.p_exact}
    return pd.DataFrame([row])


_COLUMNS = (
    *("n", "n_zero", "mean_before", "mean_after", "statistic", "p_value", "p_exact_upper", "p_normal", "p_corrected"),
    *("z_pratt", "p_sign", "rank_biserial", "standardised", "gain", "at_best", "ceiling", "status"),
)


def paired_shares(table: object) -> pd.DataFrame:
    """Did more people pass afterwards, out of the same ones? McNemar's test.

    Parameters
    ----------
    table
        Counts, 2 × 2: rows before (yes, no), columns after (yes, no).

    Returns
    -------
    DataFrame
        One row: ``gained, lost`` (who changed), ``chi2, chi2_corrected, p_value`` (exact), ``p_corrected``,
        ``share_before, share_after``, ``n``, ``status`` (``undefined_no_variation``: nobody changed).

    Raises
    ------
    InvalidOption
        A table of another shape, or with negative counts.

    References
    ----------
    McNemar, Q. (1947). Psychometrika, 12, 153.
    """
    from statsmodels.stats.contingency_tables import mcnemar

    counts = np.asarray(table, dtype="float64")
    if counts.shape != (2, 2) or (counts < 0).any():
        raise InvalidOption("table", counts.shape, "2 × 2 counts")
    lost, gained, n = float(counts[0, 1]), float(counts[1, 0]), float(counts.sum())
    row: dict[str, object] = {"gained": gained, "lost": lost, "n": n, "status": "ok"}
    if lost + gained == 0:
        return pd.DataFrame([row | {"status": "undefined_no_variation"}])
    plain, corrected = (mcnemar(counts, exact=False, correction=correct) for correct in (False, True))
    row |= {"chi2": float(plain.statistic), "chi2_corrected": float(corrected.statistic)}
    row |= {"p_value": float(mcnemar(counts, exact=True).pvalue), "p_corrected": float(corrected.pvalue)}
    row |= {"share_before": float(counts[0].sum()) / n, "share_after": float(counts[:, 0].sum()) / n}
    return pd.DataFrame([row])
