"""Regions that several tests look at, simulated once."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.simulate import REGIONS, RegionPlan, region
from kinerja_lab.simulate.plan import Awarding, Judging, Scoring, Unit


@pytest.fixture(scope="session")
def simulated() -> dict[str, dict[str, pd.DataFrame]]:
    """Tables of the five sample regions, by region."""
    return {plan.slug: region(plan) for plan in REGIONS}


@pytest.fixture(scope="session")
def plans() -> dict[str, RegionPlan]:
    """Plans of the five sample regions, by region."""
    return {plan.slug: plan for plan in REGIONS}


@pytest.fixture
def quiet() -> RegionPlan:
    """A small fair region in which nothing is planted."""
    return RegionPlan(
        slug="tenang",
        institution="Pemerintah Kota Tenang",
        units=(
            Unit(name="Sekretariat Daerah", kind="sekretariat_daerah", size=40),
            Unit(name="Dinas Kesehatan", kind="kesehatan", size=160),
            Unit(name="Badan Keuangan", kind="keuangan", size=160),
        ),
        contract=0.25,
        scoring=Scoring(severity_sd=0.0, halo_sd=0.0),
        judging=Judging(slopes=(2.4, 2.4, 2.4)),
        awarding=Awarding(share=0.1),
    )
