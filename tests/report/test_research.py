"""Data for research: readable elsewhere, explained, and with as little of people in them as was asked for."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pandas as pd
import pyarrow.feather as feather
import pytest

import kinerja_lab as kl
from kinerja_lab import columns as col
from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidOption, ReportFailed
from kinerja_lab.messages.catalogue import LANGUAGES, find
from kinerja_lab.report.record import FILE
from tests.small import profile, tables

LAW = {"dasar_hukum": {"agama": "contoh uji, Pasal 900"}}
SECRET = "rapat dengan atasan tentang cuti"


def region(**changes: object) -> Dataset:
    """The small region with much that recognises people."""
    given = tables()
    people = given["pegawai"]["id_pegawai"]
    given["pegawai"] = given["pegawai"].assign(
        tanggal_lahir="1990-05-17",
        disabilitas="ya",
        id_atasan=people[0],
        **({"agama": "agama uji"} if "dasar_hukum" in changes else {}),
    )
    given["aktivitas"] = pd.DataFrame({"id_pegawai": people, "tanggal": "2025-03-03", "uraian": SECRET})
    given["bukti"] = pd.DataFrame({"id_pegawai": people, "periode": "2025-S1", "id_rhk": "RHK-900"})
    return Dataset(profile=profile(**changes), period="2025-S1", tables=given)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return region()


@pytest.fixture(scope="module")
def results(data: Dataset) -> object:
    return kl.run(data, (PredikatMatrix(),))


@pytest.fixture(scope="module")
def folder(data: Dataset, results: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kl.export_research(results, data, tmp_path_factory.mktemp("kerja") / "penelitian", lang="id")


def test_pyarrow_reads_levels_as_ordered_factors(folder: Path) -> None:
    rated = feather.read_table(folder / "penilaian.feather")
    predikat = rated.column("predikat").combine_chunks()
    assert predikat.dictionary.to_pylist() == list(col.OUTCOMES.levels)
    assert predikat.type.ordered
    assert not feather.read_table(folder / "pegawai.feather").column("jenis_kelamin").combine_chunks().type.ordered


def test_feather_and_csv_hold_the_same_rows(folder: Path, data: Dataset) -> None:
    for name in data.tables:
        typed, text = pd.read_feather(folder / f"{name}.feather"), pd.read_csv(folder / f"{name}.csv", dtype="str")
        assert list(typed) == list(text)
        assert len(typed) == len(text) == len(data.table(name))


def test_no_pseudonym_free_text_number_or_birthday_of_the_source_is_in_any_file(folder: Path, data: Dataset) -> None:
    hidden = [*data.table("pegawai")["id_pegawai"], SECRET, "RHK-900", "1990-05"]
    for file in folder.iterdir():
        content = file.read_bytes()
        assert [word for word in hidden if word.encode() in content] == [], file.name
    people = pd.read_feather(folder / "pegawai.feather")
    assert set(people["tanggal_lahir"].dt.strftime("%Y-%m-%d")) == {"1990-01-01"}
    assert people["disabilitas"].isna().all()


def test_new_pseudonyms_agree_between_tables_and_differ_between_folders(
    folder: Path, data: Dataset, results: object, tmp_path: Path
) -> None:
    read = {name: pd.read_feather(folder / f"{name}.feather") for name in ("pegawai", "penilaian", "aktivitas")}
    people = set(read["pegawai"]["id_pegawai"])
    assert len(people) == 12
    assert set(read["penilaian"]["id_pegawai"]) == set(read["aktivitas"]["id_pegawai"]) == people
    assert set(read["pegawai"]["id_atasan"]) == set(read["penilaian"]["id_penilai"]) < people
    again = pd.read_feather(kl.export_research(results, data, tmp_path / "lain") / "pegawai.feather")
    assert not people & set(again["id_pegawai"])


def test_the_answers_survive_the_new_pseudonyms(folder: Path, data: Dataset, results: object) -> None:
    found = {path.stem: pd.read_csv(path, dtype="str") for path in folder.glob("*.csv") if path.stem in data.tables}
    again = kl.run(Dataset(profile=data.profile, period=data.period, tables=found), (PredikatMatrix(),))
    assert [item.estimate for item in again] == [item.estimate for item in results]
    answers = pd.read_feather(folder / "hasil.feather")
    assert answers["pemeriksaan"].tolist() == ["predikat_matrix"]


def test_only_the_owner_reads_it(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_it_is_never_written_over_anything_nor_near_a_report(data: Dataset, results: object, tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    with pytest.raises(ReportFailed, match="not_empty"):
        kl.export_research(results, data, tmp_path / "ada")
    (tmp_path / "ada" / FILE).write_text("{}")
    for place in (tmp_path / "baru", tmp_path / "ada" / "baru"):
        with pytest.raises(ReportFailed, match="beside_report"):
            kl.export_research(results, data, place)
    assert [path.name for path in tmp_path.rglob("*")] == ["ada", FILE]


def test_a_protected_attribute_needs_its_legal_basis_and_a_request(
    data: Dataset, results: object, tmp_path: Path
) -> None:
    with pytest.raises(InvalidOption, match="protected"):
        kl.export_research(results, data, tmp_path / "tanpa", protected=["agama"])
    lawful = region(**LAW)
    found = kl.run(lawful, (PredikatMatrix(),))
    asked = kl.export_research(found, lawful, tmp_path / "diminta", protected=["agama"], lang="id")
    assert set(pd.read_feather(asked / "pegawai.feather")["agama"]) == {"agama uji"}
    assert "contoh uji, Pasal 900" in (asked / "buku_kode.md").read_text("utf-8")
    unasked = kl.export_research(found, lawful, tmp_path / "tidak", lang="id")
    assert "agama" not in pd.read_feather(unasked / "pegawai.feather")


def test_results_of_other_data_are_refused(results: object, tmp_path: Path) -> None:
    with pytest.raises(InvalidOption, match="results"):
        kl.export_research(results, region(nama="Kota Lain"), tmp_path / "salah")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_declared_column_has_a_meaning(lang: str) -> None:
    named = {(table.name, column.name) for table in col.TABLES.values() for column in table.columns}
    without = [
        f"{table}.{name}"
        for table, name in named - {("tindakan", column.name) for column in col.TABLES["tindakan"].columns}
        if not (find(lang, "column", name) or find(lang, "codebook", f"{table}.{name}", name))
    ]
    assert without == []


def test_the_codebook_tells_columns_levels_checks_and_who_may_be_recognised(folder: Path) -> None:
    told = (folder / "buku_kode.md").read_text("utf-8")
    listed = pd.read_csv(folder / "buku_kode.csv").set_index(["tabel", "kolom"])
    for file in folder.glob("*.feather"):
        assert set(pd.read_feather(file)) == set(listed.loc[file.stem].index)
    assert "| `jenis_kelamin` | Jenis kelamin | pilihan | L = laki-laki; P = perempuan | 100% |" in told
    assert listed.loc[("penilaian", "predikat"), "isi"].startswith("sangat_kurang = Sangat Kurang; ")
    assert listed.loc[("aktivitas", "uraian"), "terisi"] == 0
    assert "12 dari 12 pegawai" in told
    assert "`predikat_matrix`" in told


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_snippet_runs_in_r(folder: Path) -> None:
    subprocess.run(["Rscript", "baca.R"], cwd=folder, check=True, timeout=120)
