"""Is an entry a copy of another one, or the same routine on another day?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kinerja_lab.measures.frames import require

_ALIKE = 94.0
_NUMBERS = re.compile(r"\d+")
_CHUNK = 4_000  # texts compared with all others at a time


def copied(first: Sequence[str], second: Sequence[str], *, alike: float = _ALIKE) -> npt.NDArray[np.bool_]:
    """Which of the pairs of texts are copies of each other?

    Two texts are copies if they hold the same numbers in the same order and are at least ``alike`` per cent equal after
    small and capital letters, blanks and punctuation are levelled. The same sentence with another number is routine
    work, not a copy: similarity alone takes it for one.

    Parameters
    ----------
    first, second
        Texts, equally many.
    alike
        Least similarity, 0 … 100 (normalised edit distance without replacements).
    """
    from rapidfuzz import fuzz

    pairs = zip(_levelled(first), _levelled(second), strict=True)
    found = [
        _NUMBERS.findall(one) == _NUMBERS.findall(other) and fuzz.ratio(one, other) >= alike for one, other in pairs
    ]
    return np.array(found, dtype=bool)


def copied_text(
    entries: pd.DataFrame,
    *,
    person: str = "id_pegawai",
    date: str = "tanggal",
    text: str = "uraian",
    alike: float = _ALIKE,
) -> pd.Series:
    """Which entries have a near twin among the person's own entries of other days?

    Parameters
    ----------
    entries
        One row an entry.
    person, date, text
        Names of the columns; entries without a text have no twin.
    alike
        See ``copied``.

    Returns
    -------
    Series
        Of bool, indexed like ``entries``.

    Raises
    ------
    UnknownName
        A column that is not there.
    """
    require(entries, (person, date, text))
    level = pd.Series(_levelled(entries[text].fillna("").astype("str")), index=entries.index)
    key = pd.DataFrame(
        {"person": entries[person], "date": entries[date], "text": level, "numbers": level.map(_numbers_of)}
    )
    key = key[key["text"] != ""].dropna(subset=["person", "date"])
    days = key.groupby(["person", "text"])["date"].transform("nunique")
    twin = pd.Series(False, index=entries.index)
    twin[days.index[days > 1]] = True
    texts = key.drop_duplicates(["person", "text", "date"])
    group = texts.groupby(["person", "numbers"]).ngroup().to_numpy()
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    near = np.zeros(len(texts), dtype=bool)
    names, dates = texts["text"].to_numpy(dtype=object), texts["date"].to_numpy()
    for rows in np.split(order, starts[1:]):
        if len(rows) > 1:
            near[rows] = _alike(names[rows], dates[rows], alike)
    found = pd.MultiIndex.from_frame(texts.loc[near, ["person", "text"]])
    twin[key.index[pd.MultiIndex.from_frame(key[["person", "text"]]).isin(found)]] = True
    return twin


def _alike(names: npt.NDArray[np.object_], dates: npt.NDArray[Any], alike: float) -> npt.NDArray[np.bool_]:
    """Which texts resemble another text of another day."""
    from rapidfuzz import fuzz, process

    found = np.zeros(len(names), dtype=bool)
    for begin in range(0, len(names), _CHUNK):
        part = slice(begin, begin + _CHUNK)
        near = process.cdist(names[part], names, scorer=fuzz.ratio, score_cutoff=alike, dtype=np.uint8) > 0
        found[part] = (near & (dates[part, None] != dates[None, :])).any(axis=1)
    return found


def _levelled(texts: Sequence[str] | pd.Series) -> list[str]:
    """Small letters, one blank between words, nothing but letters and digits."""
    return [" ".join(re.sub(r"[^\w]+|_", " ", str(text).casefold()).split()) for text in texts]


def _numbers_of(text: str) -> str:
    return " ".join(_NUMBERS.findall(text))
