"""Nothing half-done: the disk is full or broken, the run is killed, the folder is closed, somebody else is writing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kinerja_lab.report.publish import staged
from tests.report import folders

if sys.platform == "win32":
    pytest.skip("processes are forked, killed and limited as on POSIX", allow_module_level=True)

from tests.end_to_end.writers import WRITERS

Found = dict[str, dict[str, Any]]
ROOT = Path(__file__).parents[2]
SHORT, KILLS = ("refused", "killed", "large", "linked", "closed", "full"), 6
LONG, MANY_KILLS = ("killed_at", "killed"), 200


def tried(folder: Path, kills: int, kinds: tuple[str, ...]) -> dict[str, Found]:
    """Counts and complaints by trial and writer."""
    command = [sys.executable, "-m", "tests.end_to_end.faults", str(folder), "7", str(kills), *kinds]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def told(found: Found, name: str) -> int:
    """Sum of a count over all writers."""
    return sum(one[name] for one in found.values())


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Folder that other users may look into; where that is allowed, a disk of its own of eight million bytes."""
    folder = Path(tempfile.mkdtemp(prefix="kl-", dir="/tmp"))
    folder.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", str(folder)]
    small = bool(shutil.which("mount")) and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder
    if small:
        subprocess.run(["umount", str(folder)], check=True)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def short(place: Path) -> dict[str, Found]:
    return tried(place, KILLS, SHORT if place.is_mount() else SHORT[:-1])


@pytest.mark.parametrize("kind", SHORT[:-1])
def test_published_files_are_old_or_new_nothing_is_left_and_the_next_run_puts_all_right(
    short: dict[str, Found], kind: str
) -> None:
    assert {name: one["wrong"] for name, one in short[kind].items() if one["wrong"]} == {}
    assert short[kind].keys() == WRITERS.keys()


def test_a_disk_without_room_leaves_the_old_file(short: dict[str, Found]) -> None:
    if "full" not in short:
        pytest.skip("no small disk may be mounted here; files that may not grow stand for it")
    assert {name: one["wrong"] for name, one in short["full"].items() if one["wrong"]} == {}
    told_nothing = [name for name, one in short["full"].items() if not one["told"]]
    assert told_nothing == ["jawaban"]  # which removes its old file first, and so makes room


def test_every_writer_was_refused_at_every_step_and_said_so(short: dict[str, Found]) -> None:
    assert [name for name, one in short["refused"].items() if one["tried"] < 3 or not one["told"]] == []
    assert [name for name, one in short["closed"].items() if one["told"] != 1] == []
    assert told(short["killed"], "tried") == KILLS


def test_what_is_told_leaves_no_draft_behind(short: dict[str, Found]) -> None:
    assert told(short["refused"], "left") + told(short["large"], "left") == 0


@pytest.mark.slow
def test_two_hundred_kills_leave_no_half_file_and_every_second_run_gives_the_same_bytes(place: Path) -> None:
    found = tried(place, MANY_KILLS, LONG)
    for kind in LONG:
        assert {name: one["wrong"] for name, one in found[kind].items() if one["wrong"]} == {}
    assert told(found["killed"], "tried") == MANY_KILLS
    assert told(found["killed"], "left") > MANY_KILLS / 10  # many were caught at work


def test_a_second_run_on_one_folder_leaves_with_a_code_of_its_own(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    data = folders.region(tmp_path / "data")
    with staged(tmp_path / "reports" / "kota-uji" / folders.PERIOD):
        code, _, said = run("laporan", "--data", data, "--keluaran", tmp_path / "reports")
    assert code == 5
    assert "oleh proses lain" in said
    assert list((tmp_path / "reports").rglob("laporan.html")) == []


def test_a_folder_that_cannot_be_written_gets_a_sentence(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    (tmp_path / "berkas").write_text("x", encoding="utf-8")
    for command in (["contoh", tmp_path / "berkas"], ["contoh", tmp_path / "berkas" / "lagi"]):
        code, _, said = run(*command)
        assert (code, "Traceback" in said) == (4, False)
        assert "berkas" in said
        assert str(tmp_path) not in said
