from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import kinerja_lab as kl
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset, KeyRefused
from kinerja_lab.loaders.folder import load_folder, read_folder
from kinerja_lab.loaders.log import balance
from kinerja_lab.loaders.pseudonym import VARIABLE, open_key
from tests import small
from tests.loaders import folders
from tests.loaders.exports import appraisal, ekinerja, nip, workbook

PERIOD_ONE = {"periode_awal_skp": "2025-01-01", "periode_akhir_skp": "2025-06-30"}


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Key of the tests; the user's own is never touched."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "rahasia" / "lain"))
    return folders.key(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folders.export(folders.profile(tmp_path / "data"))


def problems(folder: Path, key: Path) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        load_folder(folder, key=key)
    return [problem.rule for problem in caught.value.problems]


def everything(data: Dataset) -> str:
    """All that a dataset holds, as text."""
    return "".join(frame.to_csv() for frame in (*data.tables.values(), data.log)) + repr(data) + repr(data.profile)


def test_an_export_of_any_name_becomes_a_dataset(folder: Path, key: Path) -> None:
    data = load_folder(folder, key=key)
    assert len(data.table("pegawai")) == len(data.table("penilaian")) == len(folders.PEOPLE)
    assert set(data.table("penilaian")["predikat"]) == {"baik"}
    made = open_key(key).pseudonym(nip(1))
    assert made in set(data.table("pegawai")["id_pegawai"])


def test_every_row_of_every_sheet_is_accounted_for(folder: Path, key: Path) -> None:
    made = balance(load_folder(folder, key=key).log).set_index("sheet")
    assert made.index.tolist() == ["Laporan", "dokumen"]
    assert (made["read"] == made["kept"] + made["dropped"] + made["quarantined"]).all()
    assert made["kept"].tolist() == [len(folders.PEOPLE), 0]


def test_no_number_and_no_name_enters_a_dataset(folder: Path, key: Path) -> None:
    shown = everything(load_folder(folder, key=key))
    assert "Simulasi" not in shown
    assert not any(nip(place) in shown or nip(place)[:15] in shown for place in (*folders.PEOPLE, 0, 99))
    assert key.read_text("ascii").strip() not in shown


def test_the_fingerprint_of_the_key_goes_with_the_data(folder: Path, key: Path) -> None:
    assert load_folder(folder, key=key).profile.key_id == open_key(key).fingerprint


def test_canonical_tables_need_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "kunci"))
    folder = folders.canonical(folders.profile(tmp_path / "data"), small.dataset())
    assert load_folder(folder).content_hash == small.dataset().content_hash
    assert not (tmp_path / "kunci").exists()


def test_numbers_of_people_in_canonical_tables_become_pseudonyms(tmp_path: Path, key: Path) -> None:
    numbers = {place: nip(at) for at, place in enumerate(small.tables()["pegawai"]["id_pegawai"])}
    tables = small.tables()
    for name, frame in tables.items():
        tables[name] = frame.assign(**{one: frame[one].replace(numbers) for one in frame if one.startswith("id_")})
    folder = folders.canonical(folders.profile(tmp_path / "data"), small.dataset())
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    data = load_folder(folder, key=key)
    assert set(data.table("pegawai")["id_pegawai"]) == {open_key(key).pseudonym(number) for number in numbers.values()}


def test_two_periods_join_under_the_same_key(folder: Path, key: Path, tmp_path: Path) -> None:
    before = load_folder(folder, key=key)
    later = folders.profile(tmp_path / "lalu", sidik_kunci=before.profile.key_id)
    folders.canonical(later, before)
    rows = [appraisal(place, **folders.POSTS, **PERIOD_ONE) for place in folders.PEOPLE]
    workbook(later / "semester.xlsx", {"Laporan": ekinerja(rows, titles=())})
    data = load_folder(later, key=key)
    assert data.periods == ("2025-S1", *before.periods)
    assert len(data.table("pegawai")) == len(folders.PEOPLE)
    assert len(data.table("penilaian")) == 2 * len(folders.PEOPLE)


def test_a_wrong_key_is_noticed_where_two_periods_are_joined(folder: Path, key: Path, tmp_path: Path) -> None:
    before = load_folder(folder, key=key)
    recorded = folders.canonical(folders.profile(tmp_path / "a", sidik_kunci=before.profile.key_id), before)
    unrecorded = folders.canonical(folders.profile(tmp_path / "b"), before)
    for later in (recorded, unrecorded):
        rows = [appraisal(place, **folders.POSTS, **PERIOD_ONE) for place in folders.PEOPLE]
        workbook(later / "semester.xlsx", {"Laporan": ekinerja(rows, titles=())})
    other = folders.key(tmp_path, "kunci-lain")
    assert problems(recorded, other) == ["wrong_key"]
    assert problems(unrecorded, other) == ["unmatched_key"]
    assert load_folder(unrecorded, key=key).periods[0] == "2025-S1"


def test_other_people_under_the_recorded_key_are_no_wrong_key(folder: Path, key: Path, tmp_path: Path) -> None:
    before = load_folder(folder, key=key)
    later = folders.canonical(folders.profile(tmp_path / "a", sidik_kunci=before.profile.key_id), before)
    rows = [appraisal(place, **folders.POSTS, **PERIOD_ONE) for place in (11, 12, 13)]
    workbook(later / "dinas b.xlsx", {"Laporan": ekinerja(rows, titles=())})
    assert len(load_folder(later, key=key).table("pegawai")) == len(folders.PEOPLE) + 3


def test_a_key_among_the_data_is_refused(folder: Path) -> None:
    with pytest.raises(KeyRefused):
        load_folder(folder, key=folder / "kunci")


def test_numeric_numbers_are_an_error_that_names_sheet_column_and_count(tmp_path: Path, key: Path) -> None:
    damaged = {place: {"nip": float(nip(place))} for place in (2, 3)}
    folder = folders.export(folders.profile(tmp_path / "data"), damaged=damaged)
    with pytest.raises(InvalidDataset) as caught:
        load_folder(folder, key=key)
    (problem,) = caught.value.problems
    assert (problem.rule, problem.sheet, problem.column, problem.count) == ("numeric_identity", "Laporan", "nip", 2)
    assert nip(2)[:12] not in str(caught.value)


def test_problems_of_several_files_are_told_at_once(folder: Path, key: Path) -> None:
    (folder / "rusak.xlsx").write_bytes(b"PK\x03\x04 bukan buku kerja")
    (folder / "kosong.csv").write_bytes(b"")
    (folder / "pemetaan.toml").write_text("tidak_ada = 1", encoding="utf-8")
    assert len(problems(folder, key)) == 3


def test_hidden_files_and_what_the_package_writes_are_no_sources(folder: Path, key: Path) -> None:
    before = load_folder(folder, key=key)
    for name in ("~$unduhan (3).xlsx", ".sementara.csv", "log_muat.csv", "catatan.md", "gambar.png"):
        (folder / name).write_bytes(b"x")
    assert load_folder(folder, key=key).log.equals(before.log)


def test_an_export_named_like_a_canonical_table_is_read_by_its_content(tmp_path: Path, key: Path) -> None:
    folder = folders.export(folders.profile(tmp_path / "data"), "penilaian.xlsx")
    assert len(load_folder(folder, key=key).table("pegawai")) == len(folders.PEOPLE)


def test_a_canonical_table_without_its_identity_is_told_so(tmp_path: Path) -> None:
    folder = folders.canonical(folders.profile(tmp_path / "data"), small.dataset())
    pd.read_csv(folder / "pegawai.csv", dtype=str).drop(columns="id_pegawai").to_csv(
        folder / "pegawai.csv", index=False
    )
    with pytest.raises(InvalidDataset) as caught:
        load_folder(folder)
    assert ("missing_column", "id_pegawai") in [(item.rule, item.column) for item in caught.value.problems]


def test_a_canonical_table_given_twice_is_refused(tmp_path: Path) -> None:
    folder = folders.canonical(folders.profile(tmp_path / "data"), small.dataset())
    (folder / "pegawai baru.csv").write_bytes((folder / "pegawai.csv").read_bytes())
    with pytest.raises(InvalidDataset) as caught:
        load_folder(folder)
    assert [item.rule for item in caught.value.problems] == ["repeated_table"]


def test_tables_of_a_database_are_loaded_like_files(tmp_path: Path, key: Path) -> None:
    import sqlalchemy

    folder = folders.profile(tmp_path / "data")
    (folder / "pemetaan.toml").write_text('[basisdata]\npenilaian = "SELECT * FROM skp"', encoding="utf-8")
    rows = pd.DataFrame([appraisal(place, **folders.POSTS) for place in folders.PEOPLE])
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'simpeg.db'}")
    rows.astype({"nip": "int64"}).to_sql("skp", engine, index=False)
    engine.dispose()
    data = load_folder(folder, key=key, sql=f"sqlite:///{tmp_path / 'simpeg.db'}")
    assert len(data.table("penilaian")) == len(folders.PEOPLE)
    assert balance(data.log)["file"].tolist() == ["basis data"]


def test_an_address_of_a_database_without_a_query_is_a_mistake(folder: Path, key: Path) -> None:
    assert [item.rule for item in read_folder(folder, key=key, sql="sqlite:///x.db").problems] == ["database_queries"]


def test_the_public_loader_is_that_of_folders() -> None:
    assert kl.load is load_folder
