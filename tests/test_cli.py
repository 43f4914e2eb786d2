"""The commands, as a person at the keyboard meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kinerja_lab.checks.suite import run as ask
from kinerja_lab.checks.suite import standard
from kinerja_lab.claims.claim import answer_claims, resting_on
from kinerja_lab.errors import InvalidDataset, KinerjaError, Problem, ReportFailed
from kinerja_lab.loaders.samples import load_sample
from kinerja_lab.messages.claims import claim_words
from kinerja_lab.report import build
from kinerja_lab.report.disclosure import disclosed
from tests.report import folders
from tests.report.test_comparison import publish

Run = Callable[..., tuple[int, str, str]]
COMMANDS = (
    *("periksa", "siapkan", "petakan", "klaim", "daftar", "laporan", "banding", "contoh", "simpan", "nasional", "lab"),
    "dokter",
)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, str]]:
    """Replace the making of reports; remember (region, folder) and fail for Sibolga."""
    made: list[tuple[str, str]] = []

    def make(region: str, period: str | None, *, folder: str, output: Path, progress: object, **form: object) -> Path:
        assert set(form) == {"language", "formats", "again", "engine"}
        made.append((region, folder))
        if "sibolga" in (region, Path(folder).name):
            raise ReportFailed("kernel_died")
        assert callable(progress)
        progress(1, 2)
        place = tmp_path / "laporan" / output / region / str(period)
        place.mkdir(parents=True, exist_ok=True)
        return place

    monkeypatch.setattr(build, "build_report", make)
    return made


@pytest.mark.parametrize("arguments", [[], ["--help"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_speaks_the_language_asked_for(run: Run, arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    indonesian, english = run(*arguments), run("--lang", "en", *arguments)
    assert indonesian[0] == english[0] == 0
    assert indonesian[1].startswith("Pemakaian: kinerja-lab")
    assert english[1].startswith("Usage: kinerja-lab")
    assert "Show this message" not in indonesian[1] + english[1]
    monkeypatch.setenv("KINERJA_LANG", "en")
    assert run(*arguments) == english


@pytest.mark.parametrize(("lang", "words"), [("id", "tanpa ini: {}."), ("en", "if not given, {}.")])
@pytest.mark.parametrize(
    ("command", "defaults"),
    [("lokakarya", ("12", "lokakarya")), ("laporan", ("reports", "1")), ("nasional", ("reports", "1GB", "1"))],
)
def test_help_names_the_default_that_a_command_has(
    run: Run, lang: str, words: str, command: str, defaults: tuple[str, ...]
) -> None:
    shown = " ".join(run("--lang", lang, command, "--help")[1].split())
    assert all(words.format(default) in shown for default in defaults)
    assert (words.format("reports") in shown) == ("reports" in defaults)


def test_help_says_what_a_folder_is_for(run: Run) -> None:
    assert "Folder data satu wilayah" in run("periksa", "--help")[1]
    assert "Folder tujuan" in run("contoh", "--help")[1]


def test_help_documents_commands_and_exit_codes(run: Run) -> None:
    _, shown, _ = run("--help")
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []
    assert [code for code in range(6) if f"  {code}  " not in shown] == []


def test_help_loads_nothing_heavy() -> None:
    heavy = ["pandas", "numpy", "scipy", "matplotlib", "papermill", "nbconvert", "babel", "duckdb", "distributed"]
    call = "import sys, kinerja_lab.cli as c\ntry: c.main(['--help'])\nexcept SystemExit: pass\n"
    code = f"{call}print(set({heavy}) & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.splitlines()[-1] == "set()"


def test_the_package_can_be_run_as_a_module() -> None:
    command = [sys.executable, "-m", "kinerja_lab", "--lang=en", "--help"]
    assert subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout.startswith("Usage")


@pytest.mark.parametrize(
    ("arguments", "indonesian", "english"),
    [
        (["laporan", "--wilayah"], "Opsi --wilayah tidak dikenal", "option --wilayah is not known"),
        (["periksa"], "FOLDER wajib disebut", "FOLDER is missing"),
        (["lapor"], "laporan", "laporan"),
        (["laporan", "padang", "sibolga"], "tidak dipahami", "not understood"),
        (["laporan", "padang"], "Yang ada: bukitintan", "bukitintan"),
        (["laporan", "bukittinggi", "--periode", "2031-S1"], "2024-S2", "2024-S2"),
        (["periksa", "tidak-ada"], "tidak ada", "tidak-ada"),
        (["--lang", "fr", "dokter"], "fr", "fr"),
    ],
)
def test_wrong_use_is_a_sentence_with_what_is_known(
    run: Run, arguments: list[str], indonesian: str, english: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, complaint = run(*arguments)
    assert (code, indonesian in complaint) == (2, True)
    monkeypatch.setenv("KINERJA_LANG", "en")
    code, _, complaint = run(*arguments)
    assert (code, english in complaint) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_sound_folder_is_described(run: Run, tmp_path: Path) -> None:
    code, shown, _ = run("periksa", folders.region(tmp_path / "data"))
    assert code == 0
    assert "pegawai" in shown
    assert "60" in shown
    assert "2025-S1" in shown


def test_every_problem_of_a_folder_is_listed_with_its_place(run: Run, tmp_path: Path) -> None:
    folder = folders.region(tmp_path / "data")
    path = folder / "penilaian.csv"
    lines = path.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(",baik,", ",bagus,")
    lines[2] = lines[2].replace("2025-S1", "2025")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, shown, _ = run("periksa", folder)
    assert code == 1
    bad, period = (next(line for line in shown.splitlines() if value in line) for value in ("bagus", '"2025"'))
    assert bad.split()[:3] == ["penilaian.csv", "2", "predikat"]
    assert "sangat_baik" in bad
    assert period.split()[:3] == ["penilaian.csv", "3", "periode"]
    assert "Masalah yang ditemukan: 2" in shown


def test_a_folder_without_employees_says_what_is_needed(run: Run, tmp_path: Path) -> None:
    folder = folders.region(tmp_path / "data")
    (folder / "pegawai.csv").unlink()
    code, _, complaint = run("laporan", "--data", folder, "--keluaran", tmp_path / "reports")
    assert code == 3
    assert "pegawai" in complaint
    assert "jenis_kelamin" in complaint
    assert not (tmp_path / "reports").exists()


def test_markup_of_the_terminal_in_data_stays_text(run: Run, tmp_path: Path) -> None:
    folder = folders.region(tmp_path / "data", nama="Kota [bold red]Uji[/]")
    assert "Kota [bold red]Uji[/]" in run("periksa", folder)[1]


def test_all_sample_regions_are_tried_and_those_that_fail_are_named(run: Run, built: list[tuple[str, str]]) -> None:
    code, shown, _ = run("laporan", "semua", "--periode", "2025-S1")
    regions = ["bukitintan", "bukittinggi", "instansi-contoh", "sawahlunto", "sibolga"]
    assert built == [(name, "") for name in regions]
    assert code == 1
    assert "1 dari 5 wilayah gagal: sibolga" in shown
    assert shown.count("Selesai: ") == 5  # four reports and the index of them
    assert "reports/index.html" in shown


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ReportFailed("timeout", "600 s"), 4),
        (ReportFailed("busy", "2025-S1"), 5),
        (InvalidDataset([Problem(rule="missing_table", table="pegawai")]), 3),
    ],
)
def test_a_single_failure_has_the_exit_code_of_its_kind(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: KinerjaError, code: int
) -> None:
    def fail(*_: object, **__: object) -> Path:
        raise error

    monkeypatch.setattr(build, "build_report", fail)
    ended, _, complaint = run("laporan", "bukittinggi")
    assert ended == code
    assert "Traceback" not in complaint
    assert complaint.strip()


def test_a_folder_may_hold_one_region_or_many(run: Run, built: list[tuple[str, str]], tmp_path: Path) -> None:
    for slug in ("kota-a", "kota-b"):
        folders.region(tmp_path / slug, slug=slug)
    assert run("laporan", tmp_path / "kota-a")[0] == 0
    assert run("laporan", "--data", tmp_path / "kota-a")[0] == 0
    assert run("laporan", "kota-b", "--data", tmp_path)[0] == 0
    assert run("laporan", "--data", tmp_path)[0] == 0
    assert [Path(folder).name for _, folder in built] == ["kota-a", "kota-a", "kota-b", "kota-a", "kota-b"]
    code, _, complaint = run("laporan", "kota-c", "--data", tmp_path)
    assert code == 2
    assert "kota-a, kota-b, semua" in complaint


def test_without_a_name_the_first_sample_is_reported(run: Run, built: list[tuple[str, str]]) -> None:
    assert run("laporan")[0] == 0
    assert built == [("bukittinggi", "")]


def test_regions_are_put_side_by_side(run: Run, tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota B")
    publish(tmp_path, "b", "Kota A")
    code, shown, _ = run("banding", "--keluaran", tmp_path)
    assert code == 0
    assert shown.index("Kota A") < shown.index("Kota B")
    assert "bukan peringkat" in shown
    assert (tmp_path / "banding.html").exists()
    assert (tmp_path / "index.html").exists()
    assert run("banding", "--keluaran", tmp_path / "kosong")[0] == 4


def test_samples_are_written_with_their_truth(run: Run, tmp_path: Path) -> None:
    assert run("contoh", tmp_path / "samples")[0] == 0
    truth = json.loads((tmp_path / "samples" / "sibolga" / "kebenaran.json").read_text("utf-8"))
    assert truth["wilayah"] == "sibolga"


def test_every_claim_is_shown_with_answer_basis_and_what_would_settle_it(run: Run, tmp_path: Path) -> None:
    folder = folders.region(tmp_path / "data", slug="kota-uji")
    code, shown, _ = run("klaim", folder)
    assert code == 0
    assert "Kota Uji, 2025-S1" in shown
    assert [number for number in range(8, 14) if f"\n{number}. " not in shown] == []
    assert shown.count("Jawaban data: ") == shown.count("Dasar: ") == 6
    assert "tidak dapat dijawab data ini" in shown
    assert "Yang dapat memastikannya: " in shown
    assert "Basis: " in run("--lang", "en", "klaim", folder)[1]


def test_claims_are_answered_with_the_numbers_of_the_report(run: Run) -> None:
    data = load_sample("bukittinggi", "2025-S1")
    found = disclosed(ask(data, resting_on("bukittinggi", standard(data.profile))))
    report = [claim_words(item).basis for item in answer_claims(found)]
    shown = run("klaim", "bukittinggi", "--periode", "2025-S1")[1]
    assert [basis for basis in report if f"Dasar: {basis}\n" not in shown] == []
    assert "99,7%" not in shown  # 365 of 366: exactly one person


def test_claims_of_all_regions_are_tested_at_once(run: Run, tmp_path: Path) -> None:
    for name in ("a", "b"):
        folders.region(tmp_path / name, slug=f"kota-{name}", nama=f"Kota {name}")
    code, shown, _ = run("klaim", "--semua", "--data", tmp_path)
    assert code == 0
    assert [name for name in ("Kota a, 2025-S1", "Kota b, 2025-S1") if name not in shown] == []


def test_the_doctor_names_the_python_that_runs_notebooks(run: Run, tmp_path: Path) -> None:
    code, shown, _ = run("dokter", "--keluaran", tmp_path)
    assert code == 0
    assert sys.executable in shown
    assert "■" not in shown


def test_the_doctor_says_when_reports_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    code, shown, _ = run("dokter")
    assert code == 1
    assert "■" in shown
