"""The command that writes protected lists of single people, for the office that follows them up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinerja_lab.cli.screen import OK, KeyFile, Period, short, speaking
from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.catalogue import text

KINDS = ("penilai", "laporan-harian")


def daftar(
    ctx: typer.Context,
    jenis: Annotated[str, typer.Argument(help="jenis_daftar", metavar="|".join(KINDS))],
    folder: Annotated[Path, typer.Argument(help="folder", metavar="FOLDER", show_default=False)],
    berkas: Annotated[Path, typer.Option(help="berkas_daftar", metavar="BERKAS", show_default=False)],
    periode: Period = "",
    kunci: KeyFile = None,
) -> int:
    """Write who deviates, for reading by its owner only and never beside a report."""
    from kinerja_lab.loaders.folder import load_folder
    from kinerja_lab.report.work_file import write_diary_list, write_rater_list

    language, console = speaking(ctx)
    if jenis not in KINDS:
        raise UnknownName("list", jenis, KINDS)
    write = write_rater_list if jenis == KINDS[0] else write_diary_list
    made = write(load_folder(folder, periode or None, key=kunci), berkas)
    console.print(text(language, "cli", "made").format(folder=short(made)), markup=False, soft_wrap=True)
    console.print(text(language, "cli", "list_protected"), markup=False, soft_wrap=True)
    return OK
