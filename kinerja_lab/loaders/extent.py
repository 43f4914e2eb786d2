"""How far apart do the cells of a sheet lie? Readers keep the whole rectangle around them, however few they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kinerja_lab.loaders.forms import refused

MOST_CELLS = 1 << 24
MOST_COLUMNS, MOST_ROWS = 4096, 1 << 20
_WIDE = 256  # columns; from here on cells that only have a border or a colour are looked at again and left out
_COLUMNS, _ROWS, _ROW = re.compile(rb' R="([A-Z]+)\d'), re.compile(rb' R="[A-Z]+(\d+)"'), re.compile(rb' R="(\d+)"')
_BLANK_CELL, _NEXT_ROW = re.compile(rb"<(?:\w+:)?C [^>]*/>"), re.compile(rb"<(?:\w+:)?ROW\b")
_CELLS = (b"<C ", b"<C>", b":C ", b":C>")
# Readers take capital and small letters, any blank and both quotes alike; so it is enough to know one of each.
_ALIKE = bytes.maketrans(b"abcdefghijklmnopqrstuvwxyz\t\n\r'", b'ABCDEFGHIJKLMNOPQRSTUVWXYZ   "')


@dataclass(slots=True)
class Extent:
    """Last row and column of the cells seen so far; ``add`` refuses a file whose cells would not fit into memory."""

    path: Path
    rows: int = 0
    columns: int = 0

    def add(self, block: bytes) -> None:
        """Look at the cells of whole tags of a sheet.

        Raises ``InvalidDataset``: more columns than any table has, or a rectangle of too many cells.
        """
        block = block.translate(_ALIKE)
        rows, columns = _reach(block)
        if columns > _WIDE:
            rows, columns = _reach(_BLANK_CELL.sub(b"", block))
        self.rows, self.columns = max(self.rows, rows), max(self.columns, columns)
        if self.rows * self.columns > MOST_CELLS or rows > MOST_ROWS:
            found, most = f"{self.rows} × {self.columns}", f"{MOST_CELLS}"
            raise refused(self.path, rule="refused_extent", found=found, allowed=most)
        if self.columns > MOST_COLUMNS:
            raise refused(self.path, rule="refused_columns", found=str(self.columns), allowed=str(MOST_COLUMNS))


def _reach(block: bytes) -> tuple[int, int]:
    """Last row and column of the cells of a block; never too small, also where cells do not say their place."""
    if b" R " in block or b" R= " in block:
        block = re.sub(rb" *= *", b"=", block)
    letters = _COLUMNS.findall(block)
    columns = max(map(_number, set(letters)), default=0)
    rows = max(map(int, set(_ROWS.findall(block))), default=0)
    if _cells(block) > len(letters):
        parts = _NEXT_ROW.split(block)
        columns += max(map(_cells, parts))
        rows = max([rows, *map(int, set(_ROW.findall(block)))]) + len(parts)
    return rows, columns


def _cells(block: bytes) -> int:
    """How many cells start in a block."""
    return sum(block.count(cell) for cell in (_CELLS if b":C" in block else _CELLS[:2]))


def _number(letters: bytes) -> int:
    """Position of a column from its letters; too many letters are as good as infinity."""
    place = 0
    for letter in letters[:8]:
        place = 26 * place + letter - 64
    return place
