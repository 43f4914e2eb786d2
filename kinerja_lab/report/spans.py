"""Among which counts is a small one hidden? Never fewer than three, and none that the published verdict rules out."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Ceiling, Level, Measured, Verdict
from kinerja_lab.stats.interval import Interval
from kinerja_lab.stats.proportion import proportion_interval

FEWEST_VALUES = 3
Method = Literal["wilson", "exact"]
_METHODS: tuple[Method, ...] = ("wilson", "exact")


class Span(NamedTuple):
    """All counts that a hidden one may be, out of ``n`` people."""

    least: int
    most: int
    n: int

    @property
    def middle(self) -> float:
        """Share in the middle of them."""
        return (self.least + self.most) / 2 / self.n

    def limits(self, confidence: float, method: Method) -> Interval:
        """From the lower limit of the least count to the upper limit of the most."""
        ends = [
            proportion_interval(hits, self.n, method=method, confidence=confidence) for hits in (self.least, self.most)
        ]
        return Interval(ends[0].low, ends[1].high)


def span_of(hits: int, n: int, fewest: int) -> Span | None:
    """Counts that ``hits`` of ``n`` people is hidden among; nothing where it may be told.

    One to few of them, all but one to few, or in a small group anything but nobody and everybody.
    """
    low, high = 0 < hits < fewest, 0 < n - hits < fewest
    if not (low or high):
        return None
    if n < 2 * fewest - 1:
        return Span(1, n - 1, n)
    return Span(1, fewest - 1, n) if low else Span(n - fewest + 1, n - 1, n)


def span_of_estimate(result: CheckResult, n: int, fewest: int) -> Span | None:
    """The same for the headline share, where its verdict tells more: which of the few counts can have it?

    Where few counts have different verdicts, each verdict hides its own, nobody and the next larger ones included. If
    that leaves fewer than three counts to one of them, or the rows of the evidence would tell nobody from somebody, all
    are hidden together, and the verdict is that of their common interval.
    """
    hits = round(result.estimate * n)
    usual = span_of(hits, n, fewest)
    if not isinstance(result.check.rule, Ceiling | Level) or n < 4 * fewest or result.check.shares:
        return usual
    mirrored = hits > n / 2
    method = method_of(tuple(result.interval), hits, n, result.check.confidence)
    ends = 2 * fewest + FEWEST_VALUES
    verdicts = [_verdict(result, n - count if mirrored else count, n, method) for count in range(ends)]
    if len(set(verdicts[1:fewest])) == 1:
        return usual
    groups = _groups(verdicts, fewest)
    if any(len(group) < FEWEST_VALUES for group in groups if group != [0]):
        return usual
    own = next((group for group in groups if (n - hits if mirrored else hits) in group and group != [0]), None)
    if own is None:
        return None
    return Span(n - own[-1], n - own[0], n) if mirrored else Span(own[0], own[-1], n)


def method_of(limits: tuple[float, ...], hits: int, n: int, confidence: float) -> Method:
    """Which interval is it? The exact one where it is none that is known."""
    for method in _METHODS:
        if np.allclose(tuple(proportion_interval(hits, n, method=method, confidence=confidence)), limits, rtol=1e-9):
            return method
    return "exact"


def _verdict(result: CheckResult, hits: int, n: int, method: Method) -> Verdict:
    """Verdict of another count."""
    limits = proportion_interval(hits, n, method=method, confidence=result.check.confidence)
    return result.check.rule.judge(Measured(estimate=hits / n, interval=limits, breach=result.breach))


def _groups(verdicts: list[Verdict], fewest: int) -> list[list[int]]:
    """Runs of counts with one verdict, each cut after the few counts but not before it has three."""
    groups: list[list[int]] = []
    for count, verdict in enumerate(verdicts):
        same = bool(groups) and verdicts[groups[-1][0]] == verdict
        if same and (count < fewest or len(groups[-1]) < FEWEST_VALUES):
            groups[-1].append(count)
        elif count < fewest and not same:
            groups.append([count])
    return groups
