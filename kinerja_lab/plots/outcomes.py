"""How are the predikat spread in every unit? Bars stacked to 100 %, without parts that stand for few people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from kinerja_lab import columns as col
from kinerja_lab.checks.cohort import appraised
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.cell_suppression import BELOW, OTHERS, TOTAL, cell_suppression
from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.numbers import count, fill, listed, percent
from kinerja_lab.plots import style as house
from kinerja_lab.stats.suppression import LEAST_WIDTH, Beside

_LEVELS = tuple(str(level) for level in col.OUTCOMES.levels)
_GOOD = _LEVELS.index("baik")
_HIDDEN = "tersembunyi"
_SMALLEST_LABEL = 0.08  # share of a bar in which a percentage can be read


class Part(NamedTuple):
    """One part of every bar: the predikat it holds, and its look, which also tells it apart in grey print.

    Hatches are lines: a hatch of dots or circles takes tens of kilobytes in a PDF.
    """

    name: str
    levels: tuple[str, ...]
    colour: str
    hatch: str = ""
    ink: str = house.INK


def _divisions(lang: str) -> tuple[tuple[Part, ...], ...]:
    """Ways to divide a bar, from the finest to the coarsest."""
    lowest, low, middle, good, best = (label(level, lang, "value") for level in _LEVELS)
    top = Part(best, _LEVELS[_GOOD + 1 :], "#01665e", ink="white")
    at_good = Part(good, (_LEVELS[_GOOD],), "#8fc9c0")
    below = Part(text(lang, "plot", "below_good"), _LEVELS[:_GOOD], "#d8b365", "////")
    three = (
        Part(lowest, _LEVELS[:1], "#8c510a", "xxxx", "white"),
        Part(low, _LEVELS[1:2], "#d8b365", "////"),
        Part(middle, _LEVELS[2:3], "#f3ead3", "----"),
    )
    above = Part(text(lang, "plot", "good_or_better"), _LEVELS[_GOOD:], "#8fc9c0")
    return (*three, at_good, top), (below, at_good, top), (below, above)


def outcomes(
    data: Dataset, lang: str = "id", *, fewest: int | None = None, table: pd.DataFrame | None = None
) -> house.Picture:
    """Draw how the predikat of the reported period are spread in every unit; the whole region comes first.

    Parameters
    ----------
    fewest
        Fewest people that a part of a bar may stand for, the region's ``sel_kecil`` if not given; 1 shows everything.
        Small units go into one bar with others, the three lowest predikat become one part where one of them is few,
        and what could still be counted back is drawn together, without telling what it is.
    table
        What may be published, as :func:`published_outcomes` gives it; made here if not given.
    """
    counts = outcome_counts(data)
    if counts.empty:
        return house.message(text(lang, "plot", "nothing"))
    fewest = data.profile.small_cell if fewest is None else fewest
    if table is None:
        table = published_outcomes(counts, fewest, data.profile.small_group)
    if table.empty:
        return house.message(fill(text(lang, "plot", "outcomes_few"), {"fewest": fewest}, lang))
    parts, rows = _parts(table, lang), _rows(table, lang)
    told = {"period": data.period, "least": data.profile.small_group, "fewest": fewest}
    return _drawn(rows, parts, fill(text(lang, "plot", "outcomes_caption"), told, lang), lang)


def outcome_counts(data: Dataset) -> pd.DataFrame:
    """Employees by unit and predikat in the reported period; empty where nobody has a predikat.

    The same people as in the checks, without heads of unit: else the difference would tell about the heads alone.
    """
    if col.OUTCOME not in data.current("penilaian"):
        return pd.DataFrame()
    rated = appraised(data).dropna(subset=[col.OUTCOME])
    if rated.empty:
        return pd.DataFrame()
    return pd.crosstab(rated[col.UNIT], rated[col.OUTCOME]).reindex(columns=list(_LEVELS), fill_value=0)


def published_outcomes(counts: pd.DataFrame, fewest: int, least: int, beside: Beside | None = None) -> pd.DataFrame:
    """Employees by unit and predikat as they may be published: sums last, hidden counts missing, small units merged.

    ``beside`` is what else is published of the same people. Empty where no two parts may be told apart.
    """
    if fewest < LEAST_WIDTH:
        return _with_sums(counts.astype("float64"))
    found = cell_suppression(counts, fewest, least=least, beside=beside)
    if TOTAL not in set(found["row"]) or found["column"].nunique() <= 2:
        return pd.DataFrame()
    wide = found.pivot(index="row", columns="column", values="n")
    return wide.loc[found["row"].unique(), found["column"].unique()]


def _with_sums(counts: pd.DataFrame) -> pd.DataFrame:
    """Counts with the sums of rows and columns."""
    whole = counts.assign(**{TOTAL: counts.sum(axis=1)})
    return pd.concat([whole, whole.sum().to_frame(TOTAL).T])


def _parts(table: pd.DataFrame, lang: str) -> list[Part]:
    """Parts of the bars for the columns of the table, and one for what is not told."""
    known = {part.levels: part for parts in _divisions(lang) for part in parts}
    inside = [levels_of(str(name)) for name in table.columns.drop(TOTAL)]
    made = [known.get(levels) or Part(outcome_name(levels, lang), levels, "#d8b365", "////") for levels in inside]
    return [*made, Part(text(lang, "plot", "not_told"), (), "#e6e6e6", "\\\\\\\\")]


def levels_of(column: str) -> tuple[str, ...]:
    """Predikat that a column of the published table holds."""
    names = column.replace(BELOW, "+".join(_LEVELS[:_GOOD])).split("+")
    return tuple(level for level in _LEVELS if level in names)


def outcome_name(levels: tuple[str, ...], lang: str) -> str:
    """Name of predikat that are told together: *Di bawah Baik*, *Baik ke atas*, *Selain Baik*."""
    known = {part.levels: part.name for parts in _divisions(lang) for part in parts}
    known[_LEVELS[: _GOOD + 1]] = text(lang, "plot", "good_or_worse")
    others = [level for level in _LEVELS if level not in levels]
    if levels in known or len(others) != 1:
        return known.get(levels) or listed([label(level, lang, "value") for level in levels], lang)
    return text(lang, "plot", "all_but").format(level=label(others[0], lang, "value"))


def in_order(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The published table in the order of a reader: the region, units by name, other units; under their names."""
    names = {TOTAL: text(lang, "plot", "all"), OTHERS: text(lang, "plot", "other_units")}
    units = table.drop(index=[name for name in names if name in table.index])
    units = units.sort_index(key=lambda index: index.str.casefold())
    ends = [table.loc[[name]] for name in names if name in table.index]
    return pd.concat([ends[0], units, *ends[1:]]).rename(index=names)


def _rows(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Bars with what is not told of each as the last column."""
    inside = table.drop(columns=TOTAL)
    return in_order(inside.fillna(0.0).assign(**{_HIDDEN: table[TOTAL] - inside.sum(axis=1)}), lang)


def _drawn(rows: pd.DataFrame, parts: Sequence[Part], caption: str, lang: str) -> house.Picture:
    """Draw the bars with their legend above and the number of employees beside them."""
    sizes = rows.sum(axis=1)
    shares = rows.div(sizes, axis=0).set_axis([part.name for part in parts], axis=1)
    if not shares.iloc[:, -1].any():
        shares, parts = shares.iloc[:, :-1], parts[:-1]
    with house.house_style():
        made = house.figure(1.15 + 0.27 * len(shares))
        axes = made.subplots()
        _bars(axes, shares, parts, lang)
        axes.set_yticks(range(len(shares)), labels=[house.folded(str(name), 34, 2) for name in shares.index])
        axes.get_yticklabels()[0].set_fontweight("bold")
        house.column(axes, 32, text(lang, "plot", "n"), [count(size, lang) for size in sizes])
        axes.set(xlim=(0, 1), ylim=(len(shares) - 0.5, -0.5), xlabel=text(lang, "plot", "outcomes_axis"))
        axes.xaxis.set_major_formatter(house.LocalNumbers(lang, share=True))
        axes.grid(visible=False)
        house.bare(axes, "top", "right", "left", "bottom")
        _legend(made, parts)
        told = shares[[part.name for part in parts if part.levels]]
        return house.picture(made, _in_words(told, int(sizes.iloc[0]), lang), caption)


def _bars(axes: Axes, shares: pd.DataFrame, parts: Sequence[Part], lang: str) -> None:
    """Stack the shares, lowest predikat on the left; shares that fit are written."""
    starts = shares.cumsum(axis=1) - shares
    for part in parts:
        width, left = shares[part.name], starts[part.name]
        for bar in axes.barh(range(len(shares)), width, left=left, height=0.74, color=part.colour):
            bar.set(hatch=part.hatch, edgecolor="white", linewidth=0.8)
        box = {"facecolor": part.colour, "edgecolor": "none", "pad": 1.0} if part.hatch else None
        shown: dict[str, Any] = {"color": part.ink, "fontsize": house.TINY, "bbox": box, "ha": "center", "va": "center"}
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
