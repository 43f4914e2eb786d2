"""One picture for the evidence of all checks: what is compared, estimate, interval, and the limits of the rule."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import SubFigure

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.catalogue import find, text
from kinerja_lab.messages.narrate import sentence, style, words
from kinerja_lab.messages.numbers import fill, written
from kinerja_lab.plots import style as house
from kinerja_lab.plots.bounds import bounds, notes_of_rule
from kinerja_lab.plots.points import point, ruled
from kinerja_lab.plots.rows import Rows, rows_of

_SMALL_GROUP = 10
_LABEL_WIDTH, _TITLE_WIDTH, _AXIS_WIDTH, _NOTE_WIDTH = 34, 88, 78, 118
_ROW, _TALL_ROW, _RUNG, _FRAME, _LINE = 0.2, 0.28, 0.14, 1.0, 0.125  # inches


def evidence(results: CheckResult | Iterable[CheckResult], lang: str = "id") -> house.Picture:
    """Draw what every check, or one, compared, one panel a check.

    Points with intervals; the shaded band is what the check's rule accepts. Groups smaller than the region's smallest
    group are not drawn. Where nothing can be compared, the picture says so.
    """
    least = getattr(getattr(results, "profile", None), "small_group", _SMALL_GROUP)
    items = list(results) if isinstance(results, Iterable) else [results]
    panels = [_Panel(item, rows_of(item, least, lang), lang) for item in items]
    drawn = [panel for panel in panels if panel.rows.drawn]
    empty = [panel.result for panel in panels if not panel.rows.drawn]
    if not drawn:
        reasons = dict.fromkeys(_said("nothing", item, lang) for item in empty) or [text(lang, "plot", "nothing")]
        return house.message(" ".join([*reasons, *(sentence(item, lang) for item in items)]))
    without = _without(empty, lang)
    with house.house_style():
        heights = [panel.height for panel in drawn]
        made = house.figure(sum(heights))
        parts = made.subfigures(len(drawn), 1, height_ratios=heights, squeeze=False)[:, 0]
        for part, panel in zip(parts, drawn, strict=True):
            panel.draw(part)
        alt = " ".join([*(panel.alt for panel in drawn), without]).strip()
        return house.picture(made, alt, " ".join([_caption(drawn, lang), without]).strip())


def _said(key: str, result: CheckResult, lang: str) -> str:
    """Why a result is not drawn; some diagnoses are a reason of their own."""
    return find(lang, "plot", f"{key}|{result.diagnosis}") or text(lang, "plot", key)


def _without(empty: list[CheckResult], lang: str) -> str:
    """Say which results are not drawn, those together that have one reason."""
    titles: dict[str, list[str]] = {}
    for result in empty:
        titles.setdefault(_said("without", result, lang), []).append(words(result, lang).title)
    return " ".join(fill(reason, {"titles": "; ".join(named)}, lang) for reason, named in titles.items())


def _caption(drawn: list[_Panel], lang: str) -> str:
    if len(drawn) > 1:
        return fill(text(lang, "plot", "evidence_caption_many"), {"checks": len(drawn)}, lang)
    told = {"title": words(drawn[0].result, lang).title, "confidence": drawn[0].result.check.confidence}
    return fill(text(lang, "plot", "evidence_caption"), told, lang)


@dataclass(frozen=True)
class _Panel:
    """One check with the rows that are drawn."""

    result: CheckResult
    rows: Rows
    lang: str

    @property
    def notes(self) -> str:
        """What the band means, and what is not drawn."""
        of_rule = notes_of_rule(self.result.check, self.rows.drawn, self.lang)
        return house.folded(" ".join([*of_rule, *self.rows.notes]), _NOTE_WIDTH)

    @property
    def labels(self) -> list[str]:
        """Names of the rows, on two lines where they are long."""
        return [house.folded(row.name, _LABEL_WIDTH, 2) for row in self.rows.drawn]

    @property
    def height(self) -> float:
        """Height of the panel in inches."""
        tall = any("\n" in label for label in self.labels)
        row = _RUNG if self.rows.ladder else _TALL_ROW if tall else _ROW
        lines = self.notes.count("\n") + self._title.count("\n") + 2 * bool(self.notes)
        return _FRAME + row * (len(self.rows.drawn) + 0.5) + _LINE * lines

    @property
    def alt(self) -> str:
        """The panel in words."""
        lowest, *_, highest = sorted((*self.rows.drawn, *self.rows.drawn), key=lambda row: row.estimate)
        told = {
            "title": words(self.result, self.lang).title,
            "rows": len(self.rows.drawn),
            "lowest": self._written(lowest.estimate),
            "lowest_unit": lowest.name,
            "highest": self._written(highest.estimate),
            "highest_unit": highest.name,
            "sentence": sentence(self.result, self.lang),
        }
        variant = "|ladder" if self.rows.ladder else "|same" if told["lowest"] == told["highest"] else ""
        return fill(text(self.lang, "plot", f"evidence_alt{variant}"), told, self.lang)

    @property
    def _title(self) -> str:
        return house.folded(words(self.result, self.lang).title, _TITLE_WIDTH)

    def _written(self, value: float) -> str:
        return written(float(value), style(self.result.check.name, self.lang), self.lang)

    def draw(self, part: SubFigure) -> None:
        """Draw title, verdict, limits, rows and notes."""
        said = words(self.result, self.lang)
        symbol, colour, word = house.lamp(str(self.result.verdict), self.lang)
        part.suptitle(self._title, **house.TITLE)
        axes = part.subplots()
        axes.set_title(f"{symbol} {word}", loc="left", color=colour, fontweight="bold", pad=4)
        axes.set_xlabel(house.folded(said.axis, _AXIS_WIDTH))
        if self.notes:
            part.supxlabel(self.notes, x=0.01, ha="left", fontsize=house.TINY, color=house.MUTED)
        limits = bounds(self.result.check, self.rows.drawn, self.lang)
        ruled(axes, limits, len(self.rows.drawn), self.lang)
        for place, row in enumerate(self.rows.drawn):
            point(axes, place, row, limits, colour if row.kind == "headline" else house.POINT)
        self._names(axes)

    def _names(self, axes: Axes) -> None:
        """Names on the left; estimate and n on the right, except on a ladder of people without names."""
        if self.rows.ladder:
            axes.set_yticks([])
            axes.set_ylabel(text(self.lang, self.result.check.name, "ladder"), fontsize=house.TINY + 0.5)
            return
        axes.set_yticks(range(len(self.labels)), labels=self.labels)
        house.column(
            axes, 40, text(self.lang, "plot", "estimate"), [self._written(row.estimate) for row in self.rows.drawn]
        )
        if any(math.isfinite(row.n) for row in self.rows.drawn):
            counts = [written(row.n, "ribuan", self.lang) if math.isfinite(row.n) else "" for row in self.rows.drawn]
            house.column(axes, 68, text(self.lang, "plot", "n"), counts)
