"""In which units does the rate of an outcome differ between two groups by more than chance?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.measures.mantel_haenszel import counts_of, stratified_tables
from kinerja_lab.stats.multiplicity import benjamini_hochberg, holm
from kinerja_lab.stats.proportion import check_confidence
from kinerja_lab.stats.screening import funnel_limits, screen

_NOTABLE = 1.5


def unit_screen(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    unit: str,
    group: str,
    focal: str,
    reference: str,
    favourable: str | pd.Series,
    fewest: int = 20,
    fewest_group: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Which units stand out after correction for how many were looked at?

    Parameters
    ----------
    people
        One row a person; rows of other groups, and rows with a gap in what is used, are left out.
    unit, group, focal, reference
        Columns of the unit and of the group, and the two labels compared.
    favourable
        Column of, or series aligned with, ``people``: True where the person got the outcome.
    fewest, fewest_group
        People in a unit, and in each of its groups, without whom it is not screened.
    confidence
        Of the funnel.

    Returns
    -------
    DataFrame
        One row a unit: ``unit, focal_successes, focal_n, reference_successes, reference_n, n, screened, odds_ratio,
        se`` (of its logarithm), ``shrunken, shrunken_se, low, high`` (limits of the shrunken odds ratio), ``funnel_low,
        funnel_high`` (where a unit of this size falls by chance if its groups are equal), ``p_fisher, p_midp, p_bh,
        p_holm`` (of Fisher's test, over the screened units) and ``flagged``: ``p_bh`` below 0.05 and a shrunken odds
        ratio beyond 1.5 either way. Units that are not screened have counts only.

    Raises
    ------
    UnknownName
        A column that is not there.

    References
    ----------
    Spiegelhalter (2005) Statistics in Medicine 24, 1185.

    See Also
    --------
    kinerja_lab.stats.screening.screen : the same on counts.
    """
    check_confidence(confidence)
    tables = stratified_tables(
        people, group=group, focal=focal, reference=reference, favourable=favourable, strata=(unit,)
    ).drop(columns="informative")
    screened = (tables["n"] >= fewest) & (tables[["focal_n", "reference_n"]].min(axis=1) >= fewest_group)
    found = screen(counts_of(tables[screened]))
    reach = funnel_limits(np.ones(1), confidence=confidence)[1][0]
    answers = pd.DataFrame(
        {
            "odds_ratio": np.exp(found.log_odds),
            "se": found.errors,
            "shrunken": np.exp(found.shrunken.estimates),
            "shrunken_se": found.shrunken.errors,
            "low": np.exp(found.shrunken.estimates - reach * found.shrunken.errors),
            "high": np.exp(found.shrunken.estimates + reach * found.shrunken.errors),
            "funnel_low": np.exp(-reach * found.errors),
            "funnel_high": np.exp(reach * found.errors),
            "p_fisher": found.p_fisher,
            "p_midp": found.p_midp,
            "p_bh": benjamini_hochberg(found.p_fisher),
            "p_holm": holm(found.p_fisher),
        },
        index=tables.index[screened],
    )
    notable = np.abs(np.log(answers["shrunken"])) >= np.log(_NOTABLE)
    answers["flagged"] = (answers["p_bh"] < 0.05) & notable
    joined = tables.rename(columns={unit: "unit"}).assign(screened=screened).join(answers)
    return joined.assign(flagged=joined["flagged"].eq(True))
