"""From the samples to the country's numbers, by commands alone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.checks.suite import run as suite
from kinerja_lab.cli.commands import main
from kinerja_lab.dataset import Dataset
from kinerja_lab.national import write_country, write_region
from kinerja_lab.national.store import folder_name
from tests import small

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command; give its exit code and what it said."""

    def command(*arguments: object) -> tuple[int, str]:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out + said.err

    return command


@pytest.fixture(scope="module")
def gudang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three simulated regions."""
    folder = tmp_path_factory.mktemp("gudang") / "negara"
    folder.mkdir()
    write_country(folder, 700, n_regions=3)
    return folder


def contents(folder: Path) -> dict[Path, bytes]:
    """Every file of a folder."""
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_stored_regions_are_compared_and_nobody_is_in_what_is_published(run: Run, tmp_path: Path) -> None:
    code, said = run("simpan", tmp_path / "gudang", "sibolga")
    assert (code, "1 dari 1" in said) == (0, True)
    code, said = run("simpan", tmp_path / "gudang", "sawahlunto")
    assert code == 0
    code, said = run("nasional", tmp_path / "gudang", "--keluaran", tmp_path, "--periode", "2025-S1")
    assert code == 0, said
    folder = tmp_path / "nasional"
    assert {path.name for path in folder.iterdir()} == {
        *("sibolga", "sawahlunto", "banding.html", "hasil.parquet"),
        *("kesepakatan.parquet", "predikat.parquet", "kelompok.parquet"),
    }
    people = pd.read_parquet(next((tmp_path / "gudang").glob("*/orang.parquet")))["orang"]
    published = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()).decode("latin-1")
    assert not set(people) & set(re.findall(r"[0-9a-f]{16}", published))
    answers = pd.read_parquet(folder / "hasil.parquet")
    assert set(answers["wilayah"]) == {"kemendagri-12.73", "kemendagri-13.73"}
    record = json.loads((folder / "sibolga" / "2025-S1" / "hasil.json").read_text(encoding="utf-8"))
    told = answers[answers["nama"] == "Kota Sibolga"].set_index("pemeriksaan")["putusan"].to_dict()
    assert told == {slug: entry["putusan"] for slug, entry in record["pemeriksaan"].items()}


def test_the_same_store_gives_the_same_bytes_at_any_memory(run: Run, gudang: Path, tmp_path: Path) -> None:
    for name, memory in (("a", "1GB"), ("b", "50MB")):
        assert run("nasional", gudang, "--keluaran", tmp_path / name, "--memori", memory)[0] == 0
    one, other = (contents(tmp_path / name) for name in "ab")
    assert one == other


@pytest.mark.skipif(find_spec("distributed") is None, reason="Dask is not installed: the extra [dask]")
def test_a_cluster_writes_the_bytes_of_this_process(run: Run, gudang: Path, tmp_path: Path) -> None:
    for name, options in (("a", ()), ("b", ("--pekerja", 2, "--dask", "lokal"))):
        assert run("nasional", gudang, "--keluaran", tmp_path / name, *options)[0] == 0
    here, cluster = (contents(tmp_path / name) for name in "ab")
    assert {path.name for path in here} > {"kesepakatan.parquet", "predikat.parquet", "kelompok.parquet", "hasil.json"}
    assert here == cluster


def test_a_broken_region_is_named_and_the_others_are_published(run: Run, gudang: Path, tmp_path: Path) -> None:
    shutil.copytree(gudang, tmp_path / "gudang")
    scores = next((tmp_path / "gudang" / "kode=instansi-CONTOH-002").glob("butir/*/bagian.parquet"))
    scores.write_bytes(scores.read_bytes()[:100])
    code, said = run("nasional", tmp_path / "gudang", "--keluaran", tmp_path)
    assert code == 1
    assert "■ Kabupaten Contoh 002: " in said
    answers = pd.read_parquet(tmp_path / "nasional" / "hasil.parquet")
    assert set(answers["nama"]) == {"Kabupaten Contoh 001", "Kabupaten Contoh 003"}


def test_every_check_of_a_region_can_be_asked(run: Run, tmp_path: Path) -> None:
    data = Dataset(profile=small.profile(), period="2025-S1", tables=small.tables())
    write_region(data, tmp_path / "gudang" / folder_name(data.profile))
    code, said = run("nasional", tmp_path / "gudang", "--keluaran", tmp_path, "--lengkap")
    assert code == 0, said
    (record,) = (tmp_path / "nasional").glob("kota-uji/*/hasil.json")
    told = json.loads(record.read_text(encoding="utf-8"))["pemeriksaan"]
    assert told.keys() == {item.check.slug for item in suite(data)}


def test_a_country_is_written_by_command(run: Run, tmp_path: Path) -> None:
    code, said = run("contoh", tmp_path / "negara", "--nasional", "--pegawai", 51_400)
    assert code == 0, said
    assert len(list((tmp_path / "negara").glob("kode=*/manifes.json"))) == 514


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("{kosong}",), 4, "bukan gudang"),
        (("{gudang}", "--periode", "1999-S1"), 2, "2025-S1"),
        (("{gudang}", "--memori", "banyak"), 2, "400MB"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_published(
    arguments: tuple[str, ...], code: int, said: str, run: Run, gudang: Path, tmp_path: Path
) -> None:
    (tmp_path / "kosong").mkdir()
    places = {"kosong": tmp_path / "kosong", "gudang": gudang}
    found = run("nasional", *(part.format(**places) for part in arguments), "--keluaran", tmp_path / "reports")
    assert found[0] == code
    assert said in found[1]
    assert not (tmp_path / "reports" / "nasional").exists()
