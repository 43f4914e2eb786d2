"""What researchers rely on when they call ``interrupted_series`` and ``counterfactual``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures import counterfactual, interrupted_series

MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)]


def monthly(change: float = 0.0, *, trend: float = 0.0, seed: int = 1, months: list[str] | None = None) -> pd.DataFrame:
    """Three years of a figure around 40, changed from July 2024 on."""
    months = months or MONTHS
    place = np.arange(len(months))
    noise = np.random.default_rng(seed).normal(0, 1, len(months))
    values = 40 + trend * place + noise + change * (np.array(months) >= "2024-07")
    return pd.DataFrame({"bulan": months, "nilai": values})


def test_a_planted_fall_is_found_with_its_size_and_no_placebo_date_shows_one() -> None:
    found = interrupted_series(monthly(-8.0), start="2024-07").iloc[0]
    assert found["low"] < -8.0 < found["high"] < 0
    assert (found["n_before"], found["n_after"], found["status"]) == (18, 18, "ok")
    assert found["placebo_dates"] == 7
    assert found["placebo_alarms"] == 0


def test_a_trend_that_was_there_before_is_no_change_though_the_plain_difference_says_so() -> None:
    found = interrupted_series(monthly(trend=-0.5), start="2024-07").iloc[0]
    assert found["difference_p"] < 0.001
    assert found["low"] < 0 < found["high"]


def test_a_break_before_the_date_is_seen_at_the_placebo_dates() -> None:
    early = monthly().assign(nilai=lambda frame: frame["nilai"] - 15.0 * (frame["bulan"] >= "2023-10"))
    assert interrupted_series(early, start="2024-07")["placebo_alarms"][0] > 0


def test_rows_may_come_in_any_order_and_months_as_dates() -> None:
    table = monthly(-5.0)
    mixed = table.sample(frac=1, random_state=2).assign(bulan=lambda frame: frame["bulan"] + "-01")
    pd.testing.assert_frame_equal(
        interrupted_series(table, start="2024-07"), interrupted_series(mixed, start="2024-07-01")
    )


def test_counts_are_told_as_a_ratio_of_rates() -> None:
    rng = np.random.default_rng(5)
    served = rng.integers(900, 1100, 36)
    rate = np.where(np.array(MONTHS) >= "2024-07", 0.02, 0.04)
    table = pd.DataFrame({"bulan": MONTHS, "n": rng.poisson(served * rate), "dilayani": served})
    found = interrupted_series(table, value="n", start="2024-07", exposure="dilayani").iloc[0]
    assert found["method"] == "quasi_poisson"
    assert found["low"] < 0.5 < found["high"] < 1


def test_seven_months_on_a_side_are_too_few_and_no_change_at_all_is_said() -> None:
    assert interrupted_series(monthly(months=MONTHS[10:30]), start="2024-07")["status"][0] == "ok"
    assert interrupted_series(monthly(months=MONTHS[:25]), start="2024-07")["status"][0] == "too_few"
    flat = monthly().assign(nilai=7.0)
    assert interrupted_series(flat, start="2024-07")["status"][0] == "undefined_no_variation"


def test_a_month_twice_and_a_month_that_is_none_are_refused() -> None:
    with pytest.raises(InvalidOption, match="a month twice"):
        interrupted_series(pd.concat([monthly(), monthly().head(1)]), start="2024-07")
    with pytest.raises(InvalidOption, match="YYYY-MM"):
        interrupted_series(monthly().assign(bulan="Juli"), start="2024-07")


def test_without_the_change_the_line_before_goes_on() -> None:
    told = counterfactual(monthly(-8.0), month="bulan", value="nilai", start="2024-07")
    gap = told["fitted"] - told["expected"]
    assert gap[:18].to_numpy() == pytest.approx(0, abs=1e-9)
    assert gap[18:].mean() == pytest.approx(-8.0, abs=1.5)
