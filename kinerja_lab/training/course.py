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


@dataclass(frozen=True, slots=True)
class Exercise:
    """One question with an answer that is computed, never typed in.

    ``kind`` is what may be answered, ``answer`` computes the right answer from the data set at hand, and ``traps``,
    by key of their reply, compute answers that are typically given and wrong. The claims that are exercised stand
    beside its sentences.
    """

    kind: Kind
    answer: Callable[[Session], Value]
    traps: Mapping[str, Callable[[Session], Value]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A workshop on a sample region, from which other data sets are drawn; its sentences stand in ``kata/<slug>.toml``.

    ``plant`` changes a plan for one participant, ``write`` writes a plan's region into a folder (canonical tables by
    default), and ``planted`` tells the planted truth of a plan, to be shown at the end; its names are Indonesian.
    """

    slug: str
    region: str
    exercises: Mapping[str, Exercise]
    planted: Callable[[RegionPlan], Told]
    plant: Callable[[RegionPlan, np.random.Generator], RegionPlan] = lambda plan, _: plan
    write: Callable[[RegionPlan, Path], object] = write_region

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
