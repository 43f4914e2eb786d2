"""May a zipped workbook be opened? Every part is inflated once, piece by piece, before a native reader sees it."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kinerja_lab.loaders.extent import Extent
from kinerja_lab.loaders.forms import refused, unreadable

MOST_BYTES = 3 << 29  # of all parts together, inflated
MOST_RATIO, _RATIO_FROM = 200, 16 << 20  # sheets inflate ten to fifty times; from 16 MiB on more is a bomb
_MOST_PARTS = 10_000
_BLOCK = 1 << 20
_LOCAL_HEADER, _LOCAL_HEADER_SIZE = b"PK\x03\x04", 30
_UTF8 = 0x800  # flag of a part whose name is not in the old letters of MS-DOS
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MANIFEST = "META-INF/manifest.xml"  # of an OpenDocument, where its encryption is told
_MARKS = (b"\xff\xfe", b"\xfe\xff")


def examine_archive(path: Path) -> int:
    """Look through a zipped workbook, and say how many bytes all parts have when inflated.

    Raises ``InvalidDataset``: inflated it would be too large, its sizes or checksums are wrong, it is encrypted or
    broken, it declares entities, or its cells lie so far apart that the table between them would not fit into memory.
    """
    total = 0
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            parts = _parts(path, archive)
            for part in parts:
                total += _size(path, file, part, MOST_BYTES - total)
            for part in parts:
                _look_through(path, file, part)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, NotImplementedError) as error:
        raise unreadable(path, error) from None
    return total


def _parts(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Parts that the directory of the archive names, if they can be told apart and opened."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or len({part.filename for part in parts}) < len(parts):
        raise refused(path, rule="refused_archive", found=str(len(parts)))
    if any(part.flag_bits & 1 for part in parts):
        raise refused(path, rule="refused_encrypted")
    return parts


def _size(path: Path, file: BinaryIO, part: zipfile.ZipInfo, most: int) -> int:
    """Inflated size of a part whose content is the one that was packed: a reader might take a damaged one as it is."""
    size, sum_, most = 0, 0, min(most, part.file_size, max(_RATIO_FROM, MOST_RATIO * part.compress_size))
    for block in _inflated(file, part):
        size, sum_ = size + len(block), zlib.crc32(block, sum_)
        if size > most:
            raise refused(path, rule="refused_archive", found=f"> {most >> 20} MiB")
    if (size, sum_) != (part.file_size, part.CRC):
        raise zipfile.BadZipFile(f"CRC-32, {part.filename!r}")
    return size


def _look_through(path: Path, file: BinaryIO, part: zipfile.ZipInfo) -> None:
    """Refuse a part for what its tags say, if it is XML; blocks are cut before a tag."""
    extent, rest = Extent(path), b""
    for number, block in enumerate(_inflated(file, part)):
        if number == 0 and not _is_xml(path, block):
            return
        head, mark, tail = block.rpartition(b"<")
        whole, rest = (rest + head, mark + tail) if mark else (b"", rest + block)
        if len(rest) > _BLOCK:
            raise refused(path, rule="refused_cell")
        if part.filename == _MANIFEST and b":encryption-data" in whole:
            raise refused(path, rule="refused_encrypted")
        if _ENTITIES.search(whole):
            raise refused(path, rule="refused_entities")
        extent.add(whole)
    extent.add(rest)


def _is_xml(path: Path, start: bytes) -> bool:
    """Whether a part is XML in an encoding whose tags can be seen."""
    if start.startswith(_MARKS):
        raise refused(path, rule="refused_letters", found="UTF-16")
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _inflated(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Content of a part, whatever size its directory entry claims."""
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER_SIZE)
    if not header.startswith(_LOCAL_HEADER) or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile(f"part {part.filename!r}")
    name, more = struct.unpack("<26x2H", header)
    if file.read(name) != part.orig_filename.encode("utf-8" if part.flag_bits & _UTF8 else "cp437"):
        raise zipfile.BadZipFile(f"part {part.filename!r}")
    file.seek(more, 1)
    machine = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
    left = part.compress_size
    while left > 0 and (given := file.read(min(left, _BLOCK >> 4))):
        left -= len(given)
        if machine is None:
            yield given
        while machine is not None and given:
            yield machine.decompress(given, _BLOCK)
            given = machine.unconsumed_tail
