"""Ratings in long tables, in a table of two raters or as counts, checked and turned into arrays for the formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.columns import Scale
from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures.frames import require
from kinerja_lab.stats.ratings import FloatArray, IntArray, Ratings


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of the columns of a long table: what is rated, by whom, how, in which groups and clusters."""

    unit: str
    rater: str
    rating: str
    by: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()


def listed(columns: str | Sequence[str] | None) -> tuple[str, ...]:
    """Names of columns, given as none, one or several."""
    return (columns,) if isinstance(columns, str) else tuple(columns or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRatings:
    """Checked ratings.

    Parameters
    ----------
    ratings
        Arrays over the rows that have a rating.
    groups
        Values of the grouping columns, one row a group; no column where everything is one group.
    scores : (E,) or None
        Continuous scores, where no scale is declared.
    unit_cluster : (N,) or None
        Cluster of each unit, where a column of clusters is constant within units.
    rater_cluster : (R,) or None
        Cluster of each rater, where a column of clusters is constant within raters.
    is_table
        Whether only the table of two raters is known.
    """

    ratings: Ratings
    groups: pd.DataFrame
    scores: FloatArray | None = None
    unit_cluster: IntArray | None = None
    rater_cluster: IntArray | None = None
    is_table: bool = False


def read_long(table: pd.DataFrame, scale: Scale | Literal["interval"], names: Names) -> LongRatings:
    """Check a long table and number its groups, units and raters; rows without a rating are left out.

    Raises
    ------
    UnknownName
        A column that is not there, a rating that is no level of the scale.
    InvalidOption
        A rating without unit or rater, two ratings of a unit by the same rater, a score that is no number.
    """
    require(table, (names.unit, names.rater, names.rating, *names.by, *names.cluster))
    level, scores = _levels(table[names.rating], scale)
    group, groups = _groups(table, names.by)
    kept = np.flatnonzero(level >= 0)
    unit, rater = (_numbered(table[name].iloc[kept], name) for name in (names.unit, names.rater))
    unit, rater = (_within(code, group[kept]) for code in (unit, rater))
    _refuse_twice(table.iloc[kept], unit, rater, names)
    unit_group = _of_members(group[kept], unit)
    n_levels = len(scale.levels) if isinstance(scale, Scale) else 1
    of_units, of_raters = _clusters(table.iloc[kept], unit, rater, names.cluster)
    return LongRatings(
        ratings=_ratings(unit, level[kept], rater, unit_group, (len(groups), n_levels)),
        groups=groups,
        scores=None if scores is None else scores[kept],
        unit_cluster=of_units,
        rater_cluster=of_raters,
    )


def read_scores(
    table: pd.DataFrame, scale: Scale | Literal["interval"], names: Names
) -> tuple[LongRatings, FloatArray]:
    """Ratings with their scores (E,): continuous, or the numeric positions of declared levels."""
    long = read_long(table, scale, names)
    if isinstance(scale, Scale):
        return long, np.array(scale.values)[long.ratings.level]
    return long, np.empty(0) if long.scores is None else long.scores


def read_table(table: pd.DataFrame | npt.ArrayLike, scale: Scale) -> LongRatings:
    """Ratings of two raters from the number of units in each cell; a cell becomes one unit with that frequency."""
    cells = _counted(table, scale)
    if isinstance(table, pd.DataFrame):
        cells = _counted(pd.DataFrame(cells.T, columns=table.index), scale).T
    if cells.shape[0] != cells.shape[1]:
        raise InvalidOption("table", cells.shape, "one row and one column for each level")
    levels = np.column_stack(np.nonzero(cells))
    unit, rater = np.repeat(np.arange(len(levels)), 2), np.tile([0, 1], len(levels))
    ratings = _ratings(unit, levels.ravel(), rater, np.zeros(len(levels), dtype=np.int64), (1, len(cells)))
    ratings = replace(ratings, frequency=cells[cells > 0])
    return LongRatings(ratings=ratings, groups=pd.DataFrame(index=range(1)), is_table=True)


def read_counts(
    counts: pd.DataFrame | npt.ArrayLike,
    scale: Scale,
    by: Sequence[str] = (),
    frequency: str | None = None,
    cluster: str | None = None,
) -> LongRatings:
    """Ratings of anonymous raters from the number of ratings of each unit in each level; empty units are left out.

    ``by``, ``frequency`` and ``cluster`` are columns beside the levels: groups, how many units a row stands for, and
    what is independent.

    Raises
    ------
    UnknownName
        A column that is not there or is no level of the scale.
    InvalidOption
        Counts or frequencies that are not whole numbers.
    """
    beside = [*by, *listed(frequency), *listed(cluster)]
    table = counts if isinstance(counts, pd.DataFrame) else pd.DataFrame(index=range(len(np.asarray(counts))))
    require(table, beside)
    cells = _counted(counts.drop(columns=beside) if isinstance(counts, pd.DataFrame) else counts, scale)
    kept = cells.sum(axis=1) > 0
    group, groups = _groups(table, by)
    cells, table = cells[kept].astype(np.int64), table[kept]
    unit, level = (np.repeat(place, cells.ravel()) for place in np.indices(cells.shape).reshape(2, -1))
    ratings = _ratings(unit, level, None, group[kept], (len(groups), cells.shape[1]))
    if frequency is not None:
        ratings = replace(ratings, frequency=_whole(table[[frequency]], 1)[:, 0])
    return LongRatings(
        ratings=ratings, groups=groups, unit_cluster=None if cluster is None else _numbered(table[cluster], cluster)
    )


def _ratings(
    unit: IntArray, level: IntArray, rater: IntArray | None, group: IntArray, numbers: tuple[int, int]
) -> Ratings:
    """Ratings that count once, of units that stand for themselves; ``numbers`` of groups and levels."""
    return Ratings(
        unit=unit,
        level=level,
        rater=rater,
        amount=np.ones(len(unit)),
        group=group,
        frequency=np.ones(len(group)),
        n_groups=numbers[0],
        n_levels=numbers[1],
    )


def _counted(table: pd.DataFrame | npt.ArrayLike, scale: Scale) -> FloatArray:
    """Counts with the columns in the order of the scale."""
    cells = _whole(table, 0)
    if not isinstance(table, pd.DataFrame):
        if cells.shape[1] != len(scale.levels):
            raise InvalidOption("counts", f"{cells.shape[1]} columns", f"{len(scale.levels)} columns, one a level")
        return cells
    ordered = np.zeros((len(cells), len(scale.levels)))
    np.add.at(ordered.T, scale.codes(table.columns.to_series()), cells.T)
    return ordered


def _whole(table: pd.DataFrame | npt.ArrayLike, least: int) -> FloatArray:
    """Cells of a table of whole numbers."""
    cells = np.asarray(table, dtype=float)
    if cells.ndim != 2 or not np.all((cells >= least) & (cells == np.floor(cells)) & np.isfinite(cells)):
        raise InvalidOption("counts", "a table with other cells", f"whole numbers from {least} up, in rows and columns")
    return cells


def _clusters(
    table: pd.DataFrame, unit: IntArray, rater: IntArray, columns: Sequence[str]
) -> tuple[IntArray | None, IntArray | None]:
    """Clusters of units and of raters; a column belongs to the side within which it is constant."""
    found: dict[str, IntArray] = {}
    for column in columns:
        code = _numbered(table[column], column)
        sides = [side for side, member in (("unit", unit), ("rater", rater)) if _constant(code, member)]
        free = [side for side in sides if side not in found]
        if not free:
            raise InvalidOption("cluster", column, "constant within units or within raters, and one column for each")
        found[free[0]] = _of_members(code, unit if free[0] == "unit" else rater)
    return found.get("unit"), found.get("rater")


def _of_members(code: IntArray, member: IntArray) -> IntArray:
    """Code of each member (the last one seen)."""
    of_member = np.zeros(member.max(initial=-1) + 1, dtype=np.int64)
    of_member[member] = code
    return of_member


def _constant(code: IntArray, member: IntArray) -> bool:
    """Whether each member has one code only."""
    return bool((_of_members(code, member)[member] == code).all())


def _levels(column: pd.Series, scale: Scale | Literal["interval"]) -> tuple[IntArray, FloatArray | None]:
    """Position of each rating on the scale, −1 where missing; without a scale 0 and the scores themselves."""
    if isinstance(scale, Scale):
        code, seen = pd.factorize(column)
        return np.append(scale.codes(pd.Series(seen)), -1)[code], None
    if scale != "interval":
        raise InvalidOption("scale", scale, "a Scale, or 'interval' for continuous scores")
    try:
        scores = pd.to_numeric(column).to_numpy(dtype=float, na_value=np.nan)
    except (ValueError, TypeError) as reason:
        raise InvalidOption("rating", str(column.name), "a column of numbers where no scale is declared") from reason
    if np.isinf(scores).any():
        raise InvalidOption("rating", str(column.name), "a column of finite numbers")
    return np.where(np.isnan(scores), -1, 0), scores


def _groups(table: pd.DataFrame, by: Sequence[str]) -> tuple[IntArray, pd.DataFrame]:
    """Group of each row, and the groups in sorted order; a missing value is a group of its own."""
    if not by:
        return np.zeros(len(table), dtype=np.int64), pd.DataFrame(index=range(1))
    grouped = table.groupby(list(by), sort=True, dropna=False, observed=True)
    number = grouped.ngroup().to_numpy(dtype=np.int64)
    first = np.zeros(number.max(initial=-1) + 1, dtype=np.int64)
    first[number[::-1]] = np.arange(len(table))[::-1]
    return number, table[list(by)].iloc[first].reset_index(drop=True)


def _numbered(column: pd.Series, name: str) -> IntArray:
    """Number the names of units or raters."""
    code, _ = pd.factorize(column)
    if (code < 0).any():
        raise InvalidOption(name, "a rating without it", "filled in every row that has a rating")
    return code.astype(np.int64)


def _within(code: IntArray, group: IntArray) -> IntArray:
    """Number units or raters anew within groups."""
    number, _ = pd.factorize(group * (code.max(initial=0) + 1) + code)
    return number.astype(np.int64)


def _refuse_twice(table: pd.DataFrame, unit: IntArray, rater: IntArray, names: Names) -> None:
    """Stop at two ratings of a unit by the same rater: neither is averaged or dropped in silence."""
    twice = np.flatnonzero(pd.Series(unit * (rater.max(initial=0) + 1) + rater).duplicated())
    if len(twice):
        first = table.iloc[twice[0]]
        found = f"more than one of {names.unit} {first[names.unit]!s} by {names.rater} {first[names.rater]!s}"
        more = f" (and {len(twice) - 1} more)" if len(twice) > 1 else ""
        raise InvalidOption("ratings", found + more, "one for each unit and rater")
