"""Canonical tables as files: CSV, XLSX, ODS or Parquet; each file is complete or not there."""

from __future__ import annotations

import datetime
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Literal, get_args
from xml.sax.saxutils import escape, quoteattr

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidOption
from kinerja_lab.files import whole

TableForm = Literal["csv", "xlsx", "ods", "parquet"]
_WORKBOOK = "tabel"  # name of the file that holds all tables
_MOST_ROWS = 1 << 20  # of a worksheet
_MADE = datetime.datetime(2000, 1, 1)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_WRITTEN = {col.Kind.DATE: "%Y-%m-%d", col.Kind.TIME: "%Y-%m-%d %H:%M:%S"}
_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def write_tables(data: Dataset, folder: str | Path, form: TableForm = "csv") -> tuple[Path, ...]:
    """Write all tables of a dataset, so that loading them gives the same dataset; ``wilayah.toml`` is not written.

    ``csv`` and ``parquet`` give a file a table, ``xlsx`` and ``ods`` one workbook with a sheet a table. Text stays text
    in every form: no cell becomes a formula.

    Raises ``InvalidOption``: another form, or a table with more rows or longer text than a workbook can hold.
    """
    if form not in get_args(TableForm):
        raise InvalidOption("form", form, ", ".join(get_args(TableForm)))
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if form == "parquet":
        typed = {name: partial(frame.to_parquet, index=False) for name, frame in data.tables.items()}
        return tuple(_published(folder / f"{name}.parquet", write) for name, write in typed.items())
    told = {name: _told(name, frame) for name, frame in data.tables.items()}
    if form == "csv":
        plain = {name: partial(frame.to_csv, index=False, lineterminator="\n") for name, frame in told.items()}
        return tuple(_published(folder / f"{name}.csv", write) for name, write in plain.items())
    return (write_workbook(folder / f"{_WORKBOOK}.{form}", told),)


def write_workbook(path: Path, sheets: Mapping[str, pd.DataFrame]) -> Path:
    """Write frames as the sheets of one workbook, XLSX or ODS by the suffix; text and numbers only, never a formula.

    Raises ``InvalidOption``: a frame has more rows or longer text than a workbook can hold.
    """
    long = [name for name, frame in sheets.items() if len(frame) >= _MOST_ROWS]
    if long:
        raise InvalidOption("form", path.suffix[1:], f"csv, parquet: {', '.join(long)} > {_MOST_ROWS} rows")
    return _published(path, lambda draft: (_ods if path.suffix == ".ods" else _xlsx)(draft, sheets))


def _published(path: Path, write: Callable[[Path], object]) -> Path:
    """Write under another name, then rename."""
    with whole(path) as draft:
        write(draft)
    return path


def _told(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Values as canonical tables have them: numbers, and text for everything else."""
    kinds = {column.name: column.kind for column in col.TABLES[name].columns}
    told = frame.copy(deep=False)
    for column in frame:
        if kinds.get(column) is col.Kind.FLAG:
            told[column] = frame[column].map({True: "ya", False: "tidak"}).astype("str")
        elif kinds.get(column) in _WRITTEN:
            told[column] = frame[column].dt.strftime(_WRITTEN[kinds[column]]).astype("str")
    return told


def _rows(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Header and rows; missing cells are None."""
    yield tuple(map(str, frame.columns))
    yield from frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None)


def _xlsx(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Office Open XML, the same bytes for the same tables; numbers of 17 digits, which it would round, stay text."""
    with (
        _parts_of(path) as parts,
        xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": parts}) as workbook,
    ):
        workbook.set_properties({"created": _MADE})
        for name, frame in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(_rows(frame)):
                for place, cell in enumerate(cells):
                    if isinstance(cell, int | float) and float(f"{cell:.16G}") == cell:
                        sheet.write_number(row, place, cell)
                    elif cell is not None and sheet.write_string(row, place, str(cell)):
                        raise InvalidOption("form", "xlsx", f"csv, ods, parquet: {name}, row {row + 1}: text too long")


@contextmanager
def _parts_of(path: Path) -> Iterator[str]:
    """Folder for the parts of a workbook, beside it: what a killed run left there is swept by the next one."""
    parts = path.with_name(f"{path.name}.bagian")
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir(mode=0o700)
    try:
        yield str(parts)
    except FileCreateError as error:
        raise error.args[0] from None
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def _ods(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    """OpenDocument; its first part is its type, unpacked, as the format asks."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _ZIP_DATE), _ODS_TYPE, compress_type=zipfile.ZIP_STORED)
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml", _ZIP_DATE), _MANIFEST, zipfile.ZIP_DEFLATED)
        content = zipfile.ZipInfo("content.xml", _ZIP_DATE)
        content.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(content, "w", force_zip64=True) as part:
            for piece in _document(sheets):
                part.write(piece.encode())


def _document(sheets: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Content of an OpenDocument, piece by piece."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {_NAMESPACES} office:version="1.3">'
    yield "<office:body><office:spreadsheet>"
    for name, frame in sheets.items():
        yield f"<table:table table:name={quoteattr(name)}>"
        for cells in _rows(frame):
            yield f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _cell(cell: object) -> str:
    """A cell of an OpenDocument; its text stands in an attribute, where blanks and line ends stay as they are."""
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'
    shown = escape(str(cell)).replace("\n", "</text:p><text:p>")
    start = f'<table:table-cell office:value-type="string" office:string-value={quoteattr(str(cell))}>'
    return f"{start}<text:p>{shown}</text:p></table:table-cell>"
