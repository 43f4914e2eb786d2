"""Which of the numbers in a column name a civil servant, and what damaged the others?"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

# What people write around a number: apostrophes of Excel, ``NIP.``, colons, blanks of every width.
_AROUND = "['’‘`´\":. \u200b-\u200f\ufeff]"
_BEFORE = f"(?i)^{_AROUND}*(?:NI ?PPPK|NIP)?{_AROUND}*"
_BETWEEN = "[-'’\". \u200b-\u200f\ufeff]"
_SCIENTIFIC = r"[1-9](?:[.,][0-9]+[eE]\+?|[eE]\+)1[0-9]"
_FRACTION = r"[0-9]{15,}[.,]0+"
_DATE, _START, _SEX, _NUMBER = slice(0, 8), slice(8, 14), slice(14, 15), slice(15, 18)
_SEXES = {"1": "L", "2": "P"}
_NOT_RATED = ("", "-", "–", "—", "0", "nan", "None", "NaN", "<NA>")
_FIRST_BIRTH, _YOUNGEST = 1930, 15
_SPACING = 32  # doubles between 2**57 and 2**58 lie this far apart, and so do the numbers that went through one
_CHANCE = 1e-6  # of taking a sound column for one that went through a double


def examine_nip(values: pd.Series) -> pd.DataFrame:
    """Which cells (text, or numbers as the file declares them) hold a NIP of 18 digits, and what damaged the others?

    Returns
    -------
    DataFrame
        Same index. ``nip18``: the 18 digits, empty unless sound. ``number``: the digits that name a person, which are
        also a NIK or an old NIP. ``kind``: ``PNS``, ``PPPK``, ``nik`` (16 digits), ``nip_lama`` (9), or empty.
        ``damage``: empty, or a key of ``load_reason``: ``nip_missing``, ``nip_numeric``, ``nip_scientific``,
        ``nip_float`` (digits rounded by a double), ``nip_excel15`` (last digits replaced by 000), ``nik``,
        ``nip_old``, ``nip_length``, ``nip_letters``, ``nip_birth``, ``nip_start``, ``nip_sex``. ``birth``, ``sex``:
        what the number says.

    Notes
    -----
    NIP of a PNS: birth yyyymmdd, first month of service yyyymm, sex 1/2, sequence from 001 (Perka BKN 22/2007). Of a
    PPPK: birth yyyymmdd, year of appointment, a number above 12 that tells the contract, sex, sequence.

    Examples
    --------
    >>> examine_nip(pd.Series(["19800101 200501 1 901", "198001012005011000"]))["damage"].tolist()
    ['', 'nip_excel15']
    """
    codes, cells = pd.factorize(values.astype(object))
    texts = pd.Series([*(_plain(cell) for cell in cells), ""], dtype="str")  # the last one is of empty cells, code -1
    found = _examined(texts)
    found.loc[[*map(_is_numeric, cells), False], "damage"] = "nip_numeric"
    return found.iloc[codes].set_axis(values.index)


def _is_numeric(cell: object) -> bool:
    """Whether the file declares a number here; its last digits may be gone."""
    return isinstance(cell, int | float | np.number) and not isinstance(cell, bool) and not pd.isna(cell)


def _plain(cell: object) -> str:
    """Text of a cell; blanks of every width become usual ones, what is not text is empty."""
    return re.sub(r"\s+", " ", cell).strip() if isinstance(cell, str) else ""


def _examined(cells: pd.Series) -> pd.DataFrame:
    """Examination of different texts, each once."""
    text = cells.str.replace(_BEFORE, "", regex=True)
    digits = text.str.replace(_BETWEEN, "", regex=True)
    length = digits.str.len()
    born = pd.to_datetime(digits.str[_DATE], format="%Y%m%d", errors="coerce").where(length == 18)
    damage = pd.Series("", index=cells.index, dtype="str")
    for key, broken in _rules(cells, text, digits, born).items():
        damage = damage.mask((damage == "") & broken, key)
    damage = damage.mask((damage == "") & _through_double(digits, damage == ""), "nip_float")
    sound = damage == ""
    month = pd.to_numeric(digits.str[12:14].where(sound), errors="coerce")
    kind = pd.Series("PNS", index=cells.index, dtype="str").mask(month > 12, "PPPK").where(sound, "")
    kind = kind.mask(damage == "nik", "nik").mask(damage == "nip_old", "nip_lama")
    return pd.DataFrame(
        {
            "nip18": digits.where(sound, ""),
            "number": digits.where(kind != "", ""),
            "kind": kind,
            "damage": damage,
            "birth": born.where(sound),
            "sex": digits.str[_SEX].map(_SEXES).where(sound).fillna("").astype("str"),
        }
    )


def _rules(cells: pd.Series, text: pd.Series, digits: pd.Series, born: pd.Series) -> dict[str, pd.Series]:
    """What can be wrong with a number by itself, the most telling first."""
    length = digits.str.len()
    start = digits.str[_START]
    year = pd.to_numeric(start.str[:4], errors="coerce")
    too_early = year - born.dt.year < _YOUNGEST
    return {
        "nip_missing": cells.isin(_NOT_RATED),
        "nip_scientific": text.str.fullmatch(_SCIENTIFIC),
        "nip_float": text.str.fullmatch(_FRACTION),
        "nip_letters": ~digits.str.fullmatch(r"[0-9]+"),
        "nik": length == 16,
        "nip_old": length == 9,
        "nip_length": length != 18,
        "nip_excel15": digits.str[_NUMBER] == "000",
        "nip_birth": born.isna() | (born.dt.year < _FIRST_BIRTH),
        "nip_start": start.str[4:].eq("00") | too_early,
        "nip_sex": ~digits.str[_SEX].isin(list(_SEXES)),
    }


def _through_double(digits: pd.Series, sound: pd.Series) -> pd.Series:
    """Numbers that a double could hold exactly, where there are far more of them than chance would give.

    One such number means nothing (one in 32 is), a column of them is the mark of digits that were rounded.
    """
    exact = pd.Series(False, index=digits.index)
    exact[sound] = digits[sound].astype("int64") % _SPACING == 0
    n, hits = int(sound.sum()), int(exact.sum())
    return exact & (_at_least(hits, n) < _CHANCE)


def _at_least(hits: int, n: int) -> float:
    """Upper bound of the chance that so many of ``n`` numbers are multiples of the spacing (Chernoff)."""
    share, expected = hits / max(n, 1), 1 / _SPACING
    if share <= expected:
        return 1.0
    rest = (1 - share) * np.log((1 - share) / (1 - expected)) if share < 1 else 0.0
    return float(np.exp(-n * (share * np.log(share / expected) + rest)))
