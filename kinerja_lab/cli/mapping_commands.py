"""The command that shows how a file would be read, and proposes a mapping file for what it could not place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kinerja_lab.cli.screen import OK, SOME_FAILED, short, show_table, speaking
from kinerja_lab.errors import InvalidDataset, InvalidOption, Problem
from kinerja_lab.files import whole
from kinerja_lab.messages.catalogue import label, text

_File = Annotated[Path, typer.Argument(help="berkas_petakan", metavar="BERKAS", show_default=False)]
_Target = Annotated[Path | None, typer.Option(help="keluaran_petakan", metavar="BERKAS", show_default=False)]
_NOTHING = "–"


def petakan(ctx: typer.Context, berkas: _File, keluaran: _Target = None) -> int:
    """Show which table is on each sheet of a file and what each header is taken for; write the proposal if asked."""
    from kinerja_lab.loaders.propose import propose, written
    from kinerja_lab.loaders.sheets import read_sheets

    language, console = speaking(ctx)
    say = partial(text, language, "cli")
    if not berkas.is_file():
        raise InvalidDataset([Problem(rule="missing_table", table=berkas.stem, file=berkas.name)])
    proposals = propose(read_sheets(berkas))
    for each in proposals:
        kind = _told(each.kind, language) if each.kind else say("no_kind")
        console.print(f"\n{each.sheet or each.file}: {kind}", markup=False, style="bold", soft_wrap=True)
        rows = [(item.header, item.field or _NOTHING, item.hint) for item in each.columns]
        if rows:
            show_table(console, [say("header"), say("taken_for"), say("perhaps")], rows)
    left = sum(not item.field for each in proposals for item in each.columns)
    console.print(f"\n{say('left_over').format(count=left)}", markup=False)
    if keluaran is not None:
        if keluaran.exists():
            raise InvalidOption("keluaran", keluaran.name, say("new_file"))
        with whole(keluaran, new=True) as draft:
            draft.write_text(written(proposals, say("mapping_heading"), say("mapping_hint")), encoding="utf-8")
        console.print(say("made").format(folder=short(keluaran)), markup=False, soft_wrap=True)
    return OK if any(each.kind for each in proposals) else SOME_FAILED


def _told(kind: str, language: str) -> str:
    """Words for a kind of table; a canonical one goes by its own name."""
    source, canonical, table = kind.partition(":")
    return label(table, language, "table") if canonical else label(source, language, "source")
