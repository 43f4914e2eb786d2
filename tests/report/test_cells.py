"""A result, all results and a dataset show themselves in a cell: in words, escaped, and without few people."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape

import pytest
from IPython.core.interactiveshell import InteractiveShell

import kinerja_lab as kl
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.narrate import words
from kinerja_lab.report.cells import bundle
from tests import results as made
from tests import small
from tests.report.test_display import results

HOSTILE = ("<script>alert(1)</script>", '<img src=x onerror="x()">', "\u202ekanan ke kiri", "A & B </style><b>")


@pytest.fixture
def shell() -> Iterator[Callable[[object], dict[str, str]]]:
    """What IPython sends to the front end for the last expression of a cell."""
    there = InteractiveShell.instance()
    kl._show_in_cells()
    yield lambda thing: there.display_formatter.format(thing)[0]
    InteractiveShell.clear_instance()


def first() -> CheckResult:
    """A result whose evidence is listed."""
    found = (made.result(check) for check in made.checks())
    return next(item for item in found if "<table>" in bundle(item)["text/html"])


def test_a_result_shows_lamp_sentence_and_table(shell: Callable[[object], dict[str, str]]) -> None:
    result = first()
    shown, said = shell(result), words(result)
    assert f">{said.title}<" in shown["text/html"]
    assert re.search(
        r'<span class="lampu [a-z-]+"><span aria-hidden="true">\S</span> [A-Z ]+</span>', shown["text/html"]
    )
    assert said.answer in unescape(shown["text/html"])
    assert '<th scope="row">' in shown["text/html"]
    assert said.answer in shown["text/plain"]
    assert "{" not in shown["text/plain"]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_language_is_the_one_chosen(monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("KINERJA_LANG", lang)
    assert words(first(), lang).question in bundle(first())["text/plain"]


def test_every_check_can_be_shown_with_or_without_an_answer() -> None:
    for check in made.checks():
        for result in (made.result(check), CheckResult(check=check, status="missing_data", lacking=("butir",))):
            assert words(result).title in bundle(result)["text/plain"]


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_name_comes_alive(name: str) -> None:
    result = first()
    evidence = result.evidence.iloc[[0, 0]].assign(unit=[name, "Dinas"], n=[50.0, 60.0])
    shown = bundle(replace(result, evidence=evidence.reset_index(drop=True), n=5000))["text/html"]
    data = replace(small.dataset(), profile=small.profile(nama=name))
    for html in (shown, bundle(data)["text/html"]):
        assert "<script" not in html
        assert "<img" not in html
        assert html.count("</style>") == 1
        assert "\u202e" not in html


def test_few_people_are_not_shown() -> None:
    result = first()
    rows = result.evidence.iloc[[0] * 4].assign(unit=["A", "B", "Rahasia", "C"], n=[50.0, 60.0, 3.0, 40.0])
    shown = bundle(replace(result, evidence=rows.reset_index(drop=True), n=153))["text/html"]
    assert ">A<" in shown
    assert "Rahasia" not in shown


def test_a_whole_suite_shows_its_lamps_and_a_part_of_it_its_checks() -> None:
    whole = results()
    assert bundle(whole)["text/html"].count('class="lampu') >= 8
    part = bundle(whole.about("kesetaraan"))["text/html"]
    assert part.count('<th scope="row"') == len(whole.about("kesetaraan"))
    assert "Delapan bidang" not in part


def test_a_dataset_shows_its_tables_and_their_length() -> None:
    data = small.dataset()
    shown = bundle(data)["text/plain"]
    for name in data.tables:
        assert re.search(rf"^{name} \| .+ \| (\d|kurang)", shown, re.M)


def test_every_verdict_has_its_colour() -> None:
    html = bundle(first())["text/html"]
    assert len(re.findall(r"--putusan:#[0-9a-f]{6}", html)) == len(Verdict)


def test_in_a_terminal_each_is_one_short_line() -> None:
    for thing in (first(), results(), small.dataset()):
        assert re.fullmatch(r"<\w+ [^\n]{5,150}>", repr(thing))
    assert f": {first().verdict}, " in repr(first())
    unanswered = CheckResult(check=first().check, status="missing_data")
    assert "missing_data" in repr(unanswered)
    assert "nan" not in repr(unanswered)


@pytest.mark.parametrize(
    "ipython", ["", "from IPython.core.interactiveshell import InteractiveShell as s; s.instance();"]
)
def test_importing_the_package_imports_nothing_heavy(ipython: str) -> None:
    code = f"import sys; {ipython} import kinerja_lab; print({{'pandas', 'numpy', 'matplotlib'}} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "set()"
