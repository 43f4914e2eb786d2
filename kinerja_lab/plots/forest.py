"""Estimates of many regions on one axis, in the order given, with their mean and where a further region may lie."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import style
from kinerja_lab.messages.numbers import count, written
from kinerja_lab.plots import style as house
from kinerja_lab.plots.bounds import Asked, Bounds, bounds, notes_of_rule
from kinerja_lab.plots.points import point, ruled
from kinerja_lab.plots.rows import Row
from kinerja_lab.stats.interval import Interval

_ROW, _FRAME, _LINE = 0.22, 1.0, 0.125  # inches
_LABEL_WIDTH, _AXIS_WIDTH, _NOTE_WIDTH = 34, 78, 118


def forest(
    check: Asked, title: str, axis: str, rows: Sequence[Row], further: Interval | None = None, lang: str = "id"
) -> house.Picture:
    """Draw regions, from the top down, with their intervals on the axis of a check.

    ``title`` is what is asked, ``axis`` what the axis measures. A row of the kind ``headline`` is the mean of the
    others; ``further``, where a further region may lie, is a band of its own under the last row.
    """
    if not rows:
        return house.message(text(lang, "plot", "nothing"))
    notes = house.folded(" ".join(notes_of_rule(check, rows, lang)), _NOTE_WIDTH)
    labels = [house.folded(row.name, _LABEL_WIDTH, 1) for row in rows]
    with house.house_style():
        lines = len(rows) + (further is not None)
        made, axes = house.titled(_FRAME + _ROW * (lines + 0.5) + _LINE * (notes.count("\n") + 2 * bool(notes)), title)
        axes.set_xlabel(house.folded(axis, _AXIS_WIDTH))
        if notes:
            made.supxlabel(notes, x=0.01, ha="left", fontsize=house.TINY, color=house.MUTED)
        limits = bounds(check, rows, lang)
        ruled(axes, limits, lines, lang)
        for place, row in enumerate(rows):
            point(axes, place, row, limits, house.INK if row.kind == "headline" else house.POINT)
        if further is not None:
            _band(axes, len(rows), further, limits)
            labels.append(text(lang, "plot", "forest_further"))
        axes.set_yticks(range(lines), labels=labels)
        shape = style(check.name, lang)
        house.column(axes, 44, text(lang, "plot", "estimate"), [written(row.estimate, shape, lang) for row in rows])
        house.column(
            axes, 76, text(lang, "plot", "n"), [count(row.n, lang) if math.isfinite(row.n) else "" for row in rows]
        )
        return house.explained(made, "forest", {"title": title, "rows": len(rows)}, lang)


def _band(axes: Axes, place: int, further: Interval, limits: Bounds) -> None:
    """Draw an interval without a point; where it leaves the axis it ends in an arrow."""
    low, high = max(further.low, limits.low), min(further.high, limits.high)
    for value, kept, marker in ((further.low, low, "<"), (further.high, high, ">")):
        if value != kept:
            axes.plot([kept], [place], marker, color=house.MUTED, markersize=6, clip_on=False, zorder=2)
    axes.plot([low, high], [place, place], color=house.MUTED, linewidth=5, solid_capstyle="butt", alpha=0.55, zorder=2)
