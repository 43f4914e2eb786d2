"""Parts of the same canonical table, from several files, become one table."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kinerja_lab import columns as col

_WRITTEN = {col.Kind.DATE: "%Y-%m-%d", col.Kind.TIME: "%Y-%m-%dT%H:%M:%S"}


def joined(parts: Iterable[tuple[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Put the parts of each table together.

    Rows are put below each other; an employee who is in several parts of ``pegawai`` is one row, in which earlier parts
    are stronger. A table of one part stays as it is, with its row numbers.

    Example
    -------
    >>> one = pd.DataFrame({"id_pegawai": ["a"], "jabatan": ["Arsiparis"], "golongan": [None]})
    >>> two = pd.DataFrame({"id_pegawai": ["a", "b"], "jabatan": ["?", "Pranata"], "golongan": ["III/a", "III/b"]})
    >>> joined([("pegawai", one), ("pegawai", two)])["pegawai"].to_numpy().tolist()
    [['a', 'Arsiparis', 'III/a'], ['b', 'Pranata', 'III/b']]
    """
    found: dict[str, list[pd.DataFrame]] = {}
    for name, frame in parts:
        found.setdefault(name, []).append(frame)
    return {name: frames[0] if len(frames) == 1 else _together(name, frames) for name, frames in found.items()}


def _together(name: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Parts below each other, all as text, so that typed and written values agree."""
    rows = pd.concat([_as_text(name, frame) for frame in frames], ignore_index=True)
    if name != "pegawai" or col.EMPLOYEE not in rows:
        return rows
    return rows.groupby(col.EMPLOYEE, sort=False, dropna=False).first().reset_index()[list(rows.columns)]


def _as_text(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Values as a canonical CSV has them; empty ones are missing."""
    kinds = {column.name: column.kind for column in col.TABLES[name].columns}
    return frame.apply(lambda values: _text(values, kinds.get(str(values.name), col.Kind.TEXT)))


def _text(values: pd.Series, kind: col.Kind) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.strftime(_WRITTEN.get(kind, _WRITTEN[col.Kind.TIME])).astype("str")
    if pd.api.types.is_bool_dtype(values):
        return values.map({True: "ya", False: "tidak"}).astype("str")
    text = values.astype("str").str.strip()
    return text.mask(text == "")
