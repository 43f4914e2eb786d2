"""A region is measured alike wherever that is done, and one that cannot be measured is named."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kinerja_lab.checks.suite import run
from kinerja_lab.errors import ReportFailed
from kinerja_lab.national import regions, work, write_country
from kinerja_lab.national.store import Region
from kinerja_lab.national.tables import write_table
from kinerja_lab.report.cluster import HERE, cluster, on_cluster
from kinerja_lab.report.record import public_record

PERIOD = "2025-S1"
installed = pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed: the extra [dask]")


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> tuple[Region, ...]:
    """Four simulated regions."""
    folder = tmp_path_factory.mktemp("negara")
    write_country(folder, 900, n_regions=4)
    return regions(folder)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two workers of one thread each."""
    with cluster(HERE, 2) as made:
        yield made


def tasks(country: tuple[Region, ...], **options: Any) -> list[work.Task]:
    """A task for each region."""
    return [work.Task(region=region, period=PERIOD, **options) for region in country]


def written(answers: list[work.Answer], folder: Path) -> dict[str, Any]:
    """Bytes of all tables and the records, as they would be published."""
    folder.mkdir()
    for name, table in work.tables(answers, PERIOD, "1GB").items():
        write_table(table, folder / name)
    records = {answer.task.region.folder.name: answer.record for answer in answers}
    return {path.name: path.read_bytes() for path in folder.iterdir()} | records


def test_only_what_may_be_published_leaves_a_region(country: tuple[Region, ...]) -> None:
    answer = work.measure(tasks(country, coefficients=True)[0])
    assert answer.error is None
    assert set(answer.tables) == {"kesepakatan.parquet", "predikat.parquet", "kelompok.parquet"}
    shown = answer.tables["kesepakatan.parquet"]
    assert not shown[shown["estimasi"].notna()]["n_dinilai_berdua"].dropna().lt(10).any()
    assert answer.record["pemeriksaan"]["severity"]["status"] == "ok"


def test_with_every_check_it_is_the_record_of_the_suite(country: tuple[Region, ...]) -> None:
    smallest = min(country, key=lambda region: sum(region.rows.values()))
    answer = work.measure(replace(tasks((smallest,))[0], every=True))
    record = public_record(run(smallest.data(PERIOD)))
    assert answer.record["pemeriksaan"].keys() == record["pemeriksaan"].keys()
    assert answer.record["lampu"] == record["lampu"]


@installed
def test_a_cluster_that_loses_a_worker_gives_the_bytes_of_this_process(
    client: Any, country: tuple[Region, ...], tmp_path: Path
) -> None:
    found = []
    for task, answer in on_cluster(work.measure, tasks(country, coefficients=True), client):
        if not found:
            os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
        assert answer is not None
        assert answer.task == task
        found.append(answer)
    with work.answers(tasks(country), 1) as answers:
        here = list(answers)
    assert [answer.error for answer in (*found, *here) if answer.error] == []
    assert written(found, tmp_path / "klaster") == written(here, tmp_path / "sini")


@installed
def test_a_worker_keeps_to_the_memory_and_leaves_nothing_behind(client: Any, country: tuple[Region, ...]) -> None:
    (found,) = (answer for _, answer in on_cluster(work.measure, tasks(country[:1], memory="1MB"), client))
    assert found is not None
    assert isinstance(found.error, ReportFailed)
    assert found.error.reason == "memory_exceeded"
    processes = set(client.run(os.getpid).values())
    left = {int(name.split("-")[3]) for name in client.run_on_scheduler(_spilled)}
    assert not left & processes


def _spilled() -> list[str]:
    """Private folders of databases."""
    import tempfile

    return [path.name for path in Path(tempfile.gettempdir()).glob("kinerja-lab-tumpahan-*")]


def test_processes_give_the_bytes_of_this_one_and_a_broken_region_is_named(
    country: tuple[Region, ...], tmp_path: Path
) -> None:
    gone = replace(country[1], folder=tmp_path / country[1].folder.name)
    made = []
    for workers in (1, 2):
        with work.answers(tasks((country[0], gone)), workers) as answers:
            found = {answer.task.region.folder: answer for answer in answers}
        assert isinstance(found[gone.folder].error, ReportFailed)
        made.append(written([found[country[0].folder]], tmp_path / str(workers)))
    assert made[0] == made[1]


def test_a_period_without_scores_has_no_coefficients_and_its_other_tables(country: tuple[Region, ...]) -> None:
    rows = {part: number for part, number in country[0].rows.items() if not part.startswith("butir")}
    answer = work.measure(work.Task(region=replace(country[0], rows=rows), period=PERIOD, coefficients=True))
    assert set(answer.tables) == {"predikat.parquet", "kelompok.parquet"}
    assert isinstance(answer.tables["predikat.parquet"], pd.DataFrame)
    assert set(work.tables([answer], PERIOD, "1GB")) == {"predikat.parquet", "kelompok.parquet"}
