"""Points with intervals, one a row, on an axis that shows what the rule of a check accepts."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from kinerja_lab.plots.bounds import Bounds
from kinerja_lab.plots.rows import Row
from kinerja_lab.plots.style import ACCEPTED, INK, LINE, LocalNumbers, bare

_MARKERS = {"headline": ("D", 5.5), "plain": ("o", 4.5), "open": ("o", 5.0)}


def ruled(axes: Axes, limits: Bounds, rows: int, lang: str) -> None:
    """Draw band and lines of the rule on an axis with local numbers."""
    if limits.log:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(FixedLocator(limits.ticks))
        axes.xaxis.set_minor_locator(NullLocator())
    else:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(LocalNumbers(lang, share=limits.share))
    axes.set_xlim(limits.low, limits.high)
    axes.set_ylim(rows - 0.25, -0.75)
    axes.grid(visible=False, axis="y")
    bare(axes, "top", "right", "left")
    if limits.band is not None:
        axes.axvspan(*limits.band, color=ACCEPTED, linewidth=0, zorder=0.4)
    for value in limits.lines:
        axes.axvline(value, color=LINE, linestyle=(0, (4, 3)), linewidth=1.0, zorder=0.6)
    if limits.neutral is not None:
        axes.axvline(limits.neutral, color=INK, linewidth=0.8, zorder=0.6)


def point(axes: Axes, place: int, row: Row, limits: Bounds, colour: str) -> None:
    """Draw a point and its interval; what leaves the axis ends in an arrow, and so does an estimate without end."""
    if not (math.isnan(row.low) or math.isnan(row.high)):
        low, high = max(row.low, limits.low), min(row.high, limits.high)
        axes.plot([low, high], [place, place], color=colour, linewidth=1.3, solid_capstyle="butt", zorder=2)
        for value, kept, marker in ((row.low, low, "<"), (row.high, high, ">")):
            if value != kept:
                axes.plot([kept], [place], marker=marker, color=colour, markersize=4, clip_on=False, zorder=2)
    marker, size = _MARKERS[row.kind]
    face = "white" if row.kind == "open" else colour
    at = min(max(row.estimate, limits.low), limits.high)
    if at != row.estimate:
        marker = "<" if row.estimate < at else ">"
    axes.plot([at], [place], marker, color=colour, markerfacecolor=face, markersize=size, clip_on=False, zorder=3)
