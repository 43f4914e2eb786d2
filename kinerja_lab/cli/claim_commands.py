"""The command that answers the statements of a region's source document from its data."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from kinerja_lab.cli.region_names import ALL, regions
from kinerja_lab.cli.screen import OK, Period, speaking
from kinerja_lab.messages.catalogue import text

if TYPE_CHECKING:
    from kinerja_lab.messages.claims import ClaimWords


def klaim(
    ctx: typer.Context,
    wilayah: Annotated[str, typer.Argument(help="wilayah_klaim", metavar="[WILAYAH]", show_default=False)] = "",
    periode: Period = "",
    data: Annotated[str, typer.Option(help="data", metavar="FOLDER")] = "",
    semua: Annotated[bool, typer.Option("--semua", help="semua_klaim")] = False,
) -> int:
    """Show each statement with the answer of the data, what it rests on, and what would settle it."""
    from kinerja_lab.checks.suite import run, standard
    from kinerja_lab.claims.claim import answer_claims, resting_on
    from kinerja_lab.loaders.regions import load_region
    from kinerja_lab.messages.claims import claim_words
    from kinerja_lab.report.disclosure import disclosed

    language, console = speaking(ctx)
    show = partial(console.print, markup=False, soft_wrap=True)
    for name, folder in regions(ALL if semua else wilayah, data):
        isi = load_region("" if folder else name, periode or None, folder)
        results = disclosed(run(isi, resting_on(isi.profile.slug, standard(isi.profile))))
        show(f"\n{isi.profile.name}, {isi.period}", style="bold")
        for answered in answer_claims(results):
            for line in _lines(claim_words(answered, language), language):
                show(line)
    return OK


def _lines(words: ClaimWords, language: str) -> list[str]:
    """A claim as lines: statement, answer, basis, and what would settle it where something is missing."""
    say = partial(text, language, "claim")
    lines = ["", f"{words.number}. {words.statement}", f"   {say('answer')}: {words.answer}"]
    lines.append(f"   {say('basis')}: {words.basis}")
    lines += [f"   {words.tested}"] if words.tested else []
    return [*lines, f"   {say('settle')}: {words.settle}"] if words.settle else lines
