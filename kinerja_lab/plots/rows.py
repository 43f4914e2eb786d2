"""Which rows of the evidence are drawn, in which order, and what is said about those that are not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pandas as pd

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.catalogue import find, label, text
from kinerja_lab.messages.numbers import Fewer, fill

MOST_ROWS = 25
_MERGED = "unit_kecil"

Kind = Literal["headline", "plain", "open"]


class Row(NamedTuple):
    """One line of the picture."""

    name: str
    n: float
    estimate: float
    low: float
    high: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are drawn, from the top down, and sentences about the others."""

    drawn: tuple[Row, ...]
    notes: tuple[str, ...]
    ladder: bool


def rows_of(result: CheckResult, least: int, lang: str) -> Rows:
    """Choose the rows of a check: none about fewer than ``least`` people, none without a number, not too many."""
    frame, section = result.evidence, result.check.name
    ladder = find(lang, section, "ladder") is not None
    known = frame[frame["estimate"].notna()]
    small = known[(known["n"] < least) & (not ladder)]
    kept = known.drop(index=small.index)
    shown = _thinned(kept.sort_values("estimate", kind="stable"))
    coded = len(frame) > 0 and all(find(lang, "evidence", str(unit)) for unit in frame["unit"])
    if not ladder:
        names = shown["unit"].astype(str)
        shown = shown.sort_index() if coded else shown.loc[names.str.casefold().sort_values(kind="stable").index]
    rows = [_row(row, result, lang, coded=coded) for row in shown.to_dict("records")]
    total = find(lang, section, "total")
    if rows and total:
        people = math.nan if math.isfinite(result.fewer_than) else result.n
        rows.insert(0, Row(total, people, result.estimate, *result.interval, "headline"))
    counts = {"small": len(small), "kept": len(kept), "shown": len(shown), "least": least}
    notes = _notes(frame, section, counts, lang)
    return Rows(tuple(rows), tuple(notes), ladder)


def _row(row: dict[Any, Any], result: CheckResult, lang: str, *, coded: bool) -> Row:
    """Row of the picture; among coefficients or models the one that answers is filled."""
    answers = coded and math.isclose(row["estimate"], result.estimate, rel_tol=1e-12)
    kind: Kind = "headline" if answers else "open" if coded else "plain"
    name = label(str(row["unit"]), lang, "evidence", "value")
    return Row(name, float(row["n"]), float(row["estimate"]), float(row["low"]), float(row["high"]), kind)


def _thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """At most ``MOST_ROWS`` rows, evenly spaced in their order, both ends kept."""
    if len(rows) <= MOST_ROWS:
        return rows
    return rows.iloc[[round(place * (len(rows) - 1) / (MOST_ROWS - 1)) for place in range(MOST_ROWS)]]


def _notes(frame: pd.DataFrame, section: str, counts: dict[str, int], lang: str) -> list[str]:
    """Say what is not drawn and why; what the rows are, and what their ``n`` counts, each check knows itself."""
    merged = frame[frame["unit"] == _MERGED]
    undefined = int(frame["estimate"].isna().sum()) - len(merged)
    others = find(lang, section, "others") or text(lang, "plot", "others")
    counted = find(lang, "counted", f"{section}|rows", section)
    people = float(merged["n"].sum(min_count=1))
    told: dict[str, object] = {**counts, "others": others, "counted": counted}
    told["n"] = Fewer(counts["least"]) if math.isnan(people) else people
    said = (
        (counts["shown"] < counts["kept"], "thinned", counts["kept"]),
        (counts["small"] > 0, "small", counts["small"]),
        (undefined > 0, "undefined", undefined),
        (len(merged) > 0, "merged", 0),
    )
    return [fill(text(lang, "plot", key), {**told, "rows": rows}, lang) for holds, key, rows in said if holds]
