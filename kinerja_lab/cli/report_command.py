"""``laporan``: the report of one region or of many, one after another, side by side, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_lab.cli.load_commands import use_sources
from kinerja_lab.cli.region_names import ALL, regions
from kinerja_lab.cli.screen import (
    OK,
    SOME_FAILED,
    Bars,
    Dask,
    Formats,
    KeyFile,
    Output,
    Period,
    Sql,
    Workers,
    short,
    speaking,
    tell_failed,
)
from kinerja_lab.errors import KinerjaError
from kinerja_lab.messages.catalogue import text

if TYPE_CHECKING:
    from kinerja_lab.report.batch import Outcome, Task


def laporan(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    wilayah: Annotated[str, typer.Argument(help="wilayah", metavar="[WILAYAH]", show_default=False)] = "",
    periode: Period = "",
    data: Annotated[str, typer.Option(help="data", metavar="FOLDER")] = "",
    keluaran: Output = Path("reports"),
    bahasa: Annotated[str, typer.Option(help="bahasa", metavar="id|en")] = "",
    kunci: KeyFile = None,
    sql: Sql = "",
    bentuk: Formats = None,
    semua: Annotated[bool, typer.Option("--semua", help="semua")] = False,
    pekerja: Workers = 1,
    ulang: Annotated[bool, typer.Option("--ulang", help="ulang")] = False,
    dask: Dask = "",
) -> int:
    """Make the report of one region or of all."""
    from kinerja_lab.report.batch import Task
    from kinerja_lab.report.index import write_index

    language, console = speaking(ctx)
    use_sources(kunci, sql)
    jobs = regions(ALL if semua else wilayah, data)
    form = partial(Task, language=bahasa or language, formats=tuple(bentuk or ()), again=ulang or len(jobs) == 1)
    tasks = [form(name=name, folder=folder, period=periode or None, output=keluaran) for name, folder in jobs]
    show = partial(console.print, markup=False, soft_wrap=True)
    failed: dict[str, KinerjaError] = {}
    with Bars(console, language, len(tasks)) as bars, _outcomes(tasks, pekerja, dask, bars) as outcomes:
        for done, outcome in enumerate(outcomes, 1):
            failed |= {outcome.task.name: outcome.error} if outcome.error else {}
            count = text(language, "cli", "so_far").format(done=done, all=len(tasks), failed=len(failed))
            if len(tasks) > 1 or not failed:
                show(f"{count if len(tasks) > 1 else ''} {_told(outcome, language)}".lstrip())
            bars.done()
    if len(failed) < len(tasks):
        show(text(language, "cli", "made").format(folder=short(write_index(keluaran, bahasa or language))))
    if len(tasks) == 1 and failed:
        raise next(iter(failed.values()))
    if failed:
        tell_failed(console, failed, language)
        names = ", ".join(sorted(failed))
        show(text(language, "cli", "some_failed").format(failed=len(failed), all=len(tasks), names=names))
    return SOME_FAILED if failed else OK


@contextmanager
def _outcomes(tasks: Sequence[Task], workers: int, address: str, bars: Bars) -> Iterator[Iterator[Outcome]]:
    """Outcomes as they come: from this computer, or from a cluster if an address is given."""
    from kinerja_lab.report.batch import reports

    if not address:
        yield reports(tasks, workers, bars.region)
        return
    from kinerja_lab.report.cluster import cluster, reports_on_cluster

    with cluster(address, workers) as client:
        yield reports_on_cluster(tasks, client)


def _told(outcome: Outcome, language: str) -> str:
    """One line: the report's folder and files, or whose report failed."""
    if outcome.folder is None:
        return f"■ {outcome.task.name}"
    files = ", ".join(sorted(path.name for path in outcome.folder.iterdir()))
    key = "made_report" if outcome.made else "unchanged_report"
    return text(language, "cli", key).format(folder=short(outcome.folder), files=files)
