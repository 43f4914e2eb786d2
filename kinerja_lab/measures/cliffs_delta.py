"""How often is somebody of one group rated above somebody of another rather than below? Cliff's delta."""

from __future__ import annotations

import math

import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.frames import require
from kinerja_lab.stats import cliff
from kinerja_lab.stats.interval import UNDEFINED

_EQUIVALENCE = 0.90
_FEW, _NEARLY_ALL_TIED = 25, 0.90  # below, and above, the normal approximation is not to be trusted


def cliffs_delta(  # noqa: PLR0913 - one name for each role that a column plays
    people: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    group: str,
    focal: str,
    reference: str,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Over all pairs of people from the two groups, how much more often is the focal one rated higher than lower?

    Parameters
    ----------
    people
        One row a person; rows of other groups and rows without a rating are left out.
    outcome, scale
        Column of the rating and its declared scale.
    group, focal, reference
        Column of the group and the two labels compared.
    confidence
        Of ``low``…``high``. ``low_90``…``high_90`` always serve the two one-sided tests.
    seed
        Of the permutations.

    Returns
    -------
    DataFrame
        One row: ``delta, se, low, high, low_90, high_90, p_value`` (by permutation where a group has fewer than 25
        people or more than 90 % of the pairs are tied, else Wilcoxon's corrected for ties), ``p_permutation``,
        ``n_focal, n_reference, tied`` (share of pairs), ``status``. Where everybody has the same rating delta is 0, the
        permutation p-value 1 and the rest undefined.

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.

    See Also
    --------
    kinerja_lab.stats.cliff.cliffs_delta : the same on arrays, with the method and its references.
    """
    require(people, (outcome, group))
    codes = scale.codes(people[outcome])
    ratings = [codes[(people[group] == side).to_numpy() & (codes >= 0)].astype(float) for side in (focal, reference)]
    sizes = {"n_focal": len(ratings[0]), "n_reference": len(ratings[1])}
    try:
        found = cliff.cliffs_delta(*ratings, confidence=confidence)
    except NotAssessable as reason:
        names = ("delta", "se", "low", "high", "low_90", "high_90", "p_value", "p_permutation")
        return pd.DataFrame([dict.fromkeys(names, math.nan) | sizes | {"tied": math.nan, "status": reason.status}])
    uniform = math.isnan(found.variance)
    equivalence = UNDEFINED if uniform else cliff.cliffs_delta(*ratings, confidence=_EQUIVALENCE).interval
    permuted = 1.0 if uniform else cliff.permutation_p_value(*ratings, seed=seed)
    tied = cliff.tied_share(*ratings)
    thin = min(sizes.values()) < _FEW or tied > _NEARLY_ALL_TIED
    row = {
        "delta": found.delta,
        "se": math.sqrt(found.variance),
        "low": found.interval.low,
        "high": found.interval.high,
        "low_90": equivalence.low,
        "high_90": equivalence.high,
        "p_value": permuted if thin else found.p_value,
        "p_permutation": permuted,
        **sizes,
        "tied": tied,
        "status": "undefined_no_variation" if uniform else "ok",
    }
    return pd.DataFrame([row])
