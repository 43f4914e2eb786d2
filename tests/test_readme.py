"""What the README promises exists, in both languages alike."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from kinerja_lab.checks.suite import standard
from kinerja_lab.cli.commands import app
from kinerja_lab.cli.screen import EXIT_CODES
from kinerja_lab.loaders.samples import load_sample

ROOT = Path(__file__).parents[1]
ENGLISH, INDONESIAN = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.id.md"))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))


def test_each_language_links_the_other_in_its_first_line() -> None:
    assert "(README.id.md)" in ENGLISH.splitlines()[0]
    assert "(README.md)" in INDONESIAN.splitlines()[0]


def test_both_languages_have_the_same_commands_and_code() -> None:
    assert BLOCK.findall(ENGLISH) == BLOCK.findall(INDONESIAN)
    assert set(re.findall(r"`([^`\n]+)`", ENGLISH)) == set(re.findall(r"`([^`\n]+)`", INDONESIAN))


def test_both_languages_have_the_same_sections() -> None:
    shapes = [re.findall(r"^(?:#+|\||!\[|- )", text, flags=re.MULTILINE) for text in (ENGLISH, INDONESIAN)]
    assert shapes[0] == shapes[1]


def test_every_make_command_is_a_target() -> None:
    written = "\n".join([body for _, body in BLOCK.findall(ENGLISH)] + re.findall(r"`([^`\n]+)`", ENGLISH))
    spoken = set(re.findall(r"^make ([a-z-]+)", written, flags=re.MULTILINE))
    assert {"laporan", "uji"} <= spoken <= TARGETS


def test_every_command_of_the_program_exists() -> None:
    spoken = set(re.findall(r"kinerja-lab(?: --lang en)? ([a-z]+)", ENGLISH))
    assert spoken
    assert spoken <= get_command(app).commands.keys()


def test_every_file_that_is_linked_exists() -> None:
    linked = {name for text in (ENGLISH, INDONESIAN) for name in re.findall(r"\]\(([^)]+)\)", text)}
    assert sorted(name for name in linked if not (ROOT / name).exists()) == []


def test_every_script_for_windows_exists() -> None:
    spoken = set(re.findall(r"([a-z]+\.cmd|tools\\\w+\.py)", ENGLISH)) - {"pasang.cmd"}
    assert sorted(name for name in spoken if not (ROOT / name.replace("\\", "/")).exists()) == []


def test_every_check_of_the_suite_is_listed() -> None:
    profile = load_sample("bukittinggi").profile
    rows = re.findall(r"^\| [^|`]+ \| [^|`]+ \| ((?:`[a-z_]+` ?)+)\|$", ENGLISH, flags=re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert listed == {check.name for check in standard(profile)}


def test_every_exit_code_is_explained() -> None:
    listed = [int(code) for code in re.findall(r"^\| (\d) \|", ENGLISH, flags=re.MULTILINE)]
    assert listed == list(EXIT_CODES)


@pytest.mark.parametrize("code", [body for language, body in BLOCK.findall(ENGLISH) if language == "python"])
def test_the_examples_in_python_run(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {})
    assert "Error" not in capsys.readouterr().err


def test_neither_language_is_longer_than_its_reader_is_patient() -> None:
    assert max(len(text.splitlines()) for text in (ENGLISH, INDONESIAN)) <= 150
