"""The same small table as a sound file of every form that is read."""

from __future__ import annotations

import gzip
import sqlite3
import struct
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from kinerja_lab.loaders.write import write_workbook
from tests.loaders.exports import EKINERJA, appraisal
from tests.loaders.folders import PEOPLE, POSTS
from tests.loaders.shells import binary_cell, binary_row, binary_workbook, old_book, record

Head, Rows = Sequence[str], Sequence[Sequence[object]]
Make = Callable[[Head, Rows], bytes]
QUERY = '[basisdata]\npenilaian = "SELECT * FROM skp"\n'
APPRAISALS: Rows = [[appraisal(place, **POSTS)[name] for name in EKINERJA] for place in PEOPLE]


def csv(head: Head, rows: Rows) -> bytes:
    """Text with semicolons."""
    return pd.DataFrame(list(rows), columns=list(head)).to_csv(sep=";", index=False).encode()


def xls(head: Head, rows: Rows) -> bytes:
    """An old workbook: every text in its own cell."""
    cells = b""
    for row, line in enumerate([head, *rows]):
        for column, cell in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, float | int):
                cells += record(0x203, place + struct.pack("<d", cell))
            elif cell:
                cells += record(0x204, place + struct.pack("<HB", len(str(cell)), 1) + str(cell).encode("utf-16-le"))
    return old_book(cells)


def xlsb(head: Head, rows: Rows) -> bytes:
    """A binary workbook: the parts of a workbook, two of them as records."""
    cells = b""
    for row, line in enumerate([head, *rows]):
        cells += binary_row(row)
        for column, cell in enumerate(line):
            cells += b"" if cell in (None, "") else binary_cell(column, cell)
    return binary_workbook(cells)


def _written(suffix: str) -> Make:
    """A form that the package writes itself."""

    def make(head: Head, rows: Rows) -> bytes:
        frame = pd.DataFrame(list(rows), columns=list(head))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a.{suffix}"
            frame.to_parquet(path) if suffix == "parquet" else write_workbook(path, {"a": frame})
            return path.read_bytes()

    return make


def _sqlite(head: Head, rows: Rows) -> bytes:
    """A database with one table."""
    connection = sqlite3.connect(":memory:")
    pd.DataFrame(list(rows), columns=list(head)).to_sql("skp", connection, index=False)
    content = connection.serialize()
    connection.close()
    return content


FORMS: dict[str, Make] = {
    "csv": csv,
    "csv.gz": lambda head, rows: gzip.compress(csv(head, rows), mtime=0),
    "xlsx": _written("xlsx"),
    "xls": xls,
    "xlsb": xlsb,
    "ods": _written("ods"),
    "parquet": _written("parquet"),
    "db": _sqlite,
}
CHECKED = ("csv.gz", "xlsx", "xlsb", "ods")  # forms whose parts carry a checksum
