"""Ratings on a scale 1–5 in which some raters have a known fault: what a detector should find, and whom leave alone.

Adjacent-category model, all sizes in logits. Ratees are normal with mean 0.8 and standard deviation 1.2, aspects
equally spaced on ±0.6, steps at −2, −0.7, 0.7 and 2, raters' severities normal with standard deviation 0.3 (0 where
severity is planted). Ratees get their raters at random, every rater about equally many; one rater in five is affected,
half of them in either direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Effect = Literal["none", "severity", "range", "halo", "drf", "drift", "copy"]
_STEPS = np.cumsum([0.0, -2.0, -0.7, 0.7, 2.0])
_ASPECTS, _AFFECTED = 7, 0.2
_PERIODS = {"drift": 4, "copy": 2}


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A set of ratings to draw, and what is planted in it.

    Attributes
    ----------
    effect
        ``severity`` (too severe or too lenient), ``range`` (keeps to the middle, or to the ends), ``halo`` (one
        impression rules the sheet), ``drf`` (prefers one of two groups), ``drift`` (over four periods), ``copy`` (of
        the period before) or ``none``.
    size
        In logits (of ``drift``: a period); of ``copy`` the share of the scores, of ``range`` the logarithm of the
        factor by which the steps lie further apart.
    raters, ratees, per_ratee
        How many, and by how many of the raters each ratee is rated.
    spread
        Standard deviation of the severities of raters without a fault.
    """

    effect: Effect
    size: float = 0.0
    raters: int = 30
    ratees: int = 300
    per_ratee: int = 3
    spread: float = 0.3

    def scores(self, seed: int) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
        """Long table (``ratee, rater, group, period, aspect, score``), and the flag of each rater: −1, 0 or 1."""
        random = np.random.default_rng(seed)
        flag = self._flags(random)
        level = random.normal(0.8, 1.2, self.ratees)
        severity = random.normal(0.0, self.spread, self.raters)
        severity -= severity.mean()
        group = random.integers(0, 2, self.ratees)
        ratee, rater = self._pairs(random)
        if self.effect == "severity":
            severity = severity * 0 + self.size * flag
        own = level[ratee] - severity[rater]
        if self.effect == "halo":
            own = own + self.size * flag[rater] * random.normal(size=len(ratee))
        if self.effect == "drf":
            own = own + self.size * flag[rater] * (group[ratee] - 0.5)
        stretch = np.exp(self.size * flag[rater]) if self.effect == "range" else np.ones(len(ratee))
        tables, before = [], None
        for period in range(_PERIODS.get(self.effect, 1)):
            moved = own - (self.size * period * flag[rater] if self.effect == "drift" else 0.0)
            score = _drawn(random, moved, stretch)
            if self.effect == "copy" and before is not None:
                kept = random.random(score.shape) < self.size * flag[rater][:, None]
                score = np.where(kept, before, score)
            before = score
            names = {"ratee": ratee, "rater": rater, "group": group[ratee], "period": period + 1}
            wide = pd.DataFrame(names).join(pd.DataFrame(score))
            tables.append(wide.melt(list(names), var_name="aspect", value_name="score"))
        return pd.concat(tables, ignore_index=True), flag

    def _flags(self, random: np.random.Generator) -> npt.NDArray[np.int64]:
        """One affected rater in five, in alternating directions where the effect has two."""
        flag = np.zeros(self.raters, dtype=np.int64)
        if self.effect != "none":
            affected = random.permutation(self.raters)[: round(_AFFECTED * self.raters)]
            flag[affected] = 1 if self.effect in ("halo", "copy") else np.where(np.arange(len(affected)) % 2, 1, -1)
        return flag

    def _pairs(self, random: np.random.Generator) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Balanced random assignment: rater after rater in a new random order, never twice the same for one ratee."""
        waiting: list[int] = []
        chosen: list[list[int]] = []
        for _ in range(self.ratees):
            if len(set(waiting)) < self.per_ratee:
                waiting += random.permutation(self.raters).tolist()
            own = list(dict.fromkeys(waiting))[: self.per_ratee]
            for rater in own:
                waiting.remove(rater)
            chosen.append(own)
        return np.repeat(np.arange(self.ratees), self.per_ratee), np.concatenate(chosen)


def _drawn(
    random: np.random.Generator, level: npt.NDArray[np.float64], stretch: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """Scores 1–5 of every row on every aspect."""
    aspects = np.linspace(-0.6, 0.6, _ASPECTS)
    category = np.arange(len(_STEPS))
    exponent = (level[:, None] - aspects)[:, :, None] * category - stretch[:, None, None] * _STEPS
    weight = np.exp(exponent - exponent.max(axis=2, keepdims=True))
    below = np.cumsum(weight / weight.sum(axis=2, keepdims=True), axis=2)[:, :, :-1]
    return 1 + (random.random((*level.shape, _ASPECTS, 1)) > below).sum(axis=2)
