"""Units of better organisations with higher predikat."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.organisation_link import OrganisationLink
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset

LEVELS = ("kurang", "butuh_perbaikan", "baik", "istimewa")


def region(direction: int, units: int = 24) -> dict[str, pd.DataFrame]:
    """Units whose share of the highest predikat rises, or falls, with the predikat of the organisation."""
    tables = appraised_region(units * 20)
    place = np.repeat(np.arange(units), 20)
    top = np.tile(np.arange(20), units) < 2 + 3 * (place % 4 if direction > 0 else 3 - place % 4) + place % 2
    tables["pegawai"]["unit_kerja"] = [f"Dinas {unit:02d}" for unit in place]
    tables["penilaian"]["predikat"] = np.where(top, "sangat_baik", "baik")
    names = [f"Dinas {unit:02d}" for unit in range(units)]
    organisations = [LEVELS[unit % 4] for unit in range(units)]
    rows = {"periode": PERIOD, "unit_kerja": names, "predikat_organisasi": organisations}
    return tables | {"unit": pd.DataFrame(rows | {"capaian": [float(unit % 4) for unit in range(units)]})}


@pytest.mark.parametrize(("direction", "verdict"), [(1, Verdict.FAIR), (-1, Verdict.ATTENTION)])
def test_a_planted_link_is_seen_and_never_called_a_problem(direction, verdict):
    result = OrganisationLink()(dataset(region(direction)))
    assert result.verdict is verdict
    assert np.sign(result.estimate) == direction
    assert list(result.evidence["unit"]) == ["top_share", "mean_level", "unit_attainment"]


def test_ten_units_are_needed():
    assert OrganisationLink()(dataset(region(1, units=8))).status == "too_few"


def test_organisations_all_alike_cannot_be_linked():
    tables = region(1)
    tables["unit"]["predikat_organisasi"] = "baik"
    assert OrganisationLink()(dataset(tables)).status == "undefined_no_variation"
