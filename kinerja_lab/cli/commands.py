"""The commands and their exit codes; every text comes from the catalogues, every room is imported when needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kinerja_lab.cli.screen import (
    EXIT_CODES,
    PROGRAM,
    Bars,
    Command,
    Group,
    complain,
    short,
    show_problems,
    show_table,
    speaking,
    usage_error,
)
from kinerja_lab.errors import InvalidDataset, KinerjaError, ReportFailed, UnknownName
from kinerja_lab.messages.catalogue import LANGUAGES, text

OK, SOME_FAILED, WRONG_USE, BROKEN_DATA, NO_REPORT, BUSY = EXIT_CODES
_ALL = "semua"
_FIRST_SAMPLE = "bukittinggi"

app = typer.Typer(cls=Group, help="app", add_completion=False, rich_markup_mode=None)

Folder = Annotated[Path, typer.Argument(help="folder", metavar="FOLDER", show_default=False)]
Output = Annotated[Path, typer.Option(help="keluaran", metavar="FOLDER")]
Period = Annotated[str, typer.Option(help="periode", metavar="PERIODE")]


@app.callback(invoke_without_command=True)
def _options(ctx: typer.Context, lang: Annotated[str, typer.Option(help="lang", metavar="id|en")] = "") -> None:
    """Refuse an unknown language; a known one was read by ``_language`` before. Without a command, show the help."""
    if lang not in ("", *LANGUAGES):
        raise UnknownName("language", lang, LANGUAGES)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(cls=Command, help="periksa")
def periksa(ctx: typer.Context, folder: Folder) -> int:
    """List everything wrong in a folder of tables, or what it holds."""
    from kinerja_lab.loaders.canonical import load

    language, console = speaking(ctx)
    say = partial(text, language, "cli")
    try:
        data = load(folder)
    except InvalidDataset as error:
        show_problems(console, error, language)
        return SOME_FAILED
    rows = [(name, text(language, "table", name), str(len(frame))) for name, frame in data.tables.items()]
    show_table(console, [say("table"), say("content"), say("rows")], rows)
    console.print(say("valid").format(name=data.profile.name, periods=", ".join(data.periods) or "–"), markup=False)
    return OK


@app.command(cls=Command, help="laporan")
def laporan(
    ctx: typer.Context,
    wilayah: Annotated[str, typer.Argument(help="wilayah", metavar="[WILAYAH]", show_default=False)] = "",
    periode: Period = "",
    data: Annotated[str, typer.Option(help="data", metavar="FOLDER")] = "",
    keluaran: Output = Path("reports"),
    bahasa: Annotated[str, typer.Option(help="bahasa", metavar="id|en")] = "",
) -> int:
    """Make the report of one region or of all."""
    from kinerja_lab.messages.explain import explain_error
    from kinerja_lab.report.build import build_report

    language, console = speaking(ctx)
    jobs = _regions(wilayah, data)
    failed: dict[str, KinerjaError] = {}
    with Bars(console, language, len(jobs)) as progress:
        for name, folder in jobs:
            build = partial(build_report, folder=folder, output=keluaran, language=bahasa or language)
            try:
                made = build("" if folder else name, periode or None, progress=progress.region(name))
                said = text(language, "cli", "made_report").format(folder=short(made))
                console.print(said, markup=False, soft_wrap=True)
            except KinerjaError as reason:
                failed[name] = reason
            progress.done()
    if len(jobs) == 1 and failed:
        raise next(iter(failed.values()))
    for name, error in failed.items():
        console.print(f"■ {name}: {explain_error(error, language)}", markup=False, soft_wrap=True)
    if failed:
        count = text(language, "cli", "some_failed").format(failed=len(failed), all=len(jobs), names=", ".join(failed))
        console.print(count, markup=False, soft_wrap=True)
    return SOME_FAILED if failed else OK


@app.command(cls=Command, help="banding")
def banding(ctx: typer.Context, keluaran: Output = Path("reports"), periode: Period = "") -> int:
    """Put the regions' reports of a period side by side."""
    from kinerja_lab.report.comparison import compare, write_page

    language, console = speaking(ctx)
    comparison = compare(keluaran, periode or None)
    for part in comparison.tables(language):
        console.print(f"\n{part.title}: {part.measure}", markup=False, style="bold")
        show_table(console, part.columns, part.rows)
    for line in comparison.notes(language):
        console.print(line, markup=False)
    page = write_page(comparison, keluaran, language)
    console.print(text(language, "cli", "made").format(folder=short(page)), markup=False, soft_wrap=True)
    return OK


@app.command(cls=Command, help="contoh")
def contoh(ctx: typer.Context, folder: Folder) -> int:
    """Write the sample regions."""
    from kinerja_lab.simulate import write_samples

    language, console = speaking(ctx)
    write_samples(folder)
    console.print(text(language, "cli", "made").format(folder=short(folder)), markup=False, soft_wrap=True)
    return OK


@app.command(cls=Command, help="lab")
def lab() -> int:
    """Open the notebooks in JupyterLab, run by this environment's Python."""
    import subprocess

    from kinerja_lab.report.build import NOTEBOOK

    # Without the last two JupyterLab asks the network for news and new versions.
    flags = [
        f"--ServerApp.root_dir={NOTEBOOK.parent}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    return subprocess.run([sys.executable, "-m", "jupyterlab", *flags], check=False).returncode


@app.command(cls=Command, help="dokter")
def dokter(ctx: typer.Context, keluaran: Output = Path("reports")) -> int:
    """Look at what a report needs: Python, kernel, versions, path length, write access."""
    from kinerja_lab.report.doctor import examine

    language, console = speaking(ctx)
    findings = examine(keluaran)
    say = partial(text, language, "cli")
    rows = [("●" if item.good else "■", say(f"doctor_{item.name}"), item.found) for item in findings]
    show_table(console, ["", say("examined"), say("found")], [*rows, ("●", say("doctor_language"), language)])
    good = all(item.good for item in findings)
    console.print(say("doctor_good" if good else "doctor_bad"), markup=False)
    return OK if good else SOME_FAILED


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; what is known to go wrong becomes a sentence."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    command = typer.main.get_command(app)
    try:
        code = command.main(given, prog_name=PROGRAM, standalone_mode=False, obj=language)
    except typer.TyperException as error:
        complain(usage_error(error, language))
        code = WRONG_USE
    except KinerjaError as error:
        from kinerja_lab.messages.explain import explain_error

        complain(explain_error(error, language))
        code = _code(error)
    sys.exit(code or OK)


def _language(arguments: Sequence[str]) -> str:
    """Language of help and answers: ``--lang`` before the command, else KINERJA_LANG, else Indonesian."""
    wanted = os.environ.get("KINERJA_LANG", "")
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
        elif argument == "--lang":
            wanted = "".join(arguments[place + 1 : place + 2])
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def _code(error: KinerjaError) -> int:
    """Exit code of an error."""
    if isinstance(error, ReportFailed):
        return BUSY if error.reason == "busy" else NO_REPORT
    return BROKEN_DATA if isinstance(error, InvalidDataset) else WRONG_USE


def _regions(name: str, folder: str) -> list[tuple[str, str]]:
    """Regions to report on, as (name, folder); the folder is empty for the samples."""
    from kinerja_lab.profile import FILE

    if not folder and (Path(name) / FILE).is_file():
        name, folder = "", name
    if folder:
        found = {item.parent.name: str(item.parent) for item in sorted(Path(folder).glob(f"*/{FILE}"))}
        if (Path(folder) / FILE).exists() or not found:
            return [(Path(folder).name, folder)]
        return _chosen(name or _ALL, found)
    from kinerja_lab.loaders.samples import sample_regions

    return _chosen(name or _FIRST_SAMPLE, dict.fromkeys(sample_regions(), ""))


def _chosen(name: str, found: dict[str, str]) -> list[tuple[str, str]]:
    """All regions, or the one that is named."""
    if name != _ALL and name not in found:
        raise UnknownName("region", name, [*found, _ALL])
    return [item for item in found.items() if name in (_ALL, item[0])]
