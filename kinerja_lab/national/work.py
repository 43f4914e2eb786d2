"""One region of a store as a piece of work: the same answer from here, from a process of its own or from a cluster.

Only what may be published leaves the place where a region is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from operator import attrgetter

import pandas as pd
from threadpoolctl import threadpool_limits

from kinerja_lab.checks.suite import run
from kinerja_lab.errors import KinerjaError, NotAssessable, ReportFailed
from kinerja_lab.national import groups
from kinerja_lab.national.engine import engine
from kinerja_lab.national.patterns import REGION, agreement
from kinerja_lab.national.results import CountedRegion
from kinerja_lab.national.store import Region
from kinerja_lab.national.tables import publishable
from kinerja_lab.report.record import Record, public_record
from kinerja_lab.report.workers import spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A region to measure.

    Attributes
    ----------
    region, period
        Which region, and a period of it.
    memory
        Limit for its database.
    every
        Ask every check of the suite, from the rows.
    coefficients
        Measure its coefficients of agreement as well.
    """

    region: Region
    period: str
    memory: str = "1GB"
    every: bool = False
    coefficients: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What may be published of a region: its record, and its rows of tables by the name of the table; or an error."""

    task: Task
    record: Record = field(default_factory=dict)
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    error: KinerjaError | None = None


COEFFICIENTS, SPREAD, GROUPS = "kesepakatan.parquet", "predikat.parquet", "kelompok.parquet"


def measure(task: Task) -> Answer:
    """Measure a region with a database of its own; what is known to go wrong is an answer, too.

    Sums are made by one thread, so that their last digit is the same wherever they are made.
    """
    region, period = task.region, task.period
    try:
        with threadpool_limits(1, "blas"), engine(region.folder.parent, task.memory) as database:
            asked = CountedRegion(database, region, period)
            found = run(region.data(period)) if task.every else asked.results()
            tables = dict(zip((SPREAD, GROUPS), groups.tables(found, asked), strict=True))
            record = public_record(found)
        if task.coefficients:
            tables |= coefficients([region], period, task.memory, 1)
    except KinerjaError as error:
        return Answer(task=task, error=error)
    named = {name: table if REGION in table else _of(region, table) for name, table in tables.items()}
    return Answer(task=task, record=record, tables=named)


def coefficients(
    found: Sequence[Region], period: str, memory: str, workers: int | None = None
) -> dict[str, pd.DataFrame]:
    """Give the table of coefficients that may be published of some regions; none where nobody is scored by several."""
    with suppress(NotAssessable):
        measured = agreement(found[0].folder.parent, period, among=found, memory=memory, workers=workers)
        return {COEFFICIENTS: publishable(measured, found)}
    return {}


@contextmanager
def answers(tasks: Sequence[Task], workers: int, address: str = "") -> Iterator[Iterator[Answer]]:
    """Answers as they come.

    Parameters
    ----------
    tasks
        Regions; on a cluster their store is the same place for all workers.
    workers
        Processes at work side by side; with one it is this process.
    address
        Of a cluster, as ``report.cluster.cluster`` takes it; nothing for this computer.
    """
    if not address:
        found = ((task, measure(task)) for task in tasks) if workers == 1 else spread(measure, tasks, workers, _nothing)
        yield (answer or _lost(task) for task, answer in found)
        return
    from kinerja_lab.report.cluster import cluster, on_cluster

    with cluster(address, workers) as client:
        yield (answer or _lost(task) for task, answer in on_cluster(measure, tasks, client))


def tables(found: Sequence[Answer], period: str, memory: str) -> dict[str, pd.DataFrame]:
    """Tables of all regions by name, sorted by region; coefficients are measured here where the workers did not."""
    left = [answer.task.region for answer in found if not answer.task.coefficients]
    parts = [answer.tables for answer in found]
    if left:
        parts.append(coefficients(sorted(left, key=attrgetter("code")), period, memory))
    return {
        name: pd.concat(rows).sort_values(REGION, kind="stable", ignore_index=True)
        for name in (COEFFICIENTS, SPREAD, GROUPS)
        if (rows := [tables[name] for tables in parts if name in tables])
    }


def _of(region: Region, table: pd.DataFrame) -> pd.DataFrame:
    """Rows with the code of their region."""
    table.insert(0, REGION, region.code)
    return table


def _lost(task: Task) -> Answer:
    """What to say of a region that took its processes along."""
    return Answer(task=task, error=ReportFailed("worker_died"))


def _nothing() -> None:
    """Nothing is open in a process between two regions."""
