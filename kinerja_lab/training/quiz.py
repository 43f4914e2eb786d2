"""The test before and after the workshops: twenty questions, answers that are kept, and practice with explanations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from kinerja_lab.training.reply import Reply
from kinerja_lab.training.scores import WAVES
from kinerja_lab.training.series import SERIES, workshop
from kinerja_lab.training.session import PARTICIPANT
from kinerja_lab.training.words import words

LETTERS, SKIPPED = "abcd", "-"
BEFORE, AFTER = WAVES
_BOX = "kuisLokakarya"  # name of an element and part of names in its script
_ELSEWHERE = "https://cdn.jsdelivr.net"  # from where jupyterquiz would fetch what sets formulas; there are none


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options in the order in which they are printed."""

    text: str
    options: tuple[str, ...]
    right: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Paper:
    """All questions with lettered options and without answers, as HTML that is escaped and as text."""

    questions: Sequence[Question]

    def __repr__(self) -> str:
        return "\n\n".join("\n".join([head, *options]) for head, options in self._parts())

    def _repr_html_(self) -> str:
        blocks = [
            f"<p><b>{escape(head)}</b><br>{'<br>'.join(map(escape, options))}</p>" for head, options in self._parts()
        ]
        return f'<div style="max-width:46em">{"".join(blocks)}</div>'

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        for place, question in enumerate(self.questions, start=1):
            options = [f"{letter}. {text}" for letter, text in zip(LETTERS, question.options, strict=True)]
            yield f"{place}. {question.text}", options


class Quiz:
    """The test of one participant, whose folder is ``data``; empty: answers are judged and not kept."""

    def __init__(self, data: str | Path = "") -> None:
        self._record = workshop(SERIES[0], data).record
        self._kept = bool(str(data)) and (Path(data) / PARTICIPANT).is_file()

    def soal(self) -> Paper:
        """Print the questions."""
        return Paper(questions())

    def latihan(self) -> Practice | Paper | Reply:
        """Show the questions to click on, with an explanation of every option; nothing is kept.

        A participant sees them after the second wave only. Without the package jupyterquiz they are printed.
        """
        if self._kept and not self._record.tries(AFTER, "soal1"):
            return Reply("tertutup", words("kuis")["latihan"], [words("kuis")["latihan_nanti"]])
        return Practice() if find_spec("jupyterquiz") else self.soal()

    def periksa(self, gelombang: str, jawaban: object = None) -> Reply:
        """Keep twenty answers of a wave, ``pra`` or ``pasca``, as letters such as ``"badc …"``; ``-`` is none.

        After the second wave the marks and the explanations of what is not right yet are shown.
        """
        told = words("kuis")
        if jawaban is None or jawaban is Ellipsis:
            return Reply("kosong", gelombang, [told["kosong"]])
        complaints = list(self._complaints(gelombang, jawaban))
        if complaints:
            return Reply("bentuk", gelombang, complaints)
        letters = _letters(str(jawaban))
        for place, (letter, question) in enumerate(zip(letters, questions(), strict=True), start=1):
            self._record.add(gelombang, f"soal{place}", letter, right=letter == question.right)
        lines = [told["tercatat" if self._kept else "tidak_disimpan"].format(gelombang=gelombang)]
        if gelombang == BEFORE:
            return Reply("tercatat", gelombang, [*lines, told["nanti"]])
        return Reply("tercatat", gelombang, [*lines, told["nilai"].format(**self._marks())], self._explained(letters))

    def _complaints(self, wave: str, given: object) -> Iterator[str]:
        """Everything that is wrong with the form of the answers."""
        told = words("kuis")
        if wave not in WAVES:
            yield told["gelombang"].format(gelombang=", ".join(WAVES))
        if wave == BEFORE and self._record.tries(AFTER, "soal1"):
            yield told["tertutup"]
        if not isinstance(given, str):
            yield told["teks"].format(jenis=type(given).__name__)
            return
        letters = _letters(given)
        if len(letters) != len(questions()):
            yield told["panjang"].format(banyak=len(letters), perlu=len(questions()))
        strange = sorted(set(letters) - {*LETTERS, SKIPPED})
        if strange:
            yield told["huruf"].format(huruf=", ".join(strange))

    def _marks(self) -> dict[str, str]:
        """Right answers of each wave; a dash where it was not taken."""
        tries = {wave: [self._record.tries(wave, f"soal{n + 1}") for n in range(len(questions()))] for wave in WAVES}
        return {
            wave: str(sum(item[-1]["benar"] for item in items)) if all(items) else "–" for wave, items in tries.items()
        }

    def _explained(self, letters: str) -> list[tuple[str, str]]:
        """Explanation of each answer that is not right."""
        pairs = enumerate(zip(letters, questions(), strict=True), start=1)
        return [
            (f"soal {place}", question.reasons[LETTERS.index(letter if letter in LETTERS else question.right)])
            for place, (letter, question) in pairs
            if letter != question.right
        ]


class Practice:
    """The questions as a quiz to click on, drawn by jupyterquiz in the browser; nothing is fetched from anywhere."""

    def page(self) -> tuple[str, str]:
        """HTML and script of the quiz; in the script MathJax is unknown, since jupyterquiz would fetch another one."""
        from jupyterquiz.dynamic import loader, renderer

        begin, static, address = loader.load_questions_script([_clickable(question) for question in questions()], _BOX)
        box = renderer.render_div(_BOX, False, False, False, len(questions()), 720, 10, "left")
        script = renderer.build_script(begin, static, address, _BOX, True)
        alone = f"(function () {{ var MathJax; {script.replace(_ELSEWHERE, '')} }})();"
        return f"{box}{renderer.build_styles(_BOX, _COLOURS)}</div>", alone

    def _repr_html_(self) -> str:
        page, script = self.page()
        return f"{page}<script>{script}</script>"


_COLOURS = {
    "--jq-multiple-choice-bg": "#345995",
    "--jq-mc-button-bg": "#fafafa",
    "--jq-mc-button-border": "#e0e0e0",
    "--jq-mc-button-inset-shadow": "#555555",
    "--jq-incorrect-color": "#b35806",
    "--jq-correct-color": "#1b7837",
    "--jq-text-color": "#fafafa",
    "--jq-link-color": "#9abafa",
}


@cache
def questions() -> tuple[Question, ...]:
    """All questions in their order; every letter is right equally often."""
    written = _written()
    random = np.random.default_rng(len(written))
    places = random.permutation(np.arange(len(written)) % len(LETTERS))
    return tuple(_question(item, int(place), random) for item, place in zip(written, places, strict=True))


def _question(item: dict[str, Any], place: int, random: np.random.Generator) -> Question:
    """Put the right option at its place among the others."""
    wrong = [option for option in item["answers"] if not option["correct"]]
    options = [wrong[at] for at in random.permutation(len(wrong))]
    options[place:place] = [option for option in item["answers"] if option["correct"]]
    texts, reasons = (tuple(option[key] for option in options) for key in ("answer", "feedback"))
    return Question(item["question"], texts, LETTERS[place], reasons)


def key() -> str:
    """The right letters of all questions, in their order."""
    return "".join(question.right for question in questions())


def _clickable(question: Question) -> dict[str, Any]:
    """A question in the form of jupyterquiz, with the letters of the printed one."""
    rows = zip(LETTERS, question.options, question.reasons, strict=True)
    answers = [
        {"answer": f"{letter}. {text}", "correct": letter == question.right, "feedback": reason}
        for letter, text, reason in rows
    ]
    return {"question": question.text, "type": "multiple_choice", "answers": answers}


@cache
def _written() -> list[dict[str, Any]]:
    """Questions as they are written down, in the form of jupyterquiz."""
    text = files(__package__).joinpath("kata", "kuis.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def _letters(given: str) -> str:
    return "".join(given.lower().split())
