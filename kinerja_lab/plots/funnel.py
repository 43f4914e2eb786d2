"""Do units stand outside what chance explains? Odds ratios against the noise of each unit, without names."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, NullLocator

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import sentence, words
from kinerja_lab.plots import style as house
from kinerja_lab.stats.screening import funnel_limits

_INNER, _OUTER = 0.95, 0.998
_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)


def funnel(result: CheckResult, lang: str = "id") -> house.Picture:
    """Draw the observed odds ratio of every unit that ``unit_screen`` screened between the limits of a funnel.

    One point a unit, larger units to the right; the band holds 95 % and the dashed lines 99.8 % of units whose groups
    are equal. Where nothing was screened, the picture says so.

    References
    ----------
    Spiegelhalter (2005) Statistics in Medicine 24, 1185.
    """
    if result.status != "ok":
        return house.message(sentence(result, lang))
    errors, observed = (result.evidence[name].to_numpy(dtype=np.float64) for name in ("error", "observed"))
    low, high = funnel_limits(errors, confidence=_INNER)
    outside = int(((np.log(observed) < low) | (np.log(observed) > high)).sum())
    with house.house_style():
        made, axes = house.titled(3.0, words(result, lang).title)
        _limits(axes, errors)
        axes.plot(1 / errors, observed, "o", color=house.POINT, markersize=4.5, markerfacecolor="white", zorder=3)
        _axes(axes, observed, errors, lang)
        axes.set_xlabel(text(lang, "plot", "funnel_axis"))
        axes.set_ylabel(house.folded(words(result, lang).axis, 44))
        told = {"units": len(errors), "outside": outside, "sentence": sentence(result, lang)}
        return house.explained(made, "funnel", told, lang)


def _limits(axes: Axes, errors: np.ndarray) -> None:
    """Band of 95 %, lines of 99.8 %, and the line of equality."""
    across = np.linspace(errors.min() * 0.9, errors.max() * 1.1, 60)
    inner, outer = (funnel_limits(across, confidence=level) for level in (_INNER, _OUTER))
    axes.fill_between(1 / across, np.exp(inner[0]), np.exp(inner[1]), color=house.ACCEPTED, linewidth=0, zorder=0.4)
    for edge in outer:
        axes.plot(1 / across, np.exp(edge), color=house.LINE, linestyle=(0, (4, 3)), linewidth=1.0, zorder=0.6)
    axes.axhline(1.0, color=house.INK, linewidth=0.8, zorder=0.6)


def _axes(axes: Axes, observed: np.ndarray, errors: np.ndarray, lang: str) -> None:
    """Odds ratios on a logarithmic axis with local numbers; the size of a unit has no scale of its own."""
    most = max(float(np.abs(np.log(observed)).max()), float(funnel_limits(errors)[1].max())) + 0.15
    axes.set_yscale("log")
    axes.set_ylim(math.exp(-most), math.exp(most))
    axes.yaxis.set_major_locator(FixedLocator([tick for tick in _TICKS if abs(math.log(tick)) <= most]))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(house.LocalNumbers(lang))
    axes.set_xticks([])
    axes.grid(visible=False, axis="x")
    house.bare(axes, "top", "right")
