"""Many reports on many machines: the same work for each region, handed out by a Dask scheduler."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kinerja_lab.errors import InvalidOption
from kinerja_lab.report.batch import Outcome, Task, lost, report_warm

if TYPE_CHECKING:
    from distributed import Client

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


def reports_on_cluster(tasks: Sequence[Task], client: Client) -> Iterator[Outcome]:
    """Make many reports on the workers of a cluster; outcomes come as they are ready.

    Folders of data and of reports must be the same place for all workers. A region whose workers die again and again is
    given up by the scheduler, and its failure is an outcome.
    """
    from distributed import KilledWorker, as_completed

    given = {client.submit(report_warm, _anywhere(task), pure=False): task for task in tasks}
    for future in as_completed(given):
        try:
            yield future.result()
        except KilledWorker:
            yield lost(given[future])


def _anywhere(task: Task) -> Task:
    """The same task for a process with another working directory."""
    return replace(task, folder=str(Path(task.folder).resolve()) if task.folder else "", output=task.output.resolve())
