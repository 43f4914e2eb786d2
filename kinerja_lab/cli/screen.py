"""What commands show: help in the language of the call, tables, progress, complaints."""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from kinerja_lab.errors import InvalidDataset, KinerjaError, UnknownName
from kinerja_lab.messages.catalogue import LANGUAGES, find, label, text

if TYPE_CHECKING:
    from rich.console import Console

PROGRAM = "kinerja-lab"
OK, SOME_FAILED, WRONG_USE, BROKEN_DATA, NO_REPORT, BUSY = EXIT_CODES = range(6)

_SIGNS, _PLAIN = "●■▲○◆◇▼·–−", "ox!-+.v---"  # where a screen or file lacks a sign, and what stands for it
_STAND_INS = dict(zip(_SIGNS, _PLAIN, strict=True))

Folder = Annotated[Path, typer.Argument(help="folder", metavar="FOLDER", show_default=False)]
Output = Annotated[Path, typer.Option(help="keluaran", metavar="FOLDER")]
Period = Annotated[str, typer.Option(help="periode", metavar="PERIODE")]
KeyFile = Annotated[Path | None, typer.Option(help="kunci", metavar="BERKAS", show_default=False)]
Formats = Annotated[
    list[str] | None, typer.Option("--format", help="format", metavar="html|pdf|docx|xlsx", show_default=False)
]
Workers = Annotated[int, typer.Option(min=1, help="pekerja", metavar="N")]
Dask = Annotated[str, typer.Option(help="dask", metavar="ALAMAT")]
Sql = Annotated[str, typer.Option(help="sql", metavar="ALAMAT", envvar="KINERJA_SQL", show_default=False)]


class _Translated:
    """Help in the language of the call: texts of commands and options are keys of the catalogue."""

    def format_help(self: Any, ctx: Any, formatter: Any) -> None:
        """Write usage, description, arguments and options, commands."""
        language = ctx.find_root().obj or LANGUAGES[0]
        say = partial(text, language, "cli")
        formatter.write_usage(ctx.command_path, " ".join(_usage(self, ctx)), prefix=say("usage"))
        formatter.write_paragraph()
        formatter.write_text(say(self.help).strip())
        parameters = self.get_params(ctx)
        with formatter.section(say("options")):
            formatter.write_dl([(_written(item), _help(item, self.name, language)) for item in parameters])
        if isinstance(self, TyperGroup):
            with formatter.section(say("commands")):
                formatter.write_dl([(name, say(f"{name}_short")) for name in self.commands])
            with formatter.section(say("exit_codes")):
                formatter.write_dl([(str(code), say(f"exit_{code}")) for code in EXIT_CODES])


class Command(_Translated, TyperCommand):
    """A command with translated help."""


class Group(_Translated, TyperGroup):
    """The group of all commands with translated help."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Name the commands there are when another is asked for."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownName("command", args[0], self.commands)
        return super().resolve_command(ctx, args)


def usage_error(error: Any, language: str) -> str:
    """Say which option or argument was not understood."""
    kind = type(error).__name__
    known = {"NoSuchOption": "no_such_option", "MissingParameter": "missing_parameter"}
    sentence = text(language, "cli", known.get(kind, "not_understood"))
    parameter = getattr(error, "param", None)
    what = getattr(error, "option_name", None) or (_written(parameter) if parameter is not None else error.message)
    context = getattr(error, "ctx", None)
    return sentence.format(what=what, command=context.command_path if context else PROGRAM)


def _usage(command: Any, ctx: Any) -> list[str]:
    """Pieces of the usage line: what goes in brackets stands for options and arguments."""
    arguments = [_written(item) for item in command.get_params(ctx) if item.param_type_name == "argument"]
    language = ctx.find_root().obj or LANGUAGES[0]
    ending = [text(language, "cli", "usage_command")] if isinstance(command, TyperGroup) else []
    return [text(language, "cli", "usage_options"), *arguments, *ending]


def _written(parameter: Any) -> str:
    """How a parameter is typed, such as ``--periode PERIODE``."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    name = "/".join(parameter.opts)
    return name if parameter.is_flag else f"{name} {parameter.metavar}"


def _help(parameter: Any, command: str, language: str) -> str:
    """Help of a parameter with its own default, in the words of its command where that has some.

    The option ``--help`` of the library has no key of its own.
    """
    key = "help" if parameter.name == "help" else str(parameter.help)
    template = find(language, "cli", f"{key}|{command}") or text(language, "cli", key)
    return template.format(default=parameter.default)


def speaking(ctx: typer.Context) -> tuple[str, Console]:
    """Language of the call, and where to print."""
    from kinerja_lab.cli.terminal import Terminal

    console = Terminal(highlight=False, file=sys.stdout)  # also while a notebook catches what it prints
    return ctx.find_root().obj or LANGUAGES[0], console


def visible(told: str) -> str:
    """Text without signs that move the cursor, colour the screen or turn the direction of writing."""
    from kinerja_lab.report.markup import plain

    return "\n".join(map(plain, told.split("\n")))


def encodable() -> None:
    """Write to screens and files of few letters, too: a sign that they lack becomes one that they have."""
    codecs.register_error("kinerja_lab", _stand_in)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="kinerja_lab")


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """Plain signs for the part of a text that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_STAND_INS.get(sign, "?") for sign in lacking), error.end


def complain(sentence: str) -> None:
    """Say on standard error what went wrong."""
    typer.echo(visible(sentence), err=True)


def short(path: Path) -> str:
    """Path as the user would type it from here."""
    path, here = Path(path).resolve(), Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def show_table(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; cells are text, never markup."""
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print(table)


def show_problems(console: Console, error: InvalidDataset, language: str) -> None:
    """Print every problem: where, what was found, what is allowed."""
    from kinerja_lab.messages.explain import explain_problem

    say = partial(text, language, "cli")
    columns = [say(key) for key in ("table", "row", "column", "problem", "found", "allowed")]
    rows = [
        (
            " · ".join(part for part in (item.file or item.table, item.sheet) if part),
            "" if item.row is None else str(item.row),
            item.column,
            explain_problem(item, language),
            item.found,
            label(item.allowed, language, "value"),
        )
        for item in error.problems
    ]
    show_table(console, columns, rows)
    console.print(say("problems").format(count=sum(item.count for item in error.problems)), markup=False)


def tell_failed(console: Console, failed: Mapping[str, KinerjaError], language: str) -> None:
    """Name the regions that failed, and say why."""
    from kinerja_lab.messages.explain import explain_error

    for name, error in sorted(failed.items()):
        console.print(f"■ {name}: {explain_error(error, language)}", markup=False, soft_wrap=True)


class Bars:
    """Two bars: regions done, and sections of the region at work."""

    def __init__(self, console: Console, language: str, regions: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        name = TextColumn("{task.description}", markup=False)
        columns = (name, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._regions = self._bars.add_task(text(language, "cli", "regions"), total=regions)
        self._cells = self._bars.add_task("", total=None, visible=False)

    def __enter__(self) -> Bars:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def region(self, name: str) -> Callable[[int, int], None]:
        """Start the bar of a region; give what moves it."""
        self._bars.reset(self._cells, total=None, description=visible(name), visible=True)
        return lambda done, total: self._bars.update(self._cells, completed=done, total=total)

    def done(self) -> None:
        """One region more is done."""
        self._bars.advance(self._regions)
