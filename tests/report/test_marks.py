"""What the marks of pictures tell: lengths, places and texts of the vectors that a PDF holds."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.severity import Severity
from kinerja_lab.measures.cell_suppression import TOTAL
from kinerja_lab.plots.evidence import evidence
from kinerja_lab.plots.outcomes import in_order, outcomes
from kinerja_lab.plots.raters import rater_map
from kinerja_lab.plots.style import MUTED, POINT, Picture
from kinerja_lab.report.disclosure import publishable
from tests import results as made
from tests.report.test_publication import HARDEST, PLACES, data_of, table_of

BAR = re.compile(r'<path d="([^"]*)"[^>]*style="fill: ?(#[0-9a-f]{6}|url\(#[^)]*\))', re.DOTALL)
FEWEST, RATEES, RATERS = 5, 300, 164
Box = tuple[float, float, float, float]


def boxes(svg: bytes) -> list[tuple[Box, str]]:
    """Left, bottom, right and top of every filled rectangle, with its colour."""
    found = []
    for path, colour in BAR.findall(svg.decode()):
        numbers = np.array(re.findall(r"-?[\d.]+", path), dtype=np.float64)
        if len(numbers) == 8:
            across, down = numbers[::2], numbers[1::2]
            found.append(((across.min(), down.min(), across.max(), down.max()), colour))
    return found


def bars(svg: bytes) -> list[list[float]]:
    """Widths of the parts of every bar, top bar first, as shares of the bar."""
    rows: dict[float, list[Box]] = defaultdict(list)
    for box, _ in boxes(svg):
        rows[round(box[1], 1)].append(box)
    stacked = []
    for _, parts in sorted(rows.items()):
        parts.sort()
        if len(parts) > 1 and all(abs(one[2] - other[0]) < 0.05 for one, other in pairwise(parts)):
            stacked.append([(part[2] - part[0]) / (parts[-1][2] - parts[0][0]) for part in parts])
    return stacked


@pytest.mark.parametrize("place", [HARDEST, PLACES[-1]], ids="-".join)
def test_every_part_of_a_bar_is_a_number_of_the_table_and_none_is_few_people(place: tuple[str, str]) -> None:
    table = in_order(table_of(place), "id")
    drawn = bars(outcomes(data_of(place), table=table_of(place)).svg)
    assert len(drawn) == len(table)
    for shares, (_, row) in zip(drawn, table.iterrows(), strict=True):
        people = [share * row[TOTAL] for share in shares]
        assert not [n for n in people if 0.5 < n < FEWEST - 0.5]
        cells = row.drop(TOTAL)
        rest = row[TOTAL] - cells.sum()
        assert sorted(n for n in people if n > 0.5) == pytest.approx(
            sorted(n for n in (*cells, rest) if n > 0), abs=0.5
        )


def crowds_drawn(fewest: int) -> list[float]:
    """People that each bar of a ladder stands for, by its area."""
    rng = np.random.default_rng(3)
    picture = rater_map(rng.normal(0, 1, RATEES), rng.normal(0, 0.5, RATERS), {"loyal": 0.1}, fewest=fewest)
    people: list[float] = []
    for colour, all_of_them in ((MUTED, RATEES), (POINT, RATERS)):
        areas = [(box[2] - box[0]) * (box[3] - box[1]) for box, fill in boxes(picture.svg) if fill == colour]
        people += [area / sum(areas) * all_of_them for area in areas]
    return people


def test_no_bar_of_the_ladder_stands_for_fewer_people_than_may_be_told() -> None:
    people = crowds_drawn(FEWEST)
    assert len(people) > 20
    assert min(people) >= FEWEST - 0.1


def test_the_areas_of_a_finer_ladder_tell_of_few_people() -> None:
    assert min(crowds_drawn(2)) < FEWEST - 0.5


def test_no_nameless_interval_in_the_pictures_of_raters_is_recognised_by_its_width() -> None:
    """Lines of the vectors, not numbers of the evidence: as many are equally long as must be."""
    sizes = [*range(10, 30), 60]
    half = [1 / size**0.5 for size in sizes]
    rows = pd.DataFrame({"unit": [f"P{place:02d}" for place in range(1, 22)], "n": sizes, "estimate": 0.0})
    rows = rows.assign(low=[-part for part in half], high=half)
    item = replace(made.result(Severity()), evidence=rows)
    exact, told = (lengths(evidence(each)) for each in (item, replace(item, evidence=publishable(item, 10, FEWEST))))
    assert exact.count(min(exact)) == 1
    assert min(told.count(length) for length in told) >= FEWEST


def lengths(picture: Picture) -> list[float]:
    """Lengths of the horizontal lines of intervals."""
    found = re.findall(
        r'<path d="M ([\d.]+) ([\d.]+) ?\nL ([\d.]+) ([\d.]+) ?\n" [^>]*stroke: (#\w+); stroke-width: 1.3',
        picture.svg.decode(),
    )
    return [round(float(right) - float(left), 0) for left, low, right, high, _ in found if low == high]
