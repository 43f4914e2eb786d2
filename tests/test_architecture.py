"""The house keeps its shape: sizes, names, and a map of every module."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kinerja_lab"
SOURCES = sorted(
    path for folder in ("kinerja_lab", "tools", "tests", "benchmarks") for path in ROOT.glob(f"{folder}/**/*.py")
)
FILE_WALL, FUNCTION_WALL, DEPTH = 400, 50, 2
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "base2"}
FROM_ONE_MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|Users|work)/[\w.-]+|[A-Z]:\\Users\\")


def functions(source: str) -> Iterator[tuple[str, int]]:
    """Name and length of every function, signature included, docstring not."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = isinstance(first, ast.Expr) and ast.get_docstring(node) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - docstring


def names(path: Path) -> set[str]:
    """Names a file goes by: of itself and of its folders inside the project."""
    return {part.removesuffix(".py").removeprefix("test_") for part in path.relative_to(ROOT).parts}


def short(path: Path) -> str:
    """Path for the ids of tests."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_file_and_its_functions_stay_behind_the_wall(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= FILE_WALL
    assert [(name, length) for name, length in functions(source) if length > FUNCTION_WALL] == []


@pytest.mark.parametrize("path", SOURCES, ids=short)
def test_file_is_named_after_something(path: Path) -> None:
    assert names(path) & NAMELESS == set()


def test_rooms_are_not_nested() -> None:
    assert [short(path) for path in PACKAGE.rglob("*.py") if len(path.relative_to(PACKAGE).parts) > DEPTH] == []


def test_the_map_lists_every_module_once() -> None:
    rows = re.findall(r"^\| `([\w/]+\.py)` \|", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), flags=re.MULTILINE)
    rooms = {path for path in PACKAGE.glob("*/__init__.py")}
    modules = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path not in rooms]
    assert Counter(rows) == Counter(modules)


def test_the_first_file_of_a_room_stays_light() -> None:
    heavy = re.compile(r"^(?:import|from) (?:pandas|scipy|statsmodels|matplotlib|seaborn|papermill|nbconvert)\b", re.M)
    assert [short(path) for path in PACKAGE.rglob("__init__.py") if heavy.search(path.read_text("utf-8"))] == []


def test_every_check_has_its_words_and_its_tests() -> None:
    checks = [name for name in re.findall(r"from kinerja_lab\.checks\.(\w+) import", suite()) if name not in FRAME]
    catalogues = [(PACKAGE / "messages" / name).read_text("utf-8") for name in ("id.toml", "en.toml")]
    assert [name for name in checks if not all(f"\n[{name}]\n" in text for text in catalogues)] == []
    assert [name for name in checks if not (ROOT / "tests" / "checks" / f"test_{name}.py").exists()] == []


FRAME = {"groups", "protocol", "results", "verdict"}


def suite() -> str:
    """Source of the list of checks."""
    return (PACKAGE / "checks" / "suite.py").read_text("utf-8")


def test_no_file_names_a_path_of_one_machine() -> None:
    kinds = ("*.py", "*.ipynb", "*.md", "*.toml", "*.yml", "*.cmd", "*.html", "*.json", "*.csv", "Makefile")
    homes = ("kinerja_lab", "tools", "tests", "notebooks", "data", "docs", "reports/contoh")
    files = {path for kind in kinds for home in homes for path in (ROOT / home).rglob(kind)}
    files |= {path for kind in kinds for path in ROOT.glob(kind)}
    assert sorted(short(path) for path in files if FROM_ONE_MACHINE.search(path.read_text("utf-8"))) == []


def test_a_long_function_would_be_caught() -> None:
    body = "\n".join(f"    x = {line}" for line in range(50))
    assert list(functions(f'def f():\n    """One\n\n    two.\n    """\n{body}\n')) == [("f", 51)]


def test_a_machine_path_would_be_caught() -> None:
    assert FROM_ONE_MACHINE.search("open('" + "/".join(["", "home", "siti", "data.csv"]) + "')")
    assert not FROM_ONE_MACHINE.search("https://contoh.id/home/siti")
