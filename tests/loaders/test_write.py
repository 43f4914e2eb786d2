"""Whatever is written is read again as it was, in every form."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinerja_lab.columns import TABLES
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidOption
from kinerja_lab.loaders.folder import load_folder as load
from kinerja_lab.loaders.sheets import read_sheets
from kinerja_lab.loaders.write import write_tables, write_workbook
from tests.loaders.written import datasets
from tests.small import PROFILE, dataset, profile, tables

FORMS = ("csv", "xlsx", "ods", "parquet")
MANY = {"csv": 40, "parquet": 30, "xlsx": 10, "ods": 10}


def reread(data: Dataset, form: str, folder: Path) -> Dataset:
    write_tables(data, folder, form)
    lines = [f'{key} = "{value}"' for key, value in PROFILE.items()]
    (folder / "wilayah.toml").write_text("\n".join(lines), encoding="utf-8")
    return load(folder, data.period)


@pytest.mark.parametrize("form", FORMS)
def test_any_dataset_written_and_loaded_is_the_same_dataset(form: str) -> None:
    @settings(max_examples=MANY[form], deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(datasets())
    def check(data: Dataset) -> None:
        with tempfile.TemporaryDirectory() as folder:
            again = reread(data, form, Path(folder))
            for name in data.tables:
                pd.testing.assert_frame_equal(again.table(name), data.table(name))
            assert again.content_hash == data.content_hash

    check()


@settings(max_examples=30, deadline=None)
@given(datasets(), st.randoms(use_true_random=False))
def test_any_order_of_rows_and_columns_gives_the_same_dataset(data: Dataset, random: object) -> None:
    shuffled = {}
    for name, frame in data.tables.items():
        columns = list(frame.columns)
        random.shuffle(columns)
        shuffled[name] = frame.sample(frac=1, random_state=random.randrange(1000))[columns]
    other = Dataset(profile=data.profile, period=data.period, tables=shuffled)
    assert other.content_hash == data.content_hash
    for name in data.tables:
        pd.testing.assert_frame_equal(other.table(name), data.table(name))


@pytest.mark.parametrize("form", FORMS)
def test_the_same_dataset_gives_the_same_bytes_and_nothing_else(form: str, tmp_path: Path) -> None:
    written = [write_tables(dataset(), tmp_path / name, form) for name in ("a", "b")]
    assert [path.read_bytes() for path in written[0]] == [path.read_bytes() for path in written[1]]
    assert sorted((tmp_path / "a").iterdir()) == sorted(written[0])


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_no_text_becomes_a_formula(form: str, tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "=cmd|'/c calc'!A1"]
    path = write_workbook(tmp_path / f"a.{form}", {"uji": pd.DataFrame({"=kolom": texts})})
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in content
    assert b"formula" not in content
    assert list(read_sheets(path)[0].cells[0]) == ["=kolom", *texts]


def test_a_failed_write_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"uji": pd.DataFrame({"a": ["lama"]})})
    before = path.read_bytes()
    with pytest.raises(InvalidOption):
        write_workbook(path, {"uji": pd.DataFrame({"a": ["x" * 40_000]})})
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_unknown_form_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(InvalidOption, match="parquet"):
        write_tables(dataset(), tmp_path, "docx")


def test_a_frame_longer_than_a_worksheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidOption, match="csv"):
        write_workbook(tmp_path / "a.xlsx", {"uji": pd.DataFrame({"a": range(1 << 20)})})


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    data = Dataset(
        profile=profile(), period="2025-S1", tables=tables() | {"unit": pd.DataFrame(columns=["periode", "unit_kerja"])}
    )
    for form in FORMS:
        kept = reread(data, form, tmp_path / form).table("unit")
        assert list(kept) == [column.name for column in TABLES["unit"].columns]
