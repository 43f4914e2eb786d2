"""``kinerja-lab petakan``: what a file would be read as, in the language of the call, without a word about people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kinerja_lab import cli
from kinerja_lab.loaders.mapping import load_mapping
from tests.loaders.exports import appraisal, ekinerja, nip, table, workbook

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command and give exit code, output and errors."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("KINERJA_LANG", raising=False)

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as leaving:
            cli.main([str(item) for item in arguments])
        said = capsys.readouterr()
        return int(leaving.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook of an export, a local table with headers of its own, and a sheet of prose."""
    path = tmp_path / "ekspor.xlsx"
    own = table("NIP|Nama|Predikat|Rating Perilku|Warna Baju", [nip(1), "Pegawai Simulasi", "Baik", "x", "y"])
    workbook(path, {"skp": ekinerja([appraisal(1)]), "lokal": own, "petunjuk": [["Petunjuk"], ["Isi semua kolom"]]})
    return path


def test_every_sheet_is_told_with_what_was_not_placed(run: Run, book: Path) -> None:
    code, out, _ = run("petakan", book)
    assert code == 0
    assert "skp: penilaian SKP" in out
    assert "petunjuk: tidak ada tabel yang dikenali" in out
    assert "Warna Baju" in out
    assert "Kolom yang belum dikenali: 2." in out
    assert nip(1) not in out
    assert "Pegawai Simulasi" not in out


def test_the_answer_is_english_where_english_is_asked_for(run: Run, book: Path) -> None:
    _, out, _ = run("--lang", "en", "petakan", book)
    assert "petunjuk: no table recognised" in out
    assert "Columns not recognised: 2." in out


def test_a_proposal_is_written_where_asked_and_never_over_another_file(run: Run, book: Path, tmp_path: Path) -> None:
    target = tmp_path / "pemetaan.toml"
    assert run("petakan", book, "--keluaran", target)[0] == 0
    assert load_mapping(target).rules("ekspor.xlsx", "lokal").columns["warnabaju"] == "abaikan"
    before = target.read_bytes()
    code, _, err = run("petakan", book, "--keluaran", target)
    assert code == 2
    assert "pemetaan.toml" in err
    assert target.read_bytes() == before


def test_a_file_without_any_table_leaves_with_its_own_code(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "petunjuk.xlsx"
    workbook(path, {"a": [["Petunjuk"]]})
    assert run("petakan", path)[0] == 1


def test_a_file_that_is_none_is_a_sentence_and_no_traceback(run: Run, tmp_path: Path) -> None:
    code, _, err = run("petakan", tmp_path / "tidak-ada.xlsx")
    assert code == 3
    assert "tidak-ada.xlsx" in err
    (tmp_path / "rusak.xlsx").write_bytes(b"PK\x03\x04rusak")
    assert run("petakan", tmp_path / "rusak.xlsx")[0] == 3
