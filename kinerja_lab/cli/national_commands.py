"""Commands about many regions at once: sample data, the store of regions, and the numbers of the whole country."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kinerja_lab.cli.load_commands import use_sources
from kinerja_lab.cli.region_names import ALL, regions
from kinerja_lab.cli.screen import (
    OK,
    SOME_FAILED,
    Bars,
    Dask,
    Folder,
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

NATIONAL, RESULTS = "nasional", "hasil.parquet"
Store = Annotated[Path, typer.Argument(help="gudang", metavar="GUDANG", show_default=False)]


def contoh(
    ctx: typer.Context,
    folder: Folder,
    nasional: Annotated[bool, typer.Option("--nasional", help="contoh_nasional")] = False,
    pegawai: Annotated[int, typer.Option(help="pegawai", metavar="N")] = 4_500_000,
) -> int:
    """Write the sample regions, or a whole simulated country."""
    language, console = speaking(ctx)
    if nasional:
        from kinerja_lab.national import write_country
        from kinerja_lab.report.publish import staged

        with staged(folder) as staging:
            write_country(staging, pegawai)
    else:
        from kinerja_lab.simulate import write_samples

        write_samples(folder)
    console.print(text(language, "cli", "made").format(folder=short(folder)), markup=False, soft_wrap=True)
    return OK


def simpan(
    ctx: typer.Context,
    gudang: Store,
    wilayah: Annotated[str, typer.Argument(help="wilayah_simpan", metavar="[WILAYAH]", show_default=False)] = ALL,
    data: Annotated[str, typer.Option(help="data", metavar="FOLDER")] = "",
    kunci: KeyFile = None,
    sql: Sql = "",
) -> int:
    """Load regions and keep them in a store."""
    from kinerja_lab.loaders.regions import load_region
    from kinerja_lab.national.store import folder_name, write_region
    from kinerja_lab.report.publish import report_folder, staged

    language, console = speaking(ctx)
    use_sources(kunci, sql)
    jobs, failed = regions(wilayah, data), dict[str, KinerjaError]()
    with Bars(console, language, len(jobs)) as progress:
        for name, folder in jobs:
            try:
                loaded = load_region("" if folder else name, folder=folder)
                with staged(report_folder(gudang, folder_name(loaded.profile))) as staging:
                    write_region(loaded, staging)
            except KinerjaError as reason:
                failed[name] = reason
            progress.done()
    tell_failed(console, failed, language)
    said = text(language, "cli", "stored").format(done=len(jobs) - len(failed), all=len(jobs), folder=short(gudang))
    console.print(said, markup=False, soft_wrap=True)
    return SOME_FAILED if failed else OK


def _raise_if_none_left(failed: dict[str, KinerjaError], asked: int) -> None:
    """Raise the first error where every region failed."""
    if failed and len(failed) == asked:
        raise next(iter(failed.values()))


def nasional(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    gudang: Store,
    periode: Period = "",
    keluaran: Output = Path("reports"),
    lengkap: Annotated[bool, typer.Option("--lengkap", help="lengkap")] = False,
    memori: Annotated[str, typer.Option(help="memori", metavar="400MB|1GB|…")] = "1GB",
    pekerja: Workers = 1,
    dask: Dask = "",
) -> int:
    """Measure all regions of a store, and put them side by side."""
    from kinerja_lab import national
    from kinerja_lab.national import work
    from kinerja_lab.national.store import with_period
    from kinerja_lab.national.tables import results_table, write_table
    from kinerja_lab.report.comparison import compare, write_page
    from kinerja_lab.report.publish import report_folder, staged
    from kinerja_lab.report.record import records, save_record

    language, console = speaking(ctx)
    period, found = with_period(national.regions(gudang.resolve()), periode)
    ask = partial(work.Task, period=period, memory=memori, every=lengkap, coefficients=bool(dask))
    tasks = [ask(region=region) for region in found]
    failed, sound = dict[str, KinerjaError](), list[work.Answer]()
    with staged(report_folder(keluaran, NATIONAL)) as staging:
        with work.answers(tasks, pekerja, dask) as answers, Bars(console, language, len(found)) as progress:
            for answer in answers:
                profile = answer.task.region.profile
                if answer.error is not None:
                    failed[profile.name] = answer.error
                else:
                    folder = staging / profile.slug / period
                    folder.mkdir(parents=True)
                    save_record(answer.record, folder)
                    sound.append(answer)
                progress.done()
        _raise_if_none_left(failed, len(found))
        for name, table in work.tables(sound, period, memori).items():
            write_table(table, staging / name)
        write_table(results_table(records(staging)), staging / RESULTS)
        page = write_page(compare(staging, period, language), staging)
    tell_failed(console, failed, language)
    made = text(language, "cli", "made").format(folder=short(report_folder(keluaran, NATIONAL) / page.name))
    console.print(made, markup=False, soft_wrap=True)
    return SOME_FAILED if failed else OK
