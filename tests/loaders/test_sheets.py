"""Every form is read with the types that it declares, and nothing that breaks readers breaks this one."""

from __future__ import annotations

import contextlib
import datetime
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.sheets import read_sheets
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.messages.explain import explain_error
from tests.loaders.hostile import REFUSED, Make, text, workbook
from tests.loaders.shells import old_workbook, parts, zipped

linux = pytest.mark.skipif(sys.platform != "linux", reason="what a program has had at most is told only there")
unix = pytest.mark.skipif(sys.platform == "win32", reason="pipes are made as on Unix, and memory is held only there")


def cells(path: Path) -> list[list[object]]:
    (sheet,) = read_sheets(path)
    return [[None if pd.isna(cell) else cell for cell in row] for row in sheet.cells.to_numpy().tolist()]


@unix
@pytest.mark.parametrize(("make", "rule"), REFUSED.values(), ids=REFUSED)
def test_what_breaks_readers_is_refused_soon_and_with_its_reason(make: Make, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "data.xlsx"
    make(path)
    start = sum(os.times()[:4])
    with pytest.raises(InvalidDataset) as refused:
        read_sheets(path)
    assert sum(os.times()[:4]) - start < 2  # seconds of the processor, the reader's own process included
    assert [problem.rule for problem in refused.value.problems] == [rule]
    for lang in LANGUAGES:
        said = explain_error(refused.value, lang)
        assert str(tmp_path) not in said
        assert "data.xlsx" in said


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.txt", "tanpa akhiran"])
@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_whatever_its_name_encoding_and_separator(
    name: str, sign: str, encoding: str, tmp_path: Path
) -> None:
    rows = [["nama", "skor"], ["Café – é", "2.5"], ["b", None], ["c", "3"]]
    told = "\r\n".join(sign.join(cell or "" for cell in row) for row in rows)
    (tmp_path / name).write_bytes(told.encode(encoding))
    assert cells(tmp_path / name) == rows


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a;b\r1;2\r", [["a", "b"], ["1", "2"]]),
        (b'a;b\n"x;y";"p""q"\n', [["a", "b"], ["x;y", 'p"q']]),
        (b'a;b\n"x\ny";1\n', [["a", "b"], ["x\ny", "1"]]),
        (b'a;b\n"x\ry";1\n', [["a", "b"], ["x\ry", "1"]]),
        (b'a;b\n5" x 3";1\n', [["a", "b"], ['5" x 3"', "1"]]),
        (
            b"Judul, 2025\n\na;b;c\n1,5;2;3\n",
            [["Judul, 2025", None, None], [None] * 3, ["a", "b", "c"], ["1,5", "2", "3"]],
        ),
        (b"a;b\n1\n2;3;4\n", [["a", "b", None], ["1", None, None], ["2", "3", "4"]]),
        (b"NA;nan\n0012;1e5\n", [["NA", "nan"], ["0012", "1e5"]]),
        (b"a\nx\n\ny\n", [["a"], ["x"], [None], ["y"]]),
    ],
)
def test_text_stays_text_at_its_place(content: bytes, expected: list[list[object]], tmp_path: Path) -> None:
    text(content)(tmp_path / "a.csv")
    assert cells(tmp_path / "a.csv") == expected


def test_rows_of_different_width_are_told(tmp_path: Path) -> None:
    text(b"a;b\n1\n2;3;4\n")(tmp_path / "a.csv")
    (sheet,) = read_sheets(tmp_path / "a.csv")
    assert sheet.widths is not None
    assert sheet.widths.to_dict() == {1: 2, 2: 1, 3: 3}
    assert list(sheet.cells.index) == [1, 2, 3]


def test_a_workbook_keeps_types_sheets_and_places(tmp_path: Path) -> None:
    moment = datetime.datetime(2025, 6, 30, 14, 5)
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        day, clock = (book.add_format({"num_format": form}) for form in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
        sheet = book.add_worksheet("skp")
        sheet.merge_range(0, 0, 0, 3, "Judul")
        sheet.write_row(3, 1, ["0012", 199001, True])
        sheet.write_datetime(4, 1, moment.replace(hour=0, minute=0), day)
        sheet.write_datetime(4, 2, moment, clock)
        book.add_worksheet("kosong")
    first, second = read_sheets(tmp_path / "a.xlsx")
    assert (first.file, first.name, second.name) == ("a.xlsx", "skp", "kosong")
    assert second.cells.empty
    assert first.cells.loc[1].tolist() == ["Judul", None, None, None]
    assert first.cells.loc[4].tolist() == [None, "0012", 199001.0, True]
    assert isinstance(first.cells.loc[4, 2], float)
    assert first.cells.loc[5].tolist() == [None, datetime.datetime(2025, 6, 30), moment, None]


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    text(old_workbook(2, 1))(tmp_path / "a.xls")
    assert cells(tmp_path / "a.xls") == [[None, None], [None, None], [None, 7.0]]


def test_parquet_keeps_its_types_below_the_names(tmp_path: Path) -> None:
    moment = datetime.datetime(2025, 6, 30, 14, 5)
    pd.DataFrame({"a": ["x", None], "b": [1.5, None], "c": [moment, None]}).to_parquet(tmp_path / "a")
    assert cells(tmp_path / "a") == [["a", "b", "c"], ["x", 1.5, moment], [None, None, None]]


def test_cells_that_only_have_a_colour_are_no_cells(tmp_path: Path) -> None:
    coloured = "".join(f'<c r="{letters}1" s="1"/>' for letters in ("B", "ZZ", "XFD"))
    workbook(f'<row r="1"><c r="A1"><v>1</v></c>{coloured}</row>')(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [[1.0]]


def test_a_workbook_without_places_of_cells_is_read(tmp_path: Path) -> None:
    workbook("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")(tmp_path / "a.xlsx")
    assert cells(tmp_path / "a.xlsx") == [[1.0, 2.0], [3.0, None]]


@linux
def test_refusing_takes_less_than_512_mib(tmp_path: Path) -> None:
    for number, (make, _) in enumerate(REFUSED.values()):
        make(tmp_path / str(number))
    script = """
import pathlib, resource, sys
from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.sheets import read_sheets
for path in pathlib.Path(sys.argv[1]).iterdir():
    try:
        read_sheets(path)
    except InvalidDataset:
        pass
status = pathlib.Path("/proc/self/status").read_text()  # ru_maxrss would count what the tests had before this program
own = int(status.partition("VmHWM:")[2].split()[0])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024)
"""
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 512


@pytest.mark.slow
@unix
@pytest.mark.parametrize(
    "content",
    [zipped(parts('<row r="1"><c r="A1"><v>1</v></c></row>')), old_workbook(2, 1), b'a;b\n"x";2\n' * 20],
    ids=["xlsx", "xls", "csv"],
)
def test_one_wrong_byte_is_read_or_refused_and_never_ends_the_process(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    for place in range(0, len(content), max(1, len(content) // 500)):
        path.write_bytes(content[:place] + bytes([content[place] ^ (1 << place % 8)]) + content[place + 1 :])
        with contextlib.suppress(InvalidDataset):
            read_sheets(path)
