"""Who rates whom, how strictly, and with which general impression."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.simulate.people import places
from kinerja_lab.simulate.plan import Floats, Places, RegionPlan, spread

_PEERS, _SUBORDINATES = 2, 2
_PANEL = 3  # every third member of a team is appointed to rate colleagues


def severity(plan: RegionPlan, people: pd.DataFrame) -> Floats:
    """Effect of everybody as a rater, in rating points: above 0 is lenient; the same in all periods.

    Superiors, appointed raters and the rest each have the planted spread and no lenience on average, so that it holds
    among those who do rate and no role is stricter than another.
    """
    n, pairs = len(people), judges(plan, people)
    leading = np.isin(np.arange(n), places(people, col.SUPERIOR))
    appointed = np.isin(np.arange(n), pairs.loc[pairs["role"] == "rekan", "rater"]) & ~leading
    effects = np.zeros(n)
    for name, who in (("atasan", leading), ("rekan", appointed), ("lain", ~leading & ~appointed)):
        if who.any():
            effects[who] = spread(plan.random("keketatan", name), int(who.sum()), plan.scoring.severity_sd)
    return effects


def impressions(plan: RegionPlan, n: int, period: str) -> Floats:
    """General impression that the superior has of each employee, in rating points: in scores and in ratings alike."""
    return spread(plan.random("kesan", period), n, plan.scoring.halo_sd)


def judges(plan: RegionPlan, people: pd.DataFrame) -> pd.DataFrame:
    """Who scores whom: places of ``ratee`` and ``rater`` in ``people``, and the ``role``; the same in all periods."""
    random = plan.random("butir", "penilai")
    superior = places(people, col.SUPERIOR)
    pairs: list[tuple[int, int, str]] = []
    for leader in _covered(superior, plan.scoring.share, random):
        team = np.flatnonzero(superior == leader)
        pairs += [(int(ratee), leader, "atasan") for ratee in team]
        pairs += [(int(ratee), int(ratee), "diri") for ratee in team]
        pairs += _peers(team, random)
    scored = {ratee for ratee, _, _ in pairs}
    for head in np.flatnonzero(people[col.HEAD].to_numpy(dtype="bool")):
        below = np.flatnonzero(superior == head)
        if head in scored and len(below):
            chosen = random.choice(below, min(_SUBORDINATES, len(below)), replace=False)
            pairs += [(int(head), int(rater), "bawahan") for rater in chosen]
    table = pd.DataFrame(pairs, columns=["ratee", "rater", "role"])
    return table[table["role"].isin(plan.scoring.roles)].drop_duplicates(["ratee", "rater"], ignore_index=True)


def _covered(superior: Places, share: float, random: np.random.Generator) -> list[int]:
    """Superiors whose teams are scored: the heads' team, then others at random, until the share is reached."""
    leaders, sizes = np.unique(superior[superior >= 0], return_counts=True)
    order = np.append(0, 1 + random.permutation(len(leaders) - 1))  # the first employee leads the region
    before = np.cumsum(sizes[order]) - sizes[order]
    return [int(leader) for leader in leaders[order][before < share * len(superior)]]


def _peers(team: Places, random: np.random.Generator) -> list[tuple[int, int, str]]:
    """Two appointed colleagues for each member of a team, as far as there are so many."""
    panel = random.permutation(team)[: max(_PEERS + 1, round(len(team) / _PANEL))]
    pairs = []
    for place, ratee in enumerate(team):
        colleagues = [int(rater) for rater in np.roll(panel, place) if rater != ratee]
        pairs += [(int(ratee), rater, "rekan") for rater in colleagues[:_PEERS]]
    return pairs
