"""What is a file? Judged by its content; its name says nothing."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from kinerja_lab.errors import InvalidDataset, Problem

HEAD = 1 << 16  # bytes that are enough to tell
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# An old workbook that is under a password from its second record on, whichever way; readers see only the newer way.
_LOCKED = re.compile(rb"\x09\x08(?:\x10\0\0\x06\x05\0.{12}|\x08\0\0\x05\x05\0.{4})(?:\x86\0\0\0)?\x2f\0", re.DOTALL)
_SYSTEM = {errno.ENOENT: "file_missing", errno.ELOOP: "file_missing", errno.EACCES: "file_forbidden"}
_OTHERS = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"Rar!": "RAR"}
_PARTS = {"xl/workbook.bin": "xlsb", "xl/workbook.xml": "xlsx", "content.xml": "ods"}


class Form(StrEnum):
    """Forms of files that hold tables."""

    TEXT = "csv"
    COMPRESSED_TEXT = "csv.gz"
    WORKBOOK = "xlsx"
    BINARY_WORKBOOK = "xlsb"
    OLD_WORKBOOK = "xls"
    OPEN_DOCUMENT = "ods"
    PARQUET = "parquet"


def recognise_form(path: Path) -> Form:
    """Say which form a file has.

    Raises ``InvalidDataset``: no such file, nothing in it, or none of the forms.
    """
    head = _head(path)
    if not head.strip():
        raise refused(path, rule="refused_empty")
    for start, name in _OTHERS.items():
        if head.startswith(start):
            raise refused(path, rule="refused_form", found=name, allowed=", ".join(Form))
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(_COMPOUND):
        return _compound(path)
    if head.startswith(b"PAR1"):
        return Form.PARQUET
    return Form.COMPRESSED_TEXT if head.startswith(b"\x1f\x8b") else Form.TEXT


def refused(path: Path, *, rule: str, found: str = "", allowed: str = "", row: int | None = None) -> InvalidDataset:
    """Say why a file is not read; never where it lies."""
    return InvalidDataset([Problem(rule=rule, table=path.stem, file=path.name, row=row, found=found, allowed=allowed)])


def unreadable(path: Path, error: Exception) -> InvalidDataset:
    """Say why the system or a reader fails on a file; never in a reader's own words, which may repeat a cell."""
    number = error.errno if isinstance(error, OSError) else None
    if number is None:
        return refused(path, rule="refused_reader")
    return refused(path, rule=_SYSTEM.get(number, "unreadable"), found=os.strerror(number))


def _head(path: Path) -> bytes:
    """First bytes of a file, which must be one: reading a pipe or a device might never end."""
    try:
        if path.exists() and not path.is_file():
            raise refused(path, rule="not_a_file")
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError as error:
        raise unreadable(path, error) from None


def _zipped(path: Path) -> Form:
    """Which of the zipped forms this is."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise unreadable(path, error) from None
    for part, form in _PARTS.items():
        if part in names:
            return Form(form)
    raise refused(path, rule="refused_form", found="ZIP", allowed=", ".join(Form))


def _compound(path: Path) -> Form:
    """An old workbook, unless it is only the shell around an encrypted new one."""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if _ENCRYPTED in block or _LOCKED.search(block):
                raise refused(path, rule="refused_encrypted")
    return Form.OLD_WORKBOOK
