"""What may be published of a table of people: small rows and columns merged, cells hidden, and the result attacked."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from kinerja_lab.errors import InvalidOption
from kinerja_lab.stats import suppression as core
from kinerja_lab.stats.feasible_counts import feasible_range

TOTAL, OTHERS, BELOW = "jumlah", "unit_kecil", "di_bawah_baik"
_TOP_LEVELS = 2  # columns that are no part of the lowest ones
_ROWS = 3  # fewest that are worth comparing
_ENOUGH = 0.5  # share of the cells that a way to merge should leave


class Plan(NamedTuple):
    """How a table is published: merged place and name of its rows and columns, and which merged cells are shown."""

    layout: core.Layout
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    shown: core.Mask
    margins: bool


def cell_suppression(
    table: pd.DataFrame,
    threshold: int = 5,
    *,
    least: int = 10,
    margins: bool = True,
    complete: bool = True,
    beside: core.Beside | None = None,
) -> pd.DataFrame:
    """Which counts of a table may be published, so that no small one can be read or worked out?

    Rows of fewer than ``least`` people go into one row ``unit_kecil``, never alone. If a count is small in the lowest
    columns, all columns but the two highest become one, ``di_bawah_baik``; coarser ways to merge columns, larger floors
    for rows, and rows with hidden cells merged too are tried until half of the cells can be shown. Columns whose sum is
    small join their neighbour. Counts from 1 to ``threshold`` − 1 are hidden, and with them as many others as it takes
    until each may be one of at least four numbers, given everything published; so is what small rows have in common.

    Parameters
    ----------
    table
        Counts of people, one row a group, one column an outcome, the outcomes in ascending order.
    threshold
        Smallest count of people that may be read.
    least
        Smallest row that may stand alone, and of which may be known that all have the same outcome.
    margins
        Whether sums of rows and columns are published as well.
    complete
        False merges nothing and hides small counts only, which is not enough: to see what it leaves open.
    beside
        What else is published of the same people: limits of sums of columns and of further cells.

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
    plan = _plan(table, counts, _Terms(threshold, least, margins, complete, beside))
    joined = core.merged(counts, plan.layout)
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
    plan = _plan(table, counts, _Terms(threshold, least, margins, complete))
    known = core.published_sums(counts, plan.shown, plan.layout, margins=plan.margins)
    found = []
    for row, column in np.argwhere(core.few(counts, threshold)):
        low, high = feasible_range(known, np.eye(counts.size)[row * counts.shape[1] + column])
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


class _Terms(NamedTuple):
    """Smallest count that may be read, smallest row that may stand alone, and what is published at all."""

    threshold: int
    least: int
    margins: bool
    complete: bool
    beside: core.Beside | None = None


def _plan(table: pd.DataFrame, counts: core.Counts, terms: _Terms) -> Plan:
    """Merge, then hide: the finest columns under which half of the cells are left, and of those what tells most."""
    told = not bool(core.few(counts.sum(keepdims=True), terms.threshold).any())
    layout, shown = _chosen(counts, terms._replace(margins=terms.margins and told))
    told = told and bool(shown.any())  # where no cell can be shown, the sums may be too much already
    return Plan(
        layout,
        tuple(_row_name(table, layout.rows, place, terms.least) for place in range(shown.shape[0])),
        tuple(_column_name(tuple(map(str, table)), layout.columns, place) for place in range(shown.shape[1])),
        shown & told,
        terms.margins and told,
    )


def _chosen(counts: core.Counts, terms: _Terms) -> tuple[core.Layout, core.Mask]:
    """The first way to merge that leaves half of the cells, or else the one that tells most."""
    tried = []
    for columns in _column_merges(counts, terms):
        layouts = [core.Layout(rows, columns) for rows in _row_merges(counts, terms)]
        for hide in (_hidden, _tidied):
            for layout in layouts:
                tried.append(hide(counts, layout, terms))
                rows, width = tried[-1][1].shape
                if rows >= min(_ROWS, len(counts)) and width > 1 and tried[-1][1].mean() >= _ENOUGH:
                    return tried[-1]
    return max(tried, key=partial(_worth, counts))


def _hidden(counts: core.Counts, layout: core.Layout, terms: _Terms) -> tuple[core.Layout, core.Mask]:
    """What may be shown under a layout."""
    if terms.complete and terms.margins:
        return layout, core.complementary(counts, layout, terms.threshold, terms.least, terms.beside)
    return layout, ~np.asarray(core.few(core.merged(counts, layout), terms.threshold))


def _tidied(counts: core.Counts, layout: core.Layout, terms: _Terms) -> tuple[core.Layout, core.Mask]:
    """What may be shown if all rows are merged of which a cell would be hidden."""
    sizes, (_, shown) = counts.sum(axis=1), _hidden(counts, layout, terms)
    partly = np.asarray(~shown.all(axis=1))[layout.rows] | (sizes < terms.least)
    return _hidden(counts, layout._replace(rows=_merge_rows(sizes, partly, terms.least)), terms)


def _worth(counts: core.Counts, plan: tuple[core.Layout, core.Mask]) -> tuple[bool, int]:
    """How much a published table tells: whether most of it, and in how many cells somebody is counted."""
    layout, shown = plan
    return bool(shown.size and shown.mean() >= _ENOUGH), int((shown & (core.merged(counts, layout) > 0)).sum())


def _row_merges(counts: core.Counts, terms: _Terms) -> list[core.Counts]:
    """Merged place of each row, with growing sizes from which a row stands alone."""
    if not terms.complete:
        return [np.arange(len(counts))]
    sizes = counts.sum(axis=1)
    floors = [terms.least]
    while floors[-1] <= sizes.max(initial=0):
        floors.append(floors[-1] * 3 // 2 + 1)
    return [_merge_rows(sizes, sizes < floor, terms.least) for floor in floors]


def _merge_rows(sizes: core.Counts, small: core.Mask, least: int) -> core.Counts:
    """Put small rows into the last one, with the next smallest until that row is large and no single one."""
    small = small & (sizes > 0)
    order = np.lexsort((sizes, ~small))
    number = int(small.sum())
    while 0 < number < len(order) and (number == 1 or sizes[order[:number]].sum() < least):
        number += 1
    kept = np.sort(order[number:])
    places = np.full(len(sizes), len(kept))
    places[kept] = np.arange(len(kept))
    return places


def _column_merges(counts: core.Counts, terms: _Terms) -> list[core.Counts]:
    """Merged place of each column, from the finest way to the coarsest that still tells two outcomes apart."""
    width, people = counts.shape[1], counts.sum(axis=0)
    low, finest = width - _TOP_LEVELS, np.arange(width)
    if not terms.complete:
        return [finest]
    ways = [] if low > 1 and core.few(counts[:, :low], terms.threshold).any() else [finest]
    if low > 0:
        below = np.maximum(finest - low + 1, 0)
        ways += [below, np.minimum(below, 1), finest // (width - 1), np.where(finest == people.argmax(), 1, 0)]
    ways = [_without_thin(places, people, terms.threshold) for places in ways]
    apart = [places for places in ways if places.any()] or ways[:1]
    return [places for at, places in enumerate(apart) if not any(np.array_equal(places, way) for way in apart[:at])]


def _without_thin(places: core.Counts, people: core.Counts, threshold: int) -> core.Counts:
    """Let merged columns of few people join the next one."""
    while places.max(initial=0) > 0:
        sums = np.bincount(places, weights=people)
        thin = np.flatnonzero(core.few(sums, threshold))
        if not thin.size:
            break
        places = places - (places > min(int(thin[0]), len(sums) - 2))
    return places


def _row_name(table: pd.DataFrame, rows: core.Counts, place: int, least: int) -> str:
    """Name of a row that stands alone, or of those merged."""
    inside = np.flatnonzero(rows == place)
    alone = len(inside) == 1 and not 0 < table.iloc[inside[0]].sum() < least
    return str(table.index[inside[0]]) if alone else OTHERS


def _column_name(names: tuple[str, ...], places: core.Counts, place: int) -> str:
    """Name of a merged column: its own, that of the lowest ones, or all of them."""
    inside = [name for name, own in zip(names, places, strict=True) if own == place]
    if len(inside) > 1 and inside == list(names[: len(names) - _TOP_LEVELS]):
        return BELOW
    return "+".join(inside)
