"""The group's odds ratio: what cannot be compared is left out, what has no answer says why."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from kinerja_lab.stats.group_odds import GroupOdds, People, comparable, group_odds, standardised
from kinerja_lab.stats.ordinal import cumulative_logit, likelihood_ratio, used_levels

LOW, HIGHEST = 3, 4


def people(seed: int = 1, n: int = 400, gap: float = 0.0, units: int = 10) -> People:
    """People of several units, rated on five levels."""
    rng = np.random.default_rng(seed)
    unit, focal = rng.integers(0, units, n), rng.random(n) < 0.5
    attainment = rng.normal(size=n)
    latent = attainment + rng.normal(0, 0.6, units)[unit] + gap * focal + rng.logistic(size=n)
    return People(np.searchsorted([-4.0, -3.0, -2.0, 1.5], latent), focal, attainment[:, None], (unit,))


def answer(some: People) -> GroupOdds:
    return group_odds(some, low=LOW, highest=HIGHEST)


def with_extra_unit(some: People, codes: list[int], focal: list[bool]) -> People:
    """The same people and one more unit."""
    (unit,) = some.categories
    return People(
        np.concatenate([some.codes, codes]),
        np.concatenate([some.focal, focal]),
        np.vstack([some.numeric, np.zeros((len(codes), some.numeric.shape[1]))]),
        (np.concatenate([unit, np.full(len(codes), unit.max() + 1)]),),
    )


def test_a_planted_gap_is_found_and_points_have_its_sign() -> None:
    found = answer(people(gap=-1.0, n=1500))
    assert found.log_odds == pytest.approx(-1.0, abs=3 * found.error)
    assert found.p_value < 1e-6
    assert found.points_highest < 0 < found.points_low
    assert found.log_odds_highest < 0 < found.log_odds_low


def test_swapping_the_groups_turns_every_sign() -> None:
    some = people(gap=-0.5)
    found, swapped = answer(some), answer(replace_focal(some, ~some.focal))
    for name in ("log_odds", "log_odds_highest", "log_odds_low", "points_highest", "points_low"):
        assert getattr(swapped, name) == pytest.approx(-getattr(found, name), abs=1e-6)
    assert swapped.p_value == pytest.approx(found.p_value, abs=1e-6)


def replace_focal(some: People, focal: np.ndarray) -> People:
    return replace(some, focal=focal)


@pytest.mark.parametrize("codes", [[4] * 6, [0] * 6, [2]])
def test_a_unit_that_says_nothing_changes_nothing(codes: list[int]) -> None:
    some = people()
    found = answer(with_extra_unit(some, codes, [True, False] * (len(codes) // 2) or [True]))
    assert found.dropped == len(codes)
    assert found.log_odds == pytest.approx(answer(some).log_odds, abs=1e-9)


def test_leaving_out_a_unit_at_the_top_is_the_limit_of_keeping_it() -> None:
    some = with_extra_unit(people(), [4] * 6, [True, False] * 3)
    (unit,) = some.categories
    dummies = (unit[:, None] == np.arange(1, unit.max() + 1)).astype(float)
    full = cumulative_logit(used_levels(some.codes), np.column_stack([some.focal, some.numeric, dummies]))
    assert full.coefficients[-1] > 10
    assert answer(some).log_odds == pytest.approx(float(full.coefficients[0]), abs=1e-6)


def test_a_unit_alike_in_the_middle_of_the_scale_stays() -> None:
    some = with_extra_unit(people(), [2] * 6, [True, False] * 3)
    assert comparable(some).all()


def test_leaving_out_goes_on_until_nobody_became_alone() -> None:
    codes = np.array([0, 1, 1, 1, 0, 1])
    first, second = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 1, 1, 1, 0, 1])
    some = People(codes, np.array([True, False] * 3), np.empty((6, 0)), (first, second))
    assert not comparable(some).any()


def test_an_unused_level_makes_no_difference() -> None:
    some = people()
    spread_out = replace(some, codes=np.where(some.codes >= 2, some.codes + 1, some.codes))
    found = group_odds(spread_out, low=LOW + 1, highest=HIGHEST + 1)
    assert found == answer(some)


def test_always_the_highest_level_is_separation_not_a_number() -> None:
    some = people()
    found = answer(replace(some, codes=np.where(some.focal, HIGHEST, some.codes)))
    assert found.status == "separation"
    assert math.isnan(found.log_odds)


def test_a_group_that_is_a_unit_is_not_identified() -> None:
    some = people()
    (unit,) = some.categories
    assert answer(replace(some, focal=unit == 0)).status == "not_identified"


def test_the_same_rating_for_all_has_no_variation() -> None:
    some = replace(people(), codes=np.full(400, 3), categories=())
    assert answer(some).status == "undefined_no_variation"


def test_one_person_is_too_few() -> None:
    assert answer(replace(people(), focal=np.arange(400) == 0)).status == "too_few"


def test_fewer_people_than_parameters_are_too_few() -> None:
    assert answer(people(n=16, units=8)).status in ("too_few", "separation")


def test_a_covariate_given_twice_is_used_once() -> None:
    some = people()
    doubled = replace(some, numeric=np.hstack([some.numeric, some.numeric]), categories=some.categories * 2)
    assert answer(doubled).log_odds == pytest.approx(answer(some).log_odds, abs=1e-8)


def test_small_samples_shrink_the_likelihood_ratio() -> None:
    some = people(n=80, gap=0.8, units=5)
    (unit,) = some.categories
    dummies = (unit[:, None] == np.arange(1, 5)).astype(float)
    predictors = np.column_stack([some.focal, some.numeric, dummies])
    codes = used_levels(some.codes)
    full, restricted = cumulative_logit(codes, predictors), cumulative_logit(codes, predictors[:, 1:])
    assert answer(some).p_value > likelihood_ratio(full, restricted).p_value


def test_points_come_from_binary_logits_where_odds_are_not_proportional() -> None:
    rng = np.random.default_rng(5)
    focal = np.repeat([True, False], 500)
    latent = np.where(focal, 2.5, 1.0) * rng.logistic(size=1000)
    some = People(np.searchsorted([-3.0, -2.0, -1.0, 1.0], latent), focal, np.empty((1000, 0)))
    found = answer(some)
    shares = [np.mean(some.codes[side] == HIGHEST) for side in (focal, ~focal)]
    assert found.p_proportional < 0.01
    assert found.points_highest == pytest.approx(100 * (shares[0] - shares[1]), abs=1e-6)
    assert found.points_low == pytest.approx(
        100 * (np.mean(some.codes[focal] < LOW) - np.mean(some.codes[~focal] < LOW)), abs=1e-6
    )


def test_an_inner_level_that_one_group_never_has_is_joined_before_the_test() -> None:
    some = people(gap=-0.5, n=800)
    codes = np.where(some.focal & (some.codes == 1), 2, some.codes)
    assert 0 < answer(replace(some, codes=codes)).p_proportional < 1


def test_a_climb_that_does_not_end_is_not_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinerja_lab.stats.ordinal._STEPS", 1)
    assert answer(people()).status == "not_converged"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 40), st.integers(1, 6))
def test_thin_data_never_raise_and_never_give_a_number_without_ok(seed: int, n: int, units: int) -> None:
    rng = np.random.default_rng(seed)
    some = People(
        rng.integers(0, 5, n),
        rng.random(n) < 0.5,
        standardised(rng.normal(size=n))[:, None],
        (rng.integers(0, units, n),),
    )
    found = answer(some)
    assert (found.status == "ok") == math.isfinite(found.log_odds)
    assert (found.status == "ok") == math.isfinite(found.p_value)


def test_what_does_not_vary_standardises_to_zero() -> None:
    assert_allclose(standardised(np.array([3.0, 3.0])), 0)
    assert standardised(np.array([])).size == 0
