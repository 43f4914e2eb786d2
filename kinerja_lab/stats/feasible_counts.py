"""Between which numbers does a hidden count lie, given every published sum? Exact, by linear programming."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, vstack

Floats = npt.NDArray[np.float64]

_ROUNDED = 1e-6
_BATCH = 40  # sets solved together


class Published(NamedTuple):
    """What an attacker knows of counts: limits of sums over sets of cells, ``least ≤ members @ counts ≤ most``.

    Attributes
    ----------
    members
        1 where a cell is part of a published sum, shape (sums, cells).
    least, most
        What the sums can be, equal where one is told exactly, shape (sums,).
    """

    members: Floats
    least: Floats
    most: Floats


def exactly(members: Floats, counts: npt.NDArray[np.number]) -> Published:
    """Sums that are told as they are."""
    totals = members @ counts.ravel().astype(np.float64)
    return Published(members, totals, totals)


def together(*parts: Published) -> Published:
    """Everything that is known from several sources about the same cells."""
    return Published(*(np.concatenate(same) for same in zip(*parts, strict=True)))


def feasible_range(known: Published, goal: Floats) -> tuple[float, float]:
    """Smallest and largest sum of some cells that agree with everything published; see :func:`feasible_ranges`."""
    low, high = feasible_ranges(known, goal[None, :])[0]
    return float(low), float(high)


def feasible_ranges(known: Published, goals: Floats) -> Floats:
    """Smallest and largest sums of sets of cells that agree with everything published (linear programming, HiGHS).

    All sets are solved as one program of independent blocks, which costs little more than a single one. In a table with
    margins the limits are whole numbers, since its matrix is totally unimodular; elsewhere they hold the whole numbers
    between them. What contradicts itself has missing limits.

    Parameters
    ----------
    known
        What is published.
    goals
        1 where a cell belongs to a set, shape (sets, cells).

    Returns
    -------
    ndarray
        Limits, shape (sets, 2).

    References
    ----------
    Fischetti and Salazar (2000) Journal of the American Statistical Association 95, 916, section 2.
    """
    if not len(goals):
        return np.zeros((0, 2))
    ends = [np.concatenate([_least(known, sign * part) for part in _batches(goals)]) for sign in (1.0, -1.0)]
    limits = np.column_stack([np.ceil(ends[0] - _ROUNDED), np.floor(_ROUNDED - ends[1])])
    limits[limits >= _cap(known)] = np.inf
    return limits


def _batches(goals: Floats) -> list[Floats]:
    return [goals[start : start + _BATCH] for start in range(0, len(goals), _BATCH)]


def _cap(known: Published) -> float:
    """More people than any cell of a published sum can hold."""
    return 2.0 * float(np.abs(known.most).sum()) + 1.0


def _least(known: Published, goals: Floats) -> Floats:
    """Smallest values of the goals, each for itself, shape (goals,)."""
    exact, number = known.least == known.most, len(goals)
    told, loose = csr_array(known.members[exact]), csr_array(known.members[~exact])
    limits = np.tile(np.concatenate([known.most[~exact], -known.least[~exact]]), number)
    found = linprog(
        goals.ravel(),
        block_diag([vstack([loose, -loose])] * number, "csr"),
        limits,
        block_diag([told] * number, "csr"),
        np.tile(known.least[exact], number),
        bounds=(0, _cap(known)),
        method="highs",
    )
    if found.status != 0:
        return np.full(number, np.nan)
    return np.asarray((found.x.reshape(goals.shape) * goals).sum(axis=1))
