"""Pictures of raters without a name: ladder of ratees, raters and aspects; use of the categories; lines of drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.numbers import fill
from kinerja_lab.models.expectations import Expectations
from kinerja_lab.plots import style as house

Floats = npt.NDArray[np.float64]
_STEP = 0.1  # of a ladder of bars, in points
_BINS, _CURVE = 8, 12
_APART = 0.05  # of the axis, between names
_FEWEST = 20  # scores behind a drawn share


def rater_map(
    ratees: Sequence[float],
    raters: Sequence[float],
    aspects: Mapping[str, float],
    steps: Sequence[float] = (),
    *,
    fewest: int = 1,
    lang: str = "id",
) -> house.Picture:
    """Draw ratees, raters, aspects and, where a Rasch fit is given, the steps of the scale on one ladder (Wright map).

    Parameters
    ----------
    ratees, raters, aspects
        Effects, + = higher scores; people are drawn as dots without names, aspects by name. People who all have one
        effect, because no difference between them was detected, are not drawn, and this is said in their place.
    steps
        Places at which one score gives way to the next, on the same scale; without them the ladder is in points.
    fewest
        Fewest people that anything drawn may stand for, so people become bars; 1 draws everybody.
    """
    with house.house_style():
        made = house.figure(3.6)
        axes = made.subplots()
        keys = ["map_ratees", "map_raters", "map_aspects", *(["map_steps"] if len(steps) else [])]
        sides = [np.asarray(people, dtype=np.float64) for people in (ratees, raters)]
        for place, (values, colour) in enumerate(zip(sides, (house.MUTED, house.POINT), strict=True)):
            if _alike(values):
                said = house.folded(text(lang, "plot", "map_alike"), 18)
                axes.text(place, 0.0, said, ha="center", va="bottom", fontsize=house.TINY, color=house.MUTED)
            else:
                _people(axes, place, values, colour, fewest)
        named = [(label(name, lang), value) for name, value in aspects.items()]
        _labels(axes, 2, named)
        _labels(axes, 3, [(f"{place}|{place + 1}", value) for place, value in enumerate(steps, start=1)])
        axes.set_xticks(range(len(keys)), labels=[text(lang, "plot", key) for key in keys])
        axes.set_xlim(-0.45, len(keys) - 0.3)
        axes.set_ylabel(text(lang, "plot", "map_logits" if len(steps) else "map_points"))
        axes.yaxis.set_major_formatter(house.LocalNumbers(lang))
        axes.axhline(0.0, color=house.INK, linewidth=0.8, zorder=0.6)
        axes.grid(visible=False, axis="x")
        house.bare(axes, "top", "right", "bottom")
        told: dict[str, object] = {"ratees": len(ratees), "raters": len(raters), "aspects": len(aspects)}
        caption = fill(text(lang, "plot", f"map_caption{'|bars' * (fewest > 1)}"), {"fewest": fewest}, lang)
        alt = fill(text(lang, "plot", "map_alt"), told, lang)
        lacking = [text(lang, "plot", key) for key, values in zip(keys, sides, strict=False) if _alike(values)]
        note = fill(text(lang, "plot", "without|tanpa_beda"), {"titles": "; ".join(lacking)}, lang) if lacking else ""
        return house.picture(made, f"{alt} {note}".strip(), f"{caption} {note}".strip())


def _alike(effects: Floats) -> bool:
    """Whether people who could differ all have one effect."""
    return len(effects) > 1 and float(np.ptp(effects)) == 0.0


def _people(axes: Axes, place: int, effects: Floats, colour: str, fewest: int) -> None:
    """Draw everybody, or bars that each stand for ``fewest`` people or more."""
    if fewest == 1:
        _dots(axes, place, effects, colour)
    else:
        _bars(axes, place, crowds(effects, fewest), colour)


def crowds(values: Floats, fewest: int) -> list[tuple[float, float, int]]:
    """Part the values into stretches of whole steps with ``fewest`` or more in each: low end, high end, how many."""
    least = np.floor(values.min() / _STEP) if len(values) else 0.0
    counts = np.bincount((np.floor(values / _STEP) - least).astype(np.int64))
    ends, made = [0], list[int]()
    for place, count in enumerate(counts.cumsum(), start=1):
        if count - sum(made) >= fewest:
            ends, made = [*ends, place], [*made, int(count) - sum(made)]
    if made:
        ends[-1], made[-1] = len(counts), made[-1] + len(values) - sum(made)
    edges = [(least + end) * _STEP for end in ends]
    return list(zip(edges, edges[1:], made, strict=False))


def category_use(expected: Expectations, lang: str = "id") -> house.Picture:
    """Draw how often each score is given where a level is expected: observed (dots) beside the model (lines)."""
    level, fit = expected.rows["expected"].to_numpy(), expected.fit
    with house.house_style():
        made = house.figure(2.9)
        axes = made.subplots()
        for place, value in enumerate(fit.values):
            shade = 0.15 + 0.7 * place / max(len(fit.values) - 1, 1)
            colour = (0.18 + 0.5 * (1 - shade), 0.36 + 0.3 * (1 - shade), 0.25 + 0.5 * shade)
            curve = _binned(level, fit.probability[:, place], _CURVE)
            seen = _binned(level, (fit.place == place).astype(np.float64), _BINS)
            axes.plot(curve["level"], curve["share"], color=colour, linewidth=1.3)
            axes.plot(seen["level"], seen["share"], "o", color=colour, markersize=3.5)
            top = curve.loc[curve["share"].idxmax()]
            peak = (top["level"], top["share"])
            axes.annotate(f"{value:g}", peak, (0, 3), textcoords="offset points", fontsize=house.SMALL)
        axes.set_xlabel(text(lang, "plot", "use_level"))
        axes.set_ylabel(text(lang, "plot", "use_share"))
        axes.xaxis.set_major_formatter(house.LocalNumbers(lang))
        axes.yaxis.set_major_formatter(house.LocalNumbers(lang, share=True))
        axes.set_ylim(0.0, 1.0)
        house.bare(axes, "top", "right")
        return house.explained(made, "use", {"scores": len(level), "categories": len(fit.values)}, lang)


def drift_lines(expected: Expectations, flagged: Sequence[object] = (), lang: str = "id") -> house.Picture:
    """Draw how far each rater's scores lie from what is expected over the periods (not ``by_period``), line by line.

    Lines of flagged raters are drawn in colour; no line is named.
    """
    sheets = expected.sheets
    weighted = sheets.assign(points=sheets["residual"] / sheets["information"] * sheets["slope"])
    lines = weighted.pivot_table(index="rater", columns="period", values="points", aggfunc="mean").dropna()
    periods = [str(period) for period in lines.columns]
    with house.house_style():
        made = house.figure(2.9)
        axes = made.subplots()
        for rater, line in lines.iterrows():
            loud = rater in set(flagged)
            colour, width = (house.PAIR_COLOURS[2], 1.6) if loud else (house.LINE, 0.6)
            axes.plot(range(len(periods)), line.to_numpy(), zorder=2 + loud, color=colour, linewidth=width)
        axes.set_xticks(range(len(periods)), labels=periods)
        axes.set_ylabel(text(lang, "plot", "drift_points"))
        axes.yaxis.set_major_formatter(house.LocalNumbers(lang))
        axes.axhline(0.0, color=house.INK, linewidth=0.8, zorder=0.6)
        house.bare(axes, "top", "right")
        return house.explained(made, "drift", {"raters": len(lines), "periods": len(periods)}, lang)


def _dots(axes: Axes, place: int, values: Floats, colour: str) -> None:
    """Stack dots of about the same height side by side."""
    if not len(values):
        return
    height = max(float(np.ptp(values)) / 40.0, 1e-9)
    rung = np.round(values / height)
    rank = pd.Series(rung).groupby(rung).cumcount().to_numpy()
    width = 0.75 / max(int(rank.max()) + 1, 25)
    axes.plot(place - 0.3 + width * rank, rung * height, "o", color=colour, markersize=2.6, clip_on=False)


def _bars(axes: Axes, place: int, stretches: Sequence[tuple[float, float, int]], colour: str) -> None:
    """Bars as long as people are many for their height."""
    low, high, count = np.array(stretches, dtype=np.float64).reshape(-1, 3).T
    density = count / (high - low)
    widths = 0.75 * density / max(density, default=1.0)
    axes.barh(low, widths, high - low, place - 0.3, align="edge", color=colour, edgecolor="white", linewidth=0.4)


def _labels(axes: Axes, place: int, named: Sequence[tuple[str, float]]) -> None:
    """Write names at their places, pushed apart where they are close."""
    low, high = axes.get_ylim()
    gap, free = _APART * (high - low), -np.inf
    for name, value in sorted(named, key=lambda pair: pair[1]):
        free = max(value, free + gap)
        axes.plot([place - 0.3, place - 0.22], [value, free], color=house.INK, linewidth=0.8)
        axes.text(place - 0.2, free, name, va="center", fontsize=house.TINY)


def _binned(level: Floats, values: Floats, bins: int) -> pd.DataFrame:
    """Mean level and mean value in equally filled bins; thin ones are left out."""
    frame = pd.DataFrame({"level": level, "share": values})
    frame["bin"] = pd.qcut(frame["level"].rank(method="first"), min(bins, len(frame)), labels=False)
    means = frame.groupby("bin").agg(level=("level", "mean"), share=("share", "mean"), n=("share", "size"))
    return means[means["n"] >= min(_FEWEST, len(frame) // bins)].reset_index(drop=True)
