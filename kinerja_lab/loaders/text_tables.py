"""Tables in text files: encoding and separator are found in the content, every cell stays the text it is."""

from __future__ import annotations

import csv
import io
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from kinerja_lab.loaders.archive import MOST_RATIO
from kinerja_lab.loaders.extent import MOST_CELLS, MOST_COLUMNS
from kinerja_lab.loaders.forms import Form, refused, unreadable
from kinerja_lab.loaders.sheet import Sheet

MOST_BYTES = 1 << 30
MOST_LINE = 1 << 20  # bytes of one line, and characters of one cell
_SEPARATORS = ";,\t|"
_SAMPLE = 1 << 16
_CONTROL = bytes({*range(32), 127} - {9, 10, 13})
_MOST_CONTROL = 0.05  # share of control characters from which on this is no text


def read_text(path: Path, form: Form = Form.TEXT) -> Sheet:
    """Read a text file with one table, whatever separates its cells; ``COMPRESSED_TEXT`` is gzip.

    Raises ``InvalidDataset``: no text, no known encoding, a quote that is never closed, or far more columns, cells or
    text in one cell than any table has.
    """
    content = _utf8(path, _content(path, form))
    if not content.strip():
        raise refused(path, rule="refused_empty")
    _refuse_markup(path, content)
    sign = _separator(content)
    cells = None if _has_open_lines(path, content) else _rectangular(content, sign)
    return _ragged(path, content, sign) if cells is None else Sheet(path.name, "", cells)


def _content(path: Path, form: Form) -> bytes:
    """All bytes of a file, inflated if it is compressed, within bounds."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise refused(path, rule="refused_archive", found=f"{size >> 20} MiB")
    content = path.read_bytes()
    return content if form is Form.TEXT else _inflated(path, content)


def _inflated(path: Path, content: bytes) -> bytes:
    """Content of a gzip file, unless it is a bomb."""
    most = min(MOST_BYTES, max(MOST_RATIO * len(content), 16 << 20))
    text, rest = io.BytesIO(), content
    try:
        while rest:  # a file may hold several members, one after the other
            machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
            text.write(machine.decompress(rest, most + 1 - text.tell()))
            if text.tell() > most or machine.unconsumed_tail:
                raise refused(path, rule="refused_archive", found=f"> {most >> 20} MiB")
            if not machine.eof:
                raise EOFError("unexpected end of gzip data")
            rest = machine.unused_data.lstrip(b"\0")
    except (zlib.error, EOFError) as error:
        raise unreadable(path, error) from None
    return text.getvalue()


def _utf8(path: Path, content: bytes) -> bytes:
    """The same text in UTF-8, without a byte order mark."""
    encodings: tuple[str, ...] = ("utf-8", "cp1252")
    if content.startswith(b"\xef\xbb\xbf"):
        content, encodings = content[3:], ("utf-8",)
    elif wide := _wide(content[:_SAMPLE]):
        encodings = (wide,)
    if not encodings[0].startswith("utf-16"):
        sample = content[:_SAMPLE]
        if len(sample) - len(sample.translate(None, _CONTROL)) > _MOST_CONTROL * len(sample):
            raise refused(path, rule="refused_form", found="", allowed=", ".join(Form))
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            problem = error
        else:
            return content if encoding == "utf-8" else text.encode().removeprefix(b"\xef\xbb\xbf")
    raise refused(path, rule="refused_letters", found=f"0x{problem.object[problem.start]:02x}")


def _wide(sample: bytes) -> str:
    """Name of the encoding if every character has two bytes: by its mark, or where the zeros are."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    low, high = sample[1::2].count(0), sample[::2].count(0)
    if max(low, high) * 2 * 2 < len(sample):
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _refuse_markup(path: Path, content: bytes) -> None:
    """Web pages and XML are saved under names of workbooks by many programs."""
    start = content[:1024].lstrip().lower()
    if start.startswith(b"<"):
        raise refused(path, rule="refused_html", found="XML" if start.startswith(b"<?xml") else "HTML")


def _separator(content: bytes) -> str:
    """The sign that stands in most of the first lines, outside quotes; titles above a table have none."""
    lines = content[:_SAMPLE].decode("utf-8", "ignore").splitlines()[:50]
    counts = {sign: ["".join(line.split('"')[::2]).count(sign) for line in lines] for sign in _SEPARATORS}
    return max(_SEPARATORS, key=lambda sign: (sum(map(bool, counts[sign])), sum(counts[sign])))


def _has_open_lines(path: Path, content: bytes) -> bool:
    """Whether a quote is open at the end of some line; lines too long for a table are refused."""
    signs = np.frombuffer(content, dtype=np.uint8)
    ends = np.append(np.flatnonzero((signs == ord("\n")) | (signs == ord("\r"))), len(signs))
    longest = int(np.diff(ends, prepend=0).max())
    if longest > MOST_LINE:
        raise refused(path, rule="refused_cell", found=f"{longest >> 20} MiB")
    quotes = np.flatnonzero(signs == ord('"')) if b'"' in content else np.empty(0, dtype=np.intp)
    return bool((np.searchsorted(quotes, ends) % 2).any())


def _rectangular(content: bytes, sign: str) -> pd.DataFrame | None:
    """Table of a file whose rows all have as many cells; None if they do not."""
    start = io.StringIO(content[: 2 * MOST_LINE].decode("utf-8", "ignore"), newline="")
    names = [f"f{place}" for place, _ in enumerate(next(csv.reader(start, delimiter=sign)))]
    if len(names) > MOST_COLUMNS:
        return None
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(autogenerate_column_names=True, block_size=4 * MOST_LINE),
            parse_options=arrow_csv.ParseOptions(delimiter=sign, ignore_empty_lines=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
            ),
        )
    except pa.ArrowInvalid:
        return None
    cells = table.to_pandas(split_blocks=True, self_destruct=True)
    return cells.set_axis(range(cells.shape[1]), axis=1).set_axis(pd.RangeIndex(1, len(cells) + 1))


def _ragged(path: Path, content: bytes, sign: str) -> Sheet:
    """Table of a file whose rows have different numbers of cells, or whose cells hold line ends."""
    rows: list[list[str | None]] = []
    width = 0
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), delimiter=sign, strict=True)
    try:
        for row in reader:
            width = max(width, len(row))
            if width > MOST_COLUMNS:
                raise refused(path, rule="refused_columns", found=str(width), allowed=str(MOST_COLUMNS))
            if width * len(rows) > MOST_CELLS:
                raise refused(path, rule="refused_extent", found=f"{len(rows)} × {width}", allowed=str(MOST_CELLS))
            rows.append([cell or None for cell in row])
    except csv.Error as error:
        rule = "refused_cell" if "limit" in str(error) else "refused_quote"
        raise refused(path, rule=rule, row=len(rows) + 1) from None
    index = pd.RangeIndex(1, len(rows) + 1)
    widths = pd.Series([len(row) for row in rows], index=index)
    padded = [row + [None] * (width - len(row)) for row in rows]
    cells = pd.DataFrame(padded, index=index, columns=range(width), dtype="str")
    return Sheet(path.name, "", cells, None if widths.eq(width).all() else widths)
