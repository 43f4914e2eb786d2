"""Scores of superiors, colleagues, subordinates and of everybody for oneself on the seven aspects of behaviour."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.faults import copied, shifted
from kinerja_lab.simulate.plan import ASPECTS, PERIODS, Floats, RegionPlan
from kinerja_lab.simulate.raters import impressions, judges, severity
from kinerja_lab.simulate.work import ability

_LOWEST, _HIGHEST = 1, 5
_FROM_ABILITY = 0.7  # correlation of behaviour with ability
_SD_ASPECT, _SD_PROFILE = 0.27, 0.33  # of aspects, and of one employee between aspects, per SD between employees


def scores(plan: RegionPlan, people: pd.DataFrame) -> pd.DataFrame:
    """The table ``butir``.

    A score is the employee's behaviour, plus the rater's severity, the rater's impression of this employee, inflation
    (own scores) and noise, all in points, with the faults of single raters, rounded to whole points. The noise is wide
    enough for rounding to leave means where they were, and the mean far enough from 1 and 5 for fewer than five scores
    in a hundred to be cut off, so that the planted spreads are found again within about 0.03 points, and a halo of 0.8
    within 0.1.
    """
    pairs = judges(plan, people)
    effects, performance = severity(plan, people), ability(plan, len(people))
    tables, whole = [], None
    level = plan.scoring.mean + effects[pairs["rater"]]
    for place, period in enumerate(PERIODS):
        exact = _exact(plan, pairs, effects, performance[:, place], period)
        exact = shifted(plan, pairs, exact, level, place)
        drawn = np.clip(np.rint(exact), _LOWEST, _HIGHEST).astype("int64")
        whole = copied(plan, pairs, drawn, whole, period)
        tables.append(_long(people, pairs, whole).assign(**{col.PERIOD: period}))
    return pd.concat(tables, ignore_index=True)[[column.name for column in col.TABLES["butir"].columns]]


def _exact(plan: RegionPlan, pairs: pd.DataFrame, effects: Floats, performance: Floats, period: str) -> Floats:
    """Scores before rounding: one row a pair, one column an aspect."""
    truth, random = plan.scoring, plan.random("butir", period)
    n, ratee = len(performance), pairs["ratee"].to_numpy()
    own = plan.random("butir", "perilaku").standard_normal(n)
    behaviour = _FROM_ABILITY * performance + np.sqrt(1 - _FROM_ABILITY**2) * own
    profile = plan.random("butir", "profil").normal(0.0, _SD_PROFILE, (n, len(ASPECTS)))
    aspects = plan.random("butir", "aspek").normal(0.0, _SD_ASPECT, len(ASPECTS))
    oneself = (pairs["role"] == "diri").to_numpy()
    halo = np.where(
        pairs["role"] == "atasan",
        impressions(plan, n, period)[ratee],
        random.normal(0.0, truth.halo_sd, len(pairs)),
    )
    # Everybody's own scores carry the inflation instead of the severity towards others.
    person = truth.ratee_sd * behaviour[ratee] + halo
    person += np.where(oneself, truth.self_inflation, effects[pairs["rater"]])
    noise = random.normal(0.0, truth.noise_sd, (len(pairs), len(ASPECTS)))
    shape = truth.ratee_sd * (aspects + profile[ratee])
    return np.asarray(truth.mean + person[:, None] + shape + noise)


def _long(people: pd.DataFrame, pairs: pd.DataFrame, whole: np.ndarray) -> pd.DataFrame:
    """One row a score."""
    names, times = people[col.EMPLOYEE].to_numpy(), len(ASPECTS)
    return pd.DataFrame(
        {
            col.EMPLOYEE: np.repeat(names[pairs["ratee"]], times),
            col.RATER: np.repeat(names[pairs["rater"]], times),
            col.ROLE: np.repeat(pairs["role"].to_numpy(), times),
            col.ASPECT: np.tile(np.array(ASPECTS), len(pairs)),
            col.SCORE: whole.ravel(),
        }
    )
