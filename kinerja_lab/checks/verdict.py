"""The verdict engine: the only place where a number becomes a judgement.

Four rules for four kinds of question. *Gap*: nothing is expected, how far are we from it? *Level*: much is expected,
do we reach it? *Ceiling*: a share or a spread may not exceed a limit. *Impact*: did a service get better? A fifth,
*Shown*, never judges.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Protocol

from kinerja_lab.stats.interval import UNDEFINED, Interval

_ALPHA = 0.05
_HINT = 0.10


class Verdict(StrEnum):
    """What a check concludes. ``SHOWN`` is a description without a norm; effects on services have their own words."""

    PROBLEM = "bermasalah"
    ATTENTION = "perlu perhatian"
    INSUFFICIENT = "data tidak cukup"
    FAIR = "wajar"
    IMPROVED = "terbukti membaik"
    UNPROVEN = "belum terbukti"
    WORSENED = "terbukti memburuk"
    SHOWN = "ditampilkan"


# What is left to say where neither side is safe.
CAUTIOUS = {
    Verdict.PROBLEM: Verdict.ATTENTION,
    Verdict.FAIR: Verdict.ATTENTION,
    Verdict.IMPROVED: Verdict.UNPROVEN,
    Verdict.WORSENED: Verdict.UNPROVEN,
}
IMPACTS = (Verdict.IMPROVED, Verdict.UNPROVEN, Verdict.WORSENED)


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
    T and E, above 1. ``upward``: only a surplus counts (bunching); its p-value is one-sided, so half of the usual
    level is a hint.
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
        if measured.p_value < (_HINT / 2 if self.upward else _HINT) and size >= practical:
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
    """A share or spread may not exceed ``limit``.

    Where nothing at all was found in so few cases that more than the limit is still possible, there is no sign of
    trouble and no proof of its absence.
    """

    limit: float

    def judge(self, measured: Measured) -> Verdict:
        """Compare both limits of the interval with the ceiling."""
        low, high = measured.interval
        if math.isnan(measured.estimate) or not measured.interval.defined:
            return Verdict.INSUFFICIENT
        if high <= self.limit:
            return Verdict.FAIR
        if measured.estimate == 0:
            return Verdict.INSUFFICIENT
        return Verdict.PROBLEM if low > self.limit else Verdict.ATTENTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Did a service get better? The estimate is signed so that + is better; 0 is no change.

    A check whose design cannot carry more (before and after alone, few months, false dates that look the same) marks
    its result as contested, and then nothing is proven.
    """

    def judge(self, measured: Measured) -> Verdict:
        """A change that chance hardly explains is proven; its sign says in which direction."""
        if math.isnan(measured.estimate) or math.isnan(measured.p_value):
            return Verdict.INSUFFICIENT
        adjusted = measured.p_value if math.isnan(measured.p_adjusted) else measured.p_adjusted
        if adjusted >= _ALPHA:
            return Verdict.UNPROVEN
        return Verdict.IMPROVED if measured.estimate > 0 else Verdict.WORSENED


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A quantity without a norm: it is shown and never decides."""

    def judge(self, measured: Measured) -> Verdict:
        """Show what can be shown."""
        return Verdict.INSUFFICIENT if math.isnan(measured.estimate) else Verdict.SHOWN


_RULES: Mapping[str, type[Rule]] = {kind.__name__.lower(): kind for kind in (Gap, Level, Ceiling, Impact, Shown)}


def rule_of(options: Mapping[str, Any]) -> Rule:
    """Which rule was a check judged by, told by its options as a record keeps them?"""
    kind = _RULES[options["rule"]]
    return kind(**{item.name: options[item.name] for item in fields(kind) if item.name in options})  # type: ignore[arg-type]
