"""Notebooks tell, the package does; they are read from top to bottom."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
WORKSHOPS = "pelatihan"
MOST_CELLS, MOST_CELLS_OF_A_WORKSHOP, MOST_LINES, MOST_WITHOUT_WORDS = 25, 12, 10, 3
HEADING = re.compile(r"^(#{1,6}) \S", re.MULTILINE)
# A picture in prose without a text for those who cannot see it, in Markdown or in HTML.
WITHOUT_ALT = re.compile(r"!\[\s*\]|<img(?![^>]*\balt=[\"'][^\"'])[^>]*>", re.IGNORECASE)
UNSAID = "No description has been provided"
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Try,
    ast.Lambda,
    ast.comprehension,
)
PATH = re.compile(r"[/\\]|\.(csv|xlsx|json|toml|ipynb|html|parquet|py)$|^~")
# What may carry a digit in prose: code, a link's target, a regulation's number, a list's number.
MAY_CARRY_DIGITS = re.compile(
    r"`[^`]*`|\]\([^)]*\)|^\s*\d+\.\s|\b(?:Soal|Lokakarya|Langkah) \d+"
    r"|\b(?:UU|PP|Perpres|Permen\w+|Kepmen\w+|SE|Perka)\b[\w\s]*?\d+(?:/| Tahun )\d{4}",
    re.MULTILINE,
)
PICTURES = {"picture", "plots", "pictures"}


def offences(notebook: dict[str, Any], *, template: bool, most: int = MOST_CELLS) -> list[str]:
    """List what a notebook does that it may not do."""
    cells = [(cell, "".join(cell["source"])) for cell in notebook["cells"]]
    code = [(cell, source) for cell, source in cells if cell["cell_type"] == "code"]
    found = [*_shape(cells, code, template), *_order(cells)]
    found += [f"{len(code)} code cells, at most {most}"] if len(code) > most else []
    for number, (cell, source) in enumerate(code, start=1):
        found += [f"code cell {number}: {what}" for what in (*_writing(source), *_outputs(cell, source))]
    prose = [source for cell, source in cells if cell["cell_type"] == "markdown"]
    found += [f"typed number in prose: {line.strip()}" for text in prose for line in _typed_numbers(text)]
    return found


def _shape(cells: list[Any], code: list[Any], template: bool) -> Iterator[str]:
    tags = [cell["metadata"].get("tags", []) for cell, _ in code]
    parameters = [place for place, names in enumerate(tags) if "parameters" in names]
    titles = [source for cell, source in cells if cell["cell_type"] == "markdown" and re.search("^# ", source, re.M)]
    if parameters not in ([0], [] if not template else [0]):
        yield "one parameters cell, before all other code"
    if len(titles) != 1 or not cells[0][1].startswith("# "):
        yield "one title, in the first cell"
    if any("raises-exception" in names for names in tags):
        yield "a cell that expects an exception"
    compared = [cell for (cell, _), names in zip(code, tags, strict=True) if "nbval-ignore-output" not in names]
    if not any(cell["outputs"] for cell in compared) or any(cell["execution_count"] is None for cell, _ in code):
        yield "no stored outputs to compare with: run it and save it"


def _order(cells: list[Any]) -> Iterator[str]:
    """What a reader from top to bottom stumbles over."""
    prose = [FENCE.sub("", source) for cell, source in cells if cell["cell_type"] == "markdown"]
    levels = [len(marks) for text in prose for marks in HEADING.findall(text)]
    yield from (f"h{deep} after h{high}" for high, deep in pairwise(levels) if deep > high + 1)
    yield from (f"picture without a text: {found}" for text in prose for found in WITHOUT_ALT.findall(text))
    counts = [cell["execution_count"] for cell, _ in cells if cell["cell_type"] == "code"]
    if None not in counts and counts != list(range(1, len(counts) + 1)):
        yield f"run in another order: {counts}"
    wordless = 0
    for cell, source in cells:
        told = (
            cell["cell_type"] != "code" or "#" in source or source.startswith("jawaban")
        )  # answers have their question
        wordless = 0 if told else wordless + 1
        if wordless > MOST_WITHOUT_WORDS:
            yield f"code without words before it: {source.splitlines()[0]}"


def _writing(source: str) -> Iterator[str]:
    if len(source.splitlines()) > MOST_LINES:
        yield f"{len(source.splitlines())} lines, at most {MOST_LINES}"
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        yield "not plain Python"
        return
    yield from (f"{type(node).__name__} belongs in the package" for node in nodes if isinstance(node, LOGIC))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    yield from (f"path {text!r}" for text in texts if PATH.search(text))


def _outputs(cell: dict[str, Any], source: str) -> Iterator[str]:
    words = {
        name for node in ast.walk(_parsed(source)) for name in (getattr(node, "attr", ""), getattr(node, "id", ""))
    }
    drawn = any(kind.startswith("image/") for output in cell["outputs"] for kind in output.get("data", {}))
    if (drawn or words & PICTURES) and "nbval-ignore-output" not in cell["metadata"].get("tags", []):
        yield "a picture without the tag nbval-ignore-output"
    if any(output["output_type"] == "error" for output in cell["outputs"]):
        yield "a stored error"
    if any(_is_untold(output) for output in cell["outputs"]):
        yield "a stored picture without a text"


def _is_untold(output: dict[str, Any]) -> bool:
    """Whether an output is a picture for eyes only."""
    html = "".join(output.get("data", {}).get("text/html", ""))
    png = "image/png" in output.get("data", {}) and not output["metadata"].get("image/png", {}).get("alt")
    return bool(png or UNSAID in html or WITHOUT_ALT.search(html))


def _parsed(source: str) -> ast.AST:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def _typed_numbers(prose: str) -> list[str]:
    bare = MAY_CARRY_DIGITS.sub("", prose)
    return [line for line in bare.splitlines() if not line.startswith("#") and re.search(r"(?<![\w-])\d", line)]


def named(path: Path) -> str:
    """Path for the ids of tests."""
    return path.relative_to(ROOT / "notebooks").as_posix()


def test_there_are_notebooks_to_look_at() -> None:
    assert {"laporan_wilayah", "perbandingan_wilayah", "mulai"} <= {path.stem for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_notebook_keeps_the_style(path: Path) -> None:
    notebook = json.loads(path.read_text("utf-8"))
    most = MOST_CELLS_OF_A_WORKSHOP if WORKSHOPS in path.parts else MOST_CELLS
    assert offences(notebook, template=path.stem.endswith("_wilayah"), most=most) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_notebook_is_valid_and_carries_no_trace_of_a_run(path: Path) -> None:
    text = path.read_text("utf-8")
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert "papermill" not in json.loads(text)["metadata"]
    assert not re.search(r'"(?:started_at|end_time|execution|papermill)":', text)


def cell(source: str, *tags: str, **changes: Any) -> dict[str, Any]:
    output = {"output_type": "execute_result", "data": {"text/plain": "1"}, "metadata": {}, "execution_count": 1}
    made = {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source, "execution_count": 1}
    return {**made, "outputs": [output], **changes}


def prose(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


TITLE, PARAMETERS = prose("# Judul"), cell('wilayah = "07"', "parameters")
PICTURE = {"output_type": "display_data", "data": {"image/png": ""}, "metadata": {"image/png": {"alt": "Garis naik."}}}
UNTOLD = {**PICTURE, "metadata": {}}


def test_a_plain_notebook_is_accepted() -> None:
    fine = [
        TITLE,
        PARAMETERS,
        prose("## Bagian 2\n\nMenurut PP 30/2019 dan PermenPANRB Nomor 6 Tahun 2022, `5` [di](a1.md); AC2.\n\n1. Satu"),
        cell("laporan.words(wilayah)", execution_count=2),
        prose("### Gambar\n\n![Batang](a.png) <img src='a.png' alt='Batang'>\n\n```\n#### bukan judul\n```\n\n## Lagi"),
        cell("laporan.picture(wilayah)", "nbval-ignore-output", outputs=[PICTURE], execution_count=3),
        *(cell("1", execution_count=count) for count in (4, 5)),
        cell("1  # lalu satu lagi", execution_count=6),
        cell("1", execution_count=7),
    ]
    assert offences({"cells": fine}, template=True) == []


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ([TITLE, *[PARAMETERS, *[cell("1")] * 25]], "26 code cells"),
        ([TITLE, PARAMETERS, cell("1\n" * 11)], "11 lines"),
        ([TITLE, PARAMETERS, cell("def f(): pass")], "FunctionDef"),
        ([TITLE, PARAMETERS, cell("class A: pass")], "ClassDef"),
        ([TITLE, PARAMETERS, cell("for x in y: x")], "For"),
        ([TITLE, PARAMETERS, cell("if x: y")], "If"),
        ([TITLE, PARAMETERS, cell("y if x else z")], "IfExp"),
        ([TITLE, PARAMETERS, cell("try: x\nexcept E: y")], "Try"),
        ([TITLE, PARAMETERS, cell("f = lambda: 1")], "Lambda"),
        ([TITLE, PARAMETERS, cell("[x for x in y]")], "comprehension"),
        ([TITLE, PARAMETERS, cell("%time x")], "not plain Python"),
        ([TITLE, PARAMETERS, cell('read("data/samples")')], "path"),
        ([TITLE, PARAMETERS, cell('read("pegawai.csv")')], "path"),
        ([TITLE, cell("1"), PARAMETERS], "one parameters cell"),
        ([TITLE, PARAMETERS, PARAMETERS], "one parameters cell"),
        ([TITLE, cell("1")], "one parameters cell"),
        ([PARAMETERS, TITLE], "one title"),
        ([TITLE, TITLE, PARAMETERS], "one title"),
        ([TITLE, PARAMETERS, cell("1", "raises-exception")], "expects an exception"),
        ([TITLE, PARAMETERS, cell("laporan.picture(x)")], "picture without the tag"),
        ([TITLE, PARAMETERS, cell("x", outputs=[PICTURE])], "picture without the tag"),
        ([TITLE, PARAMETERS, cell("x", outputs=[{"output_type": "error"}])], "stored error"),
        ([TITLE, PARAMETERS, cell("x", execution_count=None)], "no stored outputs"),
        ([TITLE, {**PARAMETERS, "outputs": []}, cell("x", "nbval-ignore-output")], "no stored outputs"),
        ([TITLE, PARAMETERS, prose("Rasio odds adalah 0,46.")], "typed number in prose"),
        ([TITLE, PARAMETERS, prose("Sebanyak 12 pegawai.")], "typed number in prose"),
        ([TITLE, PARAMETERS, prose("### Terlalu dalam")], "h3 after h1"),
        ([TITLE, PARAMETERS, prose("## A\n\n#### B")], "h4 after h2"),
        ([TITLE, PARAMETERS, prose("![ ](a.png)")], "picture without a text"),
        ([TITLE, PARAMETERS, prose('<img src="a.png">')], "picture without a text"),
        ([TITLE, PARAMETERS, prose('<img src="a.png" alt="">')], "picture without a text"),
        ([TITLE, PARAMETERS, cell("x", "nbval-ignore-output", outputs=[UNTOLD])], "stored picture without a text"),
        ([TITLE, PARAMETERS, cell("x", execution_count=3)], "run in another order"),
        ([TITLE, PARAMETERS, cell("x"), cell("y"), cell("z")], "code without words before it: z"),
    ],
)
def test_an_offender_is_caught(cells: list[dict[str, Any]], complaint: str) -> None:
    assert any(complaint in found for found in offences({"cells": cells}, template=True))


def test_a_workshop_has_fewer_cells() -> None:
    cells = [TITLE, *[cell("1")] * 13]
    most = MOST_CELLS_OF_A_WORKSHOP
    assert any("13 code cells" in found for found in offences({"cells": cells}, template=False, most=most))


def test_a_notebook_that_is_no_template_needs_no_parameters() -> None:
    assert offences({"cells": [TITLE, cell("1")]}, template=False) == []
