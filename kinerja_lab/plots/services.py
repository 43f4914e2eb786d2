"""Pictures of services: a series with what it would have shown without the change, and when requests are done."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.narrate import sentence, words
from kinerja_lab.messages.numbers import fill, period
from kinerja_lab.plots.style import (
    ACCEPTED,
    INK,
    LINE,
    MUTED,
    POINT,
    TINY,
    LocalNumbers,
    Picture,
    bare,
    figure,
    folded,
    house_style,
    message,
    picture,
)

_MOST_CURVES = 5
_DONE = "done_"
_STYLES = (("#2f5d8a", "-"), ("#b2182b", "--"), ("#0f6b5c", "-."), ("#8c510a", ":"), ("#5f6368", (0, (6, 2))))


def series(result: CheckResult, lang: str = "id") -> Picture:
    """Draw a monthly figure with its fitted line and the line before, continued.

    Parameters
    ----------
    result
        Of ``interrupted_series``.
    lang
        ``id`` or ``en``.

    Returns
    -------
    Picture
        Points are months; the dashed line with its band is what trend and season before would have gone on to; a thin
        line is the mean of comparison units. Where nothing was fitted, the picture says so.
    """
    rows = result.evidence
    if result.status != "ok" or rows["estimate"].isna().all():
        return message(sentence(result, lang))
    start = str(result.check.options["start"])
    with house_style():
        made = figure(2.9)
        made.suptitle(words(result, lang).title, x=0.01, ha="left", fontsize=9, fontweight="bold")
        axes = made.subplots()
        _lines(axes, rows, int((rows["unit"] < start).sum()), lang)
        _months(axes, list(rows["unit"]), lang)
        axes.set_ylabel(folded(words(result, lang).axis, 40))
        made.legend(loc="outside lower left", ncols=4, frameon=False, handlelength=1.8)
        told = {"months": len(rows), "start": start, "sentence": sentence(result, lang)}
        caption = fill(text(lang, "plot", "series_caption"), told, lang)
        return picture(made, fill(text(lang, "plot", "series_alt"), told, lang), caption)


def waiting(result: CheckResult, lang: str = "id") -> Picture:
    """Draw how the share of requests done grows with time, a curve a service (Kaplan–Meier, at its tenths).

    Parameters
    ----------
    result
        Of ``waiting_time``.
    lang
        ``id`` or ``en``.

    Returns
    -------
    Picture
        At most five services, those with most requests; a short stroke marks the standard of each. Where nothing can be
        drawn, the picture says so.
    """
    rows = result.evidence
    tenths = [name for name in rows.columns if str(name).startswith(_DONE)]
    rows = rows[rows[tenths].notna().any(axis=1)].nlargest(_MOST_CURVES, "n", keep="first") if tenths else rows.iloc[:0]
    if result.status != "ok" or rows.empty:
        return message(sentence(result, lang))
    with house_style():
        made = figure(2.9)
        made.suptitle(words(result, lang).title, x=0.01, ha="left", fontsize=9, fontweight="bold")
        axes = made.subplots()
        for row, style in zip(rows.to_dict("records"), _STYLES, strict=False):
            _curve(axes, row, tenths, style, lang)
        axes.set(ylim=(0, 1), xlim=(0, None), xlabel=text(lang, "plot", "waiting_axis"))
        axes.set_ylabel(text(lang, "plot", "waiting_share"))
        axes.xaxis.set_major_formatter(LocalNumbers(lang))
        axes.yaxis.set_major_formatter(LocalNumbers(lang, share=True))
        bare(axes, "top", "right")
        made.legend(loc="outside lower left", ncols=2, frameon=False, handlelength=2.4)
        told = {"services": len(rows), "sentence": sentence(result, lang)}
        return picture(made, fill(text(lang, "plot", "waiting_alt"), told, lang), text(lang, "plot", "waiting_caption"))


def _lines(axes: Axes, rows: pd.DataFrame, first: int, lang: str) -> None:
    """Observed months, fitted line before and after, and from the change on the line without it."""
    place = np.arange(len(rows))
    axes.plot(place, rows["estimate"], "o", color=POINT, markersize=3, label=text(lang, "plot", "series_observed"))
    for side, name in ((slice(first), text(lang, "plot", "series_fitted")), (slice(first, None), None)):
        axes.plot(place[side], rows["fitted"].iloc[side], color=POINT, linewidth=1.2, label=name)
    after = slice(max(first - 1, 0), None)
    band = rows.iloc[after]
    axes.fill_between(
        place[after], band["expected_low"], band["expected_high"], color=ACCEPTED, linewidth=0, zorder=0.4
    )
    dashed: dict[str, Any] = {"color": INK, "linewidth": 1.0, "linestyle": (0, (4, 3))}
    axes.plot(place[after], band["expected"], **dashed, label=text(lang, "plot", "series_expected"))
    if "comparison" in rows:
        axes.plot(place, rows["comparison"], color=MUTED, linewidth=0.9, label=text(lang, "plot", "series_comparison"))
    axes.axvline(first - 0.5, color=LINE, linewidth=1.0, zorder=0.6)


def _months(axes: Axes, months: list[str], lang: str) -> None:
    """Name the first month and every January, and write numbers as people do."""
    ticks = [place for place, month in enumerate(months) if month.endswith("-01")] or [0]
    axes.set_xticks(ticks, labels=[period(months[place], lang) for place in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(LocalNumbers(lang))
    axes.grid(visible=False, axis="x")
    bare(axes, "top", "right")


def _curve(axes: Axes, row: dict[Any, Any], tenths: list[str], style: tuple[str, Any], lang: str) -> None:
    """Curve of one service from nothing done on, with the stroke of its standard."""
    hours = np.array([0.0, *(float(row[name]) for name in tenths)])
    shares = np.array([0.0, *(int(name.removeprefix(_DONE)) / 100 for name in tenths)])
    known = np.isfinite(hours)
    colour, line = style
    name = label(str(row["unit"]), lang, "value")
    axes.plot(hours[known], shares[known], color=colour, linestyle=line, marker="o", markersize=2.5, label=name)
    standard = float(row.get("standard", math.nan))
    if math.isfinite(standard):
        axes.plot([standard, standard], [0.0, 0.06], color=colour, linewidth=2.2, solid_capstyle="butt")
        axes.annotate(
            text(lang, "plot", "waiting_standard"), (standard, 0.07), fontsize=TINY, color=colour, ha="center"
        )
