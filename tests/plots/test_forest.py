from __future__ import annotations

import math

import pytest

from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.numbers import number
from kinerja_lab.plots import forest
from kinerja_lab.plots.rows import Row
from kinerja_lab.report.comparable import Question
from kinerja_lab.stats.interval import Interval
from tests.plots.written import written

GAP = {"rule": "gap", "practical": 1.5, "exclusion": 2.0, "log": True, "upward": False}
ASKED = Question("ordinal_odds_ratio:jenis_kelamin", GAP)
ROWS = [Row(f"Kota {name}", 300, 0.8, 0.5, 1.3, "plain") for name in "ABC"]
MEAN = Row("Gabungan 3 wilayah", math.nan, 0.8, 0.6, 1.1, "headline")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_regions_stand_from_the_top_down_with_the_mean_and_the_band_below(lang: str) -> None:
    made = forest(ASKED, "Kesetaraan", "Rasio odds", [*ROWS, MEAN], Interval(0.3, 2.5), lang)
    place = {each.text: each for each in written(made)}
    names = ["Kota A", "Kota B", "Kota C", "Gabungan 3 wilayah", text(lang, "plot", "forest_further")]
    assert [place[name].y for name in names] == sorted(place[name].y for name in names)
    half, one, two = (place[number(value, lang, 2)].x for value in (0.5, 1.0, 2.0))
    assert two - one == pytest.approx(one - half, abs=0.1)  # logarithmic
    assert "4" in made.alt


def test_the_same_rows_give_the_same_bytes_and_none_give_a_sentence() -> None:
    pictures = [forest(ASKED, "Kesetaraan", "Rasio odds", ROWS).png for _ in range(2)]
    assert pictures[0] == pictures[1]
    assert forest(ASKED, "Kesetaraan", "Rasio odds", []).alt == "Belum ada yang dapat digambar."
