"""The verdict engine: the only place where a number becomes a judgement.

Three rules for three kinds of question. *Gap*: nothing is expected, how far are we from it? *Level*: much is expected,
do we reach it? *Ceiling*: a share or a spread may not exceed a limit. A fourth, *Shown*, never judges.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kinerja_lab.stats.interval import UNDEFINED, Interval

_ALPHA = 0.05
_HINT = 0.10


class Verdict(StrEnum):
    """What a check concludes. ``SHOWN`` is a description, which has no norm."""

    PROBLEM = "bermasalah"
    ATTENTION = "perlu perhatian"
    INSUFFICIENT = "data tidak cukup"
    FAIR = "wajar"
    SHOWN = "ditampilkan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the engine sees of a result.

    Attributes
    ----------
    estimate
        Headline number on its natural scale.
    interval
        At the check's confidence (95 %).
    equivalence
        90 % interval: two one-sided tests at 5 % each.
    p_value, p_adjusted
        Raw, and corrected in the family of the test.
    breach
        A second, stated limit of the check is broken.
    """

    estimate: float
    interval: Interval
    equivalence: Interval = UNDEFINED
    p_value: float = math.nan
    p_adjusted: float = math.nan
    breach: bool = False


class Rule(Protocol):
    """Turns measured numbers into a verdict."""

    def judge(self, measured: Measured) -> Verdict:
        """Judge one result whose floors hold."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Nothing is expected; how far are we from it?

    ``practical`` (T) is a difference that matters, ``exclusion`` (E) one that must be excluded before *wajar* is said.
    Fairness is shown by two one-sided tests, never inferred from p > 0.05. ``log``: the estimate is a ratio, and so are
    T and E, above 1. ``upward``: only a surplus counts (bunching).
    """

    practical: float
    exclusion: float
    log: bool = False
    upward: bool = False

    def judge(self, measured: Measured) -> Verdict:
        """Steps 1–6 of the engine."""
        effect, practical, low, high, bound = (
            self._effect(value) for value in (measured.estimate, self.practical, *measured.equivalence, self.exclusion)
        )
        if any(math.isnan(value) for value in (effect, measured.p_value, low, high)):
            return Verdict.INSUFFICIENT
        size = effect if self.upward else abs(effect)
        adjusted = measured.p_value if math.isnan(measured.p_adjusted) else measured.p_adjusted
        if adjusted < _ALPHA:
            return Verdict.PROBLEM if size >= practical else Verdict.ATTENTION
        if high < bound and (self.upward or low > -bound):
            return Verdict.FAIR
        if measured.p_value < _HINT and size >= practical:
            return Verdict.ATTENTION
        return Verdict.INSUFFICIENT

    def _effect(self, value: float) -> float:
        """Effect scale: logarithm for ratios, with 0 and infinity kept."""
        if not self.log:
            return value
        return math.log(value) if value > 0 else -math.inf if value == 0 else math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Much is expected. Below ``problem`` is bad, from ``fine`` on is good."""

    problem: float
    fine: float

    def judge(self, measured: Measured) -> Verdict:
        """Bad: all of the interval under ``problem``. Good: estimate from ``fine`` on and no part under ``problem``."""
        low, high = measured.interval
        if math.isnan(measured.estimate) or not measured.interval.defined:
            return Verdict.INSUFFICIENT
        if high < self.problem or measured.breach:
            return Verdict.PROBLEM
        if measured.estimate >= self.fine and low > self.problem:
            return Verdict.FAIR
        if low < self.problem and high > self.fine:
            return Verdict.INSUFFICIENT
        return Verdict.ATTENTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """A share or spread may not exceed ``limit``."""

    limit: float

    def judge(self, measured: Measured) -> Verdict:
        """Compare both limits of the interval with the ceiling."""
        low, high = measured.interval
        if math.isnan(measured.estimate) or not measured.interval.defined:
            return Verdict.INSUFFICIENT
        if high <= self.limit:
            return Verdict.FAIR
        return Verdict.PROBLEM if low > self.limit else Verdict.ATTENTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A quantity without a norm: it is shown and never decides."""

    def judge(self, measured: Measured) -> Verdict:
        """Show what can be shown."""
        return Verdict.INSUFFICIENT if math.isnan(measured.estimate) else Verdict.SHOWN
