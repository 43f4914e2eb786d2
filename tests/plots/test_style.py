from __future__ import annotations

import base64
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.plots.style import (
    LocalNumbers,
    Picture,
    folded,
    lamp,
)


def ticks(lang: str, places: list[float], *, share: bool = False) -> list[str]:
    """Tick labels of an axis with ticks at these places."""
    axes = Figure().subplots()
    axes.set_xlim(min(places), max(places))
    axes.set_xticks(places)
    axes.xaxis.set_major_formatter(LocalNumbers(lang, share=share))
    return [tick.get_text() for tick in axes.get_xticklabels()]


def test_numbers_on_axes_have_a_decimal_comma() -> None:
    assert ticks("id", [-0.5, 0.0, 0.5]) == ["−0,5", "0,0", "0,5"]
    assert ticks("id", [0.25, 0.5]) == ["0,25", "0,50"]
    assert ticks("en", [0.25, 0.5]) == ["0.25", "0.50"]


def test_shares_on_axes_are_percentages_without_needless_decimals() -> None:
    assert ticks("id", [0.0, 0.5, 1.0], share=True) == ["0%", "50%", "100%"]
    assert ticks("id", [0.0, 0.025], share=True) == ["0,0%", "2,5%"]
    assert ticks("id", [0.0, 1000.0]) == ["0", "1.000"]


def test_a_notebook_gets_the_picture_with_its_words() -> None:
    made = Picture(png=b"png", alt="what it shows", caption="Gambar.")
    data, metadata = made._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == b"png"
    assert metadata == {"image/png": {"alt": "what it shows", "caption": "Gambar."}}
    assert repr(made) == "Picture('Gambar.')"


def test_a_picture_is_saved_as_it_is(tmp_path: Path) -> None:
    Picture(png=b"png", alt="").save(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == b"png"


def test_long_names_are_folded_and_cut_with_an_ellipsis() -> None:
    assert folded("Dinas Kesehatan", 30, 2) == "Dinas Kesehatan"
    cut = folded("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Daerah Kabupaten", 20, 2)
    assert cut.count("\n") == 1
    assert cut.endswith("…")
    assert max(map(len, cut.split("\n"))) <= 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_verdicts_differ_in_shape_colour_and_word(lang: str) -> None:
    lamps = [lamp(verdict, lang) for verdict in ("wajar", "perlu perhatian", "bermasalah", "data tidak cukup")]
    assert all(len(set(part)) == 4 for part in zip(*lamps, strict=True))
