"""Does a difference between two groups hold inside the strata? Mantel and Haenszel's common odds ratio."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.stats import strata as core


def mantel_haenszel(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    group: str,
    focal: str,
    reference: str,
    favourable: str | pd.Series,
    strata: Sequence[str],
    confidence: float = 0.95,
) -> pd.DataFrame:
    """What odds ratio of the favourable outcome do the strata share, and do they share one?

    Parameters
    ----------
    people
        One row a person. Rows of other groups, and rows with a gap in what is used, are left out.
    group, focal, reference
        Column of the group and the two labels compared.
    favourable
        Column of, or series aligned with, ``people``: True where the person got the outcome.
    strata
        Columns that together say within what people are compared.
    confidence
        Of the Robins–Breslow–Greenland interval.

    Returns
    -------
    DataFrame
        One row: ``odds_ratio, low, high, low_90, high_90, se`` (of its logarithm), ``chi2, p_value``
        (Cochran–Mantel–Haenszel with continuity correction), ``breslow_day, p_homogeneous, tarone, n, strata,
        informative, status``. Strata without one of the groups or of the outcomes say nothing: they are left out, and
        counted in ``strata``. ``n`` are the people in informative strata.

    Raises
    ------
    UnknownName
        A column that is not there.

    See Also
    --------
    kinerja_lab.stats.strata.mantel_haenszel : the same on 2×2 tables, with the method and its references.
    """
    tables = stratified_tables(
        people, group=group, focal=focal, reference=reference, favourable=favourable, strata=strata
    )
    found = core.mantel_haenszel(counts_of(tables), confidence=confidence)
    told = tables[tables["informative"]]
    return pd.DataFrame(
        [
            {
                "odds_ratio": found.odds_ratio,
                "low": found.interval.low,
                "high": found.interval.high,
                "low_90": found.equivalence.low,
                "high_90": found.equivalence.high,
                "se": found.error,
                "chi2": found.chi2,
                "p_value": found.p_value,
                "breslow_day": found.breslow_day,
                "p_homogeneous": found.p_homogeneous,
                "tarone": found.tarone,
                "n": int(told["n"].sum()),
                "strata": found.strata,
                "informative": found.informative,
                "status": "ok" if np.isfinite(found.odds_ratio) else "undefined_no_variation",
            }
        ]
    )


def stratified_tables(
    people: pd.DataFrame,
    *,
    group: str,
    focal: str,
    reference: str,
    favourable: str | pd.Series,
    strata: Sequence[str],
) -> pd.DataFrame:
    """How many of each group have the outcome in each stratum?

    Returns
    -------
    DataFrame
        One row a stratum: its columns, then ``focal_successes, focal_n, reference_successes, reference_n, n,
        informative``.
    """
    require(people, (group, *strata, favourable if isinstance(favourable, str) else None))
    outcome = people[favourable] if isinstance(favourable, str) else favourable
    used = people[[group, *strata]].assign(_hit=outcome)
    used = used[used[group].isin([focal, reference])].dropna()
    hit, mine = used["_hit"].astype(bool), used[group] == focal
    stratum = used.groupby(list(strata), sort=True, observed=True).ngroup().to_numpy()
    tables = used[list(strata)].iloc[np.unique(stratum, return_index=True)[1]].reset_index(drop=True)
    counted = {"focal_successes": hit & mine, "focal_n": mine, "reference_successes": hit & ~mine, "reference_n": ~mine}
    tables = tables.assign(
        **{name: np.bincount(stratum[each.to_numpy()], minlength=len(tables)) for name, each in counted.items()}
    )
    sizes = tables["focal_n"] + tables["reference_n"]
    hits = tables["focal_successes"] + tables["reference_successes"]
    informative = (tables["focal_n"] > 0) & (tables["reference_n"] > 0) & (hits > 0) & (hits < sizes)
    return tables.assign(n=sizes, informative=informative)


def counts_of(tables: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Rows of ``stratified_tables`` as counts of shape (strata, 2, 2): group by success and failure."""
    sides = [
        np.column_stack([tables[f"{side}_successes"], tables[f"{side}_n"] - tables[f"{side}_successes"]])
        for side in ("focal", "reference")
    ]
    counts: npt.NDArray[np.int64] = np.stack(sides, axis=1).astype(np.int64)
    return counts
