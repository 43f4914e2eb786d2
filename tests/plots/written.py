"""What a picture says, and where."""

from __future__ import annotations

import re
from typing import NamedTuple

from kinerja_lab.plots.style import Picture

_TEXT = re.compile(r'<text [^>]* x="([-.\d]+)" y="([-.\d]+)"[^>]*>([^<]*)</text>')


class Written(NamedTuple):
    """A text and its place, in points from the upper left corner."""

    text: str
    x: float
    y: float


def written(picture: Picture) -> list[Written]:
    """Give all texts of a picture as they are drawn."""
    return [Written(text, float(x), float(y)) for x, y, text in _TEXT.findall(picture.svg.decode())]
