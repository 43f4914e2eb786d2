"""Agreement of every region, role and aspect at once, from patterns: how many people got which numbers of each score.

The numbers of ratings that a person got in each level are the bytes of one whole number, so that adding numbers up at
the place of each person, and counting equal ones, is all that there is to do; the database reads and numbers the
places. Coefficients, their standard errors and the bootstrap follow from the counts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from kinerja_lab import columns as col
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures import agreement as agreement_of_ratings
from kinerja_lab.measures import agreement_from_counts, icc, icc_from_counts
from kinerja_lab.measures.agreement import IntervalMethod
from kinerja_lab.national.engine import Engine, engine
from kinerja_lab.national.store import PEOPLE, RATINGS, Region, regions, with_period
from kinerja_lab.stats.ratings import IntArray
from kinerja_lab.stats.weights import Weights

COEFFICIENTS = (
    "percent_agreement",
    "brennan_prediger",
    "fleiss_kappa",
    "gwet_ac",
    "krippendorff_alpha",
    "krippendorff_alpha_w",
)
REGION = "wilayah"
_ICC = "icc1"
_GROUPS, _GROUP, _TIMES = (col.ROLE, col.ASPECT), "kelompok", "frekuensi"
_MOST_LEVELS = 7  # bytes of a positive whole number of 64 bits
_AT_ONCE = 4_000_000  # rows in memory, or numbers of people by role and aspect, of one region
_PIECE = 65_536  # rows that are added up while they are near the processor
_LINES = 80_000  # of the histograms whose coefficients are computed together
_SCORES = f"""
    select (({col.ROLE}::int * $aspects + {col.ASPECT}) * $people + {col.EMPLOYEE} - $first) * 8 + {col.SCORE} as code
    from read_parquet($path)
    where {col.EMPLOYEE} between $first and $first + $people - 1 and {col.SCORE} between 0 and $levels - 1
          and {col.ROLE} between 0 and {len(col.ROLES) - 1} and {col.ASPECT} between 0 and $aspects - 1
"""  # one small number a row, since handing columns over costs more than reading them
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
_Batch: TypeAlias = list[tuple[Region, IntArray | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How coefficients are measured; as in ``measures.agreement``."""

    weights: Weights = "quadratic"
    interval: IntervalMethod = "linearized"
    n_resamples: int = 1000
    confidence: float = 0.95
    seed: int = 0

    @property
    def arguments(self) -> dict[str, Any]:
        """As the measures call them."""
        named = {name: getattr(self, name) for name in ("weights", "interval", "n_resamples", "confidence")}
        return named | {"rng": self.seed}


def agreement(
    store: str | Path,
    period: str = "",
    *,
    among: Sequence[Region] | None = None,
    options: Options | None = None,
    memory: str = "1GB",
    workers: int | None = None,
) -> pd.DataFrame:
    """How far do raters agree, in every region, role and aspect of a country?

    Parameters
    ----------
    store
        Folder of regions.
    period
        The latest one if not given.
    among
        Regions of the store; all of them if not given.
    options
        Weights, intervals, confidence.
    memory
        Limit for the database.
    workers
        Regions at work at the same time; the number of processors if not given. The answer does not depend on it.

    Returns
    -------
    DataFrame
        One row a region, role, aspect and coefficient (``COEFFICIENTS`` and the one-way ``icc1``): ``wilayah, peran,
        aspek, coefficient, weights, estimate, se, low, high, method, n_units, n_pairable, n_ratings, status``, in
        that order of columns and sorted by the first three. The limits of ``icc1`` are those of the F distribution;
        it has no standard error.

    Raises
    ------
    ReportFailed
        There is no region, or its files are broken, or the memory does not do.
    UnknownName
        No region has the period.
    NotAssessable
        No region has scores of several raters in the period.

    Notes
    -----
    A region with more than seven levels, or a person with more than 255 ratings in one level, is measured from its
    single ratings, with the same result.
    """
    period, found = with_period(regions(store) if among is None else among, period)
    found = tuple(region for region in found if region.part(RATINGS, period) in region.rows)
    with engine(store, memory) as database, threadpool_limits(1, "blas"):  # the workers are the threads
        histograms = side_by_side(partial(_histogram, database, period=period), found, workers)
        measured = partial(_of_batch, period=period, options=options or Options())
        parts = side_by_side(measured, list(_batches(found, histograms)), workers)
    if not parts:
        raise NotAssessable("missing_data", lacking=(RATINGS,))
    return pd.concat(parts, ignore_index=True).sort_values([REGION, *_GROUPS], kind="stable", ignore_index=True)


def side_by_side(
    question: Callable[[Asked], Answer], asked: Sequence[Asked], workers: int | None = None
) -> list[Answer]:
    """Answers to a question in the order of those asked, several at a time."""
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        return list(pool.map(question, asked))


def _batches(found: Sequence[Region], histograms: Sequence[IntArray | None]) -> Iterator[_Batch]:
    """Regions with the same scale and aspects whose coefficients are computed at once, whoever computes them."""
    alike: dict[object, _Batch] = {}
    for region, lines in zip(found, histograms, strict=True):
        if lines is None:
            yield [(region, None)]
        else:
            alike.setdefault((region.profile.score_levels, region.aspects), []).append((region, lines))
    for group in alike.values():
        number = np.cumsum([0 if lines is None else lines.shape[1] for _, lines in group]) // _LINES
        yield from ([group[place] for place in np.flatnonzero(number == one)] for one in np.unique(number))


def _of_batch(batch: _Batch, period: str, options: Options) -> pd.DataFrame:
    """Coefficients of some regions, as ``agreement`` tells them."""
    region = batch[0][0]
    histograms = [lines for _, lines in batch if lines is not None]
    if not histograms:
        return _from_ratings(region, period, options)
    levels, shape = region.profile.score_levels, (len(batch), len(col.ROLES), len(region.aspects))
    place = np.repeat(np.arange(len(batch)), [lines.shape[1] for lines in histograms])
    group, pattern, times = np.concatenate(histograms, axis=1)
    counts = pd.DataFrame(_levels(pattern, len(levels)), columns=list(levels))
    counts = counts.assign(**{_GROUP: place * shape[1] * shape[2] + group, _TIMES: times})
    asked: dict[str, Any] = {"scale": region.profile.score_scale, "by": _GROUP, "frequency": _TIMES}
    found = _both(
        agreement_from_counts(counts, coefficients=COEFFICIENTS, **asked, **options.arguments),
        icc_from_counts(counts, confidence=options.confidence, **asked),
    )
    names = ([region.code for region, _ in batch], col.ROLES, region.aspects)
    codes = np.unravel_index(found.pop(_GROUP).to_numpy(), shape)
    for column, (name, values, code) in enumerate(zip((REGION, *_GROUPS), names, codes, strict=True)):
        found.insert(column, name, np.array(values, dtype=object)[code])
    return found


def _from_ratings(region: Region, period: str, options: Options) -> pd.DataFrame:
    """Coefficients of one region from its single ratings."""
    rows, scale, asked = region.table(RATINGS, period), region.profile.score_scale, options.arguments
    found = _both(
        agreement_of_ratings(rows, scale=scale, by=_GROUPS, coefficients=COEFFICIENTS, **asked),
        icc(rows, scale=scale, by=_GROUPS, method="anova", confidence=options.confidence),
    )
    found.insert(0, REGION, region.code)
    return found


def _both(table: pd.DataFrame, within: pd.DataFrame) -> pd.DataFrame:
    """Coefficients of agreement, and the one-way correlation of single ratings."""
    return pd.concat([table, within[within["coefficient"] == _ICC]]).drop(columns="n_raters")


def units_of_roles(database: Engine, region: Region, period: str, roles: Sequence[str]) -> pd.DataFrame | None:
    """Employees and aspects with the number of scores in each level that raters of these roles gave.

    Returns
    -------
    DataFrame or None
        ``id_pegawai`` (number of the pseudonym) and the levels; None where the numbers do not fit into a pattern.
    """
    levels, codes = region.profile.score_levels, [col.ROLES.index(role) for role in roles]
    tables, ratings = [], 0
    for first, patterns in _patterns(database, region, period):
        asked = patterns[codes].sum(axis=0).T
        ratings += _ratings(asked) + _ratings(np.delete(patterns, codes, axis=0))
        person, aspect = np.nonzero(asked)
        counts = pd.DataFrame(_levels(asked[person, aspect], len(levels)), columns=list(levels))
        tables.append(counts.assign(**{col.EMPLOYEE: first + person}))
    if ratings != region.rows[region.part(RATINGS, period)]:
        return None
    return pd.concat(tables, ignore_index=True)


def _histogram(database: Engine, region: Region, period: str) -> IntArray | None:
    """Places (role, aspect) as one number, patterns, and how many people share them (3, n); None if they do not fit."""
    found = []
    for _, patterns in _patterns(database, region, period):
        people = patterns.shape[-1]
        ordered = np.sort(patterns.reshape(-1, people))
        new = np.ones(ordered.shape, dtype=bool)
        np.not_equal(ordered[:, 1:], ordered[:, :-1], out=new[:, 1:])
        start = np.flatnonzero(new)
        lines = np.stack([start // people, ordered.ravel()[start], np.diff(start, append=new.size)])
        found.append(lines[:, lines[1] != 0])
    ratings = sum(int(_levels(pattern, 8).sum(axis=1) @ times) for _, pattern, times in found)
    return np.concatenate(found, axis=1) if ratings == region.rows[region.part(RATINGS, period)] else None


def _patterns(database: Engine, region: Region, period: str) -> Iterator[tuple[int, IntArray]]:
    """Patterns (roles, aspects, n) of the n employees from a number on, some at a time; none if too many levels.

    A number above 255 runs over into the next level, where 256 become one, so that patterns hold fewer ratings than the
    file. They also do where something is missing from a rating.
    """
    levels, shape = len(region.profile.score_levels), (len(col.ROLES), len(region.aspects))
    if levels > _MOST_LEVELS:
        return
    part = region.part(RATINGS, period)
    people = region.rows[PEOPLE]
    size = max(region.rows[part], people * shape[0] * shape[1])
    width = -(-people // -(-size // _AT_ONCE))
    asked = {"path": str(region.folder / part), "levels": levels, "aspects": shape[1], "people": width}
    for first in range(0, people, width):
        code = database.ask(_SCORES, first=first, **asked)["code"]
        patterns = np.zeros(shape[0] * shape[1] * width, dtype=np.int64)
        for piece in np.array_split(code, len(code) // _PIECE + 1):
            np.add.at(patterns, (piece >> 3).astype(np.int64), np.int64(1) << (8 * (piece & 7)))
        yield first, patterns.reshape(*shape, width)


def _ratings(patterns: IntArray) -> int:
    """Number of ratings in all patterns: the sum of their bytes."""
    return int(np.ascontiguousarray(patterns).view(np.uint8).sum())


def _levels(patterns: IntArray, number: int) -> IntArray:
    """Number of ratings in each level (n, q), from the bytes of the patterns."""
    return (patterns[:, None] >> (8 * np.arange(number))) & 255
