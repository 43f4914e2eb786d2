"""How all pictures look, and what a picture is: size, colours, shapes, numbers on axes, alternative text."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import numpy as np
import typst
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.ticker import Formatter
from PIL import Image

from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.numbers import fill, number, percent

WIDTH = 6.3  # inches of text on an A4 page
DPI = 144
_COLOURS, _EFFORT = 128, 6  # of a PNG; more effort takes three times as long for one part in ten
SMALL, TINY = 7.5, 7.0
UNKNOWN = "□"  # what stands for a letter that a font does not have
FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
INK, MUTED, POINT = "#1f2328", "#5f6368", "#2f5d8a"
ACCEPTED, LINE = "#e2ece4", "#8a8f94"
PAIR_COLOURS, PAIR_MARKERS = ("#2f5d8a", "#9aa0a6", "#b2182b"), ("o", "_", "X")

_FINER_THAN_SEEN = re.compile(rb"(\d\.\d\d)\d+")  # digits of a length in an SVG, in points
_TRACES = ("Date", "Creator", "Format", "Type")  # left out of an SVG
_SHEET = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("drawn.svg", width: {WIDTH}in)'.encode()
TITLE: dict[str, Any] = {"x": 0.01, "ha": "left", "fontsize": 9, "fontweight": "bold"}
_COLUMN: dict[str, Any] = {"ha": "right", "fontsize": TINY, "annotation_clip": False}
_RC = {
    "axes.axisbelow": True,
    "axes.edgecolor": LINE,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 8.0,
    "axes.titlesize": 8.5,
    "axes.titley": 1.0,  # no ticks above the axes for which a title would have to be moved up, at a tenth of the time
    "axes.unicode_minus": True,
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8.0,
    "grid.color": "#e6e8ea",
    "hatch.linewidth": 0.6,
    "legend.fontsize": SMALL,
    "lines.solid_capstyle": "round",
    "patch.edgecolor": "white",
    "patch.force_edgecolor": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "kinerja_lab",
    "text.color": INK,
    "text.parse_math": False,  # a name may hold dollar signs
    "xtick.bottom": False,
    "xtick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.color": INK,
    "ytick.left": False,
    "ytick.labelsize": SMALL,
}


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """A finished picture: PNG, what it shows in words for those who do not see it, a caption, and SVG for print.

    The SVG has its text as text in a font of ``FONTS``.
    """

    png: bytes = field(repr=False)
    alt: str
    caption: str = ""
    svg: bytes = field(default=b"", repr=False)

    def __repr__(self) -> str:
        return f"Picture({self.caption or self.alt[:60]!r})"

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Show the picture in a notebook, with its texts as metadata."""
        shown = {"image/png": base64.b64encode(self.png).decode("ascii"), "text/plain": repr(self)}
        return shown, {"image/png": {"alt": self.alt, "caption": self.caption}}

    def save(self, path: str | Path) -> None:
        """Write the PNG."""
        Path(path).write_bytes(self.png)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the house style; settings outside stay as they were."""
    with mpl.rc_context(_RC):
        yield


def figure(height: float) -> Figure:
    """Empty figure as wide as the text; no window system knows it, so none has to forget it."""
    return Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained", facecolor="white")


def titled(height: float, title: str) -> tuple[Figure, Axes]:
    """Figure of one panel under a title."""
    made = figure(height)
    made.suptitle(title, **TITLE)
    return made, made.subplots()


def explained(made: Figure, key: str, told: Mapping[str, object], lang: str) -> Picture:
    """Picture with the alternative text and the caption of a kind of picture."""
    alt, caption = (fill(text(lang, "plot", f"{key}_{part}"), told, lang) for part in ("alt", "caption"))
    return picture(made, alt, caption)


def picture(made: Figure, alt: str, caption: str) -> Picture:
    """Draw a figure once, as SVG, from which the typesetter makes the PNG; equal input gives equal bytes.

    Few colours take a third of the bytes.
    """
    buffer = io.BytesIO()
    with house_style():
        FigureCanvasSVG(made).print_svg(buffer, metadata=dict.fromkeys(_TRACES))
    svg = _FINER_THAN_SEEN.sub(rb"\1", buffer.getvalue())
    sheet = typeset({"main.typ": _SHEET, "drawn.svg": svg}, format="png", ppi=DPI)
    drawn = Image.open(io.BytesIO(sheet)).convert("RGB")
    few = drawn.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    # The octree rounds every colour down, and white has to stay white.
    few.putpalette([min(part + 1, 255) for part in few.getpalette() or ()])
    buffer = io.BytesIO()
    few.save(buffer, "PNG", compress_level=_EFFORT, dpi=(DPI, DPI))
    return Picture(png=buffer.getvalue(), alt=alt, caption=caption, svg=svg)


def typeset(files: Mapping[str, bytes], **options: object) -> bytes:
    """Set ``main.typ`` of these files, in the fonts of ``FONTS`` or of Typst; nothing else is read."""
    return bytes(typst.compile(dict(files), font_paths=_fonts(), **options))  # type: ignore[call-overload]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def message(sentence: str) -> Picture:
    """Picture of a sentence, where there is nothing to draw."""
    lines = folded(sentence, 100, 30)
    with house_style():
        made = figure(0.3 + 0.16 * (1 + lines.count("\n")))
        made.text(0.01, 0.5, lines, va="center", color=MUTED)
        return picture(made, sentence, sentence)


def lamp(verdict: str, lang: str) -> tuple[str, str, str]:
    """Shape, colour and word of a verdict."""
    symbol, colour, word = (text(lang, "lamp", f"{verdict}|{part}") for part in ("symbol", "colour", "word"))
    return symbol, colour, word


@cache
def _letters() -> frozenset[int]:
    """Letters that the font has."""
    return frozenset(get_font(str(FONTS / "DejaVuSans.ttf")).get_charmap())


def drawable(told: str) -> str:
    """Text of letters that the font has, with ``UNKNOWN`` in place of each other letter."""
    return "".join(letter if ord(letter) in _letters() else UNKNOWN for letter in told)


def folded(sentence: str, width: int, lines: int = 9) -> str:
    """Text broken into lines; what does not fit ends in an ellipsis."""
    parts = wrap(drawable(sentence), width, break_long_words=True)
    if len(parts) > lines:
        parts = [*parts[: lines - 1], f"{parts[lines - 1][: width - 1]}…"]
    return "\n".join(parts)


def column(axes: Axes, offset: int, heading: str, cells: Sequence[str]) -> None:
    """Write a column of numbers to the right of the axes, one a row, ``offset`` points away."""
    axes.annotate(heading, (1, 1), (offset, 5), "axes fraction", "offset points", **_COLUMN, color=MUTED)
    for place, cell in enumerate(cells):
        axes.annotate(cell, (1, place), (offset, 0), ("axes fraction", "data"), "offset points", **_COLUMN, va="center")


def bare(axes: Axes, *sides: str) -> None:
    """Take tick marks and these sides of the frame away."""
    axes.tick_params(length=0)
    axes.tick_params(axis="y", pad=6)
    for side in sides:
        axes.spines[side].set_visible(False)


class LocalNumbers(Formatter):
    """Tick labels as people write numbers: ``0,25`` or ``25%``, no more decimals than the ticks need."""

    def __init__(self, lang: str, *, share: bool = False) -> None:
        self._lang, self._share = lang, share
        self._digits = 0

    def set_locs(self, locs: list[float]) -> None:
        """Find how many decimals tell the ticks apart."""
        super().set_locs(locs)
        shown = np.asarray(locs, dtype="float64") * (100 if self._share else 1)
        exact = (digits for digits in range(3) if np.allclose(shown, np.round(shown, digits), atol=1e-9))
        self._digits = next(exact, 3)

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - the interface of matplotlib
        """Write one tick."""
        return (percent if self._share else number)(float(x), self._lang, self._digits)
