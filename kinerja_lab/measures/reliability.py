"""How reliably do the items of a questionnaire measure one thing? Alpha, omega, and what each item adds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.rating_tables import listed
from kinerja_lab.stats import internal_consistency as consistency
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.ratings import FloatArray
from kinerja_lab.stats.schmid_leiman import hierarchical_omega

TOTALS = (
    *("cronbach_alpha", "standardized_alpha", "guttman_lambda6", "omega_total", "omega_standardized"),
    *("omega_hierarchical_3f", "omega_total_3f"),
)
PER_ITEM = ("item_rest", "alpha_if_dropped", "loading")
_ITEMS = dict.fromkeys(("omega_total", "omega_standardized", "alpha_if_dropped", "loading"), 3) | dict.fromkeys(
    TOTALS[-2:], 6
)


def reliability(
    scores: pd.DataFrame,
    *,
    person: str | Sequence[str] = ("id_pegawai", "id_penilai"),
    item: str = "aspek",
    score: str = "skor",
    turn: bool = True,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How reliable is the sum of the items, and which items disturb it?

    Items that run against the others are found first and, with ``turn``, counted the other way round.

    Parameters
    ----------
    scores
        One row a score. Only persons with a score in every item count.
    person
        Columns that together name an answer sheet (ratee and rater).
    item, score
        Names of the columns with the item and its score.
    turn
        Whether reversed items are turned before anything is computed; they are named in any case.
    confidence
        Level of Feldt's interval of alpha, in (0, 1).

    Returns
    -------
    DataFrame
        ``coefficient, item, reversed, estimate, low, high, n_persons, n_left_out, n_items, status``: one row each for
        Cronbach's and the standardised alpha, Guttman's lambda 6, omega (one factor, maximum likelihood) of the items
        as they are and standardised, and of three correlated factors under a general one: the share of the general
        factor and of all four; then for each item its correlation with the rest, alpha without it and its loading.
        Status ``ok``; ``too_few`` (two persons and two items are needed, three items for omega; three factors need four
        and, before their estimate means much, six); ``undefined_no_variation`` (an item that is the same for all, or
        one that the others determine).

    Raises
    ------
    UnknownName
        A column that does not exist.
    InvalidOption
        Two scores of a person in one item, a score that is no number, a wrong confidence.

    References
    ----------
    Cronbach (1951); Feldt (1965); McDonald (1999), Test Theory; Schmid & Leiman (1957).
    """
    if not 0 < confidence < 1:
        raise InvalidOption("confidence", confidence, "between 0 and 1")
    keys = list(listed(person))
    require(scores, (*keys, item, score))
    if scores.duplicated([*keys, item]).any():
        raise InvalidOption("scores", "a person with two scores in one item", "one score a person and item")
    wide = scores.set_index([*keys, item])[score].astype(float).unstack()
    whole = wide.dropna()
    signs, rows = _rows(whole.to_numpy(), turn, confidence)
    names = [*TOTALS, *PER_ITEM * whole.shape[1]]
    labels = [("", False)] * len(TOTALS)
    labels += [(name, sign < 0) for name, sign in zip(whole.columns, signs, strict=True) for _ in PER_ITEM]
    return pd.DataFrame(
        {
            "coefficient": names,
            "item": [name for name, _ in labels],
            "reversed": [turned for _, turned in labels],
            "estimate": [row[0] for row in rows],
            "low": [row[1].low for row in rows],
            "high": [row[1].high for row in rows],
            "n_persons": len(whole),
            "n_left_out": len(wide) - len(whole),
            "n_items": whole.shape[1],
            "status": [_status(whole.shape, name, row[0]) for name, row in zip(names, rows, strict=True)],
        }
    )


def _status(shape: tuple[int, ...], name: str, estimate: float) -> str:
    """Why an estimate is missing or means little."""
    if min(shape) < 2 or shape[1] < _ITEMS.get(name, 2):
        return "too_few"
    return "ok" if np.isfinite(estimate) else "undefined_no_variation"


def _rows(x: FloatArray, turn: bool, confidence: float) -> tuple[FloatArray, list[tuple[float, Interval]]]:
    """Direction of each item; estimate and interval of the totals and of each item in turn."""
    people, items = x.shape
    nothing = np.ones(items), [(np.nan, UNDEFINED)] * (len(TOTALS) + len(PER_ITEM) * items)
    if people < 2 or items < 2 or not (np.ptp(x, axis=0) > 0).all():
        return nothing
    signs = consistency.against_the_others(np.asarray(np.corrcoef(x, rowvar=False)))
    used = x * signs if turn else x
    covariance, correlation = (np.asarray(of(used, rowvar=False)) for of in (np.cov, np.corrcoef))
    if not covariance.sum() > 0:
        return signs, nothing[1]
    estimate = consistency.alpha(covariance)
    others, loadings = [np.nan] * (len(TOTALS) - 2), np.full(items, np.nan)
    if np.linalg.matrix_rank(correlation, hermitian=True) == items:
        total, standardized, loadings = consistency.omega(covariance)
        several = hierarchical_omega(correlation) if items > 3 else (np.nan, np.nan)
        others = [consistency.lambda6(correlation), total, standardized, *several]
    rows = [(estimate, consistency.feldt_interval(estimate, people, items, confidence))]
    rows += [(value, UNDEFINED) for value in (consistency.alpha(correlation), *others)]
    for place in range(items):
        rows += [(value, UNDEFINED) for value in (*_without(covariance, place), float(loadings[place]))]
    return signs, rows


def _without(covariance: FloatArray, place: int) -> tuple[float, float]:
    """Correlation of an item with the sum of the others, and their alpha."""
    others = np.delete(np.arange(len(covariance)), place)
    rest = covariance[np.ix_(others, others)]
    spread = np.sqrt(covariance[place, place] * rest.sum()) if rest.sum() > 0 else np.nan
    return float(covariance[place, others].sum() / spread), consistency.alpha(rest)
