"""Which checks are asked of a region, with which options, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kinerja_lab import columns as col
from kinerja_lab.checks.acceptance import Acceptance
from kinerja_lab.checks.acceptance_change import AcceptanceChange
from kinerja_lab.checks.agreement import Agreement
from kinerja_lab.checks.attainment_bands import AttainmentBands
from kinerja_lab.checks.attainment_quality import AttainmentQuality
from kinerja_lab.checks.awards_by_group import AwardsByGroup
from kinerja_lab.checks.awards_on_target import AwardsOnTarget
from kinerja_lab.checks.bunching import Bunching
from kinerja_lab.checks.central_tendency import CentralTendency
from kinerja_lab.checks.comparable_pairs import ComparablePairs
from kinerja_lab.checks.complaint_rate import ComplaintRate
from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.contrast import Contrast
from kinerja_lab.checks.copied_scores import CopiedScores
from kinerja_lab.checks.copied_text import CopiedText
from kinerja_lab.checks.coverage import Coverage
from kinerja_lab.checks.credit_gap import CreditGap
from kinerja_lab.checks.daily_compliance import DailyCompliance
from kinerja_lab.checks.dialogue_frequency import DialogueFrequency
from kinerja_lab.checks.distribution_pattern import DistributionPattern
from kinerja_lab.checks.drift import Drift
from kinerja_lab.checks.enough_raters import EnoughRaters
from kinerja_lab.checks.error_rate import ErrorRate
from kinerja_lab.checks.evidence_timing import EvidenceTiming
from kinerja_lab.checks.feedback_latency import FeedbackLatency
from kinerja_lab.checks.follow_up import FollowUp
from kinerja_lab.checks.groups import registered
from kinerja_lab.checks.halo import Halo
from kinerja_lab.checks.impact_ratio import ImpactRatio
from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.interrupted_series import InterruptedSeries
from kinerja_lab.checks.intersections import Intersections
from kinerja_lab.checks.item_functioning import ItemFunctioning
from kinerja_lab.checks.leader_meetings import LeaderMeetings
from kinerja_lab.checks.mantel_haenszel import MantelHaenszel
from kinerja_lab.checks.nonresponse import Nonresponse
from kinerja_lab.checks.objections import Objections
from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.organisation_link import OrganisationLink
from kinerja_lab.checks.period_consistency import PeriodConsistency
from kinerja_lab.checks.period_coverage import PeriodCoverage
from kinerja_lab.checks.pre_post import PrePost
from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.checks.protocol import Check
from kinerja_lab.checks.rater_by_group import RaterByGroup
from kinerja_lab.checks.rater_fit import RaterFit
from kinerja_lab.checks.rating_slope import RatingSlope
from kinerja_lab.checks.rating_timing import RatingTiming
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.role_agreement import RoleAgreement
from kinerja_lab.checks.role_model import RoleModel
from kinerja_lab.checks.satisfaction_index import SatisfactionIndex
from kinerja_lab.checks.score_sources import ScoreSources
from kinerja_lab.checks.self_superior_gap import SelfSuperiorGap
from kinerja_lab.checks.severity import Severity
from kinerja_lab.checks.similar_to_me import SimilarToMe
from kinerja_lab.checks.training_access import TrainingAccess
from kinerja_lab.checks.training_effect import TrainingEffect
from kinerja_lab.checks.unit_residual import UnitResidual
from kinerja_lab.checks.unit_screen import UnitScreen
from kinerja_lab.checks.waiting_time import WaitingTime
from kinerja_lab.dataset import Dataset
from kinerja_lab.profile import RegionProfile


def standard(profile: RegionProfile) -> tuple[Check, ...]:
    """Checks of the evaluation report; the groups compared are those the profile registered beforehand."""
    return (
        Completeness(),
        AttainmentQuality(),
        Agreement(),
        RoleAgreement(),
        EnoughRaters(),
        *_of_raters(),
        *_of_objectivity(),
        *_of_groups(profile),
        *_of_consequences(profile),
        *_of_reports(),
        *_of_services(profile),
        *_of_acceptance(),
    )


def _of_raters() -> tuple[Check, ...]:
    """What may be wrong with raters."""
    return (
        Severity(),
        Halo(),
        CentralTendency(),
        Drift(),
        RaterByGroup(),
        SimilarToMe(),
        CopiedScores(),
        Contrast(),
        RaterFit(),
        SelfSuperiorGap(),
    )


def _of_objectivity() -> tuple[Check, ...]:
    """Whether predikat follow results."""
    return (
        ComparablePairs(),
        RatingSlope(),
        PredikatMatrix(),
        Inflation(),
        UnitResidual(),
        OrganisationLink(),
        DistributionPattern(),
    )


def _of_groups(profile: RegionProfile) -> tuple[Check, ...]:
    """Whether groups have the same chance."""
    compared = (OrdinalOddsRatio, ImpactRatio, MantelHaenszel, AttainmentBands, UnitScreen, ItemFunctioning)
    return (*_for_each(profile, *compared), _intersections(profile), *_for_each(profile, CreditGap))


def _of_consequences(profile: RegionProfile) -> tuple[Check, ...]:
    """Who gets what."""
    return (AwardsOnTarget(), *_for_each(profile, AwardsByGroup, TrainingAccess), Bunching(), RoleModel())


def _of_reports() -> tuple[Check, ...]:
    """Daily reports and feedback."""
    return (
        DailyCompliance(),
        CopiedText(),
        FeedbackLatency(),
        RatingTiming(),
        EvidenceTiming(),
        DialogueFrequency(),
        LeaderMeetings(),
        TrainingEffect(),
    )


def _of_services(profile: RegionProfile) -> tuple[Check, ...]:
    """What citizens notice, and whether it changed where the region registered that something was done."""
    return (
        *InterruptedSeries.of(profile.interventions),
        WaitingTime(),
        Coverage(),
        SatisfactionIndex(),
        ComplaintRate(),
        ErrorRate(),
    )


def _of_acceptance() -> tuple[Check, ...]:
    """Whether appraisal is regular, accepted and followed up."""
    return (
        PeriodCoverage(times=1),
        PeriodCoverage(),
        ScoreSources(),
        FollowUp(),
        PeriodConsistency(),
        Objections(),
        Acceptance(),
        AcceptanceChange(),
        Nonresponse(),
        PrePost(),
    )


def _for_each(profile: RegionProfile, *kinds: Callable[..., Check]) -> tuple[Check, ...]:
    """Ask these checks of every registered pair of groups."""
    return tuple(
        check(column=pair.column, focal=pair.focal, reference=pair.reference)
        for pair in profile.comparisons
        for check in kinds
    )


def _intersections(profile: RegionProfile) -> Intersections:
    """Cells of the first two registered attributes; of sex and employment where fewer are registered."""
    first, *others = [pair.column for pair in profile.comparisons] or [col.SEX]
    second = others[0] if others else col.SEX if first == col.EMPLOYMENT else col.EMPLOYMENT
    return Intersections(column=first, other=second)


def run(data: Dataset, checks: tuple[Check, ...] | None = None) -> Results:
    """Ask every check of the suite (or these checks) of one region and period.

    Example
    -------
    ``run(load_sample("bukittinggi", "2025-S1")).lamps()``
    """
    employees = data.table("pegawai")
    profile = replace(data.profile, comparisons=registered(data))
    return Results(
        profile=data.profile,
        period=data.period,
        content_hash=data.content_hash,
        n_employees=len(employees),
        n_units=int(employees[col.UNIT].nunique()),
        items=tuple(check(data) for check in (standard(profile) if checks is None else checks)),
    )
