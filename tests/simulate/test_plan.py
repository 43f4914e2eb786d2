"""Seeds stay where they are, and planted numbers hold exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.simulate import RegionPlan, region
from kinerja_lab.simulate.plan import Expected, chosen, spread


def test_the_same_plan_gives_the_same_region(quiet: RegionPlan) -> None:
    for name, table in region(quiet).items():
        assert table.equals(region(quiet)[name]), name


def test_another_edition_is_another_region(quiet: RegionPlan) -> None:
    other = region(replace(quiet, edition=2))
    assert not region(quiet)["pegawai"]["id_pegawai"].isin(other["pegawai"]["id_pegawai"]).any()


def test_a_table_more_moves_no_other_table(quiet: RegionPlan) -> None:
    plan = replace(quiet, units=(replace(quiet.units[0], kind="kecamatan"), *quiet.units[1:]))
    plan = replace(plan, units=(*plan.units, replace(plan.units[0], name="Kelurahan Satu", kind="kelurahan", size=12)))
    before, after = region(plan), region(replace(plan, diarists=5))
    assert set(after) - set(before) == {"aktivitas"}
    assert all(before[name].equals(after[name]) for name in before)


def test_a_seed_is_the_one_it_has_always_been(quiet: RegionPlan) -> None:
    assert quiet.random("pegawai").integers(1_000_000) == 990_344
    assert quiet.random("penilaian", "2024-S2").integers(1_000_000) != quiet.random("penilaian").integers(1_000_000)


@given(n=st.integers(3, 200), sd=st.floats(0.0, 2.0))
def test_spread_effects_have_the_planted_mean_and_deviation(n: int, sd: float) -> None:
    effects = spread(np.random.default_rng(n), n, sd)
    assert effects.mean() == pytest.approx(0.0, abs=1e-9)
    assert effects.std() == pytest.approx(sd, abs=1e-9)


@given(n=st.integers(0, 300), share=st.floats(0.0, 1.0))
def test_a_chosen_share_is_as_exact_as_whole_people_allow(n: int, share: float) -> None:
    who = chosen(np.random.default_rng(1), np.arange(n), share)
    assert len(who) == len(set(who)) == round(share * n)


def test_what_would_turn_the_truth_upside_down_is_forbidden() -> None:
    assert Expected(allowed=("bermasalah",)).forbidden == ("wajar",)
    assert Expected(allowed=("wajar", "data tidak cukup")).forbidden == ("bermasalah",)
    assert Expected(allowed=("ditampilkan",)).forbidden == ()
