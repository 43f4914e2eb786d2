"""What researchers rely on when they call ``concordance``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures import concordance

PAIR = ("atasan", "rekan")
RNG = np.random.default_rng(5)
FIRST = RNG.normal(80, 6, 40)
SECOND = FIRST + RNG.normal(1, 3, 40)


def long(first: np.ndarray, second: np.ndarray) -> pd.DataFrame:
    sides = [pd.DataFrame({"id_pegawai": range(len(x)), "id_penilai": who, "skor": x})
             for who, x in zip(PAIR, (first, second), strict=True)]  # fmt: skip
    return pd.concat(sides)


def ask(first: np.ndarray, second: np.ndarray) -> pd.DataFrame:
    return concordance(long(first, second), pair=PAIR).set_index("coefficient")


def test_the_same_scores_are_one_with_nothing_between_them() -> None:
    found = ask(FIRST, FIRST)["estimate"]
    assert found["lin_ccc"] == pytest.approx(1)
    assert found["bias"] == found["sd_diff"] == 0


@settings(max_examples=25, deadline=None)
@given(st.floats(-30, 30), st.floats(0.1, 8))
def test_a_shift_of_both_or_another_unit_leaves_the_concordance(shift, factor) -> None:
    one, other = ask(FIRST, SECOND), ask(shift + factor * FIRST, shift + factor * SECOND)
    columns = ["estimate", "low", "high"]
    np.testing.assert_allclose(other.loc["lin_ccc", columns].astype(float), one.loc["lin_ccc", columns].astype(float))
    assert other["estimate"]["bias"] == pytest.approx(factor * one["estimate"]["bias"])


def test_exchanged_raters_turn_the_bias_and_keep_the_concordance() -> None:
    table = long(FIRST, SECOND)
    one, other = (concordance(table, pair=pair).set_index("coefficient")["estimate"] for pair in (PAIR, PAIR[::-1]))
    assert other["lin_ccc"] == pytest.approx(one["lin_ccc"])
    assert other["bias"] == pytest.approx(-one["bias"])
    assert other["loa_low"] == pytest.approx(-one["loa_high"])


def test_leniency_of_one_side_lowers_concordance_but_not_correlation() -> None:
    one, other = ask(FIRST, SECOND)["estimate"], ask(FIRST, SECOND + 10)["estimate"]
    assert other["pearson"] == pytest.approx(one["pearson"])
    assert other["lin_ccc"] < 0.5 < one["lin_ccc"]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (np.full(5, 70.0), np.full(5, 70.0), "undefined_no_variation"),
        (FIRST[:2], SECOND[:2], "too_few"),
        (FIRST[:5], np.full(5, np.nan), "too_few"),
        (np.empty(0), np.empty(0), "too_few"),
    ],
)
def test_undefined_concordance_is_nan_with_a_reason(first, second, status) -> None:
    found = ask(first, second)
    assert found["status"]["lin_ccc"] == status
    assert np.isnan(found["estimate"]["lin_ccc"])


def test_one_constant_rater_gives_no_concordance_at_all() -> None:
    assert ask(FIRST, np.full(40, 75.0))["estimate"]["lin_ccc"] == 0


def test_groups_are_answered_one_by_one() -> None:
    table = pd.concat([long(FIRST, SECOND).assign(g="a"), long(SECOND, FIRST[::-1]).assign(g="b")])
    found = concordance(table.sample(frac=1, random_state=2), pair=PAIR, by="g").set_index(["g", "coefficient"])
    np.testing.assert_allclose(found.loc["a"]["estimate"], ask(FIRST, SECOND)["estimate"])
    with pytest.raises(InvalidOption, match="different"):
        concordance(table, pair=("rekan", "rekan"))
