"""Do ratings differ between several groups, and between which?"""

from __future__ import annotations

import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.kruskal import kruskal_posthoc as tested


def kruskal_posthoc(people: pd.DataFrame, *, outcome: str, scale: Scale, group: str) -> pd.DataFrame:
    """Which groups of a column are rated differently?

    Parameters
    ----------
    people
        One row a person; rows with a gap in what is used are left out.
    outcome, scale
        Column of the rating and its declared scale.
    group
        Column of the groups; they are taken in the order of their names.

    Returns
    -------
    DataFrame
        One row a pair of groups: ``group_1, group_2, n_1, n_2, p_raw, p_holm, p_bh``. The test of all groups together
        is the same in every row: ``statistic, df, p_value, epsilon2``.

    Raises
    ------
    UnknownName
        A column that is not there, or a rating off the scale.
    NotAssessable
        Fewer than two groups, or the same rating for everybody.

    See Also
    --------
    kinerja_lab.stats.kruskal.kruskal_posthoc : the same on arrays, with the method and its references.
    """
    require(people, (outcome, group))
    codes = scale.codes(people[outcome])
    used = people.assign(_code=codes.astype("float64"))[codes >= 0].dropna(subset=[group])
    groups = {name: part["_code"].to_numpy() for name, part in used.groupby(group, sort=True, observed=True)}
    found, names = tested(list(groups.values())), list(groups)
    return pd.DataFrame(
        {
            "group_1": [names[one] for one, _ in found.pairs],
            "group_2": [names[other] for _, other in found.pairs],
            "n_1": [len(groups[names[one]]) for one, _ in found.pairs],
            "n_2": [len(groups[names[other]]) for _, other in found.pairs],
            "p_raw": found.p_raw,
            "p_holm": found.p_holm,
            "p_bh": found.p_bh,
            "statistic": found.statistic,
            "df": found.df,
            "p_value": found.p_value,
            "epsilon2": found.epsilon2,
        }
    )
