"""The one shape of every benchmark: a piece of work, who does it, what it may cost, and what was measured."""

from __future__ import annotations

import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

CPU, WALL, PEAK = "CPU s", "wall s", "peak MB"
OURS = "ours"
Run = Callable[[], object]
Answer = dict[str, float | str]  # what one process measured and told


class Told(Answer):
    """Quantities that a run tells about itself."""


class AbsentError(Exception):
    """What a side needs is not on this machine; the message says what."""


@dataclass(frozen=True)
class Side:
    """Who does a piece of work.

    Parameters
    ----------
    setup
        Makes or finds the data in the folder that ``prepare`` filled, and returns what is to be timed. That may return
        ``Told``, further quantities; those of ``CPU``, ``WALL`` and ``PEAK`` replace the measured ones, ``share``
        is the part of the work that was done, ``version`` that of a side outside Python.
    needs
        The package of ``peers.txt`` that does it; without one the side runs in the environment of the project.
    note
        What this side does less, or otherwise.
    at_least
        How many times its CPU seconds are to be of ours.
    """

    setup: Callable[[Path], Run]
    needs: str = ""
    note: str = ""
    at_least: float | None = None


@dataclass(frozen=True)
class Task:
    """One piece of work, done by us and by peers.

    Parameters
    ----------
    work
        What is done, and how much of it.
    sides
        Sides by name, ours first.
    at_most
        Goals: what a quantity of ours may be.
    large
        Whether it is left out unless asked for.
    same
        Whether every side and run has to give the same answer.
    """

    work: str
    sides: Mapping[str, Side]
    at_most: Mapping[str, float] = field(default_factory=dict)
    large: bool = False
    same: bool = False


@dataclass(frozen=True)
class Record:
    """One line of the results: a quantity of ours, that of one peer, and the goal."""

    benchmark: str
    work: str
    quantity: str
    ours: float
    peer: str = ""
    theirs: float | None = None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times ours the peer's time or memory is."""
        if self.theirs is None or self.quantity not in (CPU, WALL, PEAK):
            return None
        return self.theirs / self.ours

    @property
    def goal(self) -> str:
        """The goals of the line, and whether they are met."""
        upper = [] if self.at_most is None else [(f"≤ {figure(self.at_most)}", self.ours <= self.at_most)]
        if self.at_least is not None and self.ratio is not None:
            upper.append((f"≥ {figure(self.at_least)} ×", self.ratio >= self.at_least))
        return "; ".join(f"{told}: {'met' if met else 'missed'}" for told, met in upper)


def figure(value: float) -> str:
    """Three digits, or all before the point where there are more."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def used() -> float:
    """CPU seconds of this process and its ended children."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def peak() -> float:
    """Peak memory of the largest process so far, in megabytes."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
