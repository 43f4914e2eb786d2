"""Does a screening point to the same unit twice? Once may be chance; only twice in a row lets a unit be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kinerja_lab.columns import period_before
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable

Sides = Mapping[str, bool]


def pointed_to_twice(data: Dataset, now: Sides, screen: Callable[[Dataset], Sides]) -> tuple[str, ...]:
    """Units that a screening points to in the reported period and in the one before, alphabetical.

    Parameters
    ----------
    data
        The region with its history; where the period before is not in it, nothing is confirmed.
    now, screen
        Units that stand out in the reported period, each with its side; and what finds them in another period.
    """
    earlier = period_before(data.period)
    if not now or earlier not in data.periods:
        return ()
    try:
        before = screen(data.at(earlier))
    except NotAssessable:
        return ()
    return tuple(sorted(unit for unit, side in now.items() if before.get(unit) == side))


def told_of_units(flagged: int, twice: tuple[str, ...]) -> tuple[str, ...]:
    """Caveats about units that stand out: how many wait for the next period, and which may be named."""
    waiting = flagged - len(twice)
    one = "unit_menunggu" if waiting == 1 else "unit_lain_menunggu"
    return (*((one,) if waiting else ()), *(("unit_dua_periode",) if twice else ()))
