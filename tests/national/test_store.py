"""What is stored comes back, people are numbers, and a file that was touched is noticed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidOption, ReportFailed, UnknownName
from kinerja_lab.national.store import (
    MANIFEST,
    PART,
    PEOPLE,
    folder_name,
    read_region,
    regions,
    with_period,
    write_region,
)
from kinerja_lab.profile import RegionProfile
from tests import small


def test_a_region_comes_back_equal_in_every_period(store: Path, samples: dict[str, Dataset]) -> None:
    for region in regions(store):
        data = samples[region.folder.name]
        assert (region.profile, region.periods) == (data.profile, data.periods)
        assert region.data().content_hash == data.content_hash
    first = data.periods[0]
    assert region.data(first).content_hash == replace(data, period=first).content_hash


def test_a_profile_with_every_kind_of_field_comes_back(tmp_path: Path) -> None:
    told = small.PROFILE | {
        "bobot_peran": {"atasan": 0.6, "rekan": 0.4},
        "sumber_bobot": "contoh uji",
        "pembandingan": [{"kolom": "jenis_kelamin", "fokal": "P", "acuan": "L"}],
        "intervensi": [
            {
                "tanggal": "2025-03",
                "unit_kerja": "A",
                "indikator": "i",
                "arah": "naik",
                "sumber": "s",
                "pembanding": ["B"],
            }
        ],
        "kop": ["PEMERINTAH KOTA UJI"],
    }
    profile = RegionProfile.from_mapping(told)
    write_region(Dataset(profile=profile, period="2025-S1", tables=small.tables()), tmp_path)
    assert read_region(tmp_path).profile == profile


def test_scores_are_small_numbers_and_pseudonyms_stand_in_one_list_only(store: Path) -> None:
    for region in regions(store):
        people = set(pq.read_table(region.folder / PEOPLE).column(0).to_pylist())
        assert len(people) > 20
        for path in region.folder.rglob(PART):
            table = pq.ParquetFile(path).read()
            texts = {cell for name in table.column_names for cell in table[name].to_pylist() if isinstance(cell, str)}
            assert not texts & people
        types = {field.name: str(field.type) for field in pq.read_schema(region.folder / region.parts("butir")[0])}
        assert {types[name] for name in ("peran", "aspek", "skor")} == {"int8"}
        assert {types[name] for name in ("id_pegawai", "id_penilai")} == {"int32"}


def test_numbers_of_people_are_refused(tmp_path: Path) -> None:
    nip = "197003121995031999"
    tables = {
        name: frame.replace({f"{3:016x}": nip}) if name != "unit" else frame for name, frame in small.tables().items()
    }
    with pytest.raises(InvalidOption) as refused:
        write_region(Dataset(profile=small.profile(), period="2025-S1", tables=tables), tmp_path)
    assert nip not in str(refused.value)


def test_a_code_that_could_leave_the_store_is_refused() -> None:
    with pytest.raises(InvalidOption):
        folder_name(small.profile(kode="../13"))


def test_the_same_data_give_the_same_bytes(samples: dict[str, Dataset], tmp_path: Path) -> None:
    data = next(iter(samples.values()))
    for name in ("a", "b"):
        write_region(data, tmp_path / name)
    files = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("a", "b")
    ]
    assert files[0] == files[1]


@pytest.mark.parametrize("touch", ["missing", "changed", "manifest", "schema"])
def test_a_store_that_was_touched_is_told_with_the_place(touch: str, tmp_path: Path) -> None:
    folder = tmp_path / "kode=kemendagri-07"
    write_region(Dataset(profile=small.profile(), period="2025-S1", tables=small.tables()), folder)
    part, manifest = folder / "pegawai" / PART, folder / MANIFEST
    if touch == "missing":
        part.unlink()
    if touch == "changed":
        part.write_bytes(part.read_bytes()[:-1] + b"x")
    if touch == "manifest":
        manifest.write_text("{", encoding="utf-8")
    if touch == "schema":
        told = json.loads(manifest.read_text(encoding="utf-8"))
        manifest.write_text(json.dumps(told | {"skema": "0"}), encoding="utf-8")
    with pytest.raises(ReportFailed) as failed:
        regions(tmp_path)[0].data()
    assert failed.value.reason == ("store_schema" if touch == "schema" else "store_broken")
    assert folder.name in failed.value.detail


def test_an_empty_folder_and_an_unknown_period_are_told(store: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportFailed, match="no_store"):
        regions(tmp_path)
    with pytest.raises(UnknownName, match="2025-S2"):
        with_period(regions(store), "1999-S1")
