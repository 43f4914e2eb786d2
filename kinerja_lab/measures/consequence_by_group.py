"""Among people with the same results, does a group get awards, training or sanctions as often as another?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption, NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.exact_strata import exact_extreme_odds
from kinerja_lab.stats.interval import UNDEFINED, Interval
from kinerja_lab.stats.strata import mantel_haenszel


def bands(values: pd.Series, edges: Sequence[float]) -> pd.Series:
    """In which band does each value lie, 0 … ``len(edges)``? A value on an edge belongs to the band above it.

    Raises
    ------
    InvalidOption
        Edges that do not rise.
    """
    if list(edges) != sorted(set(edges)):
        raise InvalidOption("edges", tuple(edges), "rising numbers")
    placed = pd.Series(np.searchsorted(np.asarray(edges, dtype=np.float64), values, side="right"), index=values.index)
    return placed.where(values.notna())


def consequence_by_group(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    given: str,
    group: str,
    focal: str,
    reference: str,
    stratum: str,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What are the odds of a consequence in the focal group over those in the reference group, stratum by stratum?

    Parameters
    ----------
    people
        One row a person; rows of other groups, and rows with a gap in group or stratum, are left out.
    given
        Column of truth values (or 0/1): got it. A gap means no.
    group, focal, reference
        Column of the group and the two labels compared.
    stratum
        Column of the people who may be compared, such as the band of attainment.
    confidence
        Of ``low``…``high``; ``low_90``…``high_90`` always serve two one-sided tests.

    Returns
    -------
    DataFrame
        One row: ``odds_ratio`` (Mantel–Haenszel) with ``low, high, low_90, high_90``, ``se`` (of the logarithm),
        ``p_value`` (Cochran–Mantel–Haenszel), ``p_homogeneous`` (Breslow–Day), ``n_focal, n_reference, given_focal,
        given_reference, informative`` (strata with both groups and both outcomes) and ``status``. Where one group never
        gets it, or always, the odds ratio is 0 or infinite with exact limits.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    require(people, (given, group, stratum))
    used = people[people[group].isin([focal, reference]) & people[stratum].notna()]
    side, got = used[group] == focal, used[given].fillna(False).astype(bool)
    row: dict[str, object] = {
        "n_focal": int(side.sum()),
        "n_reference": int((~side).sum()),
        "given_focal": int((got & side).sum()),
        "given_reference": int((got & ~side).sum()),
    }
    counts = np.zeros((used[stratum].nunique(), 2, 2), dtype=np.int64)
    np.add.at(counts, (pd.factorize(used[stratum])[0], (~side).to_numpy(int), (~got).to_numpy(int)), 1)
    return pd.DataFrame([row | _odds(counts, confidence)])


def _odds(counts: np.ndarray, confidence: float) -> dict[str, object]:
    """Common odds ratio, exact where Mantel–Haenszel has none."""
    found = mantel_haenszel(counts, confidence=confidence)
    shared: dict[str, object] = {"p_homogeneous": found.p_homogeneous, "informative": found.informative}
    if not math.isnan(found.odds_ratio):
        reach = float(norm.ppf((1 + confidence) / 2))
        error = math.log(found.interval.high / found.odds_ratio) / reach
        return shared | _columns(found.odds_ratio, found.interval, found.equivalence, found.p_value, error)
    try:
        exact = exact_extreme_odds(counts, confidence=confidence)
    except NotAssessable as reason:
        return shared | _columns(math.nan, UNDEFINED, UNDEFINED, math.nan, math.nan, reason.status)
    return shared | _columns(exact.odds_ratio, exact.interval, exact.equivalence, exact.p_value, math.nan)


def _columns(
    odds_ratio: float, interval: Interval, equivalence: Interval, p_value: float, error: float, status: str = "ok"
) -> dict[str, object]:
    """Columns of an odds ratio."""
    return {
        "odds_ratio": odds_ratio,
        "low": interval.low,
        "high": interval.high,
        "low_90": equivalence.low,
        "high_90": equivalence.high,
        "se": error,
        "p_value": p_value,
        "status": status,
    }
