"""The commands and their exit codes; every text comes from the catalogues, every room is imported when needed."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from kinerja_lab.cli import screen
from kinerja_lab.cli.claim_commands import klaim
from kinerja_lab.cli.lab_command import lab
from kinerja_lab.cli.list_commands import daftar
from kinerja_lab.cli.load_commands import periksa
from kinerja_lab.cli.mapping_commands import petakan
from kinerja_lab.cli.national_commands import contoh, nasional, simpan
from kinerja_lab.cli.prepare_commands import siapkan
from kinerja_lab.cli.report_command import laporan
from kinerja_lab.cli.workshop_commands import lokakarya
from kinerja_lab.errors import InvalidDataset, KinerjaError, ReportFailed, UnknownName
from kinerja_lab.files import local
from kinerja_lab.messages.catalogue import LANGUAGES, spoken, text

_NEW_OBJECTS = 50_000  # between two searches for garbage: modules and tables live as long as a command
_WITH_ADDRESS = ("--sql", "--dask")

app = typer.Typer(cls=screen.Group, help="app", add_completion=False, rich_markup_mode=None)
for name, command in (
    ("periksa", periksa),
    ("siapkan", siapkan),
    ("petakan", petakan),
    ("klaim", klaim),
    ("daftar", daftar),
    ("lokakarya", lokakarya),
    ("contoh", contoh),
    ("simpan", simpan),
    ("nasional", nasional),
    ("lab", lab),
    ("laporan", laporan),
):
    app.command(cls=screen.Command, name=name, help=name)(command)


@app.callback(invoke_without_command=True)
def _options(ctx: typer.Context, lang: Annotated[str, typer.Option(help="lang", metavar="id|en")] = "") -> None:
    """Refuse an unknown language; a known one was read by ``_language`` before. Without a command, show the help."""
    if lang not in ("", *LANGUAGES):
        raise UnknownName("language", lang, LANGUAGES)
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(cls=screen.Command, help="banding")
def banding(ctx: typer.Context, keluaran: screen.Output = Path("reports"), periode: screen.Period = "") -> int:
    """Put the regions' reports of a period side by side."""
    from kinerja_lab.report.comparison import compare, write_page
    from kinerja_lab.report.index import write_index
    from kinerja_lab.report.semesters import write_pages

    language, console = screen.speaking(ctx)
    comparison = compare(keluaran, periode or None, language)
    for made in comparison.tables():
        console.print(f"\n{made.caption}", markup=False, style="bold")
        screen.show_table(console, made.heads, [list(map(str, row)) for row in made.rows])
    for line in comparison.notes():
        console.print(line, markup=False)
    pages = [write_page(comparison, keluaran), *write_pages(keluaran, language), write_index(keluaran, language)]
    for page in pages:
        console.print(text(language, "cli", "made").format(folder=screen.short(page)), markup=False, soft_wrap=True)
    return screen.OK


@app.command(cls=screen.Command, help="dokter")
def dokter(ctx: typer.Context, keluaran: screen.Output = Path("reports")) -> int:
    """Look at what a report needs: Python, kernel, versions, path length, write access."""
    from kinerja_lab.report.doctor import examine

    language, console = screen.speaking(ctx)
    findings = examine(keluaran)
    say = partial(text, language, "cli")
    rows = [("●" if item.good else "■", say(f"doctor_{item.name}"), item.found) for item in findings]
    screen.show_table(console, ["", say("examined"), say("found")], [*rows, ("●", say("doctor_language"), language)])
    good = all(item.good for item in findings)
    console.print(say("doctor_good" if good else "doctor_bad"), markup=False)
    return screen.OK if good else screen.SOME_FAILED


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code; what is known to go wrong becomes a sentence."""
    gc.set_threshold(_NEW_OBJECTS)
    screen.encodable()
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    command = typer.main.get_command(app)
    try:
        _without_addresses(given)
        code = command.main(given, prog_name=screen.PROGRAM, standalone_mode=False, obj=language)
    except typer.TyperException as error:
        screen.complain(screen.usage_error(error, language))
        code = screen.WRONG_USE
    except typer.Abort:
        screen.complain(text(language, "cli", "cancelled"))
        code = screen.WRONG_USE
    except (KinerjaError, OSError) as error:
        from kinerja_lab.messages.explain import explain_error

        known = error if isinstance(error, KinerjaError) else _refused(error)
        screen.complain(explain_error(known, language))
        code = _code(known)
    sys.exit(code or screen.OK)


def _without_addresses(arguments: Sequence[str]) -> None:
    """Nothing is fetched from a network or written there; only a database and a cluster have an address."""
    for before, argument in pairwise(["", *arguments]):
        option, _, value = argument.partition("=") if argument.startswith("--") else (before, "", argument)
        if option not in _WITH_ADDRESS:
            local(value)


def _refused(error: OSError) -> ReportFailed:
    """What the system refused, with the name of the file and without its folder."""
    name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else type(error).__name__
    return ReportFailed("refused", f"{name}: {error.strerror}")


def _language(arguments: Sequence[str]) -> str:
    """Language of help and answers: ``--lang`` before the command, else KINERJA_LANG, else Indonesian."""
    wanted = ""
    for place, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
        elif argument == "--lang":
            wanted = "".join(arguments[place + 1 : place + 2])
    return wanted if wanted in LANGUAGES else spoken()


def _code(error: KinerjaError) -> int:
    """Exit code of an error."""
    if isinstance(error, ReportFailed):
        return screen.BUSY if error.reason == "busy" else screen.NO_REPORT
    return screen.BROKEN_DATA if isinstance(error, InvalidDataset) else screen.WRONG_USE
