"""Do those who answered a survey resemble those who were asked?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.stats.distributions import chi2

_MOST_WEIGHT = 4.0


def nonresponse(frame: pd.DataFrame, *, responded: str, strata: str, most_weight: float = _MOST_WEIGHT) -> pd.DataFrame:
    """How much does answering depend on a characteristic known of everybody, and which weights repair it?

    Parameters
    ----------
    frame
        One row a person who was asked.
    responded
        Column with whether the person answered.
    strata
        Column with the characteristic; people without it are left out.
    most_weight
        Weights are capped here: a single answer may not speak for too many.

    Returns
    -------
    DataFrame
        One row a stratum: the stratum, ``n`` (asked), ``n_responded``, ``rate``, ``weight`` (post-stratification, mean
        1 over those who answered before capping; NaN where nobody answered), ``capped``; and, the same in every row,
        ``response_rate``, ``chi2``, ``p_value`` (Pearson, without continuity correction), ``cramers_v``, ``status``.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    require(frame, (responded, strata))
    known = frame.dropna(subset=[responded, strata])
    answers = known[responded].astype(bool)
    table = pd.DataFrame(
        {"n": known.groupby(strata, observed=True).size(), "n_responded": answers.groupby(known[strata]).sum()}
    )
    table["rate"] = table["n_responded"] / table["n"]
    share_asked, share_answered = (table[name] / table[name].sum() for name in ("n", "n_responded"))
    weight = (share_asked / share_answered).replace(np.inf, np.nan)
    table = table.assign(weight=weight.clip(upper=most_weight), capped=weight > most_weight)
    counts = np.column_stack([table["n_responded"], table["n"] - table["n_responded"]]).astype("float64")
    told: dict[str, object] = dict.fromkeys(("response_rate", "chi2", "p_value", "cramers_v"), np.nan)
    told["status"] = "too_few" if len(known) == 0 else "undefined_no_variation"
    if len(known):
        told["response_rate"] = float(answers.mean())
    if len(table) > 1 and (counts.sum(axis=0) > 0).all():
        expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
        statistic = float(((counts - expected) ** 2 / expected).sum())
        told |= {"chi2": statistic, "p_value": float(chi2.sf(statistic, len(table) - 1)), "status": "ok"}
        told["cramers_v"] = float(np.sqrt(statistic / counts.sum()))
    return table.assign(**told).reset_index()
