"""What researchers rely on when they call ``difference_in_differences``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures import difference_in_differences


def panel(effect: float, drift: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    table = pd.MultiIndex.from_product([range(12), range(1, 13)], names=["unit_kerja", "bulan"]).to_frame(index=False)
    table["perlakuan"] = table["unit_kerja"] < 6
    table["sesudah"] = table["bulan"] > 6
    exposed = table["perlakuan"] & table["sesudah"]
    table["nilai"] = 50 + table["unit_kerja"] + rng.normal(size=144) + effect * exposed
    table["nilai"] += drift * table["perlakuan"] * table["bulan"]
    return table.assign(periode="2025-" + table["bulan"].astype(str).str.zfill(2))


def test_the_answer_carries_a_trend_and_the_plain_estimate_stands_beside_it() -> None:
    found = difference_in_differences(panel(0.0, drift=0.7)).set_index("model")
    assert found.loc["plain", "p_value"] < 0.001
    assert found.loc["trend", "low"] < 0 < found.loc["trend", "high"]
    assert found.loc["before", "estimate"] == pytest.approx(0.7, abs=0.3)


def test_the_order_of_rows_does_not_matter() -> None:
    table = panel(4.0)
    mixed = difference_in_differences(table.sample(frac=1, random_state=4))
    pd.testing.assert_frame_equal(difference_in_differences(table), mixed)


def test_periods_may_be_numbers_or_text_that_begins_with_the_year() -> None:
    table = panel(4.0)
    numbers = difference_in_differences(table, columns=("unit_kerja", "bulan", "nilai", "perlakuan", "sesudah"))
    assert numbers["estimate"].to_list() == pytest.approx(difference_in_differences(table)["estimate"].to_list())


def test_nobody_to_compare_with_is_said() -> None:
    found = difference_in_differences(panel(1.0).query("perlakuan"))
    assert set(found["status"]) == {"too_few"}
    assert found["estimate"].isna().all()
