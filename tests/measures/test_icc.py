"""What researchers rely on when they call ``icc``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures import Scale, icc

JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])


def long(scores: np.ndarray) -> pd.DataFrame:
    unit, rater = np.indices(scores.shape)
    return pd.DataFrame({"id_pegawai": unit.ravel(), "id_penilai": rater.ravel(), "skor": scores.ravel()})


def test_the_six_forms_of_shrout_and_fleiss_are_as_published() -> None:
    found = icc(long(JUDGES)).set_index("coefficient")["estimate"].round(2)
    assert found.to_dict() == {"icc1": 0.17, "icc2": 0.29, "icc3": 0.71, "icc1k": 0.44, "icc2k": 0.62, "icc3k": 0.91}


@settings(max_examples=30, deadline=None)
@given(arrays(float, (8, 3), elements=st.integers(0, 100)), st.floats(-50, 50), st.floats(0.1, 10))
def test_a_shifted_and_stretched_scale_leaves_every_form_as_it_is(scores, shift, factor) -> None:
    one, other = (icc(long(table)) for table in (scores, shift + factor * scores))
    columns = ["estimate", "low", "high"]
    np.testing.assert_allclose(one[columns], other[columns], rtol=1e-6, atol=1e-6)


def test_severity_of_a_rater_lowers_agreement_and_leaves_consistency() -> None:
    harsh = long(JUDGES - np.array([0, 0, 0, 5]))
    one, other = (icc(table).set_index("coefficient")["estimate"] for table in (long(JUDGES), harsh))
    assert other["icc3"] == pytest.approx(one["icc3"])
    assert other["icc2"] != pytest.approx(one["icc2"])


def test_perfect_agreement_is_one_with_its_limits() -> None:
    found = icc(long(np.tile(np.arange(6.0)[:, None], 3)))
    np.testing.assert_allclose(found[["estimate", "low", "high"]], 1)


@pytest.mark.parametrize(
    ("table", "status"),
    [
        (long(np.full((5, 3), 70.25)), "undefined_no_variation"),
        (long(JUDGES[:1]), "too_few"),
        (long(JUDGES[:, :1]), "too_few"),
        (long(JUDGES).iloc[:0], "too_few"),
    ],
)
def test_undefined_correlations_are_nan_with_a_reason(table, status) -> None:
    found = icc(table)
    assert (found["status"] == status).all()
    assert found[["estimate", "low", "high"]].isna().all(axis=None)


def test_groups_in_one_call_equal_groups_one_by_one() -> None:
    table = pd.concat([long(JUDGES).assign(tahun=2024), long(JUDGES[::-1, :3] * 2.0 + np.eye(6, 3)).assign(tahun=2025)])
    together = icc(table, by="tahun")
    apart = pd.concat([icc(part) for _, part in table.groupby("tahun")])
    np.testing.assert_allclose(together[["estimate", "low", "high"]], apart[["estimate", "low", "high"]])


def test_labels_count_as_positions_on_their_scale() -> None:
    names = np.array(["kurang", "cukup", "baik"])
    codes = JUDGES % 3
    found = icc(long(names[codes]), scale=Scale(list(names)))
    np.testing.assert_allclose(found["estimate"], icc(long(codes))["estimate"])


def test_confidence_is_a_share() -> None:
    with pytest.raises(InvalidOption, match="confidence"):
        icc(long(JUDGES), confidence=95)


def sparse(share: float, seed: int = 4) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    scores = 70 + 5 * rng.normal(size=(80, 1)) + 2 * rng.normal(size=4) + 4 * rng.normal(size=(80, 4))
    table = long(scores)
    return table[rng.random(len(table)) > share]


def test_a_missing_score_changes_the_forms_little_and_leaves_no_unit_out() -> None:
    table = long(JUDGES)
    whole, found = (icc(part).set_index("coefficient") for part in (table, table.drop(index=5)))
    assert (found["status"] == "ok").all()
    assert set(found["method"]) == {"reml"}
    assert (found["n_units"] == 6).all()
    np.testing.assert_allclose(
        found.loc[["icc2", "icc3"], "estimate"], whole.loc[["icc2", "icc3"], "estimate"], atol=0.1
    )


def test_sparse_scores_recover_the_planted_shares_of_variance() -> None:
    found = icc(sparse(0.4)).set_index("coefficient")
    assert found.loc["icc3", "low"] < 25 / 41 < found.loc["icc3", "high"]
    assert found.loc["icc2", "low"] < 25 / 45 < found.loc["icc2", "high"]
    assert (found["low"] < found["estimate"]).all()
    assert (found["estimate"] < found["high"]).all()


def test_raters_of_one_unit_each_identify_the_one_way_forms_only() -> None:
    table = long(JUDGES)
    own = table.assign(id_penilai=range(len(table)))
    found = icc(own).set_index("coefficient")
    assert found["status"].to_dict() == {
        name: "ok" if name.startswith("icc1") else "not_identified" for name in found.index
    }
    assert found.loc["icc1", "estimate"] == pytest.approx(icc(table)["estimate"][0], abs=1e-5)


def test_one_rater_a_unit_identifies_nothing() -> None:
    found = icc(sparse(0).groupby("id_pegawai").head(1).assign(id_penilai=lambda rows: rows["id_pegawai"] % 3))
    assert set(found["status"]) == {"not_identified"}
    assert found["estimate"].isna().all()


def test_mean_squares_alone_answer_the_one_way_forms_of_an_incomplete_table() -> None:
    found = icc(sparse(0.4), method="anova").set_index("coefficient")
    assert found.loc[["icc1", "icc1k"], "status"].tolist() == ["ok", "ok"]
    assert found.loc["icc1", "low"] < found.loc["icc1", "estimate"] < found.loc["icc1", "high"]
    assert set(found.drop(["icc1", "icc1k"])["status"]) == {"missing_data"}
    with pytest.raises(InvalidOption, match="method"):
        icc(sparse(0.4), method="listwise")
