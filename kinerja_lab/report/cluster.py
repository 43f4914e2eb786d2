"""Many regions on many machines: the same work for each of them, handed out by a Dask scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kinerja_lab.errors import InvalidOption
from kinerja_lab.report.batch import Outcome, Task, lost, report_warm

if TYPE_CHECKING:
    from distributed import Client

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

HERE = "lokal"
_LOOPBACK = "127.0.0.1"


@contextmanager
def cluster(address: str, workers: int) -> Iterator[Client]:
    """Connect to a scheduler; ``lokal`` starts one for as long as the block runs.

    Parameters
    ----------
    address
        ``tcp://machine:port`` of a scheduler, or ``lokal``: on this computer, reached from nowhere else, no dashboard.
    workers
        Processes of a local one.

    Raises
    ------
    InvalidOption
        Dask is not installed, or nobody answers at the address.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise InvalidOption("--dask", address, "pip install 'kinerja_lab[dask]'") from None
    if address == HERE:
        quiet = {"dashboard_address": None, "scheduler_kwargs": {"dashboard_address": f"{_LOOPBACK}:0"}}
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, host=_LOOPBACK, **quiet) as local,
            Client(local) as client,
        ):
            yield client
        return
    try:
        client = Client(address)
    except (OSError, ValueError):
        raise InvalidOption("--dask", address, f"tcp://host:port | {HERE}") from None
    with client:
        yield client


def on_cluster(
    work: Callable[[Asked], Answer], tasks: Sequence[Asked], client: Client
) -> Iterator[tuple[Asked, Answer | None]]:
    """Give each task with its answer as it comes from a worker, as ``workers.spread`` does.

    Files must be the same for all workers, under the same path. The answer is ``None`` where the scheduler gives a task
    up, since workers die of it again and again.
    """
    from distributed import KilledWorker, as_completed

    given = {client.submit(work, task, pure=False): task for task in tasks}
    for future in as_completed(given):
        try:
            yield given[future], future.result()
        except KilledWorker:
            yield given[future], None


def reports_on_cluster(tasks: Sequence[Task], client: Client) -> Iterator[Outcome]:
    """Make many reports on the workers of a cluster; outcomes come as they are ready."""
    for task, outcome in on_cluster(report_warm, [_anywhere(task) for task in tasks], client):
        yield outcome or lost(task)


def _anywhere(task: Task) -> Task:
    """The same task for a process with another working directory."""
    return replace(task, folder=str(Path(task.folder).resolve()) if task.folder else "", output=task.output.resolve())
