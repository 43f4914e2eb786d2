"""Files that break readers: each is made here, small, and says in how it is made what is wrong with it."""

from __future__ import annotations

import gzip
import os
import random
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet

from tests.loaders.shells import (
    binary_cell,
    binary_row,
    binary_workbook,
    compound,
    old_workbook,
    parts,
    record,
    zipped,
)

Make = Callable[[Path], object]


def workbook(rows: str) -> Make:
    """A workbook with these rows."""
    return lambda path: path.write_bytes(zipped(parts(rows)))


def sheet(change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> Make:
    """A sound workbook with one part changed."""
    content = parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    return lambda path: path.write_bytes(zipped(content | {part: change(content.get(part, b""))}, 1))


def text(content: bytes) -> Make:
    """A file of these bytes."""
    return lambda path: path.write_bytes(content)


def forged(path: Path) -> None:
    """A workbook whose directory says that its sheet is small."""
    content = bytearray(zipped(parts("<row><c><v>1</v></c></row>" * 100_000)))
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    struct.pack_into("<I", content, place + 24, 10)
    path.write_bytes(content)


def document(row: str) -> Make:
    """An OpenDocument with these rows."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="a">{row}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return lambda path: path.write_bytes(zipped(opened(b"") | {"content.xml": content.encode()}))


def opened(about: bytes) -> dict[str, bytes]:
    """What an OpenDocument says of itself; ``about`` is said of its content."""
    named = b'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entry = (
        b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">%s</manifest:file-entry>'
    )
    told = b"<manifest:manifest %s>%s</manifest:manifest>" % (named, entry % about)
    return {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": told}


def same_rows(path: Path) -> None:
    """A Parquet file of few bytes and very many equal rows."""
    pd.DataFrame({"a": np.zeros(20_000_000, dtype="int8")}).to_parquet(path)


def locked(path: Path) -> None:
    """A workbook whose parts are packed under a password, as archives do it."""
    content = bytearray(zipped(parts(ROW)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    path.write_bytes(content)


def damaged(path: Path) -> None:
    """A workbook whose packed number was changed: without its checksum nobody would notice."""
    content = bytearray(zipped(parts(ROW), 0))
    place = content.index(b"<v>1") + 3
    content[place] += 1
    path.write_bytes(content)


def two_of_a_name(path: Path) -> None:
    """A workbook with two sheets behind one name: readers differ in which they take."""
    name, other = b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml"
    path.write_bytes(zipped(parts(ROW) | {other.decode(): parts("")[name.decode()]}).replace(other, name))


def renamed(path: Path) -> None:
    """A workbook whose directory calls a part otherwise than the part itself."""
    content = zipped(parts(ROW))
    place = content.rindex(b"xl/worksheets/sheet1.xml")
    path.write_bytes(content[:place] + b"xl/worksheets/sheet2.xml" + content[place + 24 :])


def many_parts(path: Path) -> None:
    """A workbook of far more parts than any has."""
    path.write_bytes(zipped(parts(ROW) | {f"xl/{number}": b"" for number in range(10_001)}, 1))


def twice_packed(path: Path) -> None:
    """Text that was packed twice: inside is no text."""
    path.write_bytes(gzip.compress(gzip.compress(b"a;b\n1;2\n" * 50)))


def of_many_columns(path: Path) -> None:
    """A Parquet file with more columns than any table has."""
    pd.DataFrame([[1] * 5000], columns=list(map(str, range(5000)))).to_parquet(path)


def no_text(path: Path) -> None:
    """A Parquet file that calls any bytes text."""
    cells = pa.array([b"\xff\xfe\x81"]).cast(pa.binary()).view(pa.string())
    parquet.write_table(pa.table({"nip": cells}), path)


def entities(part: str, declared: bytes) -> Make:
    """A workbook with a declaration in one of its parts."""
    return sheet(lambda content: declared + content, part)


LOCKED = b"<manifest:encryption-data><manifest:algorithm/></manifest:encryption-data>"
EXPANDING = (
    b'<!DOCTYPE a [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (place, b"&a%d;" % (place - 1) * 10) for place in range(1, 10))
    + b"]>"
)
MIXED = random.Random(1).randbytes(20_000_000).hex().encode()  # what does not look like a bomb
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'

REFUSED: dict[str, tuple[Make, str]] = {
    "nothing": (text(b""), "refused_empty"),
    "blanks": (text(b" \n\t\n"), "refused_empty"),
    "a directory": (Path.mkdir, "not_a_file"),
    "a pipe": (os.mkfifo, "not_a_file"),
    "HTML": (text(b"\n<html><table><tr><td>1</td></tr></table></html>"), "refused_html"),
    "XML of a spreadsheet": (text(b"<?xml version='1.0'?><Workbook/>"), "refused_html"),
    "PDF": (text(b"%PDF-1.7\n\xe2\xe3"), "refused_form"),
    "any bytes": (text(bytes(range(256)) * 20), "refused_form"),
    "an archive of something else": (lambda path: path.write_bytes(zipped({"a.txt": b"a"})), "refused_form"),
    "a broken archive": (text(b"PK\x03\x04" + bytes(range(256))), "refused_reader"),
    "half a workbook": (lambda path: path.write_bytes(zipped(parts(ROW))[:-200]), "refused_reader"),
    "an encrypted workbook": (lambda path: path.write_bytes(compound(b"", "EncryptedPackage")), "refused_encrypted"),
    "a lone far cell": (workbook(FAR), "refused_extent"),
    "a lone far cell, small letters": (workbook(FAR.replace("XFD", "xfd")), "refused_extent"),
    "a lone far cell, other quotes": (workbook(FAR.replace('"', "'")), "refused_extent"),
    "a lone far cell, blanks": (workbook(FAR.replace(" r=", "\n\tr = ")), "refused_extent"),
    "a lone far cell in a near row": (workbook(FAR.replace('"1048576"', '"2"')), "refused_extent"),
    "a far cell without a place": (
        workbook('<row r="1">' + "<c><v>1</v></c>" * 4000 + '</row><row r="1048576"><c><v>1</v></c></row>'),
        "refused_extent",
    ),
    "16,384 columns": (workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "refused_columns"),
    "20 million cells": (workbook('<row r="1000000"><c r="T1000000"><v>1</v></c></row>'), "refused_extent"),
    "a bomb": (workbook("<row><c><v>1</v></c></row>" * 2_000_000), "refused_archive"),
    "forged sizes": (forged, "refused_archive"),
    "entities": (
        sheet(lambda content: b'<!DOCTYPE a [<!ENTITY b "b">]>' + content),
        "refused_entities",
    ),
    "a cell of 40 MB": (sheet(lambda content: content.replace(b"<v>1", b"<v>" + MIXED)), "refused_cell"),
    "entities that grow": (entities("xl/worksheets/sheet1.xml", EXPANDING), "refused_entities"),
    "entities among the names of sheets": (entities("xl/workbook.xml", EXPANDING), "refused_entities"),
    "an entity from elsewhere": (
        entities("xl/sharedStrings.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><sst/>'),
        "refused_entities",
    ),
    "entities of an open document": (
        lambda path: path.write_bytes(zipped({"content.xml": EXPANDING + b"<a/>"})),
        "refused_entities",
    ),
    "parts under a password": (locked, "refused_encrypted"),
    "an open document under a password": (
        lambda path: path.write_bytes(zipped(opened(LOCKED) | {"content.xml": bytes(range(256)) * 4})),
        "refused_encrypted",
    ),
    "an old workbook under a password": (text(old_workbook(2, 1, record(0x2F, bytes(54)))), "refused_encrypted"),
    "a part under another name": (renamed, "refused_reader"),
    "a part twice": (two_of_a_name, "refused_archive"),
    "ten thousand parts": (many_parts, "refused_archive"),
    "a part damaged behind its checksum": (damaged, "refused_reader"),
    "a part in UTF-16": (sheet(lambda content: content.decode().encode("utf-16")), "refused_letters"),
    "an unknown packing": (
        lambda path: path.write_bytes(
            zipped(parts(ROW)).replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00")
        ),
        "refused_reader",
    ),
    "no sheet behind its name": (sheet(lambda content: b"", "xl/_rels/workbook.xml.rels"), "refused_reader"),
    "a far cell of a binary workbook": (
        text(binary_workbook(binary_row(0) + binary_cell(0, 1) + binary_row(1_048_575) + binary_cell(16_383, 1))),
        "refused_reader",
    ),
    "16,384 columns of a binary workbook": (
        text(binary_workbook(binary_row(0) + binary_cell(16_383, 1))),
        "refused_columns",
    ),
    "20 million cells of a binary workbook": (
        text(binary_workbook(binary_row(0) + binary_cell(0, 1) + binary_row(999_999) + binary_cell(19, 1))),
        "refused_reader",
    ),
    "a bomb in a binary workbook": (
        text(binary_workbook((binary_row(0) + binary_cell(0, 1)) * 1_500_000)),
        "refused_archive",
    ),
    "a far cell of an old workbook": (text(old_workbook(65535, 65535)), "refused_reader"),
    "cells repeated for ever": (
        document(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
            'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "refused_reader",
    ),
    "an open document of 16,384 columns": (
        document(
            '<table:table-row><table:table-cell office:value-type="float" office:value="1" '
            'table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "refused_columns",
    ),
    "a bomb in an open document": (document("<table:table-row/>" * 2_000_000), "refused_archive"),
    "a million columns": (text(b";".join([b"x"] * 1_000_000) + b"\n1\n"), "refused_cell"),
    "5,000 columns": (text(b";".join([b"x"] * 5000) + b"\n"), "refused_columns"),
    "a line of 40 MB": (text(b"a;b\n1;" + b"x" * 40_000_000 + b"\n"), "refused_cell"),
    "a cell of many lines": (text(b'a;b\n1;"' + b"x\n" * 1_000_000 + b'"\n'), "refused_cell"),
    "an open quote": (text(b'a;b\n"1;2\n3;4\n'), "refused_quote"),
    "two open quotes": (text(b'a;b\n"1;2\n"3;4\n'), "refused_quote"),
    "half of a letter": (text(b"a;b\n\x81\xff;2\n"), "refused_letters"),
    "a gzip bomb": (lambda path: path.write_bytes(gzip.compress(bytes(60_000_000))), "refused_archive"),
    "a gzip file of a million columns": (
        lambda path: path.write_bytes(gzip.compress(b";".join([b"x"] * 1_000_000))),
        "refused_cell",
    ),
    "a gzip file with a cell of 40 MB": (
        lambda path: path.write_bytes(gzip.compress(b"a;b\n1;" + MIXED, 1)),
        "refused_cell",
    ),
    "packed twice": (twice_packed, "refused_form"),
    "a gzip file of nothing": (lambda path: path.write_bytes(gzip.compress(b"")), "refused_empty"),
    "a gzip file of a web page": (lambda path: path.write_bytes(gzip.compress(b"<html></html>")), "refused_html"),
    "half of a gzip file": (lambda path: path.write_bytes(gzip.compress(b"a;b\n" * 1000)[:-9]), "refused_reader"),
    "broken Parquet": (text(b"PAR1" + bytes(range(100)) + b"PAR1"), "refused_reader"),
    "Parquet of 20 million rows": (same_rows, "refused_extent"),
    "Parquet of 5,000 columns": (of_many_columns, "refused_columns"),
    "Parquet of bytes that are no text": (no_text, "refused_reader"),
    "lists in Parquet": (lambda path: pd.DataFrame({"a": [[1, 2]]}).to_parquet(path), "refused_nested"),
}
