"""What researchers rely on when they call the measures of coverage, satisfaction and complaints."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures import (
    complaint_change,
    complaint_rate,
    coverage,
    coverage_change,
    satisfaction_index,
)


def figures(reached: list[float], aimed: list[float], unit: str = "a") -> pd.DataFrame:
    return pd.DataFrame({"pembilang": reached, "penyebut": aimed, "unit_kerja": unit})


def test_coverage_adds_numerators_and_denominators_and_keeps_them_apart() -> None:
    table = pd.concat([figures([30, 40], [100, 100]), figures([9, np.nan], [10, 10], "b")])
    found = coverage(table, by="unit_kerja").set_index("unit_kerja")
    assert found["coverage"].tolist() == [0.35, 0.9]
    assert found.loc["a", ["reached", "aimed"]].tolist() == [70, 200]
    assert found.loc["b", "aimed"] == 10


def test_more_reached_than_aimed_at_is_counted_and_nobody_aimed_at_has_no_coverage() -> None:
    found = coverage(figures([12, 5], [10, 10])).iloc[0]
    assert (found["beyond"], found["coverage"]) == (1, 0.85)
    assert coverage(figures([0], [0]))["status"][0] == "too_few"


def test_a_rise_by_a_smaller_denominator_is_all_the_denominators() -> None:
    found = coverage_change(figures([130], [200]), figures([130], [160])).iloc[0]
    assert (found["reached_ratio"], found["aimed_ratio"], found["by_aimed"]) == (1.0, 0.8, pytest.approx(1.0))
    reached = coverage_change(figures([130], [200]), figures([160], [200])).iloc[0]
    assert reached["by_aimed"] == 0.0
    assert reached["difference"] == pytest.approx(0.15)
    assert reached["low"] < 0.15 < reached["high"]


def test_coverage_that_did_not_change_is_nobodys() -> None:
    found = coverage_change(figures([100], [200]), figures([50], [100])).iloc[0]
    assert math.isnan(found["by_aimed"])
    assert found["p_value"] == pytest.approx(1.0)
    assert coverage_change(figures([], []), figures([1], [2]))["status"][0] == "too_few"


def sheets(**answers: float) -> pd.DataFrame:
    """Thirty respondents with the same answer to every element, but for those named."""
    return pd.DataFrame({f"u{place}": np.full(30, answers.get(f"u{place}", 3.0)) for place in range(1, 10)})


def test_the_index_has_its_letter_its_distance_and_its_weakest_element() -> None:
    found = satisfaction_index(sheets(u4=2.0)).iloc[0]
    assert found["index"] == pytest.approx(25 * 26 / 9)
    assert (found["letter"], found["weakest"], found["n"]) == ("C", "u4", 30)
    assert found["to_next"] == pytest.approx(76.61 - 25 * 26 / 9)
    assert satisfaction_index(sheets(u4=2.0), bands="kep_25_2004")["letter"][0] == "B"


def test_groups_are_apart_and_an_element_without_answers_has_a_status() -> None:
    table = pd.concat([sheets().assign(unit="a"), sheets(u1=np.nan).assign(unit="b")])
    found = satisfaction_index(table, by="unit")
    assert found["status"].tolist() == ["ok", "too_few"]
    assert found["index"].tolist() == pytest.approx([75.0, math.nan], nan_ok=True)
    with pytest.raises(UnknownName, match="u9"):
        satisfaction_index(table.drop(columns="u9"))


def voices(complaints: int, praise: int, unit: str = "a") -> pd.DataFrame:
    return pd.DataFrame({"unit_kerja": unit, "jenis": ["pengaduan"] * complaints + ["apresiasi"] * praise})


def test_complaints_and_praise_are_told_per_thousand_services() -> None:
    table = pd.concat([voices(8, 4), voices(3, 0, "tanpa layanan")])
    found = complaint_rate(table, pd.Series({"a": 2000.0, "b": 500.0, "c": 0.0})).set_index("unit_kerja")
    assert list(found.index) == ["a", "b"]
    assert found.loc["a", ["rate", "praise_rate"]].tolist() == [4.0, 2.0]
    assert found.loc["b", ["rate", "low"]].tolist() == [0.0, 0.0]
    assert found.loc["a", "low"] < 4.0 < found.loc["a", "high"]


def test_a_change_of_complaints_is_told_as_difference_and_exact_ratio() -> None:
    before, after = (complaint_rate(voices(k, 0), pd.Series({"a": 1000.0})) for k in (20, 10))
    found = complaint_change(before, after).iloc[0]
    assert (found["before"], found["after"], found["difference"], found["ratio"]) == (20, 10, -10, pytest.approx(0.5))
    assert found["ratio_low"] < 0.5 < found["ratio_high"]
    assert complaint_change(before.iloc[:0], after)["status"][0] == "too_few"
