"""Same unit, same position, clearly different results: is the rating different in the same direction?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.concordance import Concordance, concordance

Diagnosis = Literal["sejalan", "lemah", "acak", "seragam", "terbalik"]

_PROBLEM, _FINE, _MOST_REVERSED, _LEAST_DIFFERENT = 0.20, 0.40, 0.15, 0.10


def comparable_pairs(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    attainment: str,
    strata: Sequence[str] = ("unit_kerja", "jabatan"),
    min_gap: float = 10.0,
    confidence: float = 0.95,
    by: str | None = None,
) -> pd.DataFrame:
    """Of all pairs in one stratum whose attainment clearly differs, how many are rated in that direction?

    Parameters
    ----------
    people
        One row a person; rows with a gap in any of the columns used are left out.
    outcome, scale
        Column of the rating and its declared scale.
    attainment
        Column of the measured result, a number.
    strata
        Columns that together say who may be compared with whom.
    min_gap
        Smallest difference of attainment that counts as clear, in its own unit, above 0.
    confidence
        Of ``low``…``high`` and the inversion limits. ``low_90``…``high_90`` always serve two one-sided tests.
    by
        Column that splits the people, one row each; ratings are then not permuted for a p-value where there are few
        strata.

    Returns
    -------
    DataFrame
        One row, or one a value of ``by`` (the first column then): ``pairs, concordant, discordant, tied, somers_d, se,
        low, high, low_90, high_90, p_value, inversion_rate, inversion_low, inversion_high, differentiation, n_people,
        n_strata, diagnosis, status``.
        ``n_people`` and ``n_strata`` count those with at least one pair; status ``no_pairable_units`` where there is
        none. A region where everybody has the same rating has an answer: every pair is tied, *seragam*.

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.
    InvalidOption
        ``min_gap`` not above 0, or a confidence outside (0, 1).

    See Also
    --------
    kinerja_lab.stats.concordance.concordance : the same on arrays, with the method and its references.
    """
    if not min_gap > 0:
        raise InvalidOption("min_gap", min_gap, "above 0")
    require(people, (outcome, attainment, *strata, by))
    used = people.dropna(subset=[outcome, attainment, *strata])
    codes, results = scale.codes(used[outcome]), used[attainment].to_numpy(dtype=np.float64)
    stratum = used.groupby(list(strata), observed=True).ngroup().to_numpy(dtype=np.int64)
    if by is None:
        return pd.DataFrame([_row(concordance(codes, results, stratum, min_gap=min_gap, confidence=confidence))])
    place, names = pd.factorize(used[by], sort=True)
    rows = [
        _row(concordance(codes[own], results[own], stratum[own], min_gap=min_gap, confidence=confidence, seed=None))
        for own in (place == each for each in range(max(len(names), 1)))
    ]
    found = pd.DataFrame(rows).iloc[: len(names)]  # of nobody, only the columns
    found.insert(0, by, names)
    return found


def diagnose(found: Concordance) -> Diagnosis | None:
    """What kind of relation between results and ratings do the pairs show?

    *seragam*: fewer than 10 of 100 pairs are rated differently at all; *terbalik*: D is below 0; *acak*: D is below
    0.20, or more than 15 of 100 pairs are reversed; *sejalan*: D reaches 0.40 and is clear of 0.20; otherwise *lemah*.
    "Is" means that the whole interval is.
    """
    if found.pairs == 0:
        return None
    if found.differentiation < _LEAST_DIFFERENT:
        return "seragam"
    if found.interval.high < 0:
        return "terbalik"
    if found.interval.high < _PROBLEM or found.inversion_interval.low > _MOST_REVERSED:
        return "acak"
    return "sejalan" if found.somers_d >= _FINE and found.interval.low > _PROBLEM else "lemah"


def _row(found: Concordance) -> dict[str, object]:
    """Columns of the answer."""
    return {
        "pairs": found.pairs,
        "concordant": found.concordant,
        "discordant": found.discordant,
        "tied": found.tied,
        "somers_d": found.somers_d,
        "se": found.error,
        "low": found.interval.low,
        "high": found.interval.high,
        "low_90": found.equivalence.low,
        "high_90": found.equivalence.high,
        "p_value": found.p_value,
        "inversion_rate": found.inversion,
        "inversion_low": found.inversion_interval.low,
        "inversion_high": found.inversion_interval.high,
        "differentiation": found.differentiation,
        "n_people": found.n_people,
        "n_strata": found.n_strata,
        "diagnosis": diagnose(found),
        "status": "ok" if found.pairs else "no_pairable_units",
    }
