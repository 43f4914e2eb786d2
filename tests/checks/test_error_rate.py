"""How many financial documents are wrong."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.error_rate import ErrorRate
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from tests.checks.services import dataset


def answer(*samples: tuple[int, int], period: str = "2025-S2") -> CheckResult:
    """So many documents checked and wrong, a unit each."""
    rows = [(period, f"Dinas {place}", n, wrong) for place, (n, wrong) in enumerate(samples)]
    table = pd.DataFrame(rows, columns=["periode", "unit_kerja", "n_sampel", "n_salah"])
    return ErrorRate()(dataset(temuan_keuangan=table))


def test_one_wrong_of_many_is_fair_and_the_interval_is_exact() -> None:
    result = answer((125, 1))
    assert result.verdict is Verdict.FAIR
    assert tuple(result.interval) == pytest.approx((0.000203, 0.043767), abs=1e-6)


def test_small_samples_cannot_tell() -> None:
    result = answer((15, 0), (15, 1))
    assert result.estimate == pytest.approx(1 / 30)
    assert result.verdict is Verdict.ATTENTION
    assert answer((30, 0)).verdict is Verdict.INSUFFICIENT


def test_many_wrong_documents_are_a_problem_and_units_are_apart() -> None:
    result = answer((50, 12), (50, 8))
    assert (result.n, result.verdict) == (100, Verdict.PROBLEM)
    assert result.evidence["estimate"].tolist() == [0.24, 0.16]


def test_a_sample_with_more_wrong_than_checked_is_left_out_and_said() -> None:
    result = answer((20, 21), (40, 1))
    assert (result.n, result.estimate, result.caveats) == (40, 1 / 40, ("salah_melebihi_sampel",))
    assert answer((20, 21)).status == "too_few"


def test_fewer_than_ten_documents_are_too_few_and_other_periods_do_not_count() -> None:
    assert answer((9, 1)).status == "too_few"
    assert answer((100, 1), period="2025-S1").status == "missing_data"
