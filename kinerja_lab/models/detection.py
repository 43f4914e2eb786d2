"""How well are raters with a fault told from the others? Ratings with a planted fault, screened again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from kinerja_lab.errors import InvalidOption
from kinerja_lab.models.central_tendency import central_tendency
from kinerja_lab.models.copied_scores import copied_scores
from kinerja_lab.models.drift import drift
from kinerja_lab.models.expectations import expectations
from kinerja_lab.models.halo import halo
from kinerja_lab.models.rater_by_group import rater_by_group
from kinerja_lab.models.severity import severity
from kinerja_lab.simulate.rated import Rated
from kinerja_lab.stats.roc import Roc, roc

LEVEL = 0.05


def _members(scores: pd.DataFrame) -> dict[object, bool]:
    return dict(zip(scores["ratee"], scores["group"] == 1, strict=True))


_DETECTORS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "severity": lambda scores: severity(scores).raters,
    "range": lambda scores: central_tendency(expectations(scores)).raters,
    "halo": lambda scores: halo(scores).raters,
    "drf": lambda scores: rater_by_group(expectations(scores), _members(scores)).raters,
    "drift": lambda scores: drift(expectations(scores, period="period")).raters,
    "copy": lambda scores: copied_scores(expectations(scores, period="period", by_period=True)).raters,
}


def detected(plans: Rated | Iterable[Rated], *, replications: int = 20, seed: int = 1) -> pd.DataFrame:
    """What does the detector of a fault say of every rater, where it is known who has the fault?

    Parameters
    ----------
    plans
        What is planted, and in how many ratings; each plan's fault is looked for. Size 0 plants nothing, which shows
        the false alarms.
    replications
        Sets of ratings drawn from each plan.
    seed
        Of the first set; the others follow.

    Returns
    -------
    DataFrame
        One row a rater of a set: what the detector says (``rater, p_value, q_value`` and more), ``flag`` (the truth:
        0, or the direction −1 or 1), ``replication`` (number of the set), and the plan: ``planted, size, n_raters,
        n_rated, per_ratee``.

    Raises
    ------
    InvalidOption
        A plan with a fault that no detector looks for, or no replication.
    """
    plans = [plans] if isinstance(plans, Rated) else list(plans)
    strangers = [plan.effect for plan in plans if plan.effect not in _DETECTORS]
    if strangers or not plans or replications < 1:
        raise InvalidOption("plans", (*strangers, replications), f"{', '.join(_DETECTORS)}; 1 replication or more")
    drawn = [_one(plan, seed + place) for plan in plans for place in range(replications)]
    return pd.concat([raters.assign(replication=place) for place, raters in enumerate(drawn)], ignore_index=True)


def _one(plan: Rated, seed: int) -> pd.DataFrame:
    """One set of ratings, screened."""
    scores, flag = plan.scores(seed)
    raters = _DETECTORS[plan.effect](scores)
    told = {"planted": plan.effect, "size": plan.size, "n_raters": plan.raters, "n_rated": plan.ratees}
    return raters.assign(flag=flag[raters["rater"]], per_ratee=plan.per_ratee, **told)


def curve(found: pd.DataFrame) -> Roc:
    """ROC curve of the p-values in ``detected``; the raters of one set of ratings are one cluster.

    Raters without a p-value are left out.
    """
    known = found[found["p_value"].notna()]
    score = -known["p_value"].to_numpy(dtype="float64")
    return roc(score, known["flag"].to_numpy() != 0, known["replication"].to_numpy(dtype="int64"))


def told_apart(found: pd.DataFrame, by: str | Sequence[str] = "planted") -> pd.DataFrame:
    """How many raters with a fault are found, and how many without one are suspected?

    Parameters
    ----------
    found
        Answer of ``detected``.
    by
        Columns that name the plan.

    Returns
    -------
    DataFrame
        One row a plan: ``affected, clean`` (raters), ``area, low, high`` (under the ROC curve), ``power,
        false_alarms`` (shares with p below 0.05 of the affected and of the clean), ``power_bh`` (with q below 0.05)
        and ``false_discoveries`` (the clean among those).
    """
    told = found.groupby(by, sort=False).apply(_row).reset_index()
    return told.astype({"affected": "int64", "clean": "int64"})


def _row(found: pd.DataFrame) -> pd.Series:
    """One plan."""
    affected, named = found["flag"] != 0, found["q_value"] < LEVEL
    drawn = curve(found)
    told = found["p_value"] < LEVEL
    return pd.Series(
        {
            "affected": affected.sum(),
            "clean": (~affected).sum(),
            "area": drawn.area,
            "low": drawn.interval.low,
            "high": drawn.interval.high,
            "power": told[affected].mean(),
            "false_alarms": told[~affected].mean(),
            "power_bh": named[affected].mean(),
            "false_discoveries": (~affected)[named].mean() if named.any() else 0.0,
        }
    )
