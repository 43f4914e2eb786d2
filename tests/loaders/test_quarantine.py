from __future__ import annotations

import datetime
import os
import stat
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.folder import Loading, read_folder
from kinerja_lab.loaders.log import Decision, balance
from kinerja_lab.loaders.pseudonym import VARIABLE
from kinerja_lab.loaders.quarantine import FILE, ORIGIN, read_corrections, write_quarantine
from kinerja_lab.loaders.sheets import read_sheets
from tests.loaders import folders
from tests.loaders.exports import EKINERJA, nip

DAMAGED = {3: {"nip": "1,98E+17", "skp_jabatan": "=cmd|' /C calc'!A0"}, 5: {"hasil_akhir": "ISTIMEWA"}}


@pytest.fixture(autouse=True)
def _key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(folders.key(tmp_path)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folders.export(folders.profile(tmp_path / "data"), damaged=DAMAGED)


def written(folder: Path, loading: Loading) -> Path:
    path = write_quarantine(folder, loading.sources, loading.log, str.upper)
    assert path is not None
    return path


def corrected(path: Path, changes: dict[tuple[int, str], object]) -> None:
    """Correct cells by row of origin and header, as a person does in a spreadsheet."""
    sheets = read_sheets(path)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for sheet in sheets:
            page, heads = book.add_worksheet(sheet.name), sheet.cells.iloc[0].tolist()
            for place, row in enumerate(sheet.cells.to_numpy()):
                cells = list(row)
                for (origin, head), value in changes.items():
                    if cells[2] == origin:
                        cells[heads.index(head)] = value
                page.write_row(place, 0, ["" if cell is None else cell for cell in cells])


def test_quarantined_rows_are_written_as_they_were_with_origin_and_reason(folder: Path, tmp_path: Path) -> None:
    (sheet,) = read_sheets(written(tmp_path, read_folder(folder)))
    assert sheet.cells.iloc[0].tolist() == [*ORIGIN, *EKINERJA]
    rows = sheet.cells.iloc[1:]
    assert rows[0].unique().tolist() == ["unduhan (3).xlsx"]
    assert rows[1].unique().tolist() == ["Laporan"]
    assert rows[2].tolist() == [11, 13]
    assert rows[3].iloc[0] == "NIP_SCIENTIFIC"
    assert rows[4 + EKINERJA.index("nip")].tolist() == ["1,98E+17", nip(5)]


def test_text_that_looks_like_a_formula_stays_text(folder: Path, tmp_path: Path) -> None:
    import zipfile

    path = written(tmp_path, read_folder(folder))
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    (sheet,) = read_sheets(path)
    assert DAMAGED[3]["skp_jabatan"] in sheet.cells.to_numpy().ravel().tolist()


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_only_the_owner_may_read_what_holds_numbers_of_people(folder: Path, tmp_path: Path) -> None:
    path = written(tmp_path / "keluaran", read_folder(folder))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in path.parent.iterdir()] == [FILE]


def test_nothing_quarantined_is_nothing_written(tmp_path: Path) -> None:
    loading = read_folder(folders.export(folders.profile(tmp_path / "data")))
    assert write_quarantine(tmp_path / "keluaran", loading.sources, loading.log, str) is None
    assert not (tmp_path / "keluaran").exists()


def test_corrected_rows_take_the_place_of_the_original_ones(folder: Path) -> None:
    before = read_folder(folder)
    path = written(folder, before)
    corrected(path, {(11, "nip"): nip(3), (13, "hasil_akhir"): "BAIK"})
    after = read_folder(folder)
    assert balance(before.log.frame())["quarantined"].sum() == 2
    assert balance(after.log.frame())["quarantined"].sum() == 0
    assert balance(after.log.frame())["read"].sum() == balance(before.log.frame())["read"].sum()
    assert after.log.rows(Decision.FLAGGED) == {("unduhan (3).xlsx", "Laporan"): {11, 13}}
    assert len(after.dataset().table("pegawai")) == len(folders.PEOPLE)


def test_rows_that_were_not_corrected_stay_in_quarantine(folder: Path) -> None:
    path = written(folder, read_folder(folder))
    corrected(path, {(13, "hasil_akhir"): "BAIK"})
    assert read_folder(folder).log.rows(Decision.QUARANTINED) == {("unduhan (3).xlsx", "Laporan"): {11}}


def test_a_corrected_number_typed_as_a_number_is_an_error(folder: Path) -> None:
    path = written(folder, read_folder(folder))
    corrected(path, {(11, "nip"): float(nip(3))})
    assert [item.rule for item in read_folder(folder).problems] == ["numeric_identity"]


def test_corrections_without_their_original_file_are_told(folder: Path) -> None:
    written(folder, read_folder(folder))
    (folder / "unduhan (3).xlsx").unlink()
    (problem,) = read_folder(folder).problems
    assert (problem.rule, problem.found, problem.count) == ("origin_missing", "unduhan (3).xlsx", 2)


@pytest.mark.parametrize("rows", [[["apa", "saja"], [1, 2]], [list(ORIGIN), ["a.xlsx", "", "tiga", ""]]])
def test_a_file_that_does_not_tell_the_origin_is_refused(tmp_path: Path, rows: list[list[object]]) -> None:
    with xlsxwriter.Workbook(tmp_path / FILE) as book:
        page = book.add_worksheet("lembar")
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    with pytest.raises(InvalidDataset) as caught:
        read_corrections(tmp_path / FILE)
    assert [(item.rule, item.sheet) for item in caught.value.problems] == [("no_origin", "lembar")]


def test_dates_and_numbers_come_back_as_they_went_out(tmp_path: Path) -> None:
    damaged = {3: {"nip": "1", "waktu_dinilai": datetime.datetime(2025, 7, 5, 9, 30), "tahun_skp": 2025, "golru": True}}
    folder = folders.export(folders.profile(tmp_path / "data"), damaged=damaged)
    loading = read_folder(folder)
    (origin,) = read_corrections(written(tmp_path, loading)).values()
    before = loading.sources[0].sheet.cells.loc[origin.index]
    pd.testing.assert_frame_equal(origin, before, check_names=False, check_index_type=False, check_column_type=False)
