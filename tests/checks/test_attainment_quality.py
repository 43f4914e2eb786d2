"""Attainment that looks copied is shown."""

from __future__ import annotations

import math

import pandas as pd

from kinerja_lab.checks.attainment_quality import AttainmentQuality
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def test_realisations_copied_from_targets_are_shown_without_a_verdict():
    tables = appraised_region()
    indicators = tables["indikator"]
    tables["indikator"] = indicators.assign(realisasi=indicators["realisasi"].where(indicators.index >= 90, 100.0))
    result = AttainmentQuality()(dataset(tables))
    assert result.verdict is Verdict.SHOWN
    assert result.estimate == 90 / 300
    assert result.quantities["share_exact"] == 90 / 300


def test_targets_that_never_move_and_mixed_units_are_told():
    tables = appraised_region()
    now = tables["indikator"].assign(satuan=["dokumen", "hari"] * 150)
    earlier = now.assign(periode="2024-S2", target=now["target"].where(now.index < 75, 90.0))
    result = AttainmentQuality()(dataset(tables | {"indikator": pd.concat([now, earlier])}))
    assert (result.quantities["targets_compared"], result.quantities["share_unmoved"]) == (300, 0.25)
    assert (result.quantities["indicators_measured"], result.quantities["indicators_mixed"]) == (1, 1)


def test_a_later_period_is_not_looked_at():
    tables = appraised_region()
    later = tables["indikator"].assign(periode="2025-S2")
    result = AttainmentQuality()(dataset(tables | {"indikator": pd.concat([tables["indikator"], later])}))
    assert result.quantities["targets_compared"] == 0
    assert math.isnan(result.quantities["share_unmoved"])


def test_thirty_people_are_needed():
    result = AttainmentQuality()(dataset(appraised_region(20)))
    assert (result.status, result.n, result.need) == ("too_few", 20, 30)
