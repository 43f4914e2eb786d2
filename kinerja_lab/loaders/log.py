"""What became of every row that was read: kept, dropped or quarantined, and why."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import numpy as np
import pandas as pd

COLUMNS = ("file", "sheet", "row", "decision", "reason", "column", "n")
_SHEET = ["file", "sheet"]


class Decision(StrEnum):
    """What happened to a row; a sheet that was read is one entry with its number of rows."""

    READ = "dibaca"
    DROPPED = "dibuang"
    QUARANTINED = "dikarantina"
    FLAGGED = "ditandai"


class LoadLog:
    """Account of a loading, without a value of any cell: files, sheets, row numbers, reasons.

    A ``reason`` is a key of the catalogues, section ``load_reason``; ``rows`` are row numbers in the file, from 1.
    """

    def __init__(self) -> None:
        self._entries: list[tuple[str, str, Decision, str, str]] = []
        self._rows: list[np.ndarray] = []
        self._counts: list[int] = []

    def read(self, file: str, sheet: str, n: int) -> None:
        """Note that ``n`` rows of a sheet were read; once a sheet."""
        self._add((file, sheet, Decision.READ, "", ""), (0,), n)

    def drop(self, file: str, sheet: str, rows: Iterable[int], reason: str) -> None:
        """Note rows that hold nothing to load, such as totals, or that another row of the same person replaces."""
        self._add((file, sheet, Decision.DROPPED, reason, ""), rows)

    def quarantine(self, file: str, sheet: str, rows: Iterable[int], reason: str, column: str = "") -> None:
        """Note rows that cannot be used until somebody corrects them."""
        self._add((file, sheet, Decision.QUARANTINED, reason, column), rows)

    def note(self, file: str, sheet: str, rows: Iterable[int], reason: str, column: str = "") -> None:
        """Flag rows that are kept but deserve a look."""
        self._add((file, sheet, Decision.FLAGGED, reason, column), rows)

    def frame(self) -> pd.DataFrame:
        """All entries, a line for each row and reason; the entry of a sheet that was read has row 0 and its ``n``."""
        lengths = [len(rows) for rows in self._rows]
        parts = [pd.Series([entry[place] for entry in self._entries], dtype="str") for place in range(5)]
        file, sheet, decision, reason, column = (part.repeat(lengths).reset_index(drop=True) for part in parts)
        row = np.concatenate([np.empty(0, dtype="int64"), *self._rows])
        n = np.repeat(np.array(self._counts, dtype="int64"), lengths)
        return pd.DataFrame(dict(zip(COLUMNS, (file, sheet, row, decision, reason, column, n), strict=True)))

    def rows(self, decision: Decision) -> dict[tuple[str, str], set[int]]:
        """Row numbers with this decision, by file and sheet."""
        found: dict[tuple[str, str], set[int]] = {}
        for (file, sheet, made, _, _), rows in zip(self._entries, self._rows, strict=True):
            if made is decision and len(rows):
                found.setdefault((file, sheet), set()).update(rows.tolist())
        return found

    def _add(self, entry: tuple[str, str, Decision, str, str], rows: Iterable[int], n: int = 1) -> None:
        """Keep one entry for all its rows."""
        self._entries.append(entry)
        self._rows.append(np.fromiter((int(row) for row in rows), dtype="int64"))
        self._counts.append(n)


def balance(log: pd.DataFrame) -> pd.DataFrame:
    """How many rows of each file and sheet were read, kept, dropped and quarantined?

    A row counts once, however many reasons it has; one that is both dropped and quarantined counts as quarantined, for
    it is written out for correction. ``log`` holds entries as ``LoadLog.frame`` gives them; the answer has the columns
    file, sheet, read, kept, dropped, quarantined, and read = kept + dropped + quarantined.
    """
    decided = log[log["decision"].isin((Decision.DROPPED, Decision.QUARANTINED))]
    # "dibuang" sorts before "dikarantina", which is the one that stays
    last = decided.sort_values("decision", kind="stable").drop_duplicates([*_SHEET, "row"], keep="last")
    counts = last.groupby([*_SHEET, "decision"], sort=False).size().unstack(fill_value=0)
    read = log[log["decision"] == Decision.READ].groupby(_SHEET, sort=False)["n"].sum()
    table = pd.DataFrame({"read": read})
    for name, decision in (("dropped", Decision.DROPPED), ("quarantined", Decision.QUARANTINED)):
        table[name] = counts.get(decision.value, pd.Series(dtype="int64")).reindex(read.index, fill_value=0)
    table.insert(1, "kept", table["read"] - table["dropped"] - table["quarantined"])
    return table.astype("int64").reset_index()
