"""Every header and every spelling of a value that is known, and what it means; each with its source in the table."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u2060\ufeff]")


def header_key(header: str) -> str:
    """Letters and digits of a header, so that case, blanks and camelCase do not matter."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKC", header).casefold())


def value_key(value: str) -> str:
    """Text of a value without case, and with every run of blanks or underscores as one blank."""
    return re.sub(r"[\s_]+", " ", plain(value)).strip(" .").casefold()


def plain(text: str) -> str:
    """Text without invisible characters, with usual blanks only."""
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip()


@cache
def header_fields() -> Mapping[str, tuple[str, ...]]:
    """Which fields may a header (by its key) name? The first that fits the kind of table is meant."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows("aliases.csv"):
        found[header_key(row["header"])].append(row["kolom"])
    return {key: tuple(fields) for key, fields in found.items()}


@cache
def known_fields() -> tuple[str, ...]:
    """All fields that a header may be mapped to, alphabetical."""
    return tuple(sorted({row["kolom"] for row in _rows("aliases.csv")}))


@cache
def value_names(domain: str) -> Mapping[str, str]:
    """Canonical value of every spelling (by its key) in a domain such as ``predikat``."""
    return {value_key(row["varian"]): row["nilai"] for row in _rows("values.csv") if row["bidang"] == domain}


@cache
def blanks() -> frozenset[str]:
    """Keys of everything that says *not rated* or *no data*, without the digit 0."""
    return frozenset({*value_names("kosong"), ""} - {"0"})


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a table of the package."""
    yield from csv.DictReader(files("kinerja_lab.loaders").joinpath(name).read_text(encoding="utf-8").splitlines())
