"""Whatever lies in a folder: it is read rightly, or everything wrong with it is said; never a traceback."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kinerja_lab import cli
from kinerja_lab.errors import InvalidDataset, UnknownName
from kinerja_lab.loaders.folder import load_folder as load
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.messages.explain import explain_error
from tests.loaders.broken import HARMLESS, PROFILES, TABLES, Break
from tests.small import PROFILE, dataset, tables

BROKEN = {
    f"{place}: {name}": case
    for place, cases in (("table", TABLES), ("profile", PROFILES))
    for name, case in cases.items()
}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made as on Unix")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    place.mkdir()
    lines = [f'{key} = "{value}"' for key, value in PROFILE.items()]
    (place / "wilayah.toml").write_text("\n".join(lines), encoding="utf-8")
    for name, frame in tables().items():
        frame.to_csv(place / f"{name}.csv", index=False)
    return place


def periksa(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["periksa", str(folder)])
    return leaving.value.code, "".join(capsys.readouterr())


@pytest.mark.parametrize("spoil", HARMLESS.values(), ids=HARMLESS)
def test_what_looks_odd_and_is_sound_is_read_as_it_is(folder: Path, spoil: Break) -> None:
    spoil(folder)
    assert load(folder).content_hash == dataset().content_hash


@pytest.mark.parametrize(("spoil", "rules"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_told_by_its_rule(
    folder: Path, spoil: Break, rules: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(folder)
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    assert {problem.rule for problem in refused.value.problems} == rules
    said = [explain_error(refused.value, lang) for lang in LANGUAGES]
    code, shown = periksa(folder, capsys)
    assert code == 1
    for text in (*said, shown):
        assert "Traceback" not in text
        assert str(folder) not in text
        assert not set(text) & set(map(chr, [*range(9), *range(11, 32), 127]))


def test_windows_letters_are_read(folder: Path) -> None:
    path = folder / "pegawai.csv"
    path.write_bytes(path.read_bytes().replace(b"Dinas A", b"Dinas \xe9"))
    assert "Dinas é" in set(load(folder).table("pegawai")["unit_kerja"])


def test_the_report_command_refuses_the_same_with_its_own_code(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    TABLES["a row cut short"][0](folder)
    with pytest.raises(SystemExit) as leaving:
        cli.main(["laporan", "--data", str(folder), "--keluaran", str(tmp_path / "reports")])
    assert leaving.value.code == 3
    assert "pegawai.csv, baris 14, kolom pimpinan_unit: wajib diisi, tetapi kosong." in capsys.readouterr().err
    assert not (tmp_path / "reports").exists()


def test_problems_of_all_tables_come_at_once(folder: Path) -> None:
    for name in ("pegawai", "penilaian"):
        (folder / f"{name}.csv").write_bytes(b"")
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    assert {problem.file for problem in refused.value.problems} == {"pegawai.csv", "penilaian.csv"}


def test_a_table_without_a_header_shows_no_number_of_a_person(folder: Path) -> None:
    path = folder / "pegawai.csv"
    path.write_text("199001012020121999,L,PNS,pelaksana,a,Dinas A,ya\n", encoding="utf-8")
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    assert "1990" not in explain_error(refused.value)


@pytest.mark.parametrize("period", [".", "..", "../..", "", "2025-S3"])
def test_a_period_that_is_none_names_no_folder(folder: Path, period: str) -> None:
    for name in ("penilaian", "indikator"):
        (folder / f"{name}.csv").unlink()
    with pytest.raises((UnknownName, InvalidDataset)):
        load(folder, period)
