from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from kinerja_lab.errors import ReportFailed
from kinerja_lab.files import write_whole
from kinerja_lab.report.publish import report_folder, staged


def _files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def _write(target: Path, **files: str) -> None:
    with staged(target) as staging:
        for name, content in files.items():
            write_whole(staging / name, content)


def test_a_finished_report_replaces_the_old_one_whole(tmp_path: Path) -> None:
    target = tmp_path / "kota-uji" / "2025-S1"
    _write(target, lama="1", tetap="1")
    _write(target, tetap="2")
    assert _files(target) == {"tetap": "2"}


def test_a_broken_run_leaves_the_old_report_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "kota-uji" / "2025-S1"
    _write(target, hasil="lama")
    with pytest.raises(ReportFailed, match="not_writable"), staged(target) as staging:
        write_whole(staging / "hasil" / "tidak ada", "baru")
    assert _files(target) == {"hasil": "lama"}
    assert [path.name for path in target.parent.iterdir()] == ["2025-S1"]


def test_a_broken_first_run_publishes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "kota-uji" / "2025-S1"
    with pytest.raises(ZeroDivisionError), staged(target):
        _ = 1 / 0
    assert not target.exists()


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    target = tmp_path / "2025-S1"
    (tmp_path / ".2025-S1.baru").mkdir()
    (tmp_path / ".2025-S1.baru" / "setengah").write_text("x", encoding="utf-8")
    _write(target, hasil="1")
    assert _files(target) == {"hasil": "1"}
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["2025-S1"]


def test_a_report_caught_between_two_renames_comes_back(tmp_path: Path) -> None:
    target = tmp_path / "2025-S1"
    (tmp_path / ".2025-S1.lama").mkdir()
    (tmp_path / ".2025-S1.lama" / "hasil").write_text("lama", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), staged(target):
        _ = 1 / 0
    assert _files(target) == {"hasil": "lama"}


def test_the_old_report_returns_when_the_last_rename_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "2025-S1"
    _write(target, hasil="lama")
    rename = Path.rename

    def broken(self: Path, other: Path) -> Path:
        if self.name.endswith(".baru"):
            raise OSError(28, "No space left on device")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", broken)
    with pytest.raises(ReportFailed, match="not_writable"):
        _write(target, hasil="baru")
    assert _files(target) == {"hasil": "lama"}


def _hold(target: Path, held: object, release: object) -> None:
    with staged(target):
        held.set()  # type: ignore[attr-defined]
        release.wait(20)  # type: ignore[attr-defined]


def test_a_second_run_on_one_report_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    target = tmp_path / "2025-S1"
    context = multiprocessing.get_context("spawn")
    held, release = context.Event(), context.Event()
    first = context.Process(target=_hold, args=(target, held, release))
    first.start()
    assert held.wait(30)
    with pytest.raises(ReportFailed) as failure, staged(target):
        pass
    assert failure.value.reason == "busy"
    first.kill()
    first.join()
    _write(target, hasil="1")
    assert _files(target) == {"hasil": "1"}


@pytest.mark.parametrize("parts", [("..", "2025-S1"), ("..", ".."), (".",)])
def test_a_report_stays_inside_the_output_folder(tmp_path: Path, parts: tuple[str, ...]) -> None:
    with pytest.raises(ReportFailed, match="outside_output"):
        report_folder(tmp_path / "reports", *parts)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_out_of_the_output_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "kota-uji").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ReportFailed, match="outside_output"):
        report_folder(tmp_path / "reports", "kota-uji", "2025-S1")


def test_a_file_where_the_folder_should_be_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "kota-uji").write_text("x", encoding="utf-8")
    with pytest.raises(ReportFailed) as failure, staged(tmp_path / "kota-uji" / "2025-S1"):
        pass
    assert failure.value.reason == "not_writable"
