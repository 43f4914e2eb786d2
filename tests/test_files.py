"""Files are of this computer, and complete or not there."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from kinerja_lab.errors import ReportFailed, UnknownName
from kinerja_lab.files import local, whole
from kinerja_lab.loaders.folder import load_folder as load
from kinerja_lab.loaders.regions import load_region
from kinerja_lab.loaders.sheets import read_sheets
from kinerja_lab.report.publish import report_folder

ADDRESSES = (
    "http://contoh.id/data",
    "HTTPS://siapa:rahasia@contoh.id/data",
    "s3://ember/data",
    "gs://ember/data",
    "abfs://wadah@akun/data",
    "ftp://contoh.id/data",
    "file:///data",
    r"\\server\bagi\data",
    "//server/bagi/data",
)
PLACES = ("data", "./data", "../data", "C:/data", r"C:\data", "/data", "data: salinan", "kota:7/data", "~/data")
READERS: tuple[Callable[[Path | str], object], ...] = (
    load,
    lambda path: load_region("", folder=path),
    lambda path: read_sheets(Path(path)),
    lambda path: report_folder(path, "kota-uji"),
)
COMMANDS = (
    ("periksa", "{}"),
    ("periksa", "data", "--keluaran", "{}"),
    ("petakan", "{}"),
    ("siapkan", "{}"),
    ("laporan", "--data", "{}"),
    ("laporan", "--data={}"),
    ("laporan", "--keluaran", "{}"),
    ("banding", "--keluaran", "{}"),
    ("contoh", "{}"),
    ("simpan", "{}"),
    ("nasional", "{}"),
    ("periksa", "data", "--kunci", "{}"),
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_is_read_or_written(address: str) -> None:
    for reader in READERS:
        with pytest.raises(UnknownName) as refused:
            reader(address)
        assert refused.value.kind == "address"
        assert "rahasia" not in str(refused.value)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_refuses_addresses_with_a_sentence(
    run: Callable[..., tuple[int, str, str]], command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for address in ADDRESSES:
        code, _, said = run(*(word.format(address) for word in command))
        assert (code, "menunjuk ke jaringan" in said) == (2, True), said
        assert "rahasia" not in said
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_a_database_is_no_folder(run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
    for form in (["--sql", "sqlite:///x.db"], ["--sql=sqlite:///x.db"]):
        assert "menunjuk ke jaringan" not in run("periksa", tmp_path / "tidak-ada", *form)[2]


@pytest.mark.parametrize("place", PLACES)
def test_places_of_this_computer_stay_what_they_are(place: str) -> None:
    assert local(place) == Path(place)


def test_a_file_takes_the_place_of_the_old_one_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("lama", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError), whole(path) as draft:
        draft.write_text("setengah\udcff", encoding="utf-8")
    assert path.read_text("utf-8") == "lama"
    with whole(path) as draft:
        draft.write_text("baru", encoding="utf-8")
        assert path.read_text("utf-8") == "lama"
    assert {item.name: item.read_text("utf-8") for item in tmp_path.iterdir()} == {"a.csv": "baru"}


def test_the_content_is_on_the_disk_before_the_name_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda descriptor: (done.append("fsync"), fsync(descriptor)))
    monkeypatch.setattr(os, "replace", lambda old, new: (done.append("replace"), replace(old, new)))
    with whole(tmp_path / "a.csv") as draft:
        draft.write_text("baru", encoding="utf-8")
    assert done == ["fsync", "replace"]


def test_a_new_file_never_replaces_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("lama", encoding="utf-8")
    with pytest.raises(ReportFailed, match=r"not_writable: a\.csv"), whole(path, new=True):
        pass
    assert path.read_text("utf-8") == "lama"


@pytest.mark.skipif(os.name == "nt", reason="modes and links are those of POSIX")
def test_only_the_owner_reads_what_is_the_owners_and_links_are_replaced(tmp_path: Path) -> None:
    outside, path = tmp_path / "luar", tmp_path / "a.csv"
    outside.write_text("luar", encoding="utf-8")
    for link in (path, tmp_path / ".a.csv.baru"):
        link.symlink_to(outside)
    with whole(path, mode=0o600) as draft:
        assert stat.S_IMODE(draft.stat().st_mode) == 0o600
        draft.write_text("rahasia", encoding="utf-8")
    assert (outside.read_text("utf-8"), path.is_symlink()) == ("luar", False)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
