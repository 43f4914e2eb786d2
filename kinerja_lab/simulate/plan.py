"""What is planted in a simulated region: every truth is a number in a plan, every draw comes from a stable seed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from kinerja_lab.simulate.truths import Document

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

PERIODS = ("2024-S2", "2025-S1", "2025-S2")
_SIDES, _IMPACTS = ("wajar", "bermasalah"), ("terbukti membaik", "terbukti memburuk")
ASPECTS = (
    "berorientasi_pelayanan",
    "akuntabel",
    "kompeten",
    "harmonis",
    "loyal",
    "adaptif",
    "kolaboratif",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of the organisation: its kind in the catalogue, and its number of employees, the head included.

    ``parent`` is the unit above it (empty: the first unit of the plan); with a name outside the plan the head has no
    superior in the data and is not appraised in them. ``women`` is the share of women, 0–1, the usual one of the kind
    when not given; ``strictness`` the logits by which every predikat in the unit is harder to reach.
    """

    name: str
    kind: str
    size: int
    parent: str = ""
    women: float | None = None
    strictness: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """Unequal treatment: odds of a higher predikat of the focal group over everybody else's, at equal results."""

    column: str
    focal: str
    odds_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsGap:
    """A legitimate gap: the focal group reaches this many percentage points more (or fewer) of its targets."""

    column: str
    focal: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How scores in ``butir`` come about, all in rating points on the scale 1–5.

    Attributes
    ----------
    severity_sd
        Spread of the raters' effects: what a rater adds to every score given.
    halo_sd
        Spread of a rater's general impression of one ratee: what is added to all seven aspects alike.
    self_inflation
        What everybody adds to the own scores.
    mean, ratee_sd, noise_sd
        Level of the scores, spread between employees, and what is left per score.
    share
        Share of the employees who are scored, in whole teams.
    roles
        Who scores.
    """

    severity_sd: float
    halo_sd: float
    self_inflation: float = 0.0
    mean: float = 3.5
    ratee_sd: float = 0.45
    noise_sd: float = 0.5
    share: float = 1.0
    roles: tuple[str, ...] = ("atasan", "rekan", "bawahan", "diri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of one rater, a superior with many ratees: keeps to the middle, drifts, copies, gives everybody less.

    ``size`` is the share by which differences between ratees shrink, the points added a period, the share of scores
    copied, or the points that everybody gets less.
    """

    kind: Literal["nilai_tengah", "bergeser", "menyalin", "ketat"]
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How the superiors' ratings, and through the matrix the predikat, come about.

    Attributes
    ----------
    slopes
        Logits of the predikat per standard deviation of attainment, one a period; 0 is rating at random.
    cuts
        Logits between the five predikat, lowest first.
    uniform
        Share of employees who are rated *sesuai/sesuai*, so *Baik*, whatever they did.
    treatments
        Unequal treatment of groups.
    deviating
        Share of predikat that differ from the matrix.
    missing
        Share of employees without an appraisal.
    """

    slopes: tuple[float, float, float]
    cuts: tuple[float, float, float, float] = (-6.5, -5.2, -2.5, 1.6)
    uniform: float = 0.0
    treatments: tuple[Treatment, ...] = ()
    deviating: float = 0.0
    missing: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarding:
    """Share of the appraised who get an award, and share of the awards that go to people below their target.

    ``treatment``: the odds with which one of the focal group is chosen over somebody else with the same predikat among
    those at target.
    """

    share: float
    off_target: float = 0.0
    treatment: Treatment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Verdicts that a check may reach where this was planted, and its diagnosis where one was planted."""

    allowed: tuple[str, ...]
    diagnosis: str | None = None

    @property
    def forbidden(self) -> tuple[str, ...]:
        """Verdicts that would turn the planted truth upside down."""
        if set(self.allowed) == {"ditampilkan"}:
            return ()
        sides = _IMPACTS if {*_IMPACTS, "belum terbukti"} & set(self.allowed) else _SIDES
        return tuple(verdict for verdict in sides if verdict not in self.allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPlan:
    """A region with everything that is planted in it.

    Attributes
    ----------
    slug, institution
        Name of the folder, and of what stands above the first unit.
    units
        Units; the head of the first one leads the region.
    contract
        Share of PPPK among the employees.
    scoring, judging, awarding, results_gaps
        The planted truths.
    faults
        Faults of single raters, one superior each, those with most ratees first.
    diarists
        Number of employees with daily reports.
    document
        What is planted in the tables that the region's document speaks of, and the answers to its claims.
    verdicts
        What every check of the standard suite should find, by slug: once, or once a period.
    edition
        Part of every seed: another edition is another region from the same plan.
    """

    slug: str
    institution: str
    units: tuple[Unit, ...]
    contract: float
    scoring: Scoring
    judging: Judging
    awarding: Awarding
    results_gaps: tuple[ResultsGap, ...] = ()
    faults: tuple[Fault, ...] = ()
    diarists: int = 0
    document: Document = field(default_factory=Document)
    verdicts: Mapping[str, Expected | tuple[Expected, Expected, Expected]] = field(default_factory=dict)
    edition: int = 1

    def random(self, *table: str) -> np.random.Generator:
        """Random numbers of one table (and period): a new table never moves an old one."""
        digest = hashlib.sha256("/".join((self.slug, str(self.edition), *table)).encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:16], "little"))

    def expected(self, slug: str, period: str) -> Expected:
        """What a check should find in a period."""
        found = self.verdicts[slug]
        return found[PERIODS.index(period)] if isinstance(found, tuple) else found


def spread(random: np.random.Generator, n: int, sd: float) -> Floats:
    """Effects of ``n`` things with mean 0 and standard deviation ``sd`` exactly, so that the planted number holds."""
    drawn = random.standard_normal(n)
    return np.asarray((drawn - drawn.mean()) / drawn.std() * sd)


def chosen(random: np.random.Generator, candidates: Places, share: float) -> Places:
    """A share of the candidates, as nearly exact as whole people allow."""
    return np.sort(random.choice(candidates, round(share * len(candidates)), replace=False))
