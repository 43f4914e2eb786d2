"""``lokakarya``: other data and notebooks for every participant, and afterwards the score sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinerja_lab.cli.screen import OK, Output, short, show_table, speaking
from kinerja_lab.messages.catalogue import text


def lokakarya(
    ctx: typer.Context,
    peserta: Annotated[int, typer.Option(help="peserta", metavar="BANYAKNYA")] = 12,
    keluaran: Output = Path("lokakarya"),
    benih: Annotated[int | None, typer.Option(help="benih", metavar="ANGKA", show_default=False)] = None,
    nilai: Annotated[Path | None, typer.Option(help="nilai", metavar="FOLDER", show_default=False)] = None,
) -> int:
    """Write what a workshop hands out, or collect what its participants answered."""
    return _hand_out(ctx, keluaran, peserta, benih) if nilai is None else _collect(ctx, nilai)


def _hand_out(ctx: typer.Context, folder: Path, participants: int, seed: int | None) -> int:
    from rich.progress import Progress

    from kinerja_lab.training.handout import write_handout

    language, console = speaking(ctx)
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task(text(language, "cli", "participants"), total=participants)
        made = write_handout(folder, participants, seed, lambda _: bar.advance(task))
    console.print(text(language, "cli", "made").format(folder=short(made)), markup=False, soft_wrap=True)
    console.print(text(language, "cli", "sealed"), markup=False, soft_wrap=True)
    return OK


def _collect(ctx: typer.Context, folder: Path) -> int:
    from kinerja_lab.messages.narrate import narrate
    from kinerja_lab.messages.numbers import percent
    from kinerja_lab.training.score_sheet import write_score_sheet

    language, console = speaking(ctx)
    made, scores = write_score_sheet(folder)
    columns = [text(language, "cli", key) for key in ("workshop", "exercise", "tried", "difficulty")]
    shown = scores.items[["lokakarya", "soal", "dicoba", "kesukaran"]].itertuples(index=False)
    rows = [(part, item, str(tried), percent(hard, language, 0)) for part, item, tried, hard in shown]
    show_table(console, columns, rows)
    if scores.effect is not None:
        console.print(narrate(scores.effect, language), markup=False, soft_wrap=True)
    console.print(text(language, "cli", "made").format(folder=short(made)), markup=False, soft_wrap=True)
    return OK
