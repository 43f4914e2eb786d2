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
from kinerja_lab.messages.numbers import period
from kinerja_lab.plots import style as house

_MOST_CURVES = 5
_DONE = "done_"
_STYLES = (("#2f5d8a", "-"), ("#b2182b", "--"), ("#0f6b5c", "-."), ("#8c510a", ":"), ("#5f6368", (0, (6, 2))))


def series(result: CheckResult, lang: str = "id") -> house.Picture:
    """Draw the monthly figure of ``interrupted_series`` with its fitted line and the line before, continued.

    Points are months; the dashed line with its band is what trend and season before would have gone on to; a thin line
    is the mean of comparison units. Where nothing was fitted, the picture says so.
    """
    rows = result.evidence
    if result.status != "ok" or rows["estimate"].isna().all():
        return house.message(sentence(result, lang))
    start = str(result.check.options["start"])
    with house.house_style():
        made, axes = house.titled(2.9, words(result, lang).title)
        _lines(axes, rows, int((rows["unit"] < start).sum()), lang)
        _months(axes, list(rows["unit"]), lang)
        axes.set_ylabel(house.folded(words(result, lang).axis, 40))
        made.legend(loc="outside lower left", ncols=4, frameon=False, handlelength=1.8)
        told = {"months": len(rows), "start": start, "sentence": sentence(result, lang)}
        return house.explained(made, "series", told, lang)


def waiting(result: CheckResult, lang: str = "id") -> house.Picture:
    """Draw how the share of requests done grows with time: ``waiting_time``, a curve a service (Kaplan–Meier, tenths).

    At most five services, those with most requests; a short stroke marks the standard of each. Where nothing can be
    drawn, the picture says so.
    """
    rows = result.evidence
    tenths = [name for name in rows.columns if str(name).startswith(_DONE)]
    rows = rows[rows[tenths].notna().any(axis=1)].nlargest(_MOST_CURVES, "n", keep="first") if tenths else rows.iloc[:0]
    if result.status != "ok" or rows.empty:
        return house.message(sentence(result, lang))
    with house.house_style():
        made, axes = house.titled(2.9, words(result, lang).title)
        for row, style in zip(rows.to_dict("records"), _STYLES, strict=False):
            _curve(axes, row, tenths, style, lang)
        axes.set(ylim=(0, 1), xlim=(0, None), xlabel=text(lang, "plot", "waiting_axis"))
        axes.set_ylabel(text(lang, "plot", "waiting_share"))
        axes.xaxis.set_major_formatter(house.LocalNumbers(lang))
        axes.yaxis.set_major_formatter(house.LocalNumbers(lang, share=True))
        house.bare(axes, "top", "right")
        made.legend(loc="outside lower left", ncols=2, frameon=False, handlelength=2.4)
        return house.explained(made, "waiting", {"services": len(rows), "sentence": sentence(result, lang)}, lang)


def _lines(axes: Axes, rows: pd.DataFrame, first: int, lang: str) -> None:
    """Observed months, fitted line before and after, and from the change on the line without it."""
    place = np.arange(len(rows))
    axes.plot(
        place, rows["estimate"], "o", color=house.POINT, markersize=3, label=text(lang, "plot", "series_observed")
    )
    for side, name in ((slice(first), text(lang, "plot", "series_fitted")), (slice(first, None), None)):
        axes.plot(place[side], rows["fitted"].iloc[side], color=house.POINT, linewidth=1.2, label=name)
    after = slice(max(first - 1, 0), None)
    band = rows.iloc[after]
    shade: dict[str, Any] = {"color": house.ACCEPTED, "linewidth": 0, "zorder": 0.4}
    axes.fill_between(place[after], band["expected_low"], band["expected_high"], **shade)
    dashed: dict[str, Any] = {"color": house.INK, "linewidth": 1.0, "linestyle": (0, (4, 3))}
    axes.plot(place[after], band["expected"], **dashed, label=text(lang, "plot", "series_expected"))
    if "comparison" in rows:
        axes.plot(
            place, rows["comparison"], color=house.MUTED, linewidth=0.9, label=text(lang, "plot", "series_comparison")
        )
    axes.axvline(first - 0.5, color=house.LINE, linewidth=1.0, zorder=0.6)


def _months(axes: Axes, months: list[str], lang: str) -> None:
    """Name the first month and every January, and write numbers as people do."""
    ticks = [place for place, month in enumerate(months) if month.endswith("-01")] or [0]
    axes.set_xticks(ticks, labels=[period(months[place], lang) for place in ticks])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(house.LocalNumbers(lang))
    axes.grid(visible=False, axis="x")
    house.bare(axes, "top", "right")


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
        said = text(lang, "plot", "waiting_standard")
        axes.annotate(said, (standard, 0.07), fontsize=house.TINY, color=colour, ha="center")
