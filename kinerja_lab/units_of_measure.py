"""How much of what? Targets and realisations as people write them: ``12 Bulan``, ``100%``, ``1 Dokumen``."""

from __future__ import annotations

import re
from typing import NamedTuple

PER_CENT = "persen"
_NUMBER = r"[+-]?(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
_AMOUNT = re.compile(rf"(?P<rupiah>rp\.?\s*)?(?P<number>{_NUMBER})\s*(?P<unit>%|[^\W\d_].*)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_SAME = {"%": PER_CENT, "persentase": PER_CENT, "prosen": PER_CENT, "dok": "dokumen", "bln": "bulan", "lap": "laporan"}


class Amount(NamedTuple):
    """A number and its unit of measure; an empty unit is none."""

    number: float
    unit: str


def amount(text: str) -> Amount | None:
    """Which number, and of which unit, does a text state? ``None`` where it states none, or more than one.

    Numbers are Indonesian: a comma is the decimal sign, and full stops before groups of three digits separate
    thousands. A single full stop before one, two or more than three digits is taken for a decimal sign, as spreadsheets
    write it. Units are told apart by ``unit_name``.

    Examples
    --------
    >>> amount("12 Bulan"), amount("100%"), amount("Rp 1.250.000,50")
    (Amount(number=12.0, unit='bulan'), Amount(number=100.0, unit='persen'), Amount(number=1250000.5, unit='rupiah'))
    >>> amount("2-3 dokumen") is None
    True
    """
    found = _AMOUNT.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    unit = found["unit"] or ("rupiah" if found["rupiah"] else "")
    if re.search(r"\d", unit):
        return None
    return Amount(_number(found["number"]), unit_name(unit))


def unit_name(text: str) -> str:
    """Name of a unit of measure in one spelling: small letters, single blanks, ``persen`` for ``%``.

    Examples
    --------
    >>> unit_name("  Dokumen. "), unit_name("%")
    ('dokumen', 'persen')
    """
    name = " ".join(text.casefold().split()).strip(" .")
    return _SAME.get(name, name)


def _number(text: str) -> float:
    """Number in Indonesian or spreadsheet notation."""
    if "," in text or _THOUSANDS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    return float(text)
