"""What researchers rely on when they call ``kendall_w``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.measures import kendall_w


def long(scores: np.ndarray) -> pd.DataFrame:
    unit, rater = np.indices(scores.shape)
    return pd.DataFrame({"id_pegawai": unit.ravel(), "id_penilai": rater.ravel(), "skor": scores.ravel()})


def test_the_same_order_is_one_and_only_the_order_counts() -> None:
    order = np.array([3.0, 1.0, 4.0, 2.0])
    found = kendall_w(long(np.column_stack([order, order**3, np.exp(order)])))
    assert found["estimate"][0] == pytest.approx(1)
    assert found["df"][0] == 3


def test_two_opposite_orders_are_zero() -> None:
    order = np.arange(5.0)
    assert kendall_w(long(np.column_stack([order, -order])))["estimate"][0] == pytest.approx(0)


def test_ties_are_corrected_for() -> None:
    tied = np.array([1, 1, 2, 2, 3])
    found = kendall_w(long(np.column_stack([tied, tied])))
    assert found["estimate"][0] == pytest.approx(1)
    assert found["uncorrected"][0] < 0.95


def test_groups_are_answered_one_by_one_with_their_reasons() -> None:
    rng = np.random.default_rng(3)
    whole = long(rng.normal(size=(6, 3)))
    table = pd.concat([whole.assign(g="a"), whole.iloc[1:].assign(g="b"), whole.assign(skor=1.0, g="c")])
    found = kendall_w(table.sample(frac=1, random_state=1), by="g")
    assert found["status"].tolist() == ["ok", "missing_data", "undefined_no_variation"]
    assert found["estimate"][0] == pytest.approx(kendall_w(whole)["estimate"][0])
    assert found["estimate"][1:].isna().all()
