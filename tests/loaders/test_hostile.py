"""Files that break readers, at the command line: a sentence and a known exit code, never a traceback or an abort."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import pytest

from kinerja_lab.cli.screen import OK, SOME_FAILED
from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.database import read_database
from kinerja_lab.loaders.pseudonym import VARIABLE
from kinerja_lab.loaders.sheets import read_sheets
from kinerja_lab.messages.catalogue import text
from tests.loaders import folders
from tests.loaders.exports import EKINERJA
from tests.loaders.hostile import REFUSED
from tests.loaders.sound import APPRAISALS, CHECKED, FORMS, QUERY
from tests.loaders.spoiled import flipped, spoiled
from tests.loaders.trial import Outcome, outcomes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are forked, and their memory is measured")
FILES = tuple(form for form in FORMS if form != "db")
SOUND = {form: make(EKINERJA, APPRAISALS) for form, make in FORMS.items()}
SHORT, LONG, AT_ONCE = 20, 500, 40


def periksa(place: Path, contents: Mapping[str, bytes], form: str) -> list[Outcome]:
    """Each content alone in a folder of its own, or in a database."""
    commands = []
    for number, content in enumerate(contents.values()):
        folder = folders.profile(place / str(number))
        (folder / f"a.{form}").write_bytes(content)
        commands.append(["periksa", folder])
        if form == "db":
            (folder / "pemetaan.toml").write_text(QUERY, encoding="utf-8")
            commands[-1] += ["--sql", f"sqlite:///{folder / 'a.db'}"]
    return outcomes(commands, **{VARIABLE: str(folders.key(place))})


def together(place: Path, contents: Mapping[str, bytes], form: str) -> Outcome:
    """All contents in one folder, under numbers."""
    folder = folders.profile(place / "data")
    for number, content in enumerate(contents.values()):
        (folder / f"{number:03d}.{form}").write_bytes(content)
    (done,) = outcomes([["periksa", folder]], **{VARIABLE: str(folders.key(place))})
    return done


def some(contents: Mapping[str, bytes], step: int) -> dict[str, bytes]:
    """Every so many of the contents."""
    return dict(islice(contents.items(), 0, None, step))


def unsound(done: Iterable[Outcome], place: Path) -> list[Outcome]:
    """Commands that ended otherwise than they may, or said what nobody should read."""
    return [
        one
        for one in done
        if one.signal
        or one.code not in (OK, SOME_FAILED)
        or one.peak >= 512
        or "Traceback" in one.said
        or f"{place}/" in one.said
        or not one.said.strip()
        or set(one.said) & set(map(chr, [*range(9), *range(11, 32), 127]))
    ]


def test_every_hostile_file_of_a_folder_is_told_with_its_reason(tmp_path: Path) -> None:
    assert len(REFUSED) >= 60
    folder = folders.profile(tmp_path / "data")
    for number, (make, _) in enumerate(REFUSED.values()):
        make(folder / f"{number:03d}.xlsx")
    (done,) = outcomes([["periksa", folder]])
    assert unsound([done], tmp_path) == []
    told = dict(line.split(maxsplit=1) for line in done.said.splitlines()[1:-1])
    assert list(told) == [f"{number:03d}.xlsx" for number in range(len(REFUSED))]
    for said, (_, rule) in zip(told.values(), REFUSED.values(), strict=True):
        assert text("id", "problem", rule).partition("{")[0] in said
    assert done.said.splitlines()[-1].startswith(f"Masalah yang ditemukan: {len(REFUSED)}")


@pytest.mark.parametrize("form", FILES)
def test_no_spoiled_file_of_a_folder_is_passed_over(form: str, tmp_path: Path) -> None:
    contents = some(spoiled(SOUND[form]), 3)
    done = together(tmp_path, contents, form)
    assert unsound([done], tmp_path) == []
    assert [number for number in range(len(contents)) if f"{number:03d}.{form}" not in done.said] == []


def test_a_spoiled_database_is_told_and_gives_no_traceback(tmp_path: Path) -> None:
    assert unsound(periksa(tmp_path, some(spoiled(SOUND["db"]), 12), "db"), tmp_path) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_wrong_bit_is_refused_or_harmless_and_noticed_where_there_is_a_checksum(form: str, tmp_path: Path) -> None:
    sound = cells(form, SOUND[form], tmp_path)
    assert sound == [list(EKINERJA), *(list(map(str, row)) for row in APPRAISALS)]
    read = [cells(form, content, tmp_path) for content in flipped(SOUND[form], SHORT)]
    assert form not in CHECKED or [one for one in read if one not in (None, sound)] == []


@pytest.mark.slow
@pytest.mark.parametrize("form", FILES)
def test_no_file_of_which_one_bit_was_changed_is_passed_over(form: str, tmp_path: Path) -> None:
    assert len(spoiled(SOUND[form])) >= 60
    flips = {f"flip {number}": content for number, content in enumerate(flipped(SOUND[form], LONG, seed=2))}
    contents = iter((spoiled(SOUND[form]) | flips).items())
    done = []
    for number, group in enumerate(iter(lambda: dict(islice(contents, AT_ONCE)), {})):
        done.append(together(tmp_path / str(number), group, form))
        assert unsound(done, tmp_path) == []
        assert [place for place in range(len(group)) if f"{place:03d}.{form}" not in done[-1].said] == []
    show(f"{form}, {AT_ONCE} files at once", done)


@pytest.mark.slow
def test_a_database_of_which_one_bit_was_changed_is_read_or_refused(tmp_path: Path) -> None:
    contents = [*spoiled(SOUND["db"]).values(), *flipped(SOUND["db"], LONG, seed=2)]
    read = [cells("db", content, tmp_path) for content in contents]
    assert 0 < read.count(None) < len(contents)


@pytest.mark.slow
def test_each_hostile_file_alone_is_refused_soon_and_in_little_memory(tmp_path: Path) -> None:
    commands = []
    for number, (make, _) in enumerate(REFUSED.values()):
        folder = folders.profile(tmp_path / str(number))
        make(folder / "a.xlsx")
        commands.append(["periksa", folder])
    done = outcomes(commands)
    show("hostile", done)
    assert unsound(done, tmp_path) == []
    assert {one.code for one in done} == {SOME_FAILED}
    assert {name: one for name, one in zip(REFUSED, done, strict=True) if one.seconds >= 2} == {}


def show(name: str, done: Sequence[Outcome]) -> None:
    """Calls, how many found problems, the slowest by processor and clock, the largest: seen with ``pytest -s``."""
    refused = sum(one.code == SOME_FAILED for one in done)
    slowest, longest, peak = (max(getattr(one, part) for one in done) for part in ("seconds", "clock", "peak"))
    told = f"{len(done)} calls, {refused} with problems, {slowest:.2f} s CPU, {longest:.2f} s, {peak:.0f} MiB"
    sys.stdout.write(f"\n{name}: {told}\n")


def cells(form: str, content: bytes, place: Path) -> list[list[str]] | None:
    """Texts of a table; None where it is refused."""
    path = place / f"a.{form}"
    path.write_bytes(content)
    try:
        (sheet,) = read_database(f"sqlite:///{path}", {"a": "SELECT * FROM skp"}) if form == "db" else read_sheets(path)
    except InvalidDataset:
        return None
    return [list(map(str, row)) for row in sheet.cells.astype(object).where(sheet.cells.notna(), "").to_numpy()]
