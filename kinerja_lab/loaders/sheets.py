"""Any file with tables becomes sheets: text, workbook, open document or Parquet; nothing renamed, nothing converted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from kinerja_lab.files import local
from kinerja_lab.loaders.extent import MOST_CELLS, MOST_COLUMNS
from kinerja_lab.loaders.forms import Form, recognise_form, refused, unreadable
from kinerja_lab.loaders.sheet import Sheet
from kinerja_lab.loaders.text_tables import read_text
from kinerja_lab.loaders.workbooks import read_workbook


def read_sheets(path: Path) -> list[Sheet]:
    """Read every sheet of a file, in its order, empty ones too; exactly one of text and Parquet.

    Text (comma, semicolon, tab or bar; gzip too), a workbook (XLSX, XLSM, XLSB, XLS), ODS or Parquet: its content says
    what it is.

    Raises ``InvalidDataset``: the file cannot be read, or is refused because opening it is not safe. ``UnknownName``:
    It is the address of a network.
    """
    form = recognise_form(local(path))
    if form in (Form.TEXT, Form.COMPRESSED_TEXT):
        return [read_text(path, form)]
    return [Sheet(path.name, "", _parquet(path))] if form is Form.PARQUET else read_workbook(path, form)


def read_parquet(path: Path) -> pd.DataFrame:
    """Read a Parquet file as the table that it declares.

    Raises ``InvalidDataset``: it is broken, has more cells than fit into memory, or holds values inside values.
    """
    try:
        with parquet.ParquetFile(path) as file:
            rows, columns = file.metadata.num_rows, file.metadata.num_columns
            _refuse_large(path, rows, columns)
            plain = [field.name for field in file.schema_arrow if pa.types.is_string(field.type)]
            nested = [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]
            if nested or len(set(file.schema_arrow.names)) < columns:
                raise refused(path, rule="refused_nested")
        # One long text that many rows point to is kept once.
        table = parquet.read_table(path, read_dictionary=plain, partitioning=None)
        return pd.DataFrame(table.to_pandas(date_as_object=False, ignore_metadata=True))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise unreadable(path, error) from None


def _refuse_large(path: Path, rows: int, columns: int) -> None:
    """A few bytes may stand for any number of equal rows."""
    if columns > MOST_COLUMNS:
        raise refused(path, rule="refused_columns", found=str(columns), allowed=str(MOST_COLUMNS))
    if rows * columns > MOST_CELLS:
        raise refused(path, rule="refused_extent", found=f"{rows} × {columns}", allowed=str(MOST_CELLS))


def _parquet(path: Path) -> pd.DataFrame:
    """Names of the columns as row 1, values below."""
    frame = read_parquet(path)
    head = pd.DataFrame([list(map(str, frame.columns))], dtype=object)
    values = {place: _objects(frame.iloc[:, place]) for place in range(frame.shape[1])}
    cells = pd.concat([head, pd.DataFrame(values, index=frame.index)], ignore_index=True)
    return cells.set_axis(pd.RangeIndex(1, len(cells) + 1))


def _objects(values: pd.Series) -> pd.Series:
    """Values as Python objects, missing ones None, moments as in workbooks."""
    moments = pd.api.types.is_datetime64_any_dtype(values)
    found = pd.Series(list(values.dt.to_pydatetime()) if moments else values, index=values.index, dtype=object)
    return found.where(values.notna(), None)
