"""Nearly the same predikat for everybody."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset


def alike(share: float, n: int = 1000) -> dict[str, pd.DataFrame]:
    tables = appraised_region(n)
    tables["penilaian"]["predikat"] = np.where(np.arange(n) < share * n, "baik", "sangat_baik")
    return tables


@pytest.mark.parametrize(
    ("share", "verdict"), [(0.6, Verdict.FAIR), (0.94, Verdict.ATTENTION), (0.99, Verdict.PROBLEM)]
)
def test_the_most_frequent_predikat_is_held_against_both_lines(share, verdict):
    result = Inflation()(dataset(alike(share)))
    assert (result.verdict, round(result.quantities["modal_share"], 3)) == (verdict, share)


def test_earlier_periods_count_only_under_the_same_regime():
    tables = alike(0.6)
    before = tables["penilaian"].assign(periode="2024-S2", predikat="baik")
    other = tables["penilaian"].assign(periode="2021-S1", rezim="pp_46_2011")
    result = Inflation()(dataset(tables | {"penilaian": pd.concat([tables["penilaian"], before, other])}))
    assert list(result.evidence["unit"]) == ["2024-S2", "2025-S1"]
    assert result.evidence["estimate"].tolist() == pytest.approx([0.0, 0.4])
    assert result.estimate == pytest.approx(0.4)
