"""What a workshop is: the region that it works on, what is planted there for each participant, and its exercises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.simulate.regions import REGIONS
from kinerja_lab.simulate.write import write_region
from kinerja_lab.training.answers import Kind, Value

if TYPE_CHECKING:
    from kinerja_lab.training.session import Session

Told = Mapping[str, str | float]
_EDITIONS = 2**31


def _as_it_is(plan: RegionPlan, random: np.random.Generator) -> RegionPlan:  # noqa: ARG001
    return plan


def _nothing(plan: RegionPlan) -> Told:  # noqa: ARG001
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One question with an answer that is computed, never typed in.

    Attributes
    ----------
    kind
        What may be answered.
    answer
        Computes the right answer from the data set at hand.
    traps
        By key of their reply: compute answers that are typically given and wrong.
    claims
        Numbers of the claims that are exercised.
    """

    kind: Kind
    answer: Callable[[Session], Value]
    traps: Mapping[str, Callable[[Session], Value]] = field(default_factory=dict)
    claims: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A workshop; its sentences stand in ``kata/<slug>.toml``.

    Attributes
    ----------
    slug
        Its name in ``workshop("…")``, of its sentences and of its folder of data.
    region
        Sample region that it works on, and from which other data sets are drawn.
    exercises
        By name: ``soal1`` …
    plant
        Draws what is planted for one participant: a changed plan.
    write
        Writes a plan's region into a folder: canonical tables by default.
    planted
        The planted truth in words and numbers, computed from a plan, to be shown at the end; names are Indonesian.
    """

    slug: str
    region: str
    exercises: Mapping[str, Exercise]
    plant: Callable[[RegionPlan, np.random.Generator], RegionPlan] = _as_it_is
    write: Callable[[RegionPlan, Path], object] = write_region
    planted: Callable[[RegionPlan], Told] = _nothing

    @property
    def raw(self) -> bool:
        """Whether the workshop writes other files than canonical tables."""
        return self.write is not write_region

    @property
    def sample(self) -> RegionPlan:
        """Plan of the sample region."""
        return next(plan for plan in REGIONS if plan.slug == self.region)

    def drawn(self, random: np.random.Generator) -> RegionPlan:
        """Draw the plan of one participant: other people, and what ``plant`` changes; nothing is expected of it."""
        edition = int(random.integers(1, _EDITIONS))
        document = replace(self.sample.document, answers={})
        return self.plant(replace(self.sample, edition=edition, document=document, verdicts={}), random)
