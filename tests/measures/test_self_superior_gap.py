"""The gap between own and superior's scores: paired by aspect, clustered by superior."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from kinerja_lab.errors import UnknownName
from kinerja_lab.measures.self_superior_gap import paired_gap, self_superior_gap, self_superior_pairs


def scores(text: str) -> pd.DataFrame:
    """Rows ``ratee rater role aspect score``, separated by commas."""
    rows = [row.split() for row in text.split(",")]
    return pd.DataFrame(rows, columns=["ratee", "rater", "role", "aspect", "score"]).astype({"score": float})


def test_only_aspects_that_both_sides_scored_count() -> None:
    pairs = self_superior_pairs(
        scores(
            "a a diri x 5, a a diri y 1, a s atasan x 3, a s atasan z 1, b b diri x 4, c s atasan x 2, a t rekan x 1"
        )
    )
    assert pairs.to_dict("records") == [
        {"ratee": "a", "superior": "s", "self_score": 5.0, "superior_score": 3.0, "gap": 2.0, "n_aspects": 1}
    ]


def test_two_superiors_are_averaged() -> None:
    pairs = self_superior_pairs(scores("a a diri x 5, a s atasan x 3, a r atasan x 4"))
    assert pairs.loc[0, ["superior", "superior_score", "gap"]].tolist() == ["r", 3.5, 1.5]


def test_one_ratee_a_superior_is_the_paired_t_test() -> None:
    random = np.random.default_rng(1)
    own, theirs = random.normal(4, 0.6, 40), random.normal(3.7, 0.6, 40)
    found = paired_gap(pd.Series(own - theirs), pd.Series(range(40))).iloc[0]
    reference = stats.ttest_rel(own, theirs)
    assert_allclose(found["p_value"], reference.pvalue)
    assert_allclose([found["low"], found["high"]], reference.confidence_interval(0.95))
    assert_allclose([found["low_90"], found["high_90"]], reference.confidence_interval(0.90))
    assert_allclose(found["d_z"], reference.statistic / 40**0.5)


def test_clusters_of_alike_gaps_are_less_sure() -> None:
    gap = pd.Series(np.repeat(np.random.default_rng(2).normal(0.3, 0.5, 12), 6))
    single, grouped = paired_gap(gap, pd.Series(range(72))), paired_gap(gap, pd.Series(np.repeat(range(12), 6)))
    assert grouped.loc[0, "p_value"] > single.loc[0, "p_value"]
    assert grouped.loc[0, "df"] < 12


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("a s atasan x 3", "too_few"),
        ("a a diri x 4, a s atasan x 3, b b diri x 4, b s atasan x 2", "too_few"),
        ("a a diri x 4, a s atasan x 3, b b diri x 4, b r atasan x 3", "undefined_no_variation"),
    ],
)
def test_thin_data_are_a_row_with_a_status(text: str, status: str) -> None:
    row = self_superior_gap(scores(text)).iloc[0]
    assert row["status"] == status
    assert np.isnan(row["p_value"])


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownName, match="score"):
        self_superior_gap(pd.DataFrame({"ratee": [], "rater": [], "role": [], "aspect": []}))


def test_without_a_group_there_are_columns_and_no_row() -> None:
    table = paired_gap(pd.Series([1.0]), pd.Series(["a"]), pd.Series([None], name="unit", dtype="str"))
    assert table.empty
    assert list(table) == ["unit", *paired_gap(pd.Series([1.0]), pd.Series(["a"]))]


def test_one_row_a_group_equals_asking_of_its_pairs_alone() -> None:
    random = np.random.default_rng(3)
    gap, superior = pd.Series(random.normal(0.2, 1.0, 60)), pd.Series(random.integers(0, 9, 60))
    unit = pd.Series(np.repeat(["b", "a"], 30), name="unit")
    table = paired_gap(gap, superior, unit).set_index("unit")
    assert table.index.tolist() == ["a", "b"]
    for name, row in table.iterrows():
        own = unit == name
        pd.testing.assert_series_equal(row, paired_gap(gap[own], superior[own]).iloc[0], check_names=False)
