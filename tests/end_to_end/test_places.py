"""Reports where computers of agencies keep their files: blanks, other letters, long paths, old encodings, CRLF."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kinerja_lab.errors import InvalidDataset, ReportFailed
from kinerja_lab.messages.explain import explain_error
from kinerja_lab.profile import RegionProfile
from kinerja_lab.report import publish
from tests.report import folders

Run = Callable[..., tuple[int, str, str]]
SAVED = ("hasil.json", "laporan.html", "laporan.ipynb", "manifest.json")
# As on Windows: what is written to a file or a pipe is cp1252, and files opened without an encoding would be, too.
OF_WINDOWS = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "PYTHONWARNDEFAULTENCODING": "1"}
WATCHED = Path(__file__).parent / "watched"
OF_C = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def command(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    called = [sys.executable, "-m", "kinerja_lab", *map(str, arguments)]
    return subprocess.run(called, env={**os.environ, **environment}, capture_output=True, timeout=300, check=False)


def with_crlf(folder: Path) -> Path:
    """The same folder with the ends of lines of Windows, and with the mark that its editor writes first."""
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    profile = folder / "wilayah.toml"
    profile.write_bytes(b"\xef\xbb\xbf" + profile.read_bytes())
    return folder


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[bytes]]:
    """A report as made on Windows, in a folder whose path is longer than Windows allows by default."""
    root = tmp_path_factory.mktemp("Data BKD é 漢 🙂").joinpath(*["folder kerja bagian penilaian kinerja"] * 6)
    data = with_crlf(folders.region(root / "wilayah satu", nama="Kota Ujié"))
    ended = command("laporan", data, "--keluaran", root / "hasil akhir", "--format", "html", **OF_WINDOWS)
    return root / "hasil akhir" / "kota-uji" / "2025-S1", ended


def test_blanks_other_letters_long_paths_and_crlf_are_no_obstacle(
    far: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    report, ended = far
    assert ended.returncode == 0, ended.stderr
    assert len(str(report)) > 260
    assert sorted(path.name for path in report.iterdir()) == sorted(SAVED)
    assert "Kota Ujié" in (report / "laporan.html").read_text("utf-8")


def test_what_is_said_fits_the_old_encoding(far: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    said = far[1].stdout.decode("cp1252")
    assert "Selesai: " in said
    assert "é ? ?" in said.replace("\r", "").replace("\n", " ")


def test_no_file_of_this_package_is_opened_in_the_encoding_of_the_computer(
    far: tuple[Path, subprocess.CompletedProcess[bytes]],
) -> None:
    warned = [line for line in far[1].stderr.decode("cp1252").splitlines() if "EncodingWarning" in line]
    assert [line for line in warned if "site-packages" not in line] == []


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same report where the computer knows ASCII only; every process notes whom it asks the network for."""
    root = tmp_path_factory.mktemp("dekat")
    data = folders.region(root / "data", nama="Kota Ujié")
    (root / "jaringan").mkdir()
    watch = {"PYTHONPATH": str(WATCHED), "UJI_JARINGAN": str(root / "jaringan")}
    ended = command("laporan", data, "--keluaran", root / "reports", "--format", "html", **OF_C, **watch)
    assert ended.returncode == 0, ended.stderr
    return root


def test_the_report_is_the_same_where_the_computer_knows_ascii_only(
    far: tuple[Path, subprocess.CompletedProcess[bytes]], near: Path
) -> None:
    for name in ("hasil.json", "laporan.html", "laporan.ipynb"):
        assert (near / "reports" / "kota-uji" / "2025-S1" / name).read_bytes() == (far[0] / name).read_bytes()


def asked(notes: Path) -> tuple[str, list[str]]:
    """Commands of the watched processes, and whom they asked but this computer."""
    told = [path.read_text("utf-8").splitlines() for path in notes.iterdir()]
    every = [line for lines in told for line in lines[1:]]
    assert any("'127.0.0.1'" in line or "'::1'" in line for line in every)  # it is watched
    others = [line for line in every if line.rpartition(" ")[2] not in ("'127.0.0.1'", "'::1'")]
    return " ".join(lines[0] for lines in told), others


def test_a_report_asks_nobody_but_this_computer(near: Path) -> None:
    started, others = asked(near / "jaringan")
    assert "kinerja_lab" in started
    assert others == []


def test_reports_of_several_regions_ask_nobody_but_this_computer(tmp_path: Path) -> None:
    for slug in ("kota-a", "kota-b"):
        folders.region(tmp_path / "data" / slug, slug=slug)
    notes = tmp_path / "jaringan"
    notes.mkdir()
    watch = {"PYTHONPATH": str(WATCHED), "UJI_JARINGAN": str(notes)}
    ended = command(
        *("laporan", "--semua", "--data", tmp_path / "data", "--keluaran", tmp_path / "reports", "--format", "html"),
        **watch,
    )
    assert ended.returncode == 0, ended.stderr
    started, others = asked(notes)
    assert "ipykernel" in started  # the kernel was watched, too
    assert others == []


@pytest.mark.parametrize("environment", [OF_WINDOWS, OF_C], ids=["cp1252", "ascii"])
def test_the_doctor_tells_good_from_bad_without_its_signs(tmp_path: Path, environment: dict[str, str]) -> None:
    ended = command("dokter", "--keluaran", tmp_path, **environment)
    lines = ended.stdout.decode(environment.get("PYTHONIOENCODING", "ascii")).splitlines()
    assert ended.returncode == 0, ended.stderr
    assert len([line for line in lines if line.startswith("o ")]) >= 10
    assert not [line for line in lines if line.startswith(("x ", "? "))]


def test_a_problem_is_told_in_the_old_encoding(tmp_path: Path) -> None:
    ended = command("periksa", tmp_path / "漢 tidak ada", **OF_WINDOWS)
    assert ended.returncode == 2
    assert "? tidak ada" in ended.stderr.decode("cp1252")
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize(("line", "place"), [
    (r'sumber_siklus = "C:\Data\skp.xlsx"', "line 1"),
    ("sumber_siklus = 'C:\\Data", "line 1"),
    (r'sumber_siklus = "\\server\berbagi"', "sumber_siklus"),
])  # fmt: skip
def test_a_backslash_that_toml_does_not_know_is_shown_with_its_place(
    run: Run, tmp_path: Path, line: str, place: str
) -> None:
    folder = folders.region(tmp_path / "data")
    profile = folder / "wilayah.toml"
    told = [text for text in profile.read_text("utf-8").splitlines() if not text.startswith("sumber_siklus")]
    profile.write_text("\n".join([line, *told]), encoding="utf-8")
    code, shown, complaint = run("periksa", folder)
    assert (code, "Traceback" in shown + complaint) == (1, False)
    assert "wilayah.toml" in shown
    assert place in shown


def test_a_backslash_in_plain_quotes_stays_a_backslash(run: Run, tmp_path: Path) -> None:
    folder = folders.region(tmp_path / "data", sumber_siklus="C:\\Data\\skp 2025.xlsx")
    assert run("periksa", folder)[0] == 0


@pytest.mark.parametrize("slug", ["con", "nul", "aux", "prn", "com1", "lpt9", "Kota-Uji", "kota.", "kota uji", "a/b"])
def test_a_name_that_is_no_folder_everywhere_is_refused(slug: str) -> None:
    mapping = {"slug": slug, "nama": "A", "kode": "1", "penerbit_kode": "kemendagri", "tingkat": "kota"}
    cycle = {"siklus": "semester", "sumber_siklus": "uji", "rezim": "permenpanrb_6_2022"}
    with pytest.raises(InvalidDataset) as caught:
        RegionProfile.from_mapping(mapping | cycle)
    assert "nul" in explain_error(caught.value)


@pytest.mark.parametrize("slug", ["contoh", "nula", "com", "com10", "kota-uji"])
def test_a_name_that_only_looks_like_a_device_is_accepted(slug: str) -> None:
    mapping = {"slug": slug, "nama": "A", "kode": "1", "penerbit_kode": "kemendagri", "tingkat": "kota"}
    cycle = {"siklus": "semester", "sumber_siklus": "uji", "rezim": "permenpanrb_6_2022"}
    assert RegionProfile.from_mapping(mapping | cycle).slug == slug


def test_names_of_files_differ_by_more_than_case(run: Run, tmp_path: Path) -> None:
    folder = folders.region(tmp_path / "data")
    (folder / "pegawai.csv").rename(folder / "PEGAWAI.CSV")
    assert run("periksa", folder)[0] == 0
    (folder / "pegawai.csv").write_bytes((folder / "PEGAWAI.CSV").read_bytes())
    code, shown, _ = run("periksa", folder)
    assert (code, "lebih" in shown) == (1, True)


def test_a_path_that_windows_does_not_take_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "_LONGEST_PATH", 259)
    output = tmp_path / ("a" * 230)
    with pytest.raises(ReportFailed) as caught:
        publish.report_folder(output, "kota-uji", "2025-S1")
    assert caught.value.reason == "path_too_long"
    for lang, word in (("id", "terlalu panjang"), ("en", "too long")):
        assert word in explain_error(caught.value, lang)
        assert str(output) in explain_error(caught.value, lang)
    assert not output.exists()


def test_the_longest_name_in_a_report_has_room(far: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    report = far[0]
    names = [*report.iterdir(), *(publish._beside(report, "baru") / name for name in SAVED)]
    assert max(len(str(path)) for path in names) - len(str(report)) <= publish._ROOM
