"""What became of the rows that were read: on the screen, in the report, and row by row in ``log_muat.csv``."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from kinerja_lab.files import write_whole
from kinerja_lab.loaders.log import Decision, balance
from kinerja_lab.messages.catalogue import find, text
from kinerja_lab.messages.numbers import count, fill
from kinerja_lab.report.document import Block, Cell, Heading, Number, Paragraph, Table, plain

_COUNTS = ("read", "kept", "dropped", "quarantined")
_WEIGHT = (Decision.QUARANTINED, Decision.DROPPED, Decision.FLAGGED)
NUMBER_OF_A_PERSON = r"\d{8,}"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[str, ...]
_Made = tuple[Row, tuple[tuple[Cell, ...], ...]]


def loading_section(log: pd.DataFrame, label: Callable[[int], str], lang: str) -> list[Block]:
    """Account of the loading for the report.

    Parameters
    ----------
    log
        Entries as ``Dataset.log`` holds them.
    label
        Label of the first, second … table, such as *Tabel 2.1*.
    lang
        ``id`` or ``en``.
    """
    say = partial(text, lang, "loading")
    head = Heading(say("title"), 2, "2.2")
    if log.empty:
        return [head, Paragraph(say("unknown"))]
    if is_canonical(log):
        made = balance(log)
        told = {"n": int(made["read"].sum()), "files": int(made["file"].nunique())}
        return [head, Paragraph(fill(say("canonical"), told, lang))]
    heads, rows = _balance(log, lang)
    blocks: list[Block] = [head, Paragraph(say("exports"))]
    blocks.append(Table(say("by_sheet"), heads, rows, tuple(range(2, 2 + len(_COUNTS))), label(1)))
    why, reasons = _reasons(log, lang)
    return [*blocks, *([Table(say("by_reason"), why, reasons, (2,), label(2))] if reasons else [])]


def is_canonical(log: pd.DataFrame) -> bool:
    """Whether all tables came in canonical form, of which every row is loaded or nothing is."""
    return bool((log["decision"] == Decision.READ).all())


def balance_rows(log: pd.DataFrame, lang: str) -> tuple[Row, list[Row]]:
    """Heads and rows of the table of files and sheets, as text; the last row is their sum."""
    return _written(_balance(log, lang))


def reason_rows(log: pd.DataFrame, lang: str) -> tuple[Row, list[Row]]:
    """Heads and rows of the table of reasons, as text: what needs the most work first."""
    return _written(_reasons(log, lang))


def _written(made: _Made) -> tuple[Row, list[Row]]:
    """Cells as people read them."""
    heads, rows = made
    return heads, [tuple(map(str, row)) for row in rows]


def _count(n: int, lang: str) -> Number:
    return Number((float(n),), "ribuan", count(n, lang))


def _balance(log: pd.DataFrame, lang: str) -> _Made:
    """Table of files and sheets."""
    say = partial(text, lang, "loading")
    made = balance(log)
    rows: list[tuple[Cell, ...]] = [
        (_named(row.file), _named(row.sheet) or "–", *(_count(getattr(row, name), lang) for name in _COUNTS))
        for row in made.itertuples()
    ]
    if len(rows) > 1:
        rows.append((say("all"), "", *(_count(int(made[name].sum()), lang) for name in _COUNTS)))
    return tuple(say(name) for name in ("file", "sheet", *_COUNTS)), tuple(rows)


def _reasons(log: pd.DataFrame, lang: str) -> _Made:
    """Table of reasons."""
    say = partial(text, lang, "loading")
    rows: list[tuple[Cell, ...]] = []
    for decision in _WEIGHT:
        found = log[log["decision"] == decision].drop_duplicates(["file", "sheet", "row", "reason"])
        for reason, n in found["reason"].value_counts().items():
            rows.append((say(decision), why(str(reason), lang), _count(n, lang), why(str(reason), lang, "|action")))
    return tuple(say(name) for name in ("decision", "reason", "rows", "what_to_do")), tuple(rows)


def why(reason: str, lang: str, part: str = "") -> str:
    """Sentence of a reason; with ``|action`` what the user can do."""
    template = find(lang, "load_reason", reason + part) or text(lang, "load_reason", f"other{part}")
    return fill(template, {"reason": reason}, lang)


def write_log(log: pd.DataFrame, path: Path, lang: str) -> None:
    """Write the log row by row, for a spreadsheet; no cell of the data is in it."""
    say = partial(text, lang, "loading")
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    lines.writerow(
        [say(name) for name in ("file", "sheet", "row", "column", "decision", "rows", "reason", "what_to_do")]
    )
    told = {reason: (why(reason, lang), why(reason, lang, "|action")) for reason in log["reason"].unique() if reason}
    for entry in log.itertuples():
        row = str(entry.row) if entry.row else ""
        place = map(no_formula, map(_named, (entry.file, entry.sheet, row, entry.column)))
        lines.writerow([*place, say(entry.decision), str(entry.n), *told.get(entry.reason, ("", ""))])
    write_whole(path, written.getvalue())


def _named(name: str) -> str:
    """Name of a file or sheet; people also put numbers of persons into names."""
    return re.sub(NUMBER_OF_A_PERSON, "…", plain(name))


def no_formula(told: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{told}" if told.startswith(_FORMULA) else told
