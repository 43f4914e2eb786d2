"""A folder of canonical tables becomes a dataset, or says everything that is wrong with it."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.errors import InvalidDataset, UnknownName
from kinerja_lab.loaders.folder import load_folder as load
from kinerja_lab.loaders.regions import load_region
from kinerja_lab.loaders.samples import load_sample, sample_regions
from tests.small import PROFILE, dataset, tables


@pytest.fixture
def folder(tmp_path):
    lines = [f'{key} = "{value}"' for key, value in PROFILE.items()]
    (tmp_path / "wilayah.toml").write_text("\n".join(lines), encoding="utf-8")
    for name, frame in tables().items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def test_what_was_written_is_what_is_read(folder):
    assert load(folder, "2025-S1").content_hash == dataset().content_hash


def test_the_latest_period_is_the_default(folder):
    assert load(folder).period == "2025-S1"


def test_a_byte_order_mark_does_no_harm(folder):
    path = folder / "pegawai.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(folder).content_hash == dataset().content_hash


def test_na_is_a_text_and_not_a_missing_value(folder):
    frame = tables()["pegawai"].assign(unit_kerja="NA")
    frame.to_csv(folder / "pegawai.csv", index=False)
    assert set(load(folder).table("pegawai")["unit_kerja"]) == {"NA"}


def test_problems_name_file_and_row_in_the_file(folder):
    frame = tables()["pegawai"]
    frame.loc[3, "jenis_kelamin"] = "laki"
    frame.to_csv(folder / "pegawai.csv", index=False)
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    (problem,) = refused.value.problems
    assert (problem.file, problem.row, problem.found, problem.allowed) == ("pegawai.csv", 5, "laki", "L, P")


def test_a_folder_without_pegawai_says_which_table_and_columns(folder):
    (folder / "pegawai.csv").unlink()
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    assert refused.value.problems[0].file == "pegawai.csv"
    assert "jenis_kelamin" in refused.value.problems[0].allowed


@pytest.mark.parametrize("content", [b"", b'a,b\n"1,2\n', b"\xff\xfe\x00broken"])
def test_an_unreadable_table_is_named(folder, content):
    (folder / "indikator.csv").write_bytes(content)
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    assert {each.file for each in refused.value.problems} == {"indikator.csv"}


@pytest.mark.parametrize("content", ["slug = ", "\x00"])
def test_a_broken_profile_is_named(folder, content):
    (folder / "wilayah.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    assert refused.value.problems[0].rule == "unreadable"


def test_a_missing_profile_is_named(folder):
    (folder / "wilayah.toml").unlink()
    with pytest.raises(InvalidDataset, match=r"wilayah\.toml"):
        load(folder)


def test_a_missing_folder_is_an_unknown_name(tmp_path):
    with pytest.raises(UnknownName):
        load(tmp_path / "tidak-ada")


def test_an_unknown_region_lists_the_known_ones():
    with pytest.raises(UnknownName) as refused:
        load_sample("atlantis")
    assert refused.value.known == sample_regions()
    assert "bukittinggi" in refused.value.known


def test_a_region_by_folder_must_be_the_one_named(folder):
    assert load_region("kota-uji", "2025-S1", str(folder)).profile.name == "Kota Uji"
    assert load_region("", "", str(folder)).period == "2025-S1"
    with pytest.raises(UnknownName):
        load_region("sibolga", "2025-S1", str(folder))


def test_duplicate_rows_are_refused(folder):
    frame = pd.concat([tables()["penilaian"]] * 2)
    frame.to_csv(folder / "penilaian.csv", index=False)
    with pytest.raises(InvalidDataset) as refused:
        load(folder)
    assert {each.rule for each in refused.value.problems} == {"duplicate"}
    assert len(refused.value.problems) == 12
