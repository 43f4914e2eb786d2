"""``siapkan``: ask what no export says, propose answers from the files, and write ``wilayah.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Annotated, Any

import typer

from kinerja_lab.cli.screen import OK, Folder, KeyFile, complain, short, speaking
from kinerja_lab.errors import InvalidDataset, Problem, UnknownName
from kinerja_lab.files import there
from kinerja_lab.messages.catalogue import label, text

_Answers = Annotated[list[str] | None, typer.Option(help="jawab", metavar="KUNCI=NILAI", show_default=False)]
_Silent = Annotated[bool, typer.Option("--tanpa-tanya", help="tanpa_tanya")]
_Replace = Annotated[bool, typer.Option("--timpa", help="timpa")]


def siapkan(
    ctx: typer.Context,
    folder: Folder,
    jawab: _Answers = None,
    tanpa_tanya: _Silent = False,
    timpa: _Replace = False,
    kunci: KeyFile = None,
) -> int:
    """Ask what the files cannot say, and write it down."""
    from kinerja_lab.loaders.prepare import examine, write_profile
    from kinerja_lab.profile import FILE

    language, console = speaking(ctx)
    say = partial(text, language, "cli")
    if (there(folder) / FILE).exists() and not timpa:
        if tanpa_tanya:  # said alone: what else the answers lack matters only where they would be written
            raise InvalidDataset([Problem(rule="profile_exists", table="wilayah", file=FILE)])
        timpa = typer.confirm(say("ask_replace"))
        if not timpa:
            return OK
    answers, questions = examine(folder, kunci)
    given = _given(jawab or [], questions)
    answers |= given
    if not tanpa_tanya:
        _ask(answers, [key for key in questions if key not in given], language)
    path = write_profile(folder, answers, heading=say("profile_heading"), replace=timpa)
    console.print(say("made").format(folder=short(path)), markup=False, soft_wrap=True)
    named = f'"{short(folder)}"' if " " in short(folder) else short(folder)  # as it must be typed
    console.print(say("after_profile").format(folder=named), markup=False, soft_wrap=True)
    return OK


def _given(pairs: Iterable[str], known: Iterable[str]) -> dict[str, Any]:
    """Answers from the command line."""
    from kinerja_lab.loaders.prepare import parsed

    answers = {}
    for pair in pairs:
        key, _, answer = pair.partition("=")
        if key not in known:
            raise UnknownName("key", key, known)
        answers[key] = parsed(key, answer)
    return answers


def _ask(answers: dict[str, Any], questions: Iterable[str], language: str) -> None:
    """Ask one question after the other, each until its answer is allowed."""
    from kinerja_lab.loaders.prepare import OPTIONAL, SOURCES, parsed, slug, wrong
    from kinerja_lab.messages.explain import explain_problem

    for key in questions:
        if key in SOURCES and not answers.get(SOURCES[key]):
            continue
        if key == "slug":
            answers.setdefault("slug", slug(str(answers["nama"])))
        optional = key in OPTIONAL and key not in SOURCES
        while True:
            typed = typer.prompt(_question(key, language), default=answers.get(key, "" if optional else None))
            answers[key] = parsed(key, str(typed))
            problems = wrong(answers, key) if answers[key] or not optional else []
            if not problems:
                break
            complain(explain_problem(problems[0], language))


def _question(key: str, language: str) -> str:
    """Question with the answers that are allowed."""
    from kinerja_lab.loaders.prepare import choices

    offered = [item if (said := label(item, language)) == item else f"{item} = {said}" for item in choices(key)]
    return text(language, "ask", key) + (f" ({', '.join(offered)})" if offered else "")
