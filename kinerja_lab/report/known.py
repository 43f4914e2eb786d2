"""What do the answers of a report tell of how many people have which predikat? As sums that an attacker has."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kinerja_lab import columns as col
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.report.coarse import spans
from kinerja_lab.report.disclosure import publishable, sized
from kinerja_lab.stats.feasible_counts import Floats, Published, feasible_ranges
from kinerja_lab.stats.suppression import LEAST_WIDTH, Beside, Counts, few

_LEVELS: Final = tuple(str(level) for level in col.OUTCOMES.levels)
_PLACES: Final = np.arange(len(_LEVELS))
_GOOD: Final = _LEVELS.index("baik")
_PARTS: Final = np.array([_PLACES < _GOOD, _PLACES == _GOOD, _PLACES > _GOOD], dtype=np.float64)
_TOLD: Final = {"low": np.array([1.0, 0, 0]), "top": np.array([0, 0, 1.0])}
_SIDES: Final = ("focal", "reference", "others")
_SETS: Final = np.array([parts for parts in np.ndindex(2, 2, 2) if 0 < sum(parts) < len(parts)], dtype=np.float64)


class Fact(NamedTuple):
    """A sum of cells, and the fewest and the most people that it may be."""

    members: Floats
    least: float
    most: float


class _Cells(NamedTuple):
    """People of the region by predikat; then, for each pair of compared groups, by side and part of the predikat."""

    blocks: int

    def sum_of(self, levels: Floats | None = None, block: int = 0, sides: Floats | None = None) -> Floats:
        """Members of a sum of levels of the region and of a block, shape (cells,)."""
        region = np.zeros(len(_LEVELS)) if levels is None else levels
        groups = np.zeros((self.blocks, len(_SIDES), len(_PARTS)))
        if sides is not None:
            groups[block] = sides
        return np.append(region, groups)


def beside(found: Results, counts: Counts) -> Beside:
    """Everything that the answers tell of the predikat of the region and of its groups, and what must stay hidden.

    Parameters
    ----------
    found
        The answers as they were found; what is published of them follows from these.
    counts
        The region's people by predikat, lowest first, shape (levels,).
    """
    fewest = found.profile.small_cell
    compared = [item for item in found.about("ordinal_odds_ratio") if item.status == "ok"]
    cells = _Cells(len(compared))
    facts = [fact for item in found for fact in _of_region(item, cells, counts, found.profile.small_group, fewest)]
    secrets: list[Floats] = []
    for block, item in enumerate(compared):
        facts += _of_groups(item, cells, block, fewest)
        people = _people(item)
        secrets += [
            cells.sum_of(block=block, sides=np.outer(np.eye(len(_SIDES))[side], told))
            for side in range(len(_SIDES))
            for told in _SETS
            if few(np.array([people[side] @ told]), fewest)[0]
        ]
    width = len(cells.sum_of())
    members, least, most = zip(*facts, strict=True) if facts else ((), (), ())
    known = Published(np.array(members).reshape(len(facts), width), np.array(least, float), np.array(most, float))
    return Beside(known, np.array(secrets).reshape(len(secrets), width))


def hidden(known: Beside) -> npt.NDArray[np.bool_]:
    """Which secrets may be one of enough numbers, given everything that is known."""
    limits = feasible_ranges(known.known, known.secrets)
    return np.asarray(limits[:, 1] - limits[:, 0] >= LEAST_WIDTH)


def kept(known: Beside) -> bool:
    """Whether no secret follows from the answers alone."""
    return bool(hidden(known).all())


def _of_region(item: CheckResult, cells: _Cells, counts: Counts, least: int, fewest: int) -> Iterator[Fact]:
    """What one answer tells of the whole region."""
    if item.check.name == "inflation" and item.status == "ok":
        levels = {
            "good_share": _PLACES >= _GOOD,
            "top_share": _PLACES > _GOOD,
            "modal_share": counts.argmax() == _PLACES,
        }
        told = spans(item, fewest)
        yield Fact(cells.sum_of(np.ones(len(_LEVELS))), item.n, item.n)
        for name, members in levels.items():
            hits = float(counts @ members)
            yield Fact(cells.sum_of(members.astype(float)), *(told[name][:2] if name in told else (hits, hits)))
    if item.check.name == "follow_up" and item.n > 0:
        under = sized(item, least).fewer_than
        yield Fact(cells.sum_of(_PARTS[0]), *((item.n, item.n) if math.isnan(under) else (1, under - 1)))
        for row in publishable(item, least, fewest).itertuples():
            if row.unit in _LEVELS:
                yield Fact(cells.sum_of((np.array(_LEVELS) == row.unit).astype(float)), row.n, row.n)


def _of_groups(item: CheckResult, cells: _Cells, block: int, fewest: int) -> Iterator[Fact]:
    """What one comparison tells of its groups, and that the groups are the region."""
    hidden, people = spans(item, fewest), _people(item)
    for part, levels in zip(np.eye(len(_PARTS)), _PARTS, strict=True):
        yield Fact(cells.sum_of(-levels, block, np.tile(part, (len(_SIDES), 1))), 0.0, 0.0)
    for side, name in enumerate(_SIDES):
        own = np.eye(len(_SIDES))[side]
        yield Fact(cells.sum_of(block=block, sides=np.outer(own, np.ones(3))), *[float(people[side].sum())] * 2)
        for share, told in _TOLD.items():
            hits = float(people[side] @ told)
            span = hidden.get(f"{share}_{name}")
            yield Fact(cells.sum_of(block=block, sides=np.outer(own, told)), *(span[:2] if span else (hits, hits)))


def _people(item: CheckResult) -> Counts:
    """People of the three sides of a comparison: below *Baik*, with *Baik*, above; shape (sides, parts)."""
    found = []
    for side in _SIDES:
        n = item.quantities[f"n_{side}"]
        low, top = (round(item.quantities[f"{part}_{side}"] * n) if n else 0 for part in ("low", "top"))
        found.append([low, round(n) - low - top, top])
    return np.array(found, dtype=np.int64)
