"""How satisfied are citizens (IKM), and with which letter?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.rating_tables import listed
from kinerja_lab.stats import satisfaction

ELEMENTS = tuple(f"u{place}" for place in range(1, 10))
_COLUMNS = ("index", "low", "high", "letter", "to_next", "above_floor", "weakest", "n", "status")


def satisfaction_index(
    sheets: pd.DataFrame,
    *,
    elements: Sequence[str] = ELEMENTS,
    bands: satisfaction.Bands = "permenpanrb_14_2017",
    by: str | Sequence[str] | None = None,
    confidence: float = 0.95,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """What is the index of citizens' satisfaction, 25 … 100, how sure is it, and how far is the next letter?

    Parameters
    ----------
    sheets
        One row a respondent.
    elements
        Columns with the answers 1 … 4; a missing answer counts for nobody.
    bands
        Whose letters: of the regulation in force, or of the one before (``kep_25_2004``), which old reports still use.
    by
        Columns that split the respondents.
    confidence, rng
        Of the percentile bootstrap over respondents.

    Returns
    -------
    DataFrame
        One row a group: ``[*by,] index, low, high, letter, to_next`` (points missing to the next letter, NaN at A),
        ``above_floor`` (points above the lowest value of the letter), ``weakest`` (element with the lowest mean), ``n``
        respondents, ``status`` (``too_few``: an element that nobody answered).

    Raises
    ------
    UnknownName
        A column that is not there.

    References
    ----------
    PermenPANRB 14/2017, appendix; KEP/25/M.PAN/2/2004.
    """
    names = listed(by)
    require(sheets, (*elements, *names))
    rng = rng or np.random.default_rng(0)
    groups = sheets.groupby(list(names), sort=True, observed=True) if names else [((), sheets)]
    rows = []
    for key, group in groups:
        row: dict[str, object] = dict(zip(names, key if isinstance(key, tuple) else (key,), strict=True))
        answers = group[list(elements)].to_numpy(dtype="float64")
        try:
            found = satisfaction.satisfaction_index(answers, bands=bands, confidence=confidence, rng=rng)
        except NotAssessable as reason:
            rows.append(row | {"n": len(group), "status": reason.status})
            continue
        row |= {"index": found.index, "low": found.interval.low, "high": found.interval.high, "letter": found.letter}
        row |= {"to_next": found.to_next, "above_floor": found.above_floor}
        rows.append(row | {"weakest": elements[int(np.argmin(found.elements))], "n": found.n, "status": "ok"})
    return pd.DataFrame(rows, columns=[*names, *_COLUMNS])
