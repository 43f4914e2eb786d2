"""Do superior, peers, subordinates and the rated person agree, and whose result hangs on the weights of their roles?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from kinerja_lab.columns import EMPLOYEE, RATER, ROLES, SCORE, Scale
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.agreement import agreement
from kinerja_lab.measures.concordance import concordance
from kinerja_lab.measures.frames import require
from kinerja_lab.measures.icc import icc
from kinerja_lab.stats.internal_consistency import alpha
from kinerja_lab.stats.ratings import FloatArray
from kinerja_lab.stats.weights import Weights

_KEYS = ["first", "second", "coefficient", "estimate", "se", "low", "high", "n_units", "status"]
_ROUNDING = 1e-9  # a weighted mean that falls short of its cut by less is on it


def role_matrix(  # noqa: PLR0913 -- the columns of ``agreement``
    ratings: pd.DataFrame,
    *,
    scale: Scale,
    roles: Sequence[str] = ROLES,
    unit: str = "id_pegawai",
    role: str = "peran",
    rating: str = "skor",
    weights: Weights = "quadratic",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How far does each role agree with each other one? Roles are never pooled.

    Parameters
    ----------
    ratings
        One row a rating; several ratings of a unit in one role (peers, aspects) are averaged first.
    scale
        The declared levels. Kappa takes the level nearest to the average, the lower one of two.
    roles
        Values of the role column, in the order in which pairs are formed.
    unit, role, rating
        Names of the columns: who is rated, in which role, how.
    weights
        Agreement weights of kappa, as in ``agreement``.
    confidence
        Level of the intervals, in (0, 1).

    Returns
    -------
    DataFrame
        One row a pair of roles and coefficient: ``first, second, coefficient, estimate, se, low, high, n_units,
        status``, with coefficients ``cohen_kappa``, ``icc2`` (absolute agreement of single scores), ``lin_ccc`` and
        ``mean_difference`` (first − second). Only units rated in both roles count.

    Raises
    ------
    UnknownName
        A column that does not exist, a rating that is no level of the scale.
    InvalidOption
        An option outside its allowed values.

    References
    ----------
    Cohen (1968); McGraw & Wong (1996); Lin (1989).
    """
    scores = _scores(ratings, scale, (unit, role, rating))
    pairs = list(combinations(roles, 2))
    if not pairs:
        return pd.DataFrame(columns=_KEYS)
    both = [_both(scores, pair).assign(pair=place) for place, pair in enumerate(pairs)]
    met = [rows for rows in both if len(rows)]
    tables = _coefficients(pd.concat(met), "pair", scale, weights, confidence) if met else []
    if len(met) < len(both):  # where nobody is rated in both roles, the answers of an empty table say so
        nothing = _coefficients(both[0].iloc[:0], None, scale, weights, confidence)
        tables += [part.assign(pair=place) for place, rows in enumerate(both) if rows.empty for part in nothing]
    found = pd.concat(tables).sort_values("pair", kind="stable", ignore_index=True)
    names = pd.DataFrame(pairs, columns=["first", "second"]).iloc[found["pair"]].reset_index(drop=True)
    return pd.concat([names, found], axis=1)[_KEYS]


def _both(scores: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """Scores of the units rated in both roles, as by raters 0 and 1."""
    rows = scores[scores[RATER].isin(pair)]
    rows = rows[rows[EMPLOYEE].duplicated(keep=False)]
    return rows.assign(**{RATER: (rows[RATER] == pair[1]).astype("int64")})


def _coefficients(
    rows: pd.DataFrame, by: str | None, scale: Scale, weights: Weights, confidence: float
) -> list[pd.DataFrame]:
    """Each coefficient of two raters, in each group."""
    kappa = agreement(
        rows, scale=scale, rating="level", by=by, coefficients=["cohen_kappa"], weights=weights, confidence=confidence
    )
    absolute = icc(rows, by=by, confidence=confidence).query("coefficient == 'icc2'").assign(se=np.nan)
    lin = concordance(rows, pair=(0, 1), by=by, confidence=confidence)
    lin = lin[lin["coefficient"].isin(("lin_ccc", "bias"))].replace({"coefficient": {"bias": "mean_difference"}})
    return [kappa, absolute, lin]


def _scores(ratings: pd.DataFrame, scale: Scale, columns: tuple[str, str, str]) -> pd.DataFrame:
    """Mean score of each unit in each role, and the level nearest to it, under the usual names."""
    require(ratings, columns)
    place, values = scale.codes(ratings[columns[2]]), np.array(scale.values)
    known = pd.DataFrame({EMPLOYEE: ratings[columns[0]], RATER: ratings[columns[1]], SCORE: values[place]})
    scores = known[place >= 0].groupby([EMPLOYEE, RATER], observed=True)[SCORE].mean().reset_index()
    nearest = np.abs(scores[SCORE].to_numpy()[:, None] - values).argmin(axis=1)
    return scores.assign(level=np.array(scale.levels, dtype=object)[nearest])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoleWeights:
    """Answer of ``role_weights``.

    Attributes
    ----------
    people
        One row a unit and scheme: the unit, ``scheme, score`` (weighted mean), ``level, before`` (under the first
        scheme), ``change`` (levels up or down), ``complete`` (rated in every role that counts).
    schemes
        One row a scheme: ``scheme, n_units, n_complete, n_up, n_down, share_changed, reliability, status``.
    """

    people: pd.DataFrame
    schemes: pd.DataFrame


def role_weights(  # noqa: PLR0913 -- the columns of ``role_matrix``
    scores: pd.DataFrame,
    *,
    schemes: Mapping[str, Mapping[str, float]],
    cuts: Sequence[float],
    scale: Scale,
    unit: str = "id_pegawai",
    role: str = "peran",
    score: str = "skor",
) -> RoleWeights:
    """Who changes level when the weights of the roles change, and how reliable is the weighted score?

    Parameters
    ----------
    scores
        One row a score; several of a unit in one role are averaged first.
    schemes
        Weights of the roles by name of the scheme; the first one (the region's own) is what the others are compared
        with. A unit without ratings in a role has the weights of its other roles in proportion.
    cuts
        Smallest score of each level but the lowest, rising.
    scale
        The levels.
    unit, role, score
        Names of the columns.

    Returns
    -------
    RoleWeights
        ``reliability`` is the weighted coefficient alpha of the roles over complete units: how well the roles together
        tell people apart. Status ``ok``; ``not_identified`` (one role alone counts); ``too_few`` (fewer than three
        complete units); ``undefined_no_variation``.

    Raises
    ------
    UnknownName
        A column that does not exist, a role without any score.
    InvalidOption
        Negative weights, or cuts that do not rise or do not fit the scale.

    References
    ----------
    Cronbach (1951), for weighted sums.
    """
    require(scores, (unit, role, score))
    if not schemes:
        raise InvalidOption("schemes", schemes, "one or more")
    if len(cuts) != len(scale.levels) - 1 or not (np.diff(cuts) > 0).all():
        raise InvalidOption("cuts", tuple(cuts), f"{len(scale.levels) - 1} rising numbers")
    means = scores.dropna(subset=[unit, role, score]).groupby([unit, role], observed=True)[score].mean().unstack()
    people: list[pd.DataFrame] = []
    rows, before = list[dict[str, object]](), np.empty(0)
    for name, weights in schemes.items():
        used, shares = _counted(means, name, weights)
        known = used.notna().to_numpy()
        weight = known @ shares
        total = used.fillna(0.0).to_numpy() @ shares / np.where(weight > 0, weight, np.nan)
        place = np.where(weight > 0, np.searchsorted(cuts, total + _ROUNDING, side="right"), np.nan)
        before = before if people else place
        table = pd.DataFrame({unit: means.index, "scheme": name, "score": total, "level": _levels(scale, place)})
        change = np.nan_to_num(place - before).astype(int)
        table = table.assign(before=_levels(scale, before), change=change, complete=known.all(axis=1))
        people.append(table[weight > 0])
        reliability, status = _reliability(used.to_numpy()[known.all(axis=1)], shares)
        rows.append({"scheme": name, **_summary(people[-1]), "reliability": reliability, "status": status})
    return RoleWeights(people=pd.concat(people, ignore_index=True), schemes=pd.DataFrame(rows))


def _summary(people: pd.DataFrame) -> dict[str, object]:
    """How many people a scheme rates and moves."""
    change = people["change"]
    return {
        "n_units": len(people),
        "n_complete": int(people["complete"].sum()),
        "n_up": int((change > 0).sum()),
        "n_down": int((change < 0).sum()),
        "share_changed": float((change != 0).mean()),
    }


def _counted(means: pd.DataFrame, name: str, weights: Mapping[str, float]) -> tuple[pd.DataFrame, FloatArray]:
    """Scores in the roles that count, and their weights."""
    counted = {role: float(weight) for role, weight in weights.items() if weight}
    if not counted or min(counted.values()) < 0:
        raise InvalidOption("schemes", name, "weights from 0 up, one above 0")
    for role in counted:
        if role not in means:
            raise UnknownName("role", role, map(str, means.columns))
    return means[list(counted)], np.array(list(counted.values()))


def _levels(scale: Scale, place: FloatArray) -> FloatArray:
    """Level at each place; None where there is none."""
    levels: FloatArray = np.array([*scale.levels, None], dtype=object)
    return levels[np.nan_to_num(place, nan=-1).astype(int)]


def _reliability(x: FloatArray, shares: FloatArray) -> tuple[float, str]:
    """Weighted alpha of complete units, and why there is none."""
    if len(shares) < 2 or len(x) < 3:
        return float("nan"), "not_identified" if len(shares) < 2 else "too_few"
    found = alpha(np.asarray(np.cov(x, rowvar=False)), shares)
    return found, "undefined_no_variation" if np.isnan(found) else "ok"
