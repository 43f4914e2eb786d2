"""What does every column mean, and what may stand in it? Written from the declared columns and the checks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.checks.results import Results
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.k_anonymity import k_anonymity
from kinerja_lab.messages.catalogue import find, label, text
from kinerja_lab.messages.narrate import words
from kinerja_lab.messages.numbers import count, fill, percent

_RECOGNISED_BY = (col.SEX, col.EMPLOYMENT, col.POSITION_TYPE, col.UNIT)


def codebook(data: Dataset, answers: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Give one row a column of every table, the answers of the checks included.

    Returns
    -------
    DataFrame
        ``tabel, kolom, arti, jenis, wajib`` (``ya`` or ``tidak``), ``isi`` (allowed values with their meaning, or
        limits), ``baris, terisi`` (rows, and those with a value).
    """
    rows = [
        _row(name, column, frame[column.name], lang)
        for name, frame in data.tables.items()
        for column in (*col.TABLES[name].columns, *col.PROTECTED)
        if column.name in frame
    ]
    told = [_row("hasil", _found(answers[name]), answers[name], lang) for name in answers]
    return pd.DataFrame([*rows, *told])


def codebook_text(listed: pd.DataFrame, data: Dataset, results: Results, lang: str) -> str:
    """Give the codebook in Markdown: what was done to the data, who may be recognised, every table, every check."""
    parts = [f"# {_said('title', lang, name=data.profile.name, period=data.period)}", *_notes(data, lang)]
    for name, rows in listed.groupby("tabel", sort=False):
        meaning = find(lang, "table", str(name)) or text(lang, "research", str(name))
        parts.append(f"## {_said('table', lang, name=f'`{name}`', meaning=meaning, rows=int(rows['baris'].iloc[0]))}")
        parts.append(_columns(rows, lang))
    asked = [(f"`{item.check.slug}`", said.question, said.estimate) for item in results if (said := words(item, lang))]
    heads = [_said(key, lang) for key in ("check", "question", "estimate")]
    return "\n\n".join([*parts, f"## {_said('checks', lang)}", _grid(heads, asked)]) + "\n"


def _notes(data: Dataset, lang: str) -> list[str]:
    """What was done, and how many people may still be recognised."""
    profile = data.profile
    found = k_anonymity(data.table("pegawai"), _RECOGNISED_BY, profile.small_cell).iloc[0]
    notes = [_said("pseudonyms", lang), _said("left_out", lang)]
    notes.append(
        _said("small", lang, below=int(found["rows_below"]), rows=int(found["rows"]), least=profile.small_cell)
    )
    laws = "; ".join(f"{label(name, lang, 'column')}: {law}" for name, law in profile.legal_basis)
    return [*notes, _said("basis", lang, laws=laws)] if laws else notes


def _columns(rows: pd.DataFrame, lang: str) -> str:
    """Columns of one table as a table."""
    heads = [_said(key, lang) for key in ("column", "meaning", "kind", "allowed", "filled")]
    cells = [
        (f"`{row['kolom']}`", row["arti"], _kind(row["jenis"], lang), row["isi"], _filled(row, lang))
        for row in rows.to_dict("records")
    ]
    return _grid(heads, cells)


def _kind(code: str, lang: str) -> str:
    return find(lang, "research", f"kind|{code}") or label(code, lang)


def _filled(row: Mapping[Hashable, int], lang: str) -> str:
    return percent(row["terisi"] / row["baris"], lang, 0) if row["baris"] else count(0, lang)


def _row(table: str, column: col.Column, values: pd.Series, lang: str) -> dict[str, object]:
    """One column."""
    name = column.name
    named = {level: label(level, lang, "value") for level in column.allowed}
    levels = [level if said == level else f"{level} = {said}" for level, said in named.items()]
    return {
        "tabel": table,
        "kolom": name,
        "arti": find(lang, "codebook", f"{table}.{name}") or label(name, lang, "column", "codebook"),
        "jenis": column.kind.value,
        "wajib": "ya" if column.required else "tidak",
        "isi": "; ".join(levels) or _limits(column),
        "baris": len(values),
        "terisi": int(values.notna().sum()),
    }


def _limits(column: col.Column) -> str:
    """Lowest and highest number allowed."""
    low, high = ("" if limit is None else f"{limit:g}" for limit in (column.low, column.high))
    return f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}" if high else ""


def _found(values: pd.Series) -> col.Column:
    """Declaration of a column of answers, read off what it holds."""
    kind = col.Kind.NUMBER if pd.api.types.is_numeric_dtype(values) else col.Kind.TEXT
    return col.Column(str(values.name), kind)


def _said(key: str, lang: str, **known: object) -> str:
    return fill(text(lang, "research", key), known, lang)


def _grid(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Markdown table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', '∣') for cell in line)} |" for line in lines)
