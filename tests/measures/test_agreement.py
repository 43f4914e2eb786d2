"""What researchers rely on when they call ``agreement``, ``agreement_from_table`` and ``agreement_from_counts``."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_lab.errors import InvalidOption, UnknownName
from kinerja_lab.measures import Scale, agreement, agreement_from_counts, agreement_from_table
from kinerja_lab.stats.coefficients import COEFFICIENTS

FIVE = Scale([1, 2, 3, 4, 5])
LABELS = Scale(["kurang", "cukup", "baik"], aliases={"jelek": "kurang"})


def long(scores: np.ndarray) -> pd.DataFrame:
    """One row a rating from units × raters; 0 is missing."""
    unit, rater = np.indices(scores.shape)
    table = pd.DataFrame({"id_pegawai": unit.ravel(), "id_penilai": rater.ravel(), "skor": scores.ravel()})
    return table.assign(skor=table["skor"].where(table["skor"] > 0))


def simulated(units: int, raters: int, seed: int = 0, missing: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    scores = np.clip(np.round(3 + rng.normal(size=(units, 1)) + 0.6 * rng.normal(size=(units, raters))), 1, 5)
    return long(np.where(rng.random(scores.shape) < missing, 0, scores).astype(int))


def values(table: pd.DataFrame) -> np.ndarray:
    return table[["estimate", "se", "low", "high"]].to_numpy(dtype=float)


score_tables = (
    st.integers(2, 4)
    .flatmap(
        lambda raters: st.lists(st.lists(st.integers(0, 5), min_size=raters, max_size=raters), min_size=2, max_size=25)
    )
    .map(np.array)
)


@settings(max_examples=40, deadline=None)
@given(score_tables, st.randoms(use_true_random=False))
def test_names_of_raters_and_the_order_of_rows_do_not_matter(scores, random) -> None:
    table = long(scores)
    names = list(range(scores.shape[1]))
    random.shuffle(names)
    other = table.assign(id_penilai=[f"penilai {names[rater]}" for rater in table["id_penilai"]])
    other = other.sample(frac=1, random_state=random.randrange(1000))
    np.testing.assert_allclose(values(agreement(other, scale=FIVE)), values(agreement(table, scale=FIVE)), atol=1e-9)


SYMMETRIC = ("identity", "linear", "quadratic", "ordinal", "radical", "circular", "bipolar")


@settings(max_examples=40, deadline=None)
@given(score_tables, st.sampled_from(SYMMETRIC))
def test_a_reversed_scale_leaves_agreement_as_it_is(scores, weights) -> None:
    reverse = np.where(scores > 0, 6 - scores, 0)
    before, after = (values(agreement(long(table), scale=FIVE, weights=weights)) for table in (scores, reverse))
    np.testing.assert_allclose(after, before, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(score_tables)
def test_units_twice_leave_the_estimates_as_they_are_and_shrink_their_errors(scores) -> None:
    kept = [name for name in COEFFICIENTS if not name.startswith("krippendorff")]
    once = agreement(long(scores), scale=FIVE, coefficients=kept, interval="normal")
    twice = agreement(long(np.vstack([scores, scores])), scale=FIVE, coefficients=kept, interval="normal")
    np.testing.assert_allclose(twice["estimate"], once["estimate"], atol=1e-9)
    defined = once["se"].notna()
    np.testing.assert_allclose(twice["se"][defined], once["se"][defined] / np.sqrt(2), atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=30).filter(lambda levels: len(set(levels)) > 1))
def test_perfect_agreement_is_one(levels) -> None:
    table = agreement(long(np.column_stack([levels, levels])), scale=FIVE)
    np.testing.assert_allclose(table["estimate"], 1.0, atol=1e-12)
    np.testing.assert_allclose(table["high"] - table["low"], 0.0, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(score_tables, st.integers(2, 4))
def test_groups_in_one_call_equal_groups_one_by_one(scores, groups) -> None:
    table = long(scores).assign(wilayah=lambda rows: rows["id_pegawai"] % groups)
    together = agreement(table, scale=FIVE, by="wilayah")
    for name, part in table.groupby("wilayah"):
        one = together[together["wilayah"] == name]
        np.testing.assert_allclose(values(one), values(agreement(part, scale=FIVE)), atol=1e-9)


def test_the_table_of_results_has_its_columns_in_order() -> None:
    table = agreement(simulated(20, 3).assign(wilayah="a", tahun=1), scale=FIVE, by=["wilayah", "tahun"])
    assert list(table.columns) == [
        *("wilayah", "tahun", "coefficient", "weights", "estimate", "se", "low", "high", "method"),
        *("n_units", "n_pairable", "n_raters", "n_ratings", "status"),
    ]
    assert table["coefficient"].tolist() == list(COEFFICIENTS)


def test_numbers_of_units_raters_and_ratings_are_counted_without_missing_ratings() -> None:
    row = agreement(long(np.array([[1, 1, 0], [2, 0, 0], [3, 3, 0], [0, 0, 0]])), scale=FIVE).iloc[0]
    assert (row["n_units"], row["n_pairable"], row["n_raters"], row["n_ratings"]) == (3, 2, 2, 5)


def test_ordered_labels_keep_the_order_of_the_scale_and_not_of_the_alphabet() -> None:
    codes = np.array([[1, 1], [1, 2], [2, 2], [2, 3], [3, 3], [1, 3]])
    numbers = long(codes)
    labels = numbers.assign(skor=numbers["skor"].map({1: "kurang", 2: "cukup", 3: "baik"}))
    factor = labels.assign(skor=pd.Categorical(labels["skor"], ["baik", "cukup", "kurang"], ordered=True))
    wanted = values(agreement(numbers, scale=Scale([1, 2, 3])))
    np.testing.assert_allclose(values(agreement(labels, scale=LABELS)), wanted)
    np.testing.assert_allclose(values(agreement(factor, scale=LABELS)), wanted)
    np.testing.assert_allclose(values(agreement(labels.replace("kurang", "jelek"), scale=LABELS)), wanted)


def test_a_level_that_nobody_used_counts_in_the_weights() -> None:
    table = long(np.array([[1, 2], [2, 2], [3, 3], [1, 1], [2, 3]]))
    short, full = (
        agreement(table, scale=scale, coefficients=["brennan_prediger"])["estimate"][0]
        for scale in (Scale([1, 2, 3]), FIVE)
    )
    assert full > short + 0.1


def test_a_table_of_two_raters_equals_the_ratings_behind_it() -> None:
    pairs = np.array([[1, 1]] * 9 + [[1, 2]] * 3 + [[2, 2]] * 7 + [[3, 2]] * 2 + [[3, 3]] * 4)
    cells = pd.crosstab(pairs[:, 1], pairs[:, 0]).T[[3, 1, 2]]
    for method in ("linearized", "normal"):
        np.testing.assert_allclose(
            values(agreement_from_table(cells, scale=Scale([1, 2, 3]), interval=method)),
            values(agreement(long(pairs), scale=Scale([1, 2, 3]), interval=method)),
        )


def test_counts_equal_the_ratings_behind_them_where_raters_need_not_be_known() -> None:
    scores = np.array([[1, 1, 2], [2, 2, 2], [3, 0, 0], [1, 3, 0], [2, 3, 3]])
    counts = pd.DataFrame({level: (scores == level).sum(axis=1) for level in (3, 1, 2)})
    known = agreement(long(scores), scale=Scale([1, 2, 3])).set_index("coefficient")
    anonymous = agreement_from_counts(counts, scale=Scale([1, 2, 3])).set_index("coefficient")
    assert (anonymous.loc[["conger_kappa", "cohen_kappa", "scott_pi"], "status"] == "not_identified").all()
    same = ["percent_agreement", "brennan_prediger", "fleiss_kappa", "gwet_ac", "krippendorff_alpha"]
    np.testing.assert_allclose(values(anonymous.loc[same]), values(known.loc[same]))
    assert anonymous["n_raters"].isna().all()


@pytest.mark.parametrize("interval", ["linearized", "gwet", "normal", "bootstrap", "bootstrap_bca"])
@pytest.mark.parametrize(
    ("scores", "status"),
    [
        (np.full((20, 2), 3), "undefined_no_variation"),
        (np.array([[1, 0], [0, 2], [3, 0]]), "no_pairable_units"),
        (np.zeros((4, 2), dtype=int), "no_pairable_units"),
        (np.empty((0, 2), dtype=int), "no_pairable_units"),
        (np.array([[2, 2]]), "undefined_no_variation"),
    ],
    ids=["one category", "no overlap", "all missing", "empty", "one unit"],
)
def test_undefined_agreement_is_nan_with_a_reason(scores, status, interval) -> None:
    table = agreement(long(scores), scale=FIVE, interval=interval, rng=0, n_resamples=20).set_index("coefficient")
    row = table.loc["fleiss_kappa"]
    assert row["status"] == status
    assert row[["estimate", "se", "low", "high"]].isna().all()


@pytest.mark.parametrize("dtype", ["object", "Int64", "float64"])
def test_every_way_of_storing_missing_ratings_gives_the_same_answer(dtype) -> None:
    table = simulated(30, 3, missing=0.3)
    stored = table.assign(skor=table["skor"].astype(dtype))
    if dtype == "object":
        stored["skor"] = stored["skor"].where(stored["skor"].notna(), None)
    np.testing.assert_allclose(values(agreement(stored, scale=FIVE)), values(agreement(table, scale=FIVE)))


def test_few_pairable_units_keep_the_estimate_and_say_that_the_interval_cannot_be_trusted() -> None:
    few, enough = (agreement(simulated(units, 2), scale=FIVE, coefficients=["gwet_ac"]) for units in (14, 15))
    assert few["status"][0] == "too_few"
    assert not np.isnan(few["estimate"][0])
    assert enough["status"][0] == "ok"


def test_coefficients_of_two_raters_are_not_identified_with_three() -> None:
    table = agreement(simulated(20, 3), scale=FIVE).set_index("coefficient")["status"]
    assert table["cohen_kappa"] == table["scott_pi"] == "not_identified"
    assert table["conger_kappa"] == "ok"


def test_continuous_scores_have_the_interval_alpha_only() -> None:
    rng = np.random.default_rng(1)
    table = simulated(40, 3).assign(skor=lambda rows: rows["skor"] * 10 + rng.normal(size=len(rows)).round(2))
    found = agreement(table, scale="interval")
    scale = Scale(sorted(table["skor"].unique()), kind="interval")
    declared = agreement(table, scale=scale, coefficients=["krippendorff_alpha"])
    alpha = found[found["coefficient"] == "krippendorff_alpha"]
    np.testing.assert_allclose(values(alpha), values(declared))
    assert (found["status"] == "not_identified").sum() == 8


def test_interval_alpha_survives_scores_far_from_zero() -> None:
    table = simulated(40, 3)
    far = table.assign(skor=table["skor"] + 1e9)
    near, moved = (
        agreement(part, scale="interval", coefficients=["krippendorff_alpha"])["estimate"][0] for part in (table, far)
    )
    assert moved == pytest.approx(near, abs=1e-9)


def test_a_unit_rated_twice_by_one_rater_is_refused_with_both_names() -> None:
    table = pd.concat([simulated(5, 2), simulated(5, 2).iloc[[3]]])
    with pytest.raises(InvalidOption, match="id_pegawai 1 by id_penilai 1"):
        agreement(table, scale=FIVE)


def test_the_same_pair_in_two_groups_is_no_duplicate() -> None:
    table = pd.concat([simulated(20, 2).assign(periode=year) for year in (2024, 2025)])
    assert (agreement(table, scale=FIVE, by="periode")["n_units"] == 20).all()


@pytest.mark.parametrize(
    "options",
    [
        {"weights": "cubic"},
        {"weights": [[1, 0], [0, 1]]},
        {"weights": np.triu(np.ones((5, 5)))},
        {"interval": "exact"},
        {"confidence": 1.0},
        {"n_resamples": 1, "interval": "bootstrap"},
        {"interval": "bootstrap", "cluster": "skor"},
        {"interval": "bootstrap_bca", "cluster": "id_penilai"},
        {"scale": "ordinal"},
        {"scale": Scale([1, 2, 3, 4, 5], kind="nominal")},
    ],
)
def test_options_outside_their_values_are_refused(options) -> None:
    with pytest.raises(InvalidOption):
        agreement(simulated(20, 3), **{"scale": FIVE} | options)


@pytest.mark.parametrize(
    "options", [{"coefficients": ["kappa"]}, {"rating": "nilai"}, {"by": "wilayah"}, {"scale": Scale([1, 2, 3])}]
)
def test_unknown_columns_coefficients_and_levels_are_refused(options) -> None:
    with pytest.raises(UnknownName):
        agreement(simulated(20, 3), **{"scale": FIVE} | options)


def test_a_rating_without_rater_is_refused() -> None:
    table = simulated(5, 2).astype({"id_penilai": object})
    table.loc[2, "id_penilai"] = None
    with pytest.raises(InvalidOption, match="id_penilai"):
        agreement(table, scale=FIVE)


@pytest.mark.parametrize("cells", [[[1, 2, 3]], [[1, -1], [0, 2]], [[0.5, 1], [1, 1]], [1, 2]])
def test_tables_that_count_nothing_are_refused(cells) -> None:
    with pytest.raises(InvalidOption):
        agreement_from_table(cells, scale=Scale([1, 2]))


def _several_aspects() -> pd.DataFrame:
    rng = np.random.default_rng(20)
    level = np.repeat(rng.integers(1, 6, 60), 2)
    noise = rng.integers(-1, 2, 120)
    return pd.DataFrame(
        {
            "id_pegawai": np.repeat(np.arange(60), 2).astype(str),
            "id_penilai": np.tile(["x", "y"], 60),
            "skor": np.clip(level + noise, 1, 5),
            "orang": np.repeat(np.arange(60), 2).astype(str),
        }
    )


def test_clusters_of_one_unit_change_nothing():
    once = agreement(_several_aspects(), scale=Scale([1, 2, 3, 4, 5]))
    clustered = agreement(_several_aspects(), scale=Scale([1, 2, 3, 4, 5]), cluster="orang")
    pd.testing.assert_frame_equal(once, clustered)


def test_copied_units_in_one_cluster_add_no_information():
    once = _several_aspects()
    copied = pd.concat([once.assign(id_pegawai=once["id_pegawai"] + name) for name in "abc"])
    first = agreement(once, scale=Scale([1, 2, 3, 4, 5]), coefficients=["gwet_ac", "krippendorff_alpha_w"])
    again = agreement(copied, scale=Scale([1, 2, 3, 4, 5]), coefficients=first["coefficient"], cluster="orang")
    assert again.loc[0, ["estimate", "se", "low", "high"]].tolist() == pytest.approx(
        first.loc[0, ["estimate", "se", "low", "high"]].tolist()
    )
    assert again.loc[1, "se"] == pytest.approx(first.loc[1, "se"], rel=0.01)


def test_clusters_of_raters_need_a_bootstrap():
    with pytest.raises(InvalidOption, match="cluster"):
        agreement(_several_aspects(), scale=Scale([1, 2, 3, 4, 5]), cluster="id_penilai")
