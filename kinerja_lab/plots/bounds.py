"""Limits of an axis, and the band and lines that the rule of a check draws on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kinerja_lab.checks.verdict import Ceiling, Gap, Level, Rule
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import style
from kinerja_lab.messages.numbers import fill, written
from kinerja_lab.plots.rows import Row

_TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.33, 0.5, 0.67, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_NATURAL = {"share": (0.0, 1.0), "coefficient": (-1.0, 1.0)}
_MOST_LOG_TICKS = 7
_MOST_ROOM, _LEAST_ROOM = 0.6, {"share": 0.15, "coefficient": 0.1, "points": 0.1, "ratio": math.log(1.5)}


class Asked(Protocol):
    """What a picture must know of a check."""

    @property
    def name(self) -> str:
        """Its section in the catalogues."""
        ...

    @property
    def rule(self) -> Rule:
        """What judges it."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """An axis: its ends, its kind, and what is drawn across all rows."""

    low: float
    high: float
    band: tuple[float, float] | None
    lines: tuple[float, ...]
    neutral: float | None
    log: bool
    share: bool
    ticks: tuple[float, ...]


def bounds(check: Asked, rows: Sequence[Row], lang: str) -> Bounds:
    """Find the axis on which all estimates, most of the intervals and the limits of the rule are seen."""
    scale = text(lang, check.name, "scale")
    log = scale == "ratio"
    band, lines = _limits(check, rows, scale)
    neutral = 1.0 if log else 0.0 if isinstance(check.rule, Gap) or _both_sides(rows) else None
    marks = [*lines, *(value for value in band or () if math.isfinite(value)), *([] if neutral is None else [neutral])]
    low, high = _ends(rows, marks, scale)
    least, most = _natural(scale, rows)
    low, high = max(low, least - 0.02 * (high - low)), min(high, most + 0.02 * (high - low))
    ticks = tuple(tick for tick in _TICKS if low <= tick <= high)
    if len(ticks) > _MOST_LOG_TICKS:
        ticks = tuple(tick for tick in ticks if tick not in (0.33, 0.67, 1.5, 3.0))
    shown = None if band is None else (max(band[0], low), min(band[1], high))
    return Bounds(low, high, shown, lines, neutral, log, scale == "share", ticks)


def _both_sides(rows: Sequence[Row]) -> bool:
    """Whether the rows are deviations rather than sizes."""
    return any(row.estimate < 0 for row in rows)


def _natural(scale: str, rows: Sequence[Row]) -> tuple[float, float]:
    """Ends that a scale has by itself; they cut intervals, never an estimate, as of a share beyond what is expected."""
    least, most = _NATURAL.get(scale, (-math.inf, math.inf))
    estimates = [row.estimate for row in rows if math.isfinite(row.estimate)]
    return min([least, *estimates]), max([most, *estimates])


def _limits(check: Asked, rows: Sequence[Row], scale: str) -> tuple[tuple[float, float] | None, tuple[float, ...]]:
    """Band that the rule accepts, and its other lines; a share is too large on one side only, however far it falls."""
    match check.rule:
        case Gap(practical=near, exclusion=far, log=True):
            return (1 / near, near), (1 / far, far)
        case Gap(practical=near, exclusion=far):
            return (-near, near), (-far, far)
        case Level(problem=problem, fine=fine):
            return (fine, math.inf), (problem,)
        case Ceiling(limit=limit):
            lowest = -math.inf if scale == "share" else -limit
            return (lowest if _both_sides(rows) else 0.0, limit), ()
    return None, ()


def _ends(rows: Sequence[Row], marks: Sequence[float], scale: str) -> tuple[float, float]:
    """Ends of the axis; all of the headline is seen, other intervals are cut where they are very wide."""
    log = scale == "ratio"
    to, back = (math.log, math.exp) if log else (float, float)

    def on_axis(values: Iterable[float]) -> list[float]:
        return [to(value) for value in values if math.isfinite(value) and (value > 0 or not log)]

    headline = (value for row in rows if row.kind == "headline" for value in (row.low, row.high))
    seen = on_axis((*(row.estimate for row in rows), *marks, *headline)) or [0.0]
    limits = on_axis(value for row in rows for value in (row.low, row.high))
    room = max(_MOST_ROOM * (max(seen) - min(seen)), _LEAST_ROOM[scale])
    low = max(min(seen + limits), min(seen) - room)
    high = min(max(seen + limits), max(seen) + room)
    margin = 0.04 * (high - low) or 0.05
    return back(low - margin), back(high + margin)


def notes_of_rule(check: Asked, rows: Sequence[Row], lang: str) -> list[str]:
    """Say in words what the band and the lines mean."""
    band, lines = _limits(check, rows, text(lang, check.name, "scale"))
    if band is None:
        return []
    shape = style(check.name, lang)
    shape = "persen0" if shape == "persen" else shape
    low, high = (written(value, shape, lang) for value in band)
    outer = [written(value, shape, lang) for value in lines]
    match check.rule:
        case Gap():
            told = {"low": low, "high": high, "outer_low": outer[0], "outer_high": outer[1]}
            return [fill(text(lang, "plot", "gap"), told, lang)]
        case Level():
            return [fill(text(lang, "plot", "level"), {"fine": low, "problem": outer[0]}, lang)]
    return [fill(text(lang, "plot", "spread" if -math.inf < band[0] < 0 else "ceiling"), {"limit": high}, lang)]
