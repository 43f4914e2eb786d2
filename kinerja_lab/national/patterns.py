"""Agreement of every region, role and aspect at once, from patterns: how many people got which numbers of each score.

The numbers of ratings that a person got in each level are the bytes of one whole number, so that counting equal numbers
is all that a database has to do. Coefficients, their standard errors and the bootstrap follow from the counts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures import agreement as agreement_of_ratings
from kinerja_lab.measures import agreement_from_counts, icc, icc_from_counts
from kinerja_lab.measures.agreement import IntervalMethod
from kinerja_lab.national.engine import Engine, engine
from kinerja_lab.national.store import RATINGS, Region, regions, with_period
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
_GROUPS, _TIMES = (col.ROLE, col.ASPECT), "frekuensi"
_MOST_LEVELS = 7  # bytes of a positive whole number of 64 bits
_PLACES = 10  # bits for role and aspect, so that a person and they make one number
_MOST_ASPECTS = 2**_PLACES // 8
_AT_ONCE = 4_000_000  # rows of the regions of one query: its groups stay near the processor
_PATTERNS = f"""
    with unit as (
        select (file_index::bigint << 42) | ({col.EMPLOYEE}::bigint << {_PLACES}) | ({col.ASPECT}::bigint * 8)
               | {col.ROLE}::bigint as key,
               sum(1::bigint << (8 * {col.SCORE})) as pattern
        from read_parquet(?) group by key
    )
    select (key >> 42)::integer as place, (key & 7)::integer as role,
           ((key >> 3) & {_MOST_ASPECTS - 1})::integer as aspect, coalesce(try_cast(pattern as bigint), 0) as pattern,
           count(*) as times
    from unit group by all order by all
"""
_UNITS = f"""
    select {col.EMPLOYEE} as person, {col.ASPECT} as aspect,
           coalesce(try_cast(sum(1::bigint << (8 * {col.SCORE})) as bigint), 0) as pattern, count(*) as ratings
    from read_parquet(?) where list_contains(?, {col.ROLE}) group by all order by all
"""
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


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
    measured = partial(_of_batch, period=period, options=options or Options())
    with engine(store, memory) as database:
        parts = side_by_side(partial(measured, database), list(_batches(found, period)), workers)
    if not parts:
        raise NotAssessable("missing_data", lacking=(RATINGS,))
    return pd.concat(parts, ignore_index=True).sort_values([REGION, *_GROUPS], kind="stable", ignore_index=True)


def side_by_side(
    question: Callable[[Asked], Answer], asked: Sequence[Asked], workers: int | None = None
) -> list[Answer]:
    """Answers to a question in the order of those asked, several at a time."""
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        return list(pool.map(question, asked))


def _batches(found: Sequence[Region], period: str) -> Iterator[list[Region]]:
    """Regions with the same scale and aspects that are asked about in one query, whoever asks."""
    part = found[0].part(RATINGS, period)
    alike: dict[object, list[Region]] = {}
    for region in found:
        if part in region.rows:
            alike.setdefault((region.profile.score_levels, region.aspects), []).append(region)
    for group in alike.values():
        rows = np.array([region.rows[part] for region in group])
        number = (np.cumsum(rows) - 1) // _AT_ONCE
        yield from ([group[place] for place in np.flatnonzero(number == one)] for one in np.unique(number))


def _of_batch(database: Engine, batch: list[Region], period: str, options: Options) -> pd.DataFrame:
    """Coefficients of some regions, as ``agreement`` tells them."""
    fits = len(batch[0].profile.score_levels) <= _MOST_LEVELS and len(batch[0].aspects) <= _MOST_ASPECTS
    counts = _histogram(database, batch, period) if fits else None
    counted = set() if counts is None else set(counts[REGION])
    tables = [_from_ratings(region, period, options) for place, region in enumerate(batch) if place not in counted]
    if counted:
        scale, by, asked = batch[0].profile.score_scale, [REGION, *_GROUPS], options.arguments
        names = np.array([_name(region) for region in batch], dtype=object)
        found = _both(
            agreement_from_counts(counts, scale=scale, by=by, frequency=_TIMES, coefficients=COEFFICIENTS, **asked),
            icc_from_counts(counts, scale=scale, by=by, frequency=_TIMES, confidence=options.confidence),
        )
        tables.append(found.assign(**{REGION: names[found[REGION]]}))
    return pd.concat(tables)


def _from_ratings(region: Region, period: str, options: Options) -> pd.DataFrame:
    """Coefficients of one region from its single ratings."""
    rows, scale, asked = region.table(RATINGS, period), region.profile.score_scale, options.arguments
    found = _both(
        agreement_of_ratings(rows, scale=scale, by=_GROUPS, coefficients=COEFFICIENTS, **asked),
        icc(rows, scale=scale, by=_GROUPS, method="anova", confidence=options.confidence),
    )
    found.insert(0, REGION, _name(region))
    return found


def _name(region: Region) -> str:
    """Code of a region with its issuer."""
    return region.folder.name.partition("=")[2]


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
    if len(region.profile.score_levels) > _MOST_LEVELS:
        return None
    path, codes = str(region.folder / region.part(RATINGS, period)), [col.ROLES.index(role) for role in roles]
    found = database.ask(_UNITS, [path], codes)
    counts = _levels(found["pattern"], len(region.profile.score_levels))
    if not np.array_equal(counts.sum(axis=1), found["ratings"]):
        return None
    table = pd.DataFrame(counts, columns=list(region.profile.score_levels))
    return table.assign(**{col.EMPLOYEE: found["person"]})


def _histogram(database: Engine, batch: list[Region], period: str) -> pd.DataFrame:
    """Patterns of each region (its place in the batch), role and aspect: levels, and how many people share the pattern.

    Regions whose numbers do not fit are left out. A number above 255 runs over into the next level, where 256 become
    one, so that the ratings counted are fewer than those in the file.
    """
    levels, aspects = batch[0].profile.score_levels, batch[0].aspects
    parts = [region.part(RATINGS, period) for region in batch]
    paths = [str(region.folder / part) for region, part in zip(batch, parts, strict=True)]
    found = database.ask(_PATTERNS, paths)
    counts = _levels(found["pattern"], len(levels))
    counted = np.bincount(found["place"], counts.sum(axis=1) * found["times"], len(batch))
    whole = counted == [region.rows[part] for region, part in zip(batch, parts, strict=True)]
    names = {
        REGION: found["place"],
        col.ROLE: np.array(col.ROLES, dtype=object)[found["role"]],
        col.ASPECT: np.array(aspects, dtype=object)[found["aspect"]],
        _TIMES: found["times"],
    }
    return pd.DataFrame(counts, columns=list(levels)).assign(**names)[whole[found["place"]]]


def _levels(patterns: npt.NDArray[np.int64], number: int) -> npt.NDArray[np.int64]:
    """Number of ratings in each level (n, q), from the bytes of the patterns."""
    return (patterns[:, None] >> (8 * np.arange(number))) & 255
