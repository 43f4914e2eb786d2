"""The test before and after: one right answer each, kept for the toolkit's own check, and nothing from the network."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

import kinerja_lab as kl
from kinerja_lab.training import quiz, slider
from kinerja_lab.training.quiz import LETTERS, Quiz, key, questions
from kinerja_lab.training.scores import collect
from kinerja_lab.training.series import SERIES

RIGHT = key()
WRONG = "".join("b" if letter == "a" else "a" for letter in RIGHT)


def participant(folder: Path, number: int = 1) -> Quiz:
    own = folder / f"peserta-{number:02d}"
    own.mkdir(exist_ok=True)
    (own / "peserta.json").write_text(json.dumps({"peserta": number}), encoding="utf-8")
    return Quiz(own)


def test_there_are_twenty_questions_with_one_right_answer_each_and_a_reason_for_all() -> None:
    written = quiz._written()
    assert len(written) == len({item["question"] for item in written}) == 20
    for item in written:
        assert [option["correct"] for option in item["answers"]].count(True) == 1
        assert len({option["answer"] for option in item["answers"]}) == len(LETTERS)
        assert all(option["feedback"] for option in item["answers"])


def test_every_workshop_is_asked_about() -> None:
    asked = Counter(item["lokakarya"] for item in quiz._written())
    assert set(asked) == set(range(1, len(SERIES) + 1))
    assert min(asked.values()) >= 2


def test_neither_the_letter_nor_the_length_gives_the_answer_away() -> None:
    assert set(Counter(RIGHT).values()) == {5}
    longest = [max(item.options, key=len) == item.options[LETTERS.index(item.right)] for item in questions()]
    assert 2 <= sum(longest) <= 8


def test_the_paper_shows_no_answer() -> None:
    paper = Quiz().soal()
    shown = repr(paper) + paper._repr_html_()
    assert questions()[0].text in shown
    assert not any(reason in shown for item in questions() for reason in item.reasons)


def test_marks_and_explanations_come_after_the_second_wave(tmp_path: Path) -> None:
    one = participant(tmp_path)
    before = one.periksa("pra", WRONG)
    assert before.facts == ()
    assert "20" not in "".join(before.lines)
    after = one.periksa("pasca", RIGHT[:-1] + WRONG[-1])
    assert "0 pada uji pra, 19 pada uji pasca" in after.lines[-1]
    assert [name for name, _ in after.facts] == ["soal 20"]


def test_the_first_wave_closes_when_the_second_is_taken(tmp_path: Path) -> None:
    one = participant(tmp_path)
    one.periksa("pra", WRONG)
    one.periksa("pasca", RIGHT)
    assert one.periksa("pra", RIGHT).state == "bentuk"


def test_practice_opens_after_the_second_wave(tmp_path: Path) -> None:
    one = participant(tmp_path)
    assert getattr(one.latihan(), "state", "") == "tertutup"
    one.periksa("pasca", RIGHT)
    assert not hasattr(one.latihan(), "state")


@pytest.mark.parametrize("given", ["abc", "e" * 20, 20, ["a"] * 20])
def test_answers_of_another_form_are_explained_and_not_kept(tmp_path: Path, given: object) -> None:
    one = participant(tmp_path)
    assert one.periksa("pra", given).state == "bentuk"
    assert not (tmp_path / "peserta-01/jawaban.json").exists()


def test_everything_wrong_is_told_at_once() -> None:
    assert len(Quiz().periksa("tengah", "xyz").lines) == 3


def test_blanks_capitals_and_skipped_questions_are_fine() -> None:
    assert Quiz().periksa("pra", f" {RIGHT[:10].upper()} {'-' * 10}").state == "tercatat"


def test_nothing_is_answered_at_first() -> None:
    assert {Quiz().periksa(wave, given).state for wave in ("pra", "pasca") for given in (None, ...)} == {"kosong"}


def test_the_toolkit_itself_finds_what_was_learnt(tmp_path: Path) -> None:
    for number in range(1, 13):
        one, known, gain = participant(tmp_path, number), 6 + number % 5, 4 + 2 * (number % 2)
        one.periksa("pra", RIGHT[:known] + WRONG[known:])
        one.periksa("pasca", RIGHT[: known + gain] + WRONG[known + gain :])
    found = collect(tmp_path)
    assert set(found.marks["gelombang"]) == {"pra", "pasca"}
    assert found.effect is not None
    assert found.effect.n == 12
    assert found.effect.quantities["mean_after"] - found.effect.quantities["mean_before"] == pytest.approx(5)
    assert found.effect.contested


def test_the_clickable_quiz_holds_all_questions_and_fetches_nothing() -> None:
    pytest.importorskip("jupyterquiz")
    page, script = quiz.Practice().page()
    assert "//cdn" not in page + script
    assert script.startswith("(function () { var MathJax;")
    assert all(json.dumps(item.text) in script for item in questions())


def test_without_the_optional_packages_the_same_is_shown_as_text(monkeypatch, capsys) -> None:
    monkeypatch.setattr(quiz, "find_spec", lambda name: None)
    assert isinstance(Quiz().latihan(), quiz.Paper)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    slider.slider("pada {:.2f}".format, low=0, high=1, start=0.8)
    assert capsys.readouterr().out == "pada 0.80\n"


def test_the_slider_runs_without_a_browser(capsys) -> None:
    pytest.importorskip("ipywidgets")
    slider.slider("pada {:.2f}".format, low=0, high=1, start=0.8)
    assert "pada" in capsys.readouterr().out


def test_the_quiz_is_reached_from_the_top() -> None:
    assert kl.training.Quiz is Quiz
