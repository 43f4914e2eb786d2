"""Same results, same position, same unit: does a group have the same odds of a higher rating?"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.distributions import norm
from kinerja_lab.stats.group_odds import GroupOdds, People, group_odds, standardised
from kinerja_lab.stats.proportion import check_confidence

_EQUIVALENCE = 0.90
_CODE, _FOCAL = "_code", "_focal"


def ordinal_odds_ratio(  # noqa: PLR0913 - one name for each role that a column plays in the model
    people: pd.DataFrame,
    *,
    outcome: str,
    scale: Scale,
    group: str,
    focal: str,
    reference: str,
    attainment: str | None = None,
    position: str | None = None,
    unit: str | None = None,
    below: str | float | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How do the odds of a higher rating in the focal group compare, crude and with the covariates equal?

    A cumulative logit (proportional odds); an odds ratio above 1 means higher ratings for the focal group. Three models
    stand beside each other: ``crude``, ``adjusted`` for attainment and position, and ``within_unit`` with a fixed
    effect of each unit besides. The last is the one to judge by: without it a group that works in strict units looks
    disadvantaged.

    Parameters
    ----------
    people
        One row a person. Rows of other groups and rows with a gap in what a model uses are left out of that model.
    outcome, scale
        Column of the rating and its declared scale.
    group, focal, reference
        Column of the group and the two labels compared.
    attainment, position, unit
        Columns of the measured result (a number; standardised inside), the position and the unit.
    below
        Level below which a rating counts as low; the second highest level when not named.
    confidence
        Of ``low``…``high``. ``low_90``…``high_90`` always serve the two one-sided tests.

    Returns
    -------
    DataFrame
        Rows ``crude, adjusted, within_unit``; columns ``model, odds_ratio, low, high, low_90, high_90, se`` (of the
        logarithm), ``p_value`` (likelihood ratio), ``n, n_focal, n_reference, n_dropped`` (alone in their unit or
        position, or in one where all are at the same end of the scale), ``p_proportional, odds_ratio_highest,
        odds_ratio_low`` (binary logits of the highest level and of low ratings), ``points_highest, points_low``
        (percentage points by g-computation, positive: more often in the focal group) and ``status``.

    Raises
    ------
    UnknownName
        A column that is not there, a rating off the scale, a level ``below`` that does not exist.
    InvalidOption
        A confidence outside (0, 1), or a ``below`` that leaves no low or only low levels.

    References
    ----------
    McCullagh (1980) JRSS B 42, 109; Schuirmann (1987) J. Pharmacokinetics 15, 657 for the two one-sided tests.

    See Also
    --------
    kinerja_lab.stats.group_odds.group_odds : the model on arrays.
    """
    check_confidence(confidence)
    require(people, (outcome, group, attainment, position, unit))
    low, highest = _low_cut(scale, below), len(scale.levels) - 1
    compared = people[people[group].isin([focal, reference])]
    compared = compared.assign(**{_CODE: scale.codes(compared[outcome]), _FOCAL: compared[group] == focal})
    compared = compared[compared[_CODE] >= 0]
    models: dict[str, tuple[str | None, list[str | None]] | None] = {
        "crude": (None, []),
        "adjusted": (attainment, [position]) if attainment or position else None,
        "within_unit": (attainment, [position, unit]) if unit else None,
    }
    rows = []
    for name, covariates in models.items():
        if covariates is None:
            arrays, answer = None, GroupOdds(status="missing_data")
        else:
            arrays = _arrays(compared, *covariates)
            answer = group_odds(arrays, low=low, highest=highest)
        rows.append({"model": name, **_row(answer, arrays, confidence)})
    return pd.DataFrame(rows)


def odds_limits(answer: GroupOdds, confidence: float) -> dict[str, float]:
    """Limits of an odds ratio, and those of the two one-sided tests."""
    return {
        name: math.exp(answer.log_odds + side * float(norm.ppf((1 + level) / 2)) * answer.error)
        for name, side, level in (
            ("low", -1, confidence),
            ("high", 1, confidence),
            ("low_90", -1, _EQUIVALENCE),
            ("high_90", 1, _EQUIVALENCE),
        )
    }


def _low_cut(scale: Scale, below: str | float | None) -> int:
    """Position of the lowest level that is not low."""
    if below is None:
        return max(len(scale.levels) - 2, 1)
    if below not in scale.levels:
        raise UnknownName("level", str(below), map(str, scale.levels))
    if below == scale.levels[0]:
        raise InvalidOption("below", below, "a level with others below it")
    return scale.levels.index(below)


def _arrays(people: pd.DataFrame, attainment: str | None, categories: list[str | None]) -> People:
    """People without gaps in the columns of a model, as arrays."""
    labels = [name for name in categories if name is not None]
    used = people.dropna(subset=[*labels, *([attainment] if attainment else [])])
    numeric = np.empty((len(used), 0))
    if attainment:
        numeric = standardised(used[attainment].to_numpy(dtype=np.float64))[:, None]
    return People(
        used[_CODE].to_numpy(),
        used[_FOCAL].to_numpy(dtype=np.bool_),
        numeric,
        tuple(pd.factorize(used[name])[0].astype(np.int64) for name in labels),
    )


def _row(answer: GroupOdds, people: People | None, confidence: float) -> dict[str, object]:
    """Columns of one model."""
    focal = 0 if people is None else int(people.focal.sum())
    everybody = 0 if people is None else len(people.focal)
    return {
        "odds_ratio": math.exp(answer.log_odds),
        **odds_limits(answer, confidence),
        "se": answer.error,
        "p_value": answer.p_value,
        "n": everybody,
        "n_focal": focal,
        "n_reference": everybody - focal,
        "n_dropped": answer.dropped,
        "p_proportional": answer.p_proportional,
        "odds_ratio_highest": math.exp(answer.log_odds_highest),
        "odds_ratio_low": math.exp(answer.log_odds_low),
        "points_highest": answer.points_highest,
        "points_low": answer.points_low,
        "status": answer.status,
    }
