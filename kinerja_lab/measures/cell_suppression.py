"""What may be published of a table of people: small rows and columns merged, cells hidden, and the result attacked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats import suppression as core

TOTAL, OTHERS, BELOW = "jumlah", "unit_kecil", "di_bawah_baik"
_TOP_LEVELS = 2  # columns that are no part of the lowest ones
_ENOUGH = 0.5  # share of the cells that a way to merge should leave


class Plan(NamedTuple):
    """How a table is published: merged place and name of its rows and columns, and which merged cells are shown."""

    rows: core.Counts
    columns: core.Counts
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    shown: core.Mask
    margins: bool


def cell_suppression(
    table: pd.DataFrame, threshold: int = 5, *, least: int = 10, margins: bool = True, complete: bool = True
) -> pd.DataFrame:
    """Which counts of a table may be published, so that no small one can be read or worked out?

    Rows of fewer than ``least`` people go into one row ``unit_kecil``, never alone. If a count is small in the lowest
    columns, all columns but the two highest become one, ``di_bawah_baik``; where that leaves less than half of the
    cells, the two highest become one instead, or all but the highest, and then larger rows are merged too. Columns
    whose sum is small join their neighbour. Counts from 1 to ``threshold`` − 1 are hidden, and with them as many others
    as it takes until each may be one of at least four numbers, given everything published.

    Parameters
    ----------
    table
        Counts of people, one row a group, one column an outcome, the outcomes in ascending order.
    threshold
        Smallest count of people that may be read.
    least
        Smallest row that may stand alone.
    margins
        Whether sums of rows and columns are published as well.
    complete
        False merges nothing and hides small counts only, which is not enough: to see what it leaves open.

    Returns
    -------
    DataFrame
        One row a cell of the merged table: ``row, column, n, status``; ``n`` is missing where ``status`` is ``few`` or
        ``complementary``, and there where it is ``shown``. Sums have the name ``jumlah``.

    Raises
    ------
    InvalidOption
        ``table`` holds something else than counts, or ``threshold`` is below 3.

    References
    ----------
    Hundepool et al. (2012) Statistical Disclosure Control, chapter 4.

    Examples
    --------
    >>> table = pd.DataFrame({"kurang": [1, 2, 9], "baik": [30, 40, 50], "sangat_baik": [9, 8, 7]}, index=list("ABC"))
    >>> found = cell_suppression(table)
    >>> found[found["status"] != "shown"][["row", "column"]].to_numpy().tolist()
    [['A', 'kurang'], ['A', 'sangat_baik'], ['B', 'kurang'], ['B', 'sangat_baik']]
    """
    counts = _counts(table, threshold)
    plan = _plan(table, counts, threshold, least, margins, complete)
    joined = core.merged(counts, plan.rows, plan.columns)
    small = core.few(joined, threshold)
    status = np.where(plan.shown, "shown", np.where(small, "few", "complementary"))
    cells = [
        (row, column, float(joined[i, j]) if plan.shown[i, j] else np.nan, str(status[i, j]))
        for i, row in enumerate(plan.row_names)
        for j, column in enumerate(plan.column_names)
    ]
    if plan.margins:
        sizes, sums = joined.sum(axis=1), joined.sum(axis=0)
        cells += [(row, TOTAL, float(n), "shown") for row, n in zip(plan.row_names, sizes, strict=True)]
        cells += [(TOTAL, name, float(n), "shown") for name, n in zip(plan.column_names, sums, strict=True)]
        cells += [(TOTAL, TOTAL, float(joined.sum()), "shown")]
    return pd.DataFrame(cells, columns=["row", "column", "n", "status"])


def audit_cells(
    table: pd.DataFrame, threshold: int = 5, *, least: int = 10, margins: bool = True, complete: bool = True
) -> pd.DataFrame:
    """Between which numbers can each small count of a table be found from all that is published of it?

    Parameters
    ----------
    table, threshold, least, margins, complete
        As in :func:`cell_suppression`.

    Returns
    -------
    DataFrame
        One row a small cell of the original table: ``row, column, n, low, high, width``. A ``width`` of 0 is a count
        that anybody can work out.
    """
    counts = _counts(table, threshold)
    plan = _plan(table, counts, threshold, least, margins, complete)
    known = core.published_sums(counts, plan.shown, plan.rows, plan.columns, margins=plan.margins)
    found = []
    for row, column in np.argwhere(core.few(counts, threshold)):
        low, high = core.feasible_range(known, int(row) * counts.shape[1] + int(column))
        names = str(table.index[row]), str(table.columns[column])
        found.append((*names, int(counts[row, column]), low, high, high - low))
    return pd.DataFrame(found, columns=["row", "column", "n", "low", "high", "width"])


def _counts(table: pd.DataFrame, threshold: int) -> core.Counts:
    """The table as whole numbers."""
    if threshold <= core.LEAST_WIDTH - 1:
        raise InvalidOption("threshold", threshold, f"≥ {core.LEAST_WIDTH}")
    values = table.to_numpy(dtype=np.float64)
    if not (np.isfinite(values).all() and (values >= 0).all() and (values % 1 == 0).all()):
        raise InvalidOption("table", "…", "counts of people")
    return values.astype(np.int64)


def _plan(table: pd.DataFrame, counts: core.Counts, threshold: int, least: int, margins: bool, complete: bool) -> Plan:
    """Merge, then hide; the finest way to merge that leaves half of the cells, or the most of them."""
    names = tuple(map(str, table.index)), tuple(map(str, table.columns))
    rows, columns = (np.arange(size) for size in counts.shape)
    if not complete:
        return Plan(rows, columns, *names, ~core.few(counts, threshold), margins)
    plans: list[Plan] = []
    for floor in _floors(counts, least):
        rows, row_names = _merge_rows(counts, names[0], floor)
        for places in _column_merges(counts, threshold):
            joined = core.merged(counts, rows, places)
            column_names = tuple(_column_name(names[1], places, place) for place in range(joined.shape[1]))
            told = not core.few(np.atleast_1d(joined.sum()), threshold).any()
            shown = core.complementary(joined, threshold) if margins else ~core.few(joined, threshold)
            plans.append(Plan(rows, places, row_names, column_names, shown & told, margins and told))
            if not told or not shown.size or shown.mean() >= _ENOUGH:
                return plans[-1]
    return max(plans, key=lambda plan: float(plan.shown.mean()))


def _floors(counts: core.Counts, least: int) -> list[int]:
    """Sizes of rows that may stand alone, growing by half."""
    floors = [least]
    while floors[-1] <= counts.sum(axis=1).max(initial=0):
        floors.append(floors[-1] * 3 // 2 + 1)
    return floors


def _column_merges(counts: core.Counts, threshold: int) -> list[core.Counts]:
    """Merged place of each column, from the finest way to the coarsest that still tells two outcomes apart."""
    width = counts.shape[1]
    low = width - _TOP_LEVELS
    finest = np.arange(width)
    ways = [] if low > 1 and core.few(counts[:, :low], threshold).any() else [finest]
    if low > 0:
        below, top = np.maximum(finest - low + 1, 0), finest == width - 1
        ways += [below, np.minimum(below, 1), top.astype(np.int64)]
    return [_without_thin(places, counts.sum(axis=0), threshold) for places in ways]


def _without_thin(places: core.Counts, people: core.Counts, threshold: int) -> core.Counts:
    """Let merged columns of few people join the next one."""
    while places.max(initial=0) > 0:
        sums = np.bincount(places, weights=people)
        thin = np.flatnonzero(core.few(sums, threshold))
        if not thin.size:
            break
        places = places - (places > min(int(thin[0]), len(sums) - 2))
    return places


def _merge_rows(counts: core.Counts, names: tuple[str, ...], least: int) -> tuple[core.Counts, tuple[str, ...]]:
    """Put rows of few people into the last row, with the next smallest until that row is large and no single one."""
    sizes = counts.sum(axis=1)
    small = (sizes > 0) & (sizes < least)
    order = np.lexsort((sizes, ~small))
    number = int(small.sum())
    while 0 < number < len(order) and (number == 1 or sizes[order[:number]].sum() < least):
        number += 1
    kept = np.sort(order[number:])
    places = np.full(len(sizes), len(kept))
    places[kept] = np.arange(len(kept))
    return places, (*(names[place] for place in kept), *((OTHERS,) if number else ()))


def _column_name(names: tuple[str, ...], places: core.Counts, place: int) -> str:
    """Name of a merged column: its own, that of the lowest ones, or all of them."""
    inside = [name for name, own in zip(names, places, strict=True) if own == place]
    if len(inside) > 1 and inside == list(names[: len(names) - _TOP_LEVELS]):
        return BELOW
    return "+".join(inside)
