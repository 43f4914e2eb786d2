"""``periksa``: what became of every row that the applications gave, and everything that is wrong with it."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_lab.cli import screen
from kinerja_lab.errors import InvalidDataset
from kinerja_lab.messages.catalogue import text

if TYPE_CHECKING:
    from rich.console import Console

    from kinerja_lab.loaders.folder import Loading

_Where = Annotated[Path | None, typer.Option(help="keluaran_muat", metavar="FOLDER", show_default=False)]
_KeyTable = Annotated[Path | None, typer.Option(help="tabel_kunci", metavar="BERKAS", show_default=False)]
_MOST_UNITS = 10


def use_sources(key: Path | None, sql: str) -> None:
    """Hand key file and database on to the notebook's process by its environment, so that no notebook shows them."""
    from kinerja_lab.loaders.database import SQL_VARIABLE
    from kinerja_lab.loaders.pseudonym import VARIABLE

    if key is not None:
        os.environ[VARIABLE] = str(key.resolve())
    if sql:
        os.environ[SQL_VARIABLE] = sql


def periksa(
    ctx: typer.Context,
    folder: screen.Folder,
    keluaran: _Where = None,
    kunci: screen.KeyFile = None,
    sql: screen.Sql = "",
    tabel_kunci: _KeyTable = None,
) -> int:
    """Say what became of every row of a folder, and list everything wrong in it, or what it holds."""
    from kinerja_lab.loaders.folder import read_folder

    language, console = screen.speaking(ctx)
    say = partial(text, language, "cli")
    try:
        loading = read_folder(folder, key=kunci, sql=sql, key_table=tabel_kunci)
        _show_loading(console, loading, language)
        if keluaran is not None:
            _write_out(console, loading, keluaran, language)
        data = loading.dataset()
    except InvalidDataset as error:
        screen.show_problems(console, error, language)
        return screen.SOME_FAILED
    rows = [(name, text(language, "table", name), str(len(frame))) for name, frame in data.tables.items()]
    screen.show_table(console, [say("table"), say("content"), say("rows")], rows)
    console.print(say("valid").format(name=data.profile.name, periods=", ".join(data.periods) or "–"), markup=False)
    return screen.OK


def _show_loading(console: Console, loading: Loading, language: str) -> None:
    """One screen: rows by sheet, reasons, differences from the matrix, and which key was used."""
    from kinerja_lab.report.loading import balance_rows, is_canonical, reason_rows

    log, say = loading.log.frame(), partial(text, language, "cli")
    if is_canonical(log):
        return
    for heads, rows in (balance_rows(log, language), reason_rows(log, language)):
        if rows:
            screen.show_table(console, heads, rows)
            console.print()
    if loading.n_different:
        told = {"n": loading.n_different, "all": int(loading.differences["n"].sum())}
        console.print(say("matrix_differs").format(**told), markup=False, soft_wrap=True)
        found = loading.differences.groupby("unit_kerja")[["n", "n_different"]].sum()
        found = found[found["n_different"] > 0].sort_values("n_different", ascending=False, kind="stable")
        units = [(str(row.Index), str(row.n), str(row.n_different)) for row in found.head(_MOST_UNITS).itertuples()]
        screen.show_table(console, [say("unit"), say("rows"), say("differing")], units)
    if loading.profile.key_id:
        console.print(say("key_used").format(key=loading.profile.key_id), markup=False, soft_wrap=True)


def _write_out(console: Console, loading: Loading, folder: Path, language: str) -> None:
    """Write the log row by row, and the quarantined rows for correction."""
    from kinerja_lab.loaders.gather import LOG_FILE
    from kinerja_lab.loaders.quarantine import write_quarantine
    from kinerja_lab.report.loading import why, write_log

    folder.mkdir(parents=True, exist_ok=True)
    write_log(loading.log.frame(), folder / LOG_FILE, language)
    made = write_quarantine(folder, loading.sources, loading.log, lambda reason: why(reason, language))
    for path in (folder / LOG_FILE, made):
        if path is not None:
            console.print(text(language, "cli", "made").format(folder=screen.short(path)), markup=False, soft_wrap=True)
    if made is not None:
        console.print(text(language, "cli", "correct_and_load"), markup=False, soft_wrap=True)
