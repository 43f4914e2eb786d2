"""Every workshop of the series keeps the promises of the room."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kinerja_lab.training.course import Workshop
from kinerja_lab.training.series import SERIES, find
from kinerja_lab.training.words import words

ROOT = Path(__file__).parents[2] / "notebooks" / "pelatihan"
NOTEBOOKS = sorted(ROOT.glob("0[1-9]_*.ipynb"))  # the quiz has no exercises
EXERCISES = [path for path in NOTEBOOKS if path.stem != "00_kuis"]
MOST_CELLS, FEWEST_HINTS, FIRST_OPEN = 12, 3, 2


@pytest.fixture(params=SERIES)
def workshop(request: pytest.FixtureRequest) -> Workshop:
    return find(request.param)


def test_every_exercise_has_its_sentences(workshop: Workshop) -> None:
    told = words(workshop.slug)
    assert told["judul"]
    for name, exercise in workshop.exercises.items():
        assert {"tanya", "petunjuk", "benar"} <= set(told[name]), name
        assert set(told[name].get("jebakan", {})) == set(exercise.traps), name


def test_hints_are_three_or_more_and_keep_the_answer_until_the_third(workshop: Workshop) -> None:
    for name in workshop.exercises:
        hints = words(workshop.slug)[name]["petunjuk"]
        assert len(hints) >= FEWEST_HINTS, name
        assert [place >= FIRST_OPEN for place, hint in enumerate(hints) if "{jawaban}" in hint] != [], name
        assert not any("{jawaban}" in hint for hint in hints[:FIRST_OPEN]), name


def test_every_claim_is_exercised_somewhere() -> None:
    claims = {number for slug in SERIES for name in find(slug).exercises for number in _claims(slug, name)}
    assert claims == set(range(1, 32))


def test_the_trainers_guide_names_every_notebook_and_where_each_claim_is_exercised() -> None:
    guide = (ROOT / "README.md").read_text("utf-8")
    assert [path.name for path in ROOT.glob("*.ipynb") if path.name not in guide] == []
    table = guide.partition("## Klaim dan latihannya")[2]
    told = {int(number): where for number, where in re.findall(r"(?m)^\| (\d+) \|.*\| ([^|]+) \|$", table)}
    assert told == {number: _where(number) for number in range(1, 32)}


def _claims(slug: str, name: str) -> list[int]:
    """Numbers of the claims that an exercise is about."""
    return words(slug)[name].get("klaim", [])


def _where(claim: int) -> str:
    """Where a claim is exercised, as the guide writes it."""
    parts = []
    for place, slug in enumerate(SERIES, start=1):
        names = [name.removeprefix("soal") for name in find(slug).exercises if claim in _claims(slug, name)]
        parts += [f"{place:02d} soal {', '.join(names)}"] if names else []
    return " · ".join(parts)


def code(path: Path) -> list[dict[str, str]]:
    return [cell for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_an_answer_notebook_differs_in_the_answers_only(path: Path) -> None:
    asked, solved = (["".join(cell["source"]) for cell in code(each)] for each in (path, ROOT / "kunci" / path.name))
    assert [re.sub(r"(?m)^jawaban\w* = .*$", "", text) for text in asked] == [
        re.sub(r"(?m)^jawaban\w* = .*$", "", text) for text in solved
    ]
    assert asked != solved


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_nothing_is_answered_in_a_notebook_and_everything_in_its_key(path: Path) -> None:
    for place, sign in ((ROOT, "belum dijawab"), (ROOT / "kunci", "– benar")):
        checked = [cell for cell in code(place / path.name) if "periksa.soal" in "".join(cell["source"])]
        assert checked
        assert all(sign in json.dumps(cell["outputs"], ensure_ascii=False) for cell in checked)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_workshop_notebook_is_short_and_takes_the_data_of_a_participant(path: Path) -> None:
    assert len(code(path)) <= MOST_CELLS
    assert re.search(r'^data = ""', "".join(code(path)[0]["source"]), re.MULTILINE)
    text = path.read_text("utf-8")
    assert "Run All Cells" in text
