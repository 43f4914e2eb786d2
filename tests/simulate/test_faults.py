"""Faults of single raters are where the plan puts them, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab.simulate import RegionPlan, region
from kinerja_lab.simulate.faults import faulty
from kinerja_lab.simulate.people import employees
from kinerja_lab.simulate.plan import PERIODS, Fault
from kinerja_lab.simulate.raters import judges

FAULTS = (
    Fault(kind="nilai_tengah", size=0.7),
    Fault(kind="bergeser", size=0.5),
    Fault(kind="menyalin", size=0.8),
)


def scores_of(plan: RegionPlan, kind: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores by the rater with a fault, and by everybody else."""
    people = employees(plan)
    pairs = judges(plan, people)
    rows, _ = faulty(plan, pairs)[kind]
    who = people["id_pegawai"].iloc[pairs.loc[rows, "rater"].iloc[0]]
    table = region(plan)["butir"]
    own = (table["id_penilai"] == who) & (table["peran"] != "diri")
    return table[own], table[~own]


def test_other_raters_score_as_they_would_without_the_faults(quiet: RegionPlan) -> None:
    plan = replace(quiet, faults=FAULTS)
    before, after = region(quiet)["butir"], region(plan)["butir"]
    assert before["id_penilai"][before["skor"] != after["skor"]].nunique() == len(FAULTS)


def test_the_middle_is_kept(quiet: RegionPlan) -> None:
    plan = replace(quiet, faults=FAULTS)
    own, others = scores_of(plan, "nilai_tengah")
    assert own["skor"].std() < 0.7 * others["skor"].std()


def test_drift_adds_its_points_every_period(quiet: RegionPlan) -> None:
    plan = replace(quiet, faults=FAULTS)
    own, _ = scores_of(plan, "bergeser")
    plain = region(quiet)["butir"].loc[own.index]
    gained = (own["skor"] - plain["skor"]).groupby(own["periode"]).mean()[list(PERIODS)]
    assert gained.iloc[0] == 0
    assert np.allclose(gained, [0.0, 0.5, 1.0], atol=0.3)  # some scores cannot rise above 5
    assert gained.is_monotonic_increasing


def test_the_planned_share_is_copied(quiet: RegionPlan) -> None:
    plan = replace(quiet, faults=FAULTS)
    own, _ = scores_of(plan, "menyalin")
    wide = own.pivot_table(index=["id_pegawai", "aspek"], columns="periode", values="skor")
    assert (wide[PERIODS[0]] == wide[PERIODS[1]]).mean() > 0.8
