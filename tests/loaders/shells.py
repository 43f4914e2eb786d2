"""Shells of workbooks, new and old: archives of parts, compound files of records."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

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


def record(kind: int, data: bytes) -> bytes:
    """A record of an old workbook."""
    return struct.pack("<HH", kind, len(data)) + data


def old_workbook(row: int, column: int, first: bytes = b"") -> bytes:
    """An old workbook with the number 7 in one cell; ``first`` are records before those of its sheets."""
    return old_book(record(0x203, struct.pack("<HHHd", row, column, 0, 7.0)), first)


def old_book(cells: bytes, first: bytes = b"") -> bytes:
    """An old workbook of one sheet with these records of cells."""
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + first
    end = record(0x0A, b"")
    named = record(0x85, struct.pack("<IHBB", len(start) + 13 + len(end), 0, 1, 0) + b"a")
    page = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    return compound(start + named + end + page + cells + end)


def binary_workbook(cells: bytes) -> bytes:
    """A binary workbook of one sheet with these records of rows and cells."""
    content = {
        name.replace("workbook.xml", "workbook.bin").replace("sheet1.xml", "sheet1.bin"): data.replace(
            b"workbook.xml", b"workbook.bin"
        ).replace(b"sheet1.xml", b"sheet1.bin")
        for name, data in parts("").items()
    }
    sheet = struct.pack("<II", 0, 1) + _wide("r1") + _wide("a")
    content["xl/workbook.bin"] = b"".join(
        _item(kind, data) for kind, data in ((0x83, b""), (0x8F, b""), (0x9C, sheet), (0x90, b""), (0x9D, b""))
    )
    frame = _item(0x81, b"") + _item(0x94, bytes(16)) + _item(0x91, b"")
    content["xl/worksheets/sheet1.bin"] = frame + cells + _item(0x92, b"") + _item(0x82, b"")
    return zipped(content)


def binary_row(row: int) -> bytes:
    """Head of a row in a binary sheet."""
    return _item(0x00, struct.pack("<I", row) + bytes(13))


def binary_cell(column: int, cell: object) -> bytes:
    """A number or a text in a binary sheet."""
    place = struct.pack("<II", column, 0)
    if isinstance(cell, float | int):
        return _item(0x05, place + struct.pack("<d", cell))
    return _item(0x06, place + _wide(str(cell)))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _item(kind: int, data: bytes) -> bytes:
    """A record: kind and length with seven bits a byte."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while size >= 0x80:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return head + length + bytes([size]) + data
