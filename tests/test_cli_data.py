"""From a folder of exports to a report, as a person at the keyboard goes there."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.loaders.canonical import load_profile
from kinerja_lab.loaders.pseudonym import VARIABLE, open_key
from tests.loaders import folders
from tests.loaders.exports import nip

Run = Callable[..., tuple[int, str, str]]
ANSWERS = ("kode=07", "penerbit_kode=instansi", "sumber_siklus=contoh uji")
GIVEN = [part for answer in ANSWERS for part in ("--jawab", answer)]


@pytest.fixture(autouse=True)
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Key of the tests, named by the environment; the user's own is never touched."""
    monkeypatch.delenv("KINERJA_SQL", raising=False)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "rahasia" / "kunci"))
    return tmp_path / "rahasia" / "kunci"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return folders.export(tmp_path / "data", damaged={3: {"nip": "1,98E+17"}, 5: {"hasil_akhir": "SANGAT BAIK"}})


def test_a_folder_is_prepared_from_proposals_and_answers(run: Run, folder: Path, key: Path) -> None:
    code, shown, _ = run("siapkan", folder, "--tanpa-tanya", *GIVEN)
    assert (code, "kinerja-lab periksa" in shown) == (0, True)
    made = load_profile(folder)
    assert (made.name, made.code_issuer, made.regime) == ("Kota Uji", "instansi", "permenpanrb_6_2022")
    assert made.key_id == open_key(key).fingerprint
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_what_nobody_answered_is_listed(run: Run, folder: Path) -> None:
    code, _, complaint = run("siapkan", folder, "--tanpa-tanya")
    assert code == 3
    assert [word for word in ("kode", "penerbit_kode", "sumber_siklus") if f"kunci {word}" not in complaint] == []
    assert not (folder / "wilayah.toml").exists()


def test_questions_are_asked_again_until_the_answer_is_allowed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter(["", "bukan penerbit", "bps", "1273", "0777", "kota", "", "", "", "", "contoh uji", "", ""])
    asked: list[str] = []

    def prompt(question: str, default: object = None) -> object:
        asked.append(question)
        return next(said) or default or ""

    monkeypatch.setattr("typer.prompt", prompt)
    code, _, complaint = run("siapkan", folder)
    assert (code, "bukan penerbit" in complaint, "Kota Pematangsiantar" in complaint) == (0, True, True)
    assert [question for question in asked if question.startswith("Penerbit")] == [asked[1], asked[2]]
    assert "instansi" in asked[1]
    assert load_profile(folder).code == "0777"


def test_a_code_of_another_region_is_refused_when_asked(run: Run, folder: Path) -> None:
    answers = ["nama=Kota Sibolga", "kode=1273", "penerbit_kode=bps", "sumber_siklus=x"]
    code, _, complaint = run(
        "siapkan", folder, "--tanpa-tanya", *(part for one in answers for part in ("--jawab", one))
    )
    assert (code, "Kota Pematangsiantar" in complaint) == (3, True)


def test_a_profile_is_not_replaced_without_asking(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("siapkan", folder, "--tanpa-tanya", *GIVEN)
    before = (folder / "wilayah.toml").read_bytes()
    monkeypatch.setattr("typer.confirm", lambda question: False)
    assert run("siapkan", folder)[0] == 0
    assert run("siapkan", folder, "--tanpa-tanya", "--jawab", "nama=Kota Lain", *GIVEN)[0] == 3
    code, _, complaint = run("siapkan", folder, "--tanpa-tanya")
    assert (code, "--timpa" in complaint, "wajib diisi" in complaint) == (3, True, False)
    assert (folder / "wilayah.toml").read_bytes() == before
    assert run("siapkan", folder, "--tanpa-tanya", "--timpa", "--jawab", "nama=Kota Lain", *GIVEN)[0] == 0
    assert load_profile(folder).name == "Kota Lain"


def test_leaving_the_questions_writes_nothing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    code, _, complaint = run("siapkan", folder)
    assert (code, "Dibatalkan" in complaint) == (2, True)
    assert not (folder / "wilayah.toml").exists()


def test_an_unknown_answer_names_the_questions(run: Run, folder: Path) -> None:
    code, _, complaint = run("siapkan", folder, "--tanpa-tanya", "--jawab", "kepala=A")
    assert (code, "penerbit_kode" in complaint) == (2, True)


def test_a_folder_of_exports_is_described_row_by_row(run: Run, folder: Path) -> None:
    folders.profile(folder)
    code, shown, _ = run("periksa", folder)
    assert code == 0
    for part in ("unduhan (3).xlsx", "Laporan", "dokumen", "notasi ilmiah", "Dikarantina", "1 dari 8", "Kota Uji"):
        assert part in shown
    assert sorted(path.name for path in folder.iterdir()) == ["unduhan (3).xlsx", "wilayah.toml"]
    assert not any(nip(place) in shown for place in folders.PEOPLE)


def test_log_and_quarantine_are_written_where_asked(run: Run, folder: Path, tmp_path: Path) -> None:
    folders.profile(folder)
    code, shown, _ = run("periksa", folder, "--keluaran", tmp_path / "keluaran")
    assert (code, "simpan sebagai rahasia" in shown) == (0, True)
    assert sorted(path.name for path in (tmp_path / "keluaran").iterdir()) == ["karantina.xlsx", "log_muat.csv"]
    log = (tmp_path / "keluaran" / "log_muat.csv").read_text("utf-8")
    assert not any(nip(place) in log or "Simulasi" in log for place in folders.PEOPLE)


def test_the_key_table_is_written_only_where_asked(run: Run, folder: Path, tmp_path: Path) -> None:
    folders.profile(folder)
    code, shown, _ = run("periksa", folder, "--tabel-kunci", tmp_path / "tabel.csv")
    numbers = pd.read_csv(tmp_path / "tabel.csv", dtype="str")["nip"]
    assert code == 0
    assert {nip(0)} <= set(numbers)
    assert not any(number in shown for number in numbers)
    _, _, complaint = run("periksa", folder, "--tabel-kunci", folder / "tabel.csv")
    assert "berada di dalam folder data" in complaint


def test_a_folder_without_a_profile_is_sent_to_siapkan(run: Run, folder: Path, tmp_path: Path) -> None:
    for command in (["periksa", folder], ["laporan", folder, "--keluaran", tmp_path / "reports"]):
        _, shown, complaint = run(*command)
        assert "kinerja-lab siapkan" in shown + complaint


def test_a_wrong_key_is_said(run: Run, folder: Path, tmp_path: Path) -> None:
    run("siapkan", folder, "--tanpa-tanya", *GIVEN)
    code, shown, _ = run("periksa", folder, "--kunci", tmp_path / "rahasia" / "lain")
    assert (code, "bukan kunci data ini" in " ".join(shown.split())) == (1, True)


def test_a_key_that_others_may_read_is_refused_with_a_sentence(run: Run, folder: Path, key: Path) -> None:
    folders.profile(folder)
    open_key(key)
    key.chmod(0o644)
    code, _, complaint = run("periksa", folder)
    assert (code, "chmod 600" in complaint) == (2, True)


@pytest.mark.notebook
def test_a_report_is_made_from_exports_and_tells_what_became_of_the_rows(
    run: Run, folder: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("siapkan", folder, "--tanpa-tanya", *GIVEN)
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "setelan"))
    reports = tmp_path / "reports"
    arguments = ("laporan", folder, "--periode", "2025-T1", "--keluaran", reports, "--kunci", key)
    code, _, complaint = run(*arguments)
    assert (code, complaint) == (0, "")
    made = next(reports.glob("*/2025-T1"))
    page = (made / "laporan.html").read_text("utf-8")
    assert "Pemuatan data" in page
    assert "notasi ilmiah" in page
    assert json.loads((made / "manifest.json").read_text("utf-8"))["sidik_kunci"] == open_key(key).fingerprint
    secret = [key.read_text("ascii").strip(), str(tmp_path), str(Path.home()) + "/", "Simulasi"]
    secret += [nip(place) for place in (0, 99, *folders.PEOPLE)]
    found = [(path.name, word) for path in made.iterdir() for word in secret if word.encode() in path.read_bytes()]
    assert found == []
    assert not (tmp_path / "setelan" / "kinerja_lab").exists()
