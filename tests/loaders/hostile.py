"""Files that break readers: each is made here, small, and says in how it is made what is wrong with it."""

from __future__ import annotations

import gzip
import io
import os
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

Make = Callable[[Path], object]
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"


def parts(rows: str) -> dict[str, bytes]:
    """Parts of a workbook with one sheet, of the rows given as XML."""
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}content-types"><Default Extension="rels" ContentType="'
        'application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"{_TYPE}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="r1" Type="{RELATIONS}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets><sheet name="a" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}relationships"><Relationship Id="r1" Type='
        f'"{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return {name: text.encode() for name, text in texts.items()}


def zipped(content: Mapping[str, bytes], level: int = 6) -> bytes:
    """An archive of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()


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
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return lambda path: path.write_bytes(zipped({"mimetype": kind, "content.xml": content.encode()}))


def compound(streams: bytes, name: str = "Workbook") -> bytes:
    """A compound file (the shell of old workbooks) with one stream of at least 4096 bytes."""
    data = streams.ljust(max(4096, -(-len(streams) // 512) * 512), b"\0")
    count = len(data) // 512
    chain = struct.pack(f"<{count + 2}i", -3, -2, *range(3, count + 2), -2).ljust(512, b"\xff")
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    sizes = struct.pack("<HHHHH6xIIIIIiIiI", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    header = magic + sizes + struct.pack("<109i", 0, *([-1] * 108))
    return header + chain + _entry("Root Entry", 5, -2, 0, child=1) + _entry(name, 2, 2, len(data)) + bytes(256) + data


def _entry(name: str, kind: int, start: int, size: int, child: int = -1) -> bytes:
    """An entry of the directory of a compound file."""
    wide = (name + "\0").encode("utf-16-le")
    return wide.ljust(64, b"\0") + struct.pack(
        "<HBBiii16xI16xiII", len(wide), kind, 1, -1, -1, child, 0, start, size, 0
    )


def old_workbook(row: int, column: int) -> bytes:
    """An old workbook with the number 7 in one cell."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    end = record(0x0A, b"")
    named = record(0x85, struct.pack("<IHBB", len(start) + 13 + len(end), 0, 1, 0) + b"a")
    cell = record(0x203, struct.pack("<HHHd", row, column, 0, 7.0))
    return compound(start + named + end + record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cell + end)


def same_rows(path: Path) -> None:
    """A Parquet file of few bytes and very many equal rows."""
    pd.DataFrame({"a": np.zeros(20_000_000, dtype="int8")}).to_parquet(path)


MIXED = random.Random(1).randbytes(20_000_000).hex().encode()  # what does not look like a bomb
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'

REFUSED: dict[str, tuple[Make, str]] = {
    "nothing": (text(b""), "refused_empty"),
    "blanks": (text(b" \n\t\n"), "refused_empty"),
    "a directory": (Path.mkdir, "unreadable"),
    "a pipe": (os.mkfifo, "unreadable"),
    "HTML": (text(b"\n<html><table><tr><td>1</td></tr></table></html>"), "refused_html"),
    "XML of a spreadsheet": (text(b"<?xml version='1.0'?><Workbook/>"), "refused_html"),
    "PDF": (text(b"%PDF-1.7\n\xe2\xe3"), "refused_form"),
    "any bytes": (text(bytes(range(256)) * 20), "refused_form"),
    "an archive of something else": (lambda path: path.write_bytes(zipped({"a.txt": b"a"})), "refused_form"),
    "a broken archive": (text(b"PK\x03\x04" + bytes(range(256))), "unreadable"),
    "half a workbook": (lambda path: path.write_bytes(zipped(parts(ROW))[:-200]), "unreadable"),
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
    "a part in UTF-16": (sheet(lambda content: content.decode().encode("utf-16")), "unreadable"),
    "an unknown packing": (
        lambda path: path.write_bytes(
            zipped(parts(ROW)).replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x63\x00")
        ),
        "unreadable",
    ),
    "no sheet behind its name": (sheet(lambda content: b"", "xl/_rels/workbook.xml.rels"), "refused_reader"),
    "a far cell of an old workbook": (text(old_workbook(65535, 65535)), "refused_reader"),
    "cells repeated for ever": (
        document(
            '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" '
            'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        ),
        "refused_reader",
    ),
    "a million columns": (text(b";".join([b"x"] * 1_000_000) + b"\n1\n"), "refused_cell"),
    "5,000 columns": (text(b";".join([b"x"] * 5000) + b"\n"), "refused_columns"),
    "a line of 40 MB": (text(b"a;b\n1;" + b"x" * 40_000_000 + b"\n"), "refused_cell"),
    "a cell of many lines": (text(b'a;b\n1;"' + b"x\n" * 1_000_000 + b'"\n'), "refused_cell"),
    "an open quote": (text(b'a;b\n"1;2\n3;4\n'), "refused_quote"),
    "two open quotes": (text(b'a;b\n"1;2\n"3;4\n'), "refused_quote"),
    "half of a letter": (text(b"a;b\n\x81\xff;2\n"), "unreadable"),
    "a gzip bomb": (lambda path: path.write_bytes(gzip.compress(bytes(60_000_000))), "refused_archive"),
    "half of a gzip file": (lambda path: path.write_bytes(gzip.compress(b"a;b\n" * 1000)[:-9]), "unreadable"),
    "broken Parquet": (text(b"PAR1" + bytes(range(100)) + b"PAR1"), "unreadable"),
    "Parquet of 20 million rows": (same_rows, "refused_extent"),
    "lists in Parquet": (lambda path: pd.DataFrame({"a": [[1, 2]]}).to_parquet(path), "unreadable"),
}
