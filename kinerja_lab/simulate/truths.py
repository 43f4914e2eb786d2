"""What is planted in the tables about services, reports, feedback and acceptance: those a region's document speaks of.

Every class is one planted truth and says which table it fills. A region without one has no such table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """Requests of one service in ``permohonan``: who serves, what is asked for, the start of the number of a request.

    ``standard`` is the office hours within which it should be done, ``monthly`` the requests a month since the
    ``first``; ``median`` the median wait in office hours, ``spread`` the standard deviation of its logarithm. Until the
    month of the ``change`` the median wait was that ``before``; none: it never changed.
    """

    unit: str
    service: str
    code: str
    standard: float
    monthly: int
    median: float
    spread: float = 0.6
    first: str = "2024-07"
    before: float | None = None
    change: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A coverage in ``layanan``: the numerator stays as it is, the denominator shrinks by a share each month."""

    unit: str
    indicator: str
    numerator: int
    denominator: int
    shrinking: float
    first: str = "2024-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """Answer sheets in ``skm``: index of satisfaction (25–100) in the first period, and what each period adds to it."""

    units: tuple[str, ...]
    monthly: int
    index: float
    rise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Complaints and praise in ``suara_warga`` per 1,000 services; the services are monthly figures in ``layanan``."""

    units: tuple[str, ...]
    services: int
    complaints: float
    praise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Financial documents checked in ``temuan_keuangan``: how many a unit and period, and the share of wrong ones."""

    checked: int
    wrong: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Faults in ``aktivitas``: shares of the diarists, and the mean hours until a report is answered."""

    backfilling: float
    copying: float
    answer_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Pieces of evidence in ``bukti``: share of employees who have any, and share uploaded in the last seven days."""

    covered: float
    last_week: float
    each: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Feedback in ``umpan_balik``, the training that follows in ``pelatihan``, and what that adds to skills in points.

    Who scores lowest gets feedback, so scores rise without any effect: they return to the mean.
    """

    share: float
    followed: float
    effect: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Training of people whatever their predikat: share, and odds of one of the focal group over an equal."""

    share: float
    column: str
    focal: str
    odds_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Waves of ``survei``: how many answer, the mean answer on the scale 1–5 in each wave, and under which number.

    ``named``: staff drawn by lot under their pseudonyms; else people with numbers of their own.
    """

    answering: int
    waves: Mapping[str, float]
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """Tests in ``uji_lokakarya`` before and after, 0–20: participants, mean before, and mean gain."""

    participants: int
    before: float
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Objections:
    """Objections in ``keberatan``: share of the appraised who object, in time, and who get a better predikat."""

    share: float
    in_time: float
    won: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything planted beside the appraisals, and the answer that each claim of the region's document should get.

    ``last_day``: share of the appraisals made on the last day; ``dialogues``: share of unit and month with a
    performance dialogue (none: no such table); ``helped``: share of the training and coaching after a low predikat that
    is kept; ``actions``: promised in the last report (what, which office, until when, state); ``answers``: by number of
    the claim, in the latest period.
    """

    requests: tuple[Requests, ...] = ()
    coverage: Coverage | None = None
    satisfaction: Satisfaction | None = None
    voices: Voices | None = None
    findings: Findings | None = None
    reporting: Reporting | None = None
    evidence: Evidence | None = None
    feedback: Feedback | None = None
    training: Training | None = None
    survey: Survey | None = None
    workshop: Workshop | None = None
    objections: Objections | None = None
    last_day: float = 0.0
    dialogues: float = 0.0
    helped: float = 1.0
    actions: tuple[tuple[str, str, str, str], ...] = ()
    answers: Mapping[int, str] = field(default_factory=dict)
