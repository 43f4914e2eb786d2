"""Formulas of agreement: weights, alpha's metrics and the influences behind the standard errors."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.errors import InvalidOption
from kinerja_lab.measures import Scale, agreement
from kinerja_lab.stats.agreement_intervals import linearized
from kinerja_lab.stats.coefficients import COEFFICIENTS, Measure, solve
from kinerja_lab.stats.ratings import Ratings, distinct, sizes
from kinerja_lab.stats.weights import NAMED, weight_matrix


def ratings(scores: np.ndarray, frequency: np.ndarray | None = None) -> Ratings:
    """Units × raters with 0 for missing."""
    unit, rater = np.nonzero(scores)
    return Ratings(
        unit=unit,
        level=scores[unit, rater] - 1,
        rater=rater,
        amount=np.ones(len(unit)),
        group=np.zeros(len(scores), dtype=np.int64),
        frequency=np.ones(len(scores)) if frequency is None else frequency,
        n_groups=1,
        n_levels=5,
    )


def scores(raters: int) -> np.ndarray:
    rng = np.random.default_rng(7)
    drawn = np.clip(np.round(3 + rng.normal(size=(40, 1)) + 0.8 * rng.normal(size=(40, raters))), 1, 5).astype(int)
    missing = rng.random(drawn.shape) < 0.3
    missing[:, 0] = False
    return np.where(missing, 0, drawn)


@pytest.mark.parametrize("name", NAMED)
def test_weights_are_one_on_the_diagonal_symmetric_and_between_zero_and_one(name) -> None:
    matrix = weight_matrix(name, np.array([1.0, 2.0, 4.0, 5.0]))
    assert np.all(np.diag(matrix) == 1)
    np.testing.assert_allclose(matrix, matrix.T)
    assert matrix.min() == 0
    assert matrix.max() == 1


def test_gaps_between_numeric_levels_count() -> None:
    np.testing.assert_allclose(weight_matrix("linear", np.array([1.0, 2.0, 5.0]))[0], [1, 0.75, 0])


def test_a_level_that_does_not_agree_with_itself_is_refused() -> None:
    with pytest.raises(InvalidOption, match="diagonal"):
        weight_matrix([[1, 0], [0, 0.5]], np.array([1.0, 2.0]))


@pytest.mark.parametrize("kind", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("raters", [2, 4])
def test_influences_are_the_derivatives_with_respect_to_the_weights_of_units(kind, raters) -> None:
    table, step = scores(raters), 1e-6
    values = np.arange(1.0, 6.0)
    measure = Measure(names=COEFFICIENTS, kind=kind, matrix=weight_matrix("linear", values), values=values)
    base = ratings(table)
    found = solve(base, measure, sizes(base))
    for unit in (0, 7, 23):
        moved = np.ones(len(table))
        moved[unit] += step
        heavier = ratings(table, moved)
        after = solve(heavier, measure, sizes(base))
        for name, coefficient in found.items():
            if np.isnan(coefficient.estimate[0]) or name.startswith("krippendorff"):
                continue
            slope = (after[name].estimate[0] - coefficient.estimate[0]) / step
            assert coefficient.influence[unit] == pytest.approx(slope, abs=1e-6)


@pytest.mark.parametrize("kind", ["nominal", "ordinal", "interval", "ratio"])
def test_influences_on_alpha_are_its_derivatives_without_the_small_sample_correction(kind) -> None:
    table, step, values = scores(3), 1e-6, np.arange(1.0, 6.0)
    measure = Measure(names=("krippendorff_alpha",), kind=kind, matrix=np.eye(5), values=values)
    pairable = (table > 0).sum(axis=1) > 1

    def large_sample(frequency: np.ndarray) -> float:
        weighted = ratings(table, frequency)
        alpha = solve(weighted, measure, sizes(weighted))["krippendorff_alpha"].estimate[0]
        number = (frequency[:, None] * (table > 0))[pairable].sum()
        return 1 - (1 - alpha) / (1 - 1 / number)

    ones = np.ones(len(table))
    influence = solve(ratings(table), measure, sizes(ratings(table)))["krippendorff_alpha"].influence
    for unit in (0, 7, 23):
        slope = (large_sample(ones + step * (np.arange(40) == unit)) - large_sample(ones)) / step
        assert influence[unit] == pytest.approx(slope, abs=1e-6)


def test_influences_of_all_units_add_up_to_nothing() -> None:
    table, values = scores(2), np.arange(1.0, 6.0)
    measure = Measure(names=COEFFICIENTS, kind="ordinal", matrix=weight_matrix("quadratic", values), values=values)
    for coefficient in solve(ratings(table), measure, sizes(ratings(table))).values():
        assert coefficient.influence.sum() == pytest.approx(0, abs=1e-9)


def test_canonical_alpha_with_interval_metric_is_quadratic_weighted_alpha() -> None:
    unit, rater = np.nonzero(scores(4))
    table = pd.DataFrame({"id_pegawai": unit, "id_penilai": rater, "skor": scores(4)[unit, rater]})
    found = agreement(table, scale=Scale([1, 2, 3, 4, 5], kind="interval")).set_index("coefficient")["estimate"]
    assert found["krippendorff_alpha"] == pytest.approx(found["krippendorff_alpha_w"], abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("units", "single", "low", "high"),
    [
        (30, 0.0, 0.93, 0.98),
        (60, 0.0, 0.93, 0.98),
        (60, 0.7, 0.90, 0.99),
        (200, 0.5, 0.93, 0.98),
        (200, 0.8, 0.93, 0.98),
    ],
)
@pytest.mark.parametrize("weights", ["identity", "quadratic"])
def test_linearised_intervals_cover_the_truth(units, single, low, high, weights) -> None:
    replications, seed = 2000, 20260
    rng = np.random.default_rng(seed)
    table = _replications(rng, units, replications, single)
    options = {"scale": Scale([1, 2, 3, 4, 5]), "weights": weights, "coefficients": ["gwet_ac"]}
    truth = agreement(_replications(rng, 400_000, 1, 0.0), **options)["estimate"][0]
    found = agreement(table, by="ulangan", **options)
    covered = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert low <= covered <= high


def _replications(rng: np.random.Generator, units: int, replications: int, single: float) -> pd.DataFrame:
    """Three raters a unit on five levels, of which a share of the units keeps only the first."""
    total = units * replications
    true = rng.normal(size=(total, 1))
    drawn = np.clip(np.round(3.6 + 0.7 * true + 0.6 * rng.normal(size=(total, 3))), 1, 5).astype(int)
    drawn[rng.random(total) < single, 1:] = 0
    unit, rater = np.nonzero(drawn)
    return pd.DataFrame({"id_pegawai": unit, "id_penilai": rater, "skor": drawn[unit, rater], "ulangan": unit // units})


def many(units: int, groups: int, raters: int = 3) -> Ratings:
    """Ratings of which many are alike, in groups with raters of their own; a third of them missing."""
    rng = np.random.default_rng(11)
    table = np.clip(np.round(3 + 0.8 * rng.normal(size=(units, 1)) + 0.6 * rng.normal(size=(units, raters))), 1, 5)
    unit, rater = np.nonzero(rng.random(table.shape) < 0.7)
    seen, unit = np.unique(unit, return_inverse=True)
    group = seen % groups
    return Ratings(
        unit=unit,
        level=table[seen[unit], rater].astype(int) - 1,
        rater=np.unique(rater * groups + group[unit], return_inverse=True)[1],
        amount=np.ones(len(unit)),
        group=group,
        frequency=np.ones(len(seen)),
        n_groups=groups,
        n_levels=5,
    )


@pytest.mark.parametrize("groups", [1, 4])
@pytest.mark.parametrize("kind", ["nominal", "ordinal", "interval", "ratio"])
def test_units_that_were_rated_alike_may_be_one_unit_that_stands_for_them(kind, groups) -> None:
    every = many(3000, groups)
    few = distinct(every)
    assert len(few.group) < len(every.group) / 4
    values = np.arange(1.0, 6.0)
    measure = Measure(names=COEFFICIENTS, kind=kind, matrix=weight_matrix("quadratic", values), values=values)
    np.testing.assert_array_equal(sizes(few), sizes(every))
    answers = [(solve(one, measure, sizes(one)), one) for one in (every, few)]
    for name in COEFFICIENTS:
        limits = [linearized(name, found[name], one, sizes(one), 0.95) for found, one in answers]
        np.testing.assert_allclose(answers[1][0][name].estimate, answers[0][0][name].estimate, rtol=1e-12)
        np.testing.assert_allclose(limits[1], limits[0], rtol=1e-9)


def test_ratings_with_many_more_patterns_than_units_stay_as_they_are() -> None:
    sparse = many(60, 1, raters=12)
    assert distinct(sparse) is sparse


def test_anonymous_raters_have_no_pattern() -> None:
    anonymous = dataclasses.replace(many(100, 1), rater=None)
    assert distinct(anonymous) is anonymous


def test_the_interval_is_wider_where_the_variance_rests_on_a_few_units() -> None:
    few, spread = np.full((60, 2), 3), np.full((60, 2), 3)
    few[:2] = [1, 5]
    spread[:32] = [2, 3]
    values = np.arange(1.0, 6.0)
    measure = Measure(
        names=("percent_agreement",), kind="ordinal", matrix=weight_matrix("quadratic", values), values=values
    )
    relative = []
    for table in (few, spread):
        base = ratings(table)
        found = solve(base, measure, sizes(base))["percent_agreement"]
        limits = linearized("percent_agreement", found, base, sizes(base), 0.95)
        room = 1 - found.estimate
        relative.append(float((np.log((1 - limits.low) / room) / (limits.se / room))[0]))
    assert relative[1] == pytest.approx(2.001, abs=0.001)
    assert relative[0] > 2.5
