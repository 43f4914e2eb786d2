"""The shape of every check and of every result."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import partial, wraps
from typing import ClassVar, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from kinerja_lab.checks.verdict import CAUTIOUS, Measured, Rule, Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.stats.interval import UNDEFINED, Interval

EVIDENCE = ("unit", "n", "estimate", "low", "high")
Thing = TypeVar("Thing")
Options = ParamSpec("Options")
Answer = TypeVar("Answer")
Lacking = Callable[[str, tuple[str, ...]], tuple[str, ...]]


class Topic(StrEnum):
    """Areas of the report in its order: the eight lamps of the executive page, then what has no lamp."""

    DATA_QUALITY = "mutu_data"
    AGREEMENT = "kesepakatan"
    RATERS = "penilai"
    OBJECTIVITY = "objektivitas"
    EQUALITY = "kesetaraan"
    CONSEQUENCES = "konsekuensi"
    REPORTING = "pelaporan_umpan_balik"
    SERVICES = "layanan"
    ACCEPTANCE = "penerimaan"


LAMPS = tuple(topic for topic in Topic if topic is not Topic.ACCEPTANCE)


@dataclass(frozen=True, slots=True)
class Needs:
    """A table and the columns of it that a check cannot do without."""

    table: str
    columns: tuple[str, ...] = ()


def once(question: Callable[Concatenate[Thing, Options], Answer]) -> Callable[Concatenate[Thing, Options], Answer]:
    """Remember what was found out about a thing, such as a dataset, under these options, as long as it lives."""
    known: WeakKeyDictionary[Thing, dict[object, Answer]] = WeakKeyDictionary()

    @wraps(question)
    def remembered(thing: Thing, /, *options: Options.args, **named: Options.kwargs) -> Answer:
        answers, asked = known.setdefault(thing, {}), (options, tuple(named.items()))
        if asked not in answers:
            answers[asked] = question(thing, *options, **named)
        return answers[asked]

    return remembered


def no_evidence() -> pd.DataFrame:
    """Evidence of a check that could not compare anything."""
    return pd.DataFrame({name: pd.Series(dtype="str" if name == "unit" else "float64") for name in EVIDENCE})


@dataclass(frozen=True, kw_only=True)
class Check(ABC):
    """A question with its options; call it with a ``Dataset`` to get a ``CheckResult``.

    Class attributes: ``name`` is the slice (file, catalogue section, key), ``topic`` the lamp, ``needs`` what must be
    there, ``headline`` whether this is the one test of its area for the executive page, ``family`` the name of the
    pre-registered tests that are corrected together (Holm). ``exploratory`` caps the verdict at *perlu perhatian*.
    ``shares``: the evidence are shares of people with an attribute, from which people could be counted back.
    ``anonymous``: its rows are single raters under names that tell nothing. ``parts``: numbers that are a part of a
    group of people, as a share or as a count (``estimate`` or names of quantities), each with the name of the group's
    size (``n`` or a quantity). ``crude``: numbers or rows that follow from parts alone. ``linked``: parts that move
    with others by known amounts, each with the others and the direction (1 or −1): what hides them hides it too.
    ``of_people``: ``n`` counts people or what each did, not units, months or documents. ``floor_of_people``: its floors
    count people of the region, of whom there are only so many, not pairs of them.
    """

    name: ClassVar[str]
    topic: ClassVar[Topic]
    needs: ClassVar[tuple[Needs, ...]]
    headline: ClassVar[bool] = False
    family: ClassVar[str | None] = None
    exploratory: ClassVar[bool] = False
    shares: ClassVar[bool] = False
    anonymous: ClassVar[bool] = False
    parts: ClassVar[Mapping[str, str]] = {}
    crude: ClassVar[tuple[str, ...]] = ()
    linked: ClassVar[Mapping[str, Mapping[str, int]]] = {}
    of_people: ClassVar[bool] = True
    floor_of_people: ClassVar[bool] = True

    rule: Rule
    confidence: float = 0.95

    def __call__(self, data: Dataset) -> CheckResult:
        """Answer the question; what is missing or too thin becomes a result, not an exception."""
        return self.asked(data.lacking, partial(self.evaluate, data))

    def asked(self, lacking: Lacking, answer: Callable[[], CheckResult]) -> CheckResult:
        """Answer by any way to measure, unless it lacks something; ``lacking`` tells as ``Dataset.lacking`` does."""
        missing = tuple(name for need in self.needs for name in lacking(need.table, need.columns))
        if missing:
            return CheckResult(check=self, status="missing_data", lacking=missing)
        try:
            return answer()
        except NotAssessable as reason:
            return CheckResult(check=self, n=reason.n, need=reason.need, status=reason.status, lacking=reason.lacking)

    @abstractmethod
    def evaluate(self, data: Dataset) -> CheckResult:
        """Measure; raise ``NotAssessable`` where a floor is broken."""

    @property
    def slug(self) -> str:
        """Stable key: the name, and the option that tells two checks of one name apart."""
        return self.name

    @property
    def options(self) -> dict[str, str | float | int | None]:
        """Every option by name, those of the rule included."""
        own = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "rule"}
        judged = {item.name: getattr(self.rule, item.name) for item in fields(self.rule)}  # type: ignore[arg-type]
        return {**own, "rule": type(self.rule).__name__.lower(), **judged}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CheckResult:
    """Answer of a check: numbers at full precision, no words, no pictures.

    Attributes
    ----------
    check
        The question with all its options.
    estimate, interval, equivalence
        Headline number with its 95 % and 90 % interval.
    p_value, p_adjusted
        Raw, and Holm-adjusted in the check's family (equal to the raw one where the family has one test).
    n
        Independent units, not rows.
    fewer_than
        Number under which n lies where n itself may not be told (n is then 1); NaN where it may.
    need
        How many units the broken floor asks for; NaN where no floor is broken.
    out_of_reach
        The floor asks for more than the region has employees; told by ``Results``, which know how many there are.
    detectable
        Smallest difference that this n could have shown (80 % power), on the scale of the estimate.
    status
        ``ok``, or why there is no answer (see ``NotAssessable``).
    lacking
        Tables, columns or other things whose absence prevents an answer.
    diagnosis
        Kind of failure where the check knows kinds, such as ``acak`` or ``seragam``.
    breach
        A second, stated limit of the check is broken (level rule).
    contested
        A second measure of the same thing contradicts the first, or the design cannot carry more, so that neither
        *wajar* nor *bermasalah* (neither *terbukti membaik* nor *terbukti memburuk*) is safe.
    quantities
        Further numbers of the answer, by name, for the sentences.
    named
        Units that a screening points to in this period and in the one before, on the same side: the only ones that may
        be named.
    evidence
        One row per compared thing: ``unit, n, estimate, low, high``, then extras.
    caveats
        Keys of the catalogues.
    """

    check: Check
    estimate: float = math.nan
    interval: Interval = UNDEFINED
    equivalence: Interval = UNDEFINED
    p_value: float = math.nan
    p_adjusted: float = math.nan
    n: int = 0
    fewer_than: float = math.nan
    need: float = math.nan
    out_of_reach: bool = False
    detectable: float = math.nan
    status: str = "ok"
    lacking: tuple[str, ...] = ()
    diagnosis: str | None = None
    breach: bool = False
    contested: bool = False
    quantities: Mapping[str, float] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    evidence: pd.DataFrame = field(default_factory=no_evidence)
    caveats: tuple[str, ...] = ()

    def __repr__(self) -> str:
        found = f"{self.estimate:.4g} [{self.interval.low:.4g}, {self.interval.high:.4g}]"
        told = found if self.status == "ok" else self.status
        people = f"n={self.n}" if math.isnan(self.fewer_than) else f"n<{self.fewer_than:g}"
        return f"<CheckResult {self.check.slug}: {self.verdict}, {told}, {people}>"

    @property
    def verdict(self) -> Verdict:
        """Judgement of the engine; never set by a check."""
        return self.judged(self.p_adjusted)

    def judged(self, p_adjusted: float) -> Verdict:
        """Judgement under another correction of the p-value, as on the executive page."""
        if self.status != "ok":
            return Verdict.INSUFFICIENT
        measured = Measured(
            estimate=self.estimate,
            interval=self.interval,
            equivalence=self.equivalence,
            p_value=self.p_value,
            p_adjusted=p_adjusted,
            breach=self.breach,
        )
        verdict = self.check.rule.judge(measured)
        unsafe = self.contested or (self.check.exploratory and verdict is Verdict.PROBLEM)
        return CAUTIOUS.get(verdict, verdict) if unsafe else verdict
