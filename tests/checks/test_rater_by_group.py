"""A superior who prefers one sex, and a real difference between the sexes."""

from __future__ import annotations

from kinerja_lab.checks.rater_by_group import RaterByGroup
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset
from tests.checks.scored import scored_region


def test_one_partial_rater_is_counted_and_stands_at_the_end_of_the_ladder():
    result = RaterByGroup()(dataset(scored_region(women=1.2)))
    assert (result.verdict, result.diagnosis) == (Verdict.ATTENTION, "penilai_tertentu")
    assert result.quantities["n_flagged"] == 1
    highest = result.evidence.iloc[-1]
    assert highest["low"] < 1.2 < highest["high"]


def test_impartial_raters_are_fair():
    assert RaterByGroup()(dataset(scored_region())).verdict is Verdict.FAIR


def test_women_who_are_better_are_no_partiality():
    tables = scored_region()
    women = tables["pegawai"].set_index("id_pegawai")["jenis_kelamin"] == "P"
    rows = tables["butir"]
    tables["butir"] = rows.assign(skor=(rows["skor"] + 0.5 * rows["id_pegawai"].map(women)).clip(0, 6))
    result = RaterByGroup()(dataset(tables))
    assert result.quantities["n_flagged"] == 0
    assert result.verdict is Verdict.FAIR


def test_a_region_of_one_sex_has_nothing_to_compare():
    tables = scored_region()
    tables["pegawai"] = tables["pegawai"].assign(jenis_kelamin="P")
    result = RaterByGroup()(dataset(tables))
    assert (result.verdict, result.status) == (Verdict.INSUFFICIENT, "too_few")
