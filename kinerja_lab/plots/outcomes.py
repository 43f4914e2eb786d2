"""How are the predikat spread in every unit? Bars stacked to 100 %, without parts that stand for few people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kinerja_lab import columns as col
from kinerja_lab.dataset import Dataset
from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.numbers import count, fill, percent
from kinerja_lab.plots.style import (
    INK,
    TINY,
    LocalNumbers,
    Picture,
    bare,
    column,
    figure,
    folded,
    house_style,
    message,
    picture,
)

_LEVELS = tuple(str(level) for level in col.OUTCOMES.levels)
_GOOD = _LEVELS.index("baik")
_SMALLEST_LABEL = 0.08  # share of a bar in which a percentage can be read


class Part(NamedTuple):
    """One part of every bar: the predikat it holds, and its look, which also tells it apart in grey print."""

    name: str
    levels: tuple[str, ...]
    colour: str
    hatch: str = ""
    ink: str = INK


def _divisions(lang: str) -> tuple[tuple[Part, ...], ...]:
    """Ways to divide a bar, from the finest to the coarsest."""
    lowest, low, middle, good, best = (label(level, lang, "value") for level in _LEVELS)
    top = Part(best, _LEVELS[_GOOD + 1 :], "#01665e", ink="white")
    at_good = Part(good, (_LEVELS[_GOOD],), "#8fc9c0")
    below = Part(text(lang, "plot", "below_good"), _LEVELS[:_GOOD], "#d8b365", "////")
    three = (
        Part(lowest, _LEVELS[:1], "#8c510a", "xxxx", "white"),
        Part(low, _LEVELS[1:2], "#d8b365", "////"),
        Part(middle, _LEVELS[2:3], "#f3ead3", "...."),
    )
    above = Part(text(lang, "plot", "good_or_better"), _LEVELS[_GOOD:], "#8fc9c0")
    return (*three, at_good, top), (below, at_good, top), (below, above)


def outcomes(data: Dataset, lang: str = "id", *, fewest: int | None = None) -> Picture:
    """Draw how the predikat are spread in every unit; the whole region comes first.

    Parameters
    ----------
    data
        The region; the reported period is drawn.
    lang
        ``id`` or ``en``.
    fewest
        Fewest people that a part of a bar may stand for, the region's ``sel_kecil`` if not given; 1 shows everything.
        Where a unit has fewer, the three lowest predikat become one part; where that is not enough, and where the unit
        is small, it goes into one bar with others, never alone.
    """
    fewest = data.profile.small_cell if fewest is None else fewest
    counts = _counts(data)
    if counts.empty:
        return message(text(lang, "plot", "nothing"))
    safe = [parts for parts in _divisions(lang) if not _few(_divided(counts, parts).sum(), fewest)]
    if not safe:
        return message(fill(text(lang, "plot", "outcomes_few"), {"fewest": fewest}, lang))
    clean = not _few(_divided(counts, safe[0]), fewest).any()
    parts = safe[0] if clean else next(parts for parts in safe if len(parts) < len(_LEVELS))
    rows = _rows(_divided(counts, parts), data.profile.small_group, fewest, lang)
    told = {"period": data.period, "least": data.profile.small_group, "fewest": fewest}
    return _drawn(rows, parts, fill(text(lang, "plot", "outcomes_caption"), told, lang), lang)


def _counts(data: Dataset) -> pd.DataFrame:
    """Employees by unit and predikat."""
    rated = data.current("penilaian")
    if col.OUTCOME not in rated or rated[col.OUTCOME].isna().all():
        return pd.DataFrame()
    rated = rated.merge(data.table("pegawai")[[col.EMPLOYEE, col.UNIT]], on=col.EMPLOYEE)
    return pd.crosstab(rated[col.UNIT], rated[col.OUTCOME]).reindex(columns=list(_LEVELS), fill_value=0)


def _divided(counts: pd.DataFrame, parts: Sequence[Part]) -> pd.DataFrame:
    """Employees by unit and part."""
    return pd.DataFrame({part.name: counts[list(part.levels)].sum(axis=1) for part in parts})


def _few(counts: pd.DataFrame | pd.Series, fewest: int) -> Any:
    """Which rows have a part that stands for somebody, but for fewer than ``fewest``?"""
    small = (counts > 0) & (counts < fewest)
    return small.any(axis=counts.ndim - 1)


def _rows(counts: pd.DataFrame, least: int, fewest: int, lang: str) -> pd.DataFrame:
    """The region, units by name, and one row of all units that may not stand alone, grown until it may."""
    sizes = counts.sum(axis=1)
    alone = (sizes >= least) & ~_few(counts, fewest)
    order = pd.DataFrame({"alone": alone, "size": sizes}).sort_values(["alone", "size"], kind="stable").index
    hidden = int((~alone).sum())
    while 0 < hidden < len(order):
        merged = counts.loc[order[:hidden]].sum()
        if hidden > 1 and merged.sum() >= least and not _few(merged, fewest):
            break
        hidden += 1
    kept = counts.drop(index=order[:hidden]).sort_index(key=lambda names: names.str.casefold())
    rows = [counts.sum().to_frame(text(lang, "plot", "all")).T, kept]
    if 0 < hidden < len(order):
        rows.append(counts.loc[order[:hidden]].sum().to_frame(text(lang, "plot", "other_units")).T)
    return pd.concat(rows)


def _drawn(rows: pd.DataFrame, parts: Sequence[Part], caption: str, lang: str) -> Picture:
    """Draw the bars with their legend above and the number of employees beside them."""
    sizes = rows.sum(axis=1)
    shares = rows.div(sizes, axis=0)
    with house_style():
        made = figure(1.15 + 0.27 * len(shares))
        axes = made.subplots()
        _bars(axes, shares, parts, lang)
        axes.set_yticks(range(len(shares)), labels=[folded(str(name), 34, 2) for name in shares.index])
        axes.get_yticklabels()[0].set_fontweight("bold")
        column(axes, 32, text(lang, "plot", "n"), [count(size, lang) for size in sizes])
        axes.set(xlim=(0, 1), ylim=(len(shares) - 0.5, -0.5), xlabel=text(lang, "plot", "outcomes_axis"))
        axes.xaxis.set_major_formatter(LocalNumbers(lang, share=True))
        axes.grid(visible=False)
        bare(axes, "top", "right", "left", "bottom")
        _legend(made, parts)
        return picture(made, _in_words(shares, int(sizes.iloc[0]), lang), caption)


def _bars(axes: Axes, shares: pd.DataFrame, parts: Sequence[Part], lang: str) -> None:
    """Stack the shares, lowest predikat on the left; shares that fit are written."""
    starts = shares.cumsum(axis=1) - shares
    for part in parts:
        width, left = shares[part.name], starts[part.name]
        for bar in axes.barh(range(len(shares)), width, left=left, height=0.74, color=part.colour):
            bar.set(hatch=part.hatch, edgecolor="white", linewidth=0.8)
        box = {"facecolor": part.colour, "edgecolor": "none", "pad": 1.0} if part.hatch else None
        shown: dict[str, Any] = {"color": part.ink, "fontsize": TINY, "bbox": box, "ha": "center", "va": "center"}
        for place, (start, share) in enumerate(zip(left, width, strict=True)):
            if share >= _SMALLEST_LABEL:
                axes.text(start + share / 2, place, percent(share, lang, 0), **shown)


def _legend(made: Figure, parts: Sequence[Part]) -> None:
    """Name the parts in their order, above the bars."""
    keys = [Patch(facecolor=part.colour, hatch=part.hatch, edgecolor="white", label=part.name) for part in parts]
    made.legend(handles=keys, loc="outside upper center", ncols=len(keys), frameon=False, handlelength=1.5)


def _in_words(shares: pd.DataFrame, people: int, lang: str) -> str:
    """The first bar in words, highest part first."""
    template = text(lang, "plot", "outcomes_share")
    first = list(shares.iloc[0].items())[::-1]
    told = ", ".join(fill(template, {"level": str(name), "share": float(share)}, lang) for name, share in first)
    return fill(text(lang, "plot", "outcomes_alt"), {"units": len(shares), "n": people, "shares": told}, lang)
