"""One region with its history: tables validated once, on construction, and never changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kinerja_lab import columns as col
from kinerja_lab.errors import InvalidDataset, Problem, UnknownName
from kinerja_lab.profile import RegionProfile

_MOST_ROWS_LISTED = 100
_SAMPLE, _MOST_LEVELS = 2000, 1 << 20  # rows that tell whether a column has few levels; levels of one number
_FLAGS = {"ya": True, "tidak": False, "true": True, "false": False, "1": True, "0": False}
_HIDDEN = "…"
_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]"  # what terminals obey and no name contains


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Dataset:
    """Tables of one region, all periods together; ``period`` names the one that is reported.

    Parameters
    ----------
    profile
        The region.
    period
        The reported period, such as ``2025-S1``.
    tables
        Canonical tables by name, typed or as text; the index of a frame is the row number in its file.
    files
        Name of the file of each table, for messages.
    log
        What became of every row that was read, as ``loaders.log`` keeps it; no part of the content.

    Raises
    ------
    InvalidDataset
        Every problem of every table at once.
    UnknownName
        ``period`` occurs in no appraisal; the error lists the periods that do.
    """

    profile: RegionProfile
    period: str
    tables: Mapping[str, pd.DataFrame]
    files: Mapping[str, str] = field(default_factory=dict)
    log: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        problems = [
            Problem(rule="unknown_table", table=name, file=self.files.get(name, ""), allowed=", ".join(col.TABLES))
            for name in self.tables
            if name not in col.TABLES
        ]
        if "pegawai" not in self.tables:
            needed = ", ".join(col.TABLES["pegawai"].required)
            problems.append(Problem(rule="missing_table", table="pegawai", file="pegawai", allowed=needed))
        clean = {}
        for name, frame in self.tables.items():
            if name in col.TABLES:
                clean[name], found = _conform(self._declared(name), frame, self.files.get(name, name))
                problems += found
        problems += _strangers(clean, self.files) + _off_scale(clean, self.files, self.profile)
        if problems:
            raise InvalidDataset(problems)
        object.__setattr__(self, "tables", MappingProxyType(clean))
        known = self.period in self.periods if self.periods else re.fullmatch(col.PERIOD_PATTERN, self.period)
        if not known:
            raise UnknownName("period", self.period, self.periods)

    def __repr__(self) -> str:
        return f"<Dataset {self.profile.slug} {self.period}: {len(self.tables)} tables>"

    def _declared(self, name: str) -> col.Table:
        """Declaration of a table; employees have protected attributes only where their legal basis is recorded."""
        table = col.TABLES[name]
        allowed = {attribute for attribute, _ in self.profile.legal_basis} if name == "pegawai" else set()
        extra = tuple(column for column in col.PROTECTED if column.name in allowed)
        return replace(table, columns=table.columns + extra)

    @property
    def periods(self) -> tuple[str, ...]:
        """Periods in which somebody was appraised, oldest first."""
        found: set[str] = set()
        for name in ("penilaian", "butir"):
            if name in self.tables:
                found |= set(self.tables[name][col.PERIOD].unique())
        return tuple(sorted(found))

    def at(self, period: str) -> Dataset:
        """The same tables with another period reported; they are not checked again."""
        other = copy(self)
        object.__setattr__(other, "period", period)
        for found in ("content_hash", "_current"):
            vars(other).pop(found, None)
        return other

    def table(self, name: str) -> pd.DataFrame:
        """All periods of a table; an absent table is an empty one."""
        if name in self.tables:
            return self.tables[name].copy(deep=False)
        return pd.DataFrame({column.name: pd.Series(dtype=object) for column in col.TABLES[name].columns})

    def current(self, name: str) -> pd.DataFrame:
        """Rows of the reported period."""
        if name not in self._current:
            frame = self.table(name)
            self._current[name] = frame[frame[col.PERIOD] == self.period].reset_index(drop=True)
        return self._current[name].copy(deep=False)

    @cached_property
    def _current(self) -> dict[str, pd.DataFrame]:
        """Rows of the reported period of the tables that were asked for."""
        return {}

    def during(self, name: str, column: str, period: str = "") -> pd.DataFrame:
        """Rows whose date, moment or month in ``column`` lies within the reported period, or within another one."""
        frame = self.table(name)
        if column not in frame:
            return frame.iloc[:0]
        first, last = col.period_months(period or self.period)
        told = frame[column]
        months = told.dt.strftime("%Y-%m") if pd.api.types.is_datetime64_any_dtype(told) else told.astype("str")
        return frame[months.between(first, last).fillna(False).astype(bool)].reset_index(drop=True)

    def lacking(self, table: str, columns: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Which of these columns (or the table itself) hold nothing for the reported period?"""
        frame = self.table(table)
        frame = self.current(table) if col.PERIOD in frame else frame
        if frame.empty:
            return (table,)
        return tuple(f"{table}.{name}" for name in columns if name not in frame or frame[name].isna().all())

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the content; the order of rows does not matter."""
        digest = hashlib.sha256(repr((self.profile, self.period)).encode())
        for name in sorted(self.tables):
            frame = self.tables[name].dropna(axis="columns", how="all")  # an empty column is the same as none
            digest.update(f"{name}:{','.join(frame.columns)}".encode())
            rows = np.sort(pd.util.hash_pandas_object(frame.astype(str), index=False).to_numpy())
            digest.update(rows.astype("<u8").tobytes())
        return digest.hexdigest()


def _conform(table: col.Table, frame: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Type every column as declared (an absent one is empty), sort the rows, and list what does not fit."""
    declared = {column.name: column for column in table.columns}
    problems = [
        Problem(rule="unknown_column", table=table.name, file=file, column=_header(name), allowed=", ".join(declared))
        for name in frame.columns
        if name not in declared
    ]
    problems += [
        Problem(rule="missing_column", table=table.name, file=file, column=name, allowed=", ".join(declared))
        for name in table.required
        if name not in frame
    ]
    typed: dict[str, pd.Series] = {}
    absent = pd.Series(np.nan, index=frame.index, dtype="str")
    for name, column in declared.items():
        if name not in frame and column.required:
            continue
        given = frame.get(name, absent)
        typed[name], bad = _typed(column, given)
        for rule, rows in bad.items() if name in frame else ():
            problems += _listed(rule, table.name, file, column, given[rows])
    clean = pd.DataFrame(typed, index=frame.index, copy=False)
    if table.key and set(table.key) <= set(clean):
        repeated = clean.duplicated(list(table.key), keep="first") & clean[list(table.key)].notna().all(axis=1)
        key = col.Column(" + ".join(table.key), col.Kind.IDENTITY)
        problems += _listed("duplicate", table.name, file, key, clean.loc[repeated, table.key[0]])
    return _ordered(clean), problems


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows sorted by all columns, missing values last."""
    order = _order(frame)
    sorted_already = bool((order == np.arange(len(order))).all())
    return (frame if sorted_already else frame.iloc[order]).reset_index(drop=True)


def _order(frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Sorted positions of the rows; leading columns of few levels become one number, which is faster to compare."""
    place, levels, names = np.zeros(len(frame), dtype=np.int64), 1, list(frame)
    while names and levels < _MOST_LEVELS and frame[names[0]].head(_SAMPLE).nunique() <= _SAMPLE // 10:
        codes, found = pd.factorize(frame[names.pop(0)], sort=True)
        place = place * (len(found) + 1) + np.where(codes < 0, len(found), codes)
        levels *= len(found) + 1
    if levels > _MOST_LEVELS**2:
        place = pd.factorize(place, sort=True)[0]
    rest = {name: pa.array(frame[name], from_pandas=True) for name in names}
    table = pa.table({"": pa.array(place)} | rest)
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in table.column_names])
    return order.to_numpy().astype(np.int64)


def _typed(column: col.Column, values: pd.Series) -> tuple[pd.Series, dict[str, pd.Series]]:
    """Column in its declared type, and for each broken rule the mask of rows that break it."""
    if values.dtype == object or pd.api.types.is_string_dtype(values):
        values = values.astype("str").str.strip()
        blank = values == ""
        values = values.mask(blank) if blank.any() else values
    given = values.notna()
    typed = _READERS[column.kind](values)
    bad = {f"not_{column.kind.name.lower()}": given & typed.isna()}
    if column.kind is col.Kind.CATEGORY:
        bad = {"not_allowed": given & ~typed.isin(column.allowed)}
    if column.kind in (col.Kind.TEXT, col.Kind.IDENTITY):
        bad["not_allowed"] = given & _has_control(typed)
    if column.name == col.PERIOD:
        periods = [period for period in typed.dropna().unique() if re.fullmatch(col.PERIOD_PATTERN, period)]
        bad["not_period"] = given & ~typed.isin(periods)
    if column.kind is col.Kind.NUMBER:
        low, high = -np.inf if column.low is None else column.low, np.inf if column.high is None else column.high
        bad["out_of_range"] = typed.notna() & ~typed.between(low, high)
    if column.required:
        bad["missing_value"] = ~given
    return typed, {rule: rows for rule, rows in bad.items() if rows.any()}


def _has_control(values: pd.Series) -> pd.Series:
    """Which texts hold control characters; only those that are not plain ASCII are looked through."""
    plain = pc.fill_null(pc.ascii_is_printable(pa.array(values, from_pandas=True)), True)
    odd = pd.Series(~plain.to_numpy(zero_copy_only=False), index=values.index)
    if odd.any():
        odd[odd] = values[odd].str.contains(_CONTROL).astype(bool)
    return odd


def _read_text(values: pd.Series) -> pd.Series:
    return values.astype("str")


def _read_number(values: pd.Series) -> pd.Series:
    try:
        found = pa.array(values, from_pandas=True).cast(pa.float64()).to_numpy(zero_copy_only=False)
        numbers = pd.Series(found, index=values.index, name=values.name)
    except ValueError:  # not all of them are numbers
        numbers = pd.to_numeric(values, errors="coerce").astype("float64")
    infinite = np.isinf(numbers)
    return numbers.mask(infinite) if infinite.any() else numbers


def _read_date(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.astype("datetime64[s]")
    return pd.to_datetime(values, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")


def _read_time(values: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.astype("datetime64[s]")
    return pd.to_datetime(values, format="ISO8601", errors="coerce").astype("datetime64[s]")


def _read_flag(values: pd.Series) -> pd.Series:
    if pd.api.types.is_bool_dtype(values):
        return values.astype("boolean")
    return values.astype("str").str.lower().map(_FLAGS).astype("boolean")


_READERS = {
    col.Kind.IDENTITY: _read_text,
    col.Kind.TEXT: _read_text,
    col.Kind.CATEGORY: _read_text,
    col.Kind.NUMBER: _read_number,
    col.Kind.DATE: _read_date,
    col.Kind.TIME: _read_time,
    col.Kind.FLAG: _read_flag,
}


def _allowed(column: col.Column) -> str:
    """What a column may hold, in few characters."""
    if column.allowed:
        return ", ".join(column.allowed)
    if column.kind is col.Kind.NUMBER and (column.low is not None or column.high is not None):
        return f"{'' if column.low is None else column.low:g}–{'' if column.high is None else format(column.high, 'g')}"
    return column.kind.value


def _listed(rule: str, table: str, file: str, column: col.Column, cells: pd.Series) -> list[Problem]:
    """One problem a row, the rest beyond the first hundred as one problem with their count."""
    hidden = column.kind is col.Kind.IDENTITY
    problem = partial(Problem, rule=rule, table=table, file=file, column=column.name, allowed=_allowed(column))
    problems = [
        problem(row=int(row), found="" if pd.isna(cell) else _HIDDEN if hidden else _shown(cell))
        for row, cell in cells.iloc[:_MOST_ROWS_LISTED].items()
    ]
    if len(cells) > _MOST_ROWS_LISTED:
        problems.append(problem(count=len(cells) - _MOST_ROWS_LISTED, found=_HIDDEN))
    return problems


def _shown(cell: object) -> str:
    """Start of a cell, safe for any screen."""
    return re.sub(_CONTROL, "\N{REPLACEMENT CHARACTER}", str(cell).strip()[:60])


def _header(name: object) -> str:
    """Name of a column; where a file has no header, its first row may hold the number of a person."""
    return re.sub(r"\d{8,}", _HIDDEN, _shown(name))


def _strangers(tables: Mapping[str, pd.DataFrame], files: Mapping[str, str]) -> list[Problem]:
    """Rows about employees whom ``pegawai`` does not know."""
    known = tables.get("pegawai", pd.DataFrame()).get(col.EMPLOYEE)
    if known is None:
        return []
    problems = []
    for name, frame in tables.items():
        if name != "pegawai" and col.EMPLOYEE in frame:
            strange = set(frame[col.EMPLOYEE].dropna().unique()) - set(known)
            if strange:
                unknown = frame[col.EMPLOYEE].isin(strange)
                problem = partial(Problem, rule="unknown_employee", table=name, file=files.get(name, name))
                problems.append(problem(column=col.EMPLOYEE, count=int(unknown.sum()), found=_HIDDEN))
    return problems


def _off_scale(tables: Mapping[str, pd.DataFrame], files: Mapping[str, str], profile: RegionProfile) -> list[Problem]:
    """Scores in ``butir`` that the region's scale does not have."""
    scores = tables.get("butir", pd.DataFrame()).get(col.SCORE)
    if scores is None:
        return []
    strange = scores[scores.notna() & ~scores.isin(profile.score_levels)].value_counts()
    allowed = ", ".join(f"{level:g}" for level in profile.score_levels)
    problem = partial(Problem, rule="off_scale", table="butir", file=files.get("butir", "butir"), allowed=allowed)
    return [problem(column=col.SCORE, found=f"{value:g}", count=int(n)) for value, n in strange.items()]
