"""Folders broken in one way each: what is wrong, and which rules must be named for it."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

Break = Callable[[Path], object]


def edited(change: Callable[[bytes], bytes], file: str = "pegawai.csv") -> Break:
    """Change the bytes of one file."""
    return lambda folder: (folder / file).write_bytes(change((folder / file).read_bytes()))


def replaced(make: Callable[[Path], object], file: str = "pegawai.csv") -> Break:
    """Put something else in the place of one file."""

    def act(folder: Path) -> None:
        (folder / file).unlink()
        make(folder / file)

    return act


def linked(folder: Path) -> None:
    """Let the table be a link to a file beside it."""
    (folder / "pegawai.csv").symlink_to("a.isi")


def key(name: str, value: str) -> Break:
    """Set one key of the profile, as TOML."""

    def act(folder: Path) -> None:
        path = folder / "wilayah.toml"
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(f"{name} =")]
        path.write_text("\n".join([*lines, f"{name} = {value}"]), encoding="utf-8")

    return act


def added(text: str) -> Break:
    """Add to the end of the profile."""
    return edited(lambda content: content + b"\n" + text.encode(), "wilayah.toml")


def widened(head: bytes, cell: bytes) -> Break:
    """Give the table one column more."""
    return edited(lambda content: content.replace(b"\n", b"," + cell + b"\n").replace(b"," + cell, head, 1))


PAIR = '[[pembandingan]]\nkolom = "jenis_kelamin"\nfokal = "P"\nacuan = "L"\n'

HARMLESS: dict[str, Break] = {
    "byte order mark": edited(lambda content: b"\xef\xbb\xbf" + content),
    "CRLF": edited(lambda content: content.replace(b"\n", b"\r\n")),
    "CR": edited(lambda content: content.replace(b"\n", b"\r")),
    "blank lines": edited(lambda content: content.replace(b"\n", b"\n\n") + b",,,,,,\n\n"),
    "semicolons": edited(lambda content: content.replace(b",", b";")),
    "tabs": edited(lambda content: content.replace(b",", b"\t")),
    "UTF-16": edited(lambda content: content.decode().encode("utf-16")),
    "quotes": edited(lambda content: content.replace(b"Dinas A", b'"Dinas A"')),
    "gzip": edited(gzip.compress),
    "a column without name or cells": edited(lambda content: content.replace(b"\n", b",\n")),
    "symbolic link": lambda folder: (folder / "pegawai.csv").rename(folder / "a.isi") and linked(folder),
}

TABLES: dict[str, tuple[Break, set[str]]] = {
    "empty": (edited(lambda content: b""), {"refused_empty"}),
    "only line ends": (edited(lambda content: b"\n\n\n"), {"refused_empty"}),
    "only the header": (edited(lambda content: content.splitlines(keepends=True)[0]), {"unknown_employee"}),
    "no header": (edited(lambda content: content.split(b"\n", 1)[1]), {"unknown_column", "missing_column"}),
    "one row too long": (edited(lambda content: content + b"x,L,PNS,pelaksana,a,b,ya,z,z\n"), {"long_row"}),
    "all rows too long": (
        edited(lambda content: content.replace(b"\n", b",z\n").replace(b",z", b"", 1)),
        {"long_row"},
    ),
    "a row cut short": (edited(lambda content: content + b"x,L,PNS,pelaksana,a,b\n"), {"missing_value"}),
    "NUL bytes": (edited(lambda content: content.replace(b"Dinas A", b"Din\x00as A")), {"not_allowed"}),
    "escape sequences": (edited(lambda content: content.replace(b"Dinas A", b"\x1b[31mA")), {"not_allowed"}),
    "a field of 3 MB": (
        edited(lambda content: content.replace(b",L,", b"," + b"L" * 3_000_000 + b",", 1)),
        {"refused_cell"},
    ),
    "a column twice": (widened(b",unit_kerja", b"x"), {"repeated_column"}),
    "a column without a name": (widened(b",", b"x"), {"unknown_column"}),
    "half of UTF-8": (edited(lambda content: content.replace(b"Dinas A", b"Dinas \x81")), {"refused_letters"}),
    "an open quote": (edited(lambda content: content.replace(b"Dinas A", b'"Dinas A', 1)), {"refused_quote"}),
    "HTML": (edited(lambda content: b"<html><p>x</p></html>"), {"refused_html"}),
    "a ZIP archive": (edited(lambda content: b"PK\x03\x04" + bytes(range(256))), {"refused_reader"}),
    "a directory": (replaced(Path.mkdir), {"not_a_file"}),
    "a pipe": (replaced(os.mkfifo), {"not_a_file"}),
    "a link to nothing": (replaced(lambda path: path.symlink_to("nowhere")), {"file_missing"}),
    "a link to itself": (replaced(lambda path: path.symlink_to(path.name)), {"file_missing"}),
    "no appraisal": (
        edited(lambda content: content.splitlines(keepends=True)[0], "penilaian.csv"),
        {"missing_table"},
    ),
}

PROFILES: dict[str, tuple[Break, set[str]]] = {
    "a directory": (replaced(Path.mkdir, "wilayah.toml"), {"unreadable"}),
    "UTF-16": (edited(lambda content: content.decode().encode("utf-16"), "wilayah.toml"), {"unreadable"}),
    "a key twice": (added('slug = "a"'), {"unreadable"}),
    "nested without end": (added("kop = " + "[" * 5000), {"unreadable"}),
    "a number of 5000 digits": (added("sel_kecil = 1" + "0" * 5000), {"unreadable"}),
    **{
        f"{name} = {value}": (key(name, value), {"not_allowed"})
        for name, value in (
            ("nama", "[1, 2]"),
            ("nama", "{a = {b = [1]}}"),
            ("nama", "2025-01-01"),
            ("nama", '"a\\u001bb"'),
            ("kode", "13.75"),
            ("siklus", "true"),
            ("sumber_siklus", "7"),
            ("induk", "07:00:00"),
            ("penerbit_kode", "[1]"),
            ("rezim", "{a = 1}"),
            ("tingkat", "nan"),
            ("skala_skor", "[1, [2]]"),
            ("skala_skor", "[false, true]"),
            ("skala_skor", "[1, nan]"),
            ("skala_skor", "[1, inf]"),
            ("target_capaian", "true"),
            ("target_capaian", "inf"),
            ("target_capaian", "1" + "0" * 400),
            ("capaian_maksimum", "90"),
            ("sel_kecil", "5.5"),
            ("sel_kecil", "inf"),
            ("sel_kecil", "20"),
            ("kelompok_kecil", "true"),
            ("kop", "[[1]]"),
            ("simulasi", "1"),
            ("tanggal_laporan", '"2025-02-31"'),
            ("tanggal_laporan", "2025-01-01T07:00:00Z"),
            ("pembandingan", "7"),
            ("pembandingan", "[[1]]"),
            ("pembandingan", '[{kolom = ["a"], fokal = "P", acuan = "L"}]'),
            ("pembandingan", '[{kolom = "jenis_kelamin", fokal = true, acuan = "L"}]'),
            ("pembandingan", '[{kolom = "jenis_kelamin", fokal = "Wanita", acuan = "L"}]'),
            ("pembandingan", '[{kolom = "id_pegawai", fokal = "a", acuan = "b"}]'),
            ("pembandingan", '[{kolom = "disabilitas", fokal = "yes", acuan = "no"}]'),
        )
    },
    "a comparison twice": (added(PAIR + PAIR), {"not_allowed"}),
    "a column compared twice": (
        added(PAIR + PAIR.replace('"P"', '"L"').replace('acuan = "L"', 'acuan = "P"')),
        {"not_allowed"},
    ),
}
