"""Do scores pile up just above the cut-offs from which something better begins?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats import bunching as core

NUMBERS = ("delta", "error", "ratio", "z", "p_value", "ratio_above", "excess", "lack", "dispersion")


def bunching(scores: pd.DataFrame, *, score: str, cutoffs: Sequence[float], confidence: float = 0.95) -> pd.DataFrame:
    """Are there more scores just above each cut-off, and fewer just below, than a smooth distribution would have?

    Parameters
    ----------
    scores
        One row a score.
    score
        Column of whole scores; decimals are cut off, gaps left out.
    cutoffs
        Whole scores from which something better begins.
    confidence
        Of ``low``…``high``; ``low_90``…``high_90`` always serve two one-sided tests.

    Returns
    -------
    DataFrame
        One row a cut-off: ``cutoff, n`` (scores in the window), ``ratio`` (surplus above over surplus below, 1 = none)
        with ``low, high, low_90, high_90``, ``delta`` (its logarithm), ``error, z, p_value`` (one-sided),
        ``ratio_above`` (seen over expected just above), ``excess, lack`` (scores too many above, too few below),
        ``dispersion`` and ``status`` (``too_few`` below 200 scores, ``undefined_no_variation`` where only a few
        different scores occur).

    Raises
    ------
    UnknownName
        A column that is not there.

    See Also
    --------
    kinerja_lab.stats.bunching.bunching : the same on arrays, with the method and its references.
    """
    require(scores, (score,))
    values = scores[score].to_numpy(dtype=np.float64)
    return pd.DataFrame([_row(values, float(cutoff), confidence) for cutoff in cutoffs])


def _row(values: np.ndarray, cutoff: float, confidence: float) -> dict[str, object]:
    """One cut-off."""
    limits = dict.fromkeys(("low", "high", "low_90", "high_90"), np.nan)
    try:
        found = core.bunching(values, cutoff, confidence=confidence)
    except NotAssessable as reason:
        return {"cutoff": cutoff, "n": reason.n, **dict.fromkeys(NUMBERS, np.nan), **limits, "status": reason.status}
    limits = dict(zip(limits, (*found.interval, *found.equivalence), strict=True))
    return {
        "cutoff": cutoff,
        "n": found.n,
        **{name: getattr(found, name) for name in NUMBERS},
        **limits,
        "status": "ok",
    }
