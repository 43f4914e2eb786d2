"""Which cells of a table of people may be published, so that no small one follows from the others and the margins?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Cell = tuple[int, int]

LEAST_WIDTH = 3  # a hidden small count may be one of at least four numbers
_ROUNDED = 1e-6


class Published(NamedTuple):
    """What an attacker knows of counts: sums over sets of cells, ``members @ counts = totals``.

    Attributes
    ----------
    members
        1 where a cell is part of a published sum, shape (sums, cells).
    totals
        The published sums, shape (sums,).
    """

    members: Floats
    totals: Floats


def few(counts: npt.NDArray[np.number], threshold: int) -> Mask:
    """Counts that stand for somebody, but for fewer than ``threshold``."""
    return np.asarray((counts > 0) & (counts < threshold))


def published_sums(counts: Counts, shown: Mask, rows: Counts, columns: Counts, *, margins: bool = True) -> Published:
    """All sums that a table tells about its original cells.

    Parameters
    ----------
    counts
        Original table, shape (r, c).
    shown
        Published cells of the merged table, shape (merged rows, merged columns).
    rows, columns
        Merged row of each original row, and merged column of each original column, shapes (r,) and (c,).
    margins
        Whether the sums of the merged rows and columns are published too.
    """
    inside = [(rows == row)[:, None] & (columns == column)[None, :] for row, column in np.argwhere(shown)]
    if margins:
        inside += [np.broadcast_to((rows == row)[:, None], counts.shape) for row in range(shown.shape[0])]
        inside += [np.broadcast_to((columns == column)[None, :], counts.shape) for column in range(shown.shape[1])]
    members = np.array([part.ravel() for part in inside], dtype=np.float64).reshape(len(inside), counts.size)
    return Published(members, members @ counts.ravel().astype(np.float64))


def feasible_range(known: Published, cell: int) -> tuple[float, float]:
    """Smallest and largest count of a cell that agree with everything published (linear programming, HiGHS).

    In a table with margins the limits are whole numbers, since its matrix is totally unimodular; elsewhere they hold
    the whole numbers between them. A cell in no published sum has no upper limit.

    References
    ----------
    Fischetti and Salazar (2000) Journal of the American Statistical Association 95, 916, section 2.
    """
    goal = np.zeros(known.members.shape[1])
    goal[cell] = 1.0
    if not known.members[:, cell].any():
        return 0.0, np.inf
    matrix = csr_array(known.members)
    limits = []
    for sign in (1.0, -1.0):
        found = linprog(sign * goal, A_eq=matrix, b_eq=known.totals, bounds=(0, None), method="highs")
        limits.append(np.inf if found.status == 3 else float(sign * found.fun))
    low, high = limits
    return float(np.ceil(low - _ROUNDED)), float(np.floor(high + _ROUNDED))


def merged(counts: Counts, rows: Counts, columns: Counts) -> Counts:
    """Table of the sums over merged rows and columns."""
    made = np.zeros((rows.max(initial=-1) + 1, columns.max(initial=-1) + 1), dtype=np.int64)
    np.add.at(made, (rows[:, None], columns[None, :]), counts)
    return made


def complementary(table: Counts, threshold: int) -> Mask:
    """Cells to publish beside both margins: none that is few, nor any from which one of those would follow.

    Every cell that is still too narrowly bounded takes the cheapest rectangle along: three more cells of its row, its
    column and the corner between them, so that people can be moved around it unseen. Hiding more never narrows a range,
    so a cell once safe stays safe.

    References
    ----------
    Hundepool et al. (2012) Statistical Disclosure Control, section 4.3 (the hypercube method, with exact audit).
    """
    hidden = few(table, threshold)
    small = [(int(row), int(column)) for row, column in np.argwhere(hidden)]
    width = table.shape[1]
    for cell in sorted(small, key=lambda place: table[place]):
        while not hidden.all():
            low, high = feasible_range(_of_merged(table, ~hidden), cell[0] * width + cell[1])
            if high - low >= LEAST_WIDTH:
                break
            _widen(table, hidden, cell)
    return ~hidden


def _of_merged(table: Counts, shown: Mask) -> Published:
    """What a table tells of its own cells."""
    return published_sums(table, shown, *map(np.arange, table.shape))


def _widen(table: Counts, hidden: Mask, cell: Cell) -> None:
    """Hide the cheapest rectangle around a cell that hides anything new; where there is none, everything."""
    row, column = cell
    everybody = int(table.sum()) + 1
    # Fewer newly hidden cells before fewer people in them.
    cost = np.where(hidden, 0, table + everybody)
    price = cost[row][None, :] + cost[:, column][:, None] + cost
    # People must be able to leave or enter the cell along both sides, or the rectangle widens nothing.
    poor = np.minimum(table[row][None, :], table[:, column][:, None]) + table[cell] < LEAST_WIDTH
    weight = np.where(price > 0, price + 4 * everybody * poor, np.inf)
    weight[row, :] = weight[:, column] = np.inf
    best = int(weight.argmin())
    if not np.isfinite(weight.flat[best]):
        hidden[:, :] = True
        return
    other_row, other = divmod(best, table.shape[1])
    hidden[row, other] = hidden[other_row, column] = hidden[other_row, other] = True


def class_sizes(codes: Counts) -> Counts:
    """How many people share each person's combination of values? ``codes`` has the shape (people, keys)."""
    _, place, sizes = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(sizes[np.ravel(place)], dtype=np.int64)
