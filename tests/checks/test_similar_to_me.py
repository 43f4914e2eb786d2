"""Raters who favour their own sex, and sexes that differ."""

from __future__ import annotations

from kinerja_lab.checks.similar_to_me import SimilarToMe
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset
from tests.checks.scored import scored_region


def test_a_planted_preference_is_recovered():
    result = SimilarToMe()(dataset(scored_region(alike=0.4)))
    assert result.interval.low < 0.4 < result.interval.high
    assert result.verdict is Verdict.PROBLEM


def test_raters_without_a_preference_are_fair():
    result = SimilarToMe()(dataset(scored_region()))
    assert result.verdict is Verdict.FAIR
    assert result.detectable < 0.3


def test_too_few_women_among_the_raters_give_no_answer():
    tables = scored_region()
    people = tables["pegawai"]
    tables["pegawai"] = people.assign(jenis_kelamin=["P"] * 60 + ["L"] * (len(people) - 60))
    result = SimilarToMe()(dataset(tables))
    assert (result.status, result.need) == ("too_few", 20)
