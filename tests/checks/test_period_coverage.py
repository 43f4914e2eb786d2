"""How often people are appraised, counted over the last twelve months."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.period_coverage import PeriodCoverage
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from tests import small


def answer(periods: dict[str, int], times: int = 2, reported: str = "2025-S1") -> CheckResult:
    """Answer for a region where so many of twelve employees were appraised in each period."""
    tables = small.tables()
    once = tables["penilaian"]
    rows = [once.head(count).assign(periode=period) for period, count in periods.items()]
    data = Dataset(
        profile=small.profile(), period=reported, tables=tables | {"penilaian": pd.concat(rows, ignore_index=True)}
    )
    return PeriodCoverage(times=times)(data)


def test_everybody_twice_in_a_year_is_regular() -> None:
    result = answer({"2024-S2": 12, "2025-S1": 12})
    assert (result.estimate, result.n, result.quantities["periods"]) == (1.0, 11, 2.0)


def test_once_is_enough_where_once_is_asked() -> None:
    periods = {"2024-S2": 12, "2025-S1": 3}
    assert answer(periods, times=1).estimate == 1.0
    assert answer(periods, times=2).estimate == pytest.approx(2 / 11)  # the head of unit is not counted


def test_what_lies_more_than_a_year_back_or_after_the_period_does_not_count() -> None:
    result = answer({"2024-S1": 12, "2025-S1": 12, "2025-S2": 12})
    assert result.estimate == 0.0
    assert result.verdict is Verdict.PROBLEM


def test_without_a_year_of_history_nothing_is_concluded() -> None:
    result = answer({"2025-S1": 12})
    assert (result.status, result.lacking) == ("missing_data", ("penilaian.periode",))
    assert answer({"2025-S1": 12}, times=1).status == "ok"


def test_quarters_count_as_they_stand() -> None:
    assert (
        answer(dict.fromkeys(("2024-T2", "2024-T3", "2024-T4", "2025-T1"), 12), reported="2025-T1").quantities[
            "periods"
        ]
        == 4.0
    )
