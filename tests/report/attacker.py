"""An attacker who has nothing but published files: reads them, writes down every sum, and solves for the hidden counts.

Who works in which unit, and how many there are in each, is no secret; what predikat they got is.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import docx
import numpy as np
import pandas as pd
from python_calamine import load_workbook

from kinerja_lab import columns as col
from kinerja_lab.plots.outcomes import outcome_name
from kinerja_lab.stats.feasible_counts import Published, feasible_ranges
from kinerja_lab.stats.suppression import LEAST_WIDTH

LEVELS = tuple(str(level) for level in col.OUTCOMES.levels)
CAPTIONS = ("Predikat menurut Unit Kerja", "Predikat by Work Unit")
ALL, OTHERS = ("Seluruh wilayah", "Whole region"), ("Unit lain, digabung", "Other units, merged")
HIDDEN = "–"
GOOD, TOP = LEVELS.index("baik"), len(LEVELS) - 1
Rows = list[list[str]]
Cell = tuple[str, ...]


class Sum(NamedTuple):
    """Cells, each with its sign, and between which numbers their sum lies."""

    cells: dict[Cell, float]
    least: float
    most: float


def table_in(path: Path) -> Rows:
    """The table of predikat by unit as one file tells it, heads first; nothing where it has none."""
    rows = {"html": _web, "xlsx": _book, "docx": _word, "pdf": _print}[path.suffix[1:]](path)
    return [[re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", cell.strip()) for cell in row] for row in rows]


def _web(path: Path) -> Rows:
    for found in re.findall(r"<table>(<caption>.*?)</table>", path.read_text("utf-8"), re.DOTALL):
        if any(caption in found for caption in CAPTIONS):
            rows = re.findall(r"<tr.*?>(.*?)</tr>", found, re.DOTALL)
            return [[unescape(cell) for cell in re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", row)] for row in rows]
    return []


def _book(path: Path) -> Rows:
    book = load_workbook(path)
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        if rows and any(str(rows[0][0]).endswith(caption) for caption in CAPTIONS):
            return [[f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows[2:]]
    return []


def _word(path: Path) -> Rows:
    for found in docx.Document(str(path)).tables:
        rows = [[cell.text for cell in row.cells] for row in found.rows]
        if rows[0][0] in ("Unit kerja", "Work unit") and rows[1][0] in ALL:
            return rows
    return []


def _print(path: Path) -> Rows:
    """Rows of the page; the heads, broken over lines, are those of the other files."""
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout.decode()
    for caption in CAPTIONS:
        for rest in re.split(rf"L\.\d+\. {caption}\n", text)[1:]:
            table = re.split(r"^(?:Sumber|Source):", rest, maxsplit=1, flags=re.MULTILINE)[0]
            found = re.findall(r"^ ?(\S.*?)\s{2,}((?:(?:[\d.,]+|–)\s*)+)$", table, re.MULTILINE)
            return [[name, *numbers.split()] for name, numbers in found]
    return []


def of_table(rows: Rows, sizes: dict[str, int], lang: str) -> list[Sum]:
    """Sums of cells (unit, predikat) that the table and the sizes of the units tell."""
    names = {outcome_name(levels, lang): levels for levels in _all_sets()}
    sums = [_exact([(unit, level) for level in LEVELS], size) for unit, size in sizes.items()]
    if not rows:
        return sums
    heads = [*(names[head] for head in rows[0][1:-1]), LEVELS]
    named = {row[0] for row in rows[1:]}
    for name, *told in rows[1:]:
        units = sizes if name in ALL else [unit for unit in sizes if unit not in named] if name in OTHERS else [name]
        for levels, cell in zip(heads, told, strict=True):
            sums += [] if cell == HIDDEN else [_exact(product(units, levels), int(cell))]
    return sums


def of_record(record: dict[str, Any], sizes: Iterable[str]) -> list[Sum]:
    """Sums that the answers tell of the region, and of its groups as cells (attribute, side, part)."""
    checks, units = record["pemeriksaan"], list(sizes)
    sums: list[Sum] = []
    shares = checks.get("inflation", {}).get("rincian") or {}
    for name, levels in (("good_share", LEVELS[GOOD:]), ("top_share", LEVELS[TOP:]), ("modal_share", None)):
        if shares.get(name) is not None:
            told = levels or _most(shares)
            sums.append(_near(list(product(units, told)), shares[name] * checks["inflation"]["n"]))
    for slug, entry in checks.items():
        if slug.startswith("ordinal_odds_ratio:") and entry["status"] == "ok":
            sums += _of_groups(slug, entry["rincian"], units)
    rest = checks.get("follow_up", {})
    if rest.get("n"):
        sums.append(_exact(product(units, LEVELS[:GOOD]), rest["n"]))
        sums += [_exact(product(units, [row["unit"]]), row["n"]) for row in rest["bukti"] if row["unit"] in LEVELS]
    return sums


def _of_groups(slug: str, told: dict[str, Any], units: list[str]) -> Iterator[Sum]:
    """Two compared groups and all others, who together are the region."""
    sides, parts = (
        ("focal", "reference", "others"),
        {"low": LEVELS[:GOOD], "mid": (LEVELS[GOOD],), "top": (LEVELS[TOP],)},
    )
    for part, levels in parts.items():
        signs: dict[Cell, float] = {(slug, side, part): 1.0 for side in sides}
        yield Sum(signs | dict.fromkeys(product(units, levels), -1.0), 0, 0)
    for side in sides:
        yield _exact([(slug, side, part) for part in parts], told[f"n_{side}"] or 0)
        for part in ("low", "top"):
            if told.get(f"{part}_{side}") is not None:
                yield _near([(slug, side, part)], told[f"{part}_{side}"] * told[f"n_{side}"])


def ranges(sums: Sequence[Sum], secrets: Sequence[Sequence[Cell]]) -> list[tuple[float, float]]:
    """Between which numbers the people in each set of cells lie."""
    places = {cell: place for place, cell in enumerate(dict.fromkeys(cell for each in sums for cell in each.cells))}
    members = np.zeros((len(sums), len(places)))
    for row, each in enumerate(sums):
        for cell, sign in each.cells.items():
            members[row, places[cell]] = sign
    known = Published(members, *(np.array([each[end] for each in sums], dtype=np.float64) for end in (1, 2)))
    goals = [
        np.isin(np.arange(len(places)), [places[cell] for cell in secret]).astype(np.float64) for secret in secrets
    ]
    return [(low, high) for low, high in feasible_ranges(known, np.array(goals)).tolist()]


def recovered(sums: Sequence[Sum], counts: pd.DataFrame, fewest: int = 5, least: int = 10) -> list[str]:
    """Predikat of a unit or the region that few people have (or a whole small unit) and that are known too well."""
    groups = {str(unit): [str(unit)] for unit in counts.index} | {ALL[0]: [str(unit) for unit in counts.index]}
    width = {}
    for (name, units), levels in product(groups.items(), _all_sets()):
        few, size = (int(counts.loc[units, list(part)].to_numpy().sum()) for part in (levels, LEVELS))
        alike = few == 0 and 3 <= size < least and len(levels) == len(LEVELS) - 1
        if (0 < few < min(fewest, size)) or alike:
            everybody = int(counts[list(levels)].to_numpy().sum())
            width[name, levels] = min(LEAST_WIDTH, size, everybody if alike else LEAST_WIDTH)
    found = ranges(sums, [list(product(groups[name], levels)) for name, levels in width])
    pairs = zip(width.items(), found, strict=True)
    return [f"{name} {levels}: {low}–{high}" for ((name, levels), wide), (low, high) in pairs if not high - low >= wide]


def read(folder: Path) -> dict[str, Any]:
    """The record beside the files."""
    record: dict[str, Any] = json.loads((folder / "hasil.json").read_text("utf-8"))
    return record


def _all_sets() -> list[tuple[str, ...]]:
    """Predikat that may be told together."""
    ends = [LEVELS[:place] for place in range(1, 5)] + [LEVELS[place:] for place in range(1, 5)]
    single = [(level,) for level in LEVELS]
    return list(dict.fromkeys(ends + single + [tuple(x for x in LEVELS if x != level) for level in LEVELS]))


def _most(shares: dict[str, float]) -> tuple[str, ...]:
    """The most frequent predikat, guessed from the shares."""
    return (LEVELS[TOP],) if abs(shares["modal_share"] - shares["top_share"]) < 1e-9 else (LEVELS[GOOD],)


def _exact(cells: Iterable[Cell], told: float) -> Sum:
    return Sum(dict.fromkeys(cells, 1.0), told, told)


def _near(cells: Iterable[Cell], told: float) -> Sum:
    """A share times its group: whole people where it is exact, else the middle of at least four numbers."""
    whole = round(told)
    if abs(told - whole) < 1e-6:
        return _exact(cells, whole)
    return Sum(dict.fromkeys(cells, 1.0), max(told - 1.5, 0), told + 1.5)
