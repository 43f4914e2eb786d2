"""Which checks are asked of a region, with which options, in which order."""

from __future__ import annotations

from kinerja_lab import columns as col
from kinerja_lab.checks.agreement import Agreement
from kinerja_lab.checks.awards_on_target import AwardsOnTarget
from kinerja_lab.checks.comparable_pairs import ComparablePairs
from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.halo import Halo
from kinerja_lab.checks.impact_ratio import ImpactRatio
from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.predikat_matrix import PredikatMatrix
from kinerja_lab.checks.protocol import Check
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.self_superior_gap import SelfSuperiorGap
from kinerja_lab.checks.severity import Severity
from kinerja_lab.dataset import Dataset
from kinerja_lab.profile import RegionProfile


def standard(profile: RegionProfile) -> tuple[Check, ...]:
    """Checks of the evaluation report; the groups compared are those the profile registered beforehand."""
    return (
        Completeness(),
        Agreement(),
        Agreement(roles=("atasan", "rekan")),
        Severity(),
        Halo(),
        SelfSuperiorGap(),
        ComparablePairs(),
        PredikatMatrix(),
        *(
            check(column=pair.column, focal=pair.focal, reference=pair.reference)
            for pair in profile.comparisons
            for check in (OrdinalOddsRatio, ImpactRatio)
        ),
        AwardsOnTarget(),
    )


def run(data: Dataset, checks: tuple[Check, ...] | None = None) -> Results:
    """Ask every check of the suite (or these checks) of one region and period.

    Example
    -------
    ``run(load_sample("bukittinggi", "2025-S1")).lamps()``
    """
    employees = data.table("pegawai")
    return Results(
        profile=data.profile,
        period=data.period,
        content_hash=data.content_hash,
        n_employees=len(employees),
        n_units=int(employees[col.UNIT].nunique()),
        items=tuple(check(data) for check in (standard(data.profile) if checks is None else checks)),
    )
