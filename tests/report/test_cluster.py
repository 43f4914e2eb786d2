"""Many reports on a cluster of two workers on this computer, of which one is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from kinerja_lab.errors import InvalidOption
from kinerja_lab.report.batch import Outcome, Task, reports
from kinerja_lab.report.cluster import HERE, cluster, on_cluster, reports_on_cluster
from tests.report import folders

LOOPBACK = "127.0.0.1"
installed = pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed: the extra [dask]")


@pytest.mark.skipif(find_spec("distributed") is not None, reason="Dask is installed")
def test_without_dask_its_option_says_what_to_install() -> None:
    with pytest.raises(InvalidOption, match=r"kinerja_lab\[dask\]"), cluster(HERE, 2):
        pass


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two workers of one thread each."""
    with cluster(HERE, 2) as made:
        yield made


def tasks(place: Path, output: str) -> list[Task]:
    """Three small regions."""
    names = [f"kota-{number}" for number in range(3)]
    for name in names:
        if not (place / "data" / name).exists():
            folders.region(place / "data" / name, slug=name, nama=name)
    return [Task(name=name, folder=str(place / "data" / name), output=place / output) for name in names]


def files(outcomes: list[Outcome]) -> dict[str, bytes]:
    """Every byte of some reports, by region and file."""
    found = [path for each in outcomes if each.folder for path in each.folder.iterdir()]
    return {"/".join(path.parts[-3:]): path.read_bytes() for path in found}


@installed
def test_a_local_cluster_is_reached_from_this_computer_alone_and_has_no_dashboard(client: Any) -> None:
    told = client.scheduler_info()
    addresses = [told["address"], *told["workers"]]
    assert [address for address in addresses if not address.startswith(f"tcp://{LOOPBACK}:")] == []
    assert len(told["workers"]) == 2
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"http://{LOOPBACK}:{told['services']['dashboard']}/status")


def die_of_two(task: int) -> int:
    """Take the process along if the task is the number two."""
    if task == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return task * 10


@installed
def test_a_task_of_which_workers_die_is_given_up_and_the_others_are_done(client: Any) -> None:
    assert dict(on_cluster(die_of_two, [1, 2, 3], client)) == {1: 10, 2: None, 3: 30}


@installed
@pytest.mark.notebook
def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_this_computer(client: Any, tmp_path: Path) -> None:
    outcomes = []
    for outcome in reports_on_cluster(tasks(tmp_path, "klaster"), client):
        if not outcomes:
            worker = next(iter(client.run(os.getpid).values()))
            os.kill(worker, signal.SIGKILL)
        outcomes.append(outcome)
    assert [each.error for each in outcomes if each.error] == []
    assert files(outcomes) == files(list(reports(tasks(tmp_path, "sini"), 2)))
