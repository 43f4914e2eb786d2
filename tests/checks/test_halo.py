"""General impressions that the other raters do not share."""

from __future__ import annotations

from kinerja_lab.checks.halo import Halo
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset, rated_region


def test_a_planted_impression_is_recovered():
    result = Halo()(dataset(rated_region(halo=0.8)))
    assert result.interval.low < 0.8 < result.interval.high
    assert result.verdict is Verdict.PROBLEM
    assert result.evidence["unit"].tolist() == ["impression", "residual"]


def test_lenient_raters_are_no_halo():
    assert Halo()(dataset(rated_region(severity=0.7))).verdict is Verdict.FAIR


def test_two_aspects_are_too_few():
    tables = rated_region()
    tables["butir"] = tables["butir"][tables["butir"]["aspek"].isin(["loyal", "akuntabel"])]
    result = Halo()(dataset(tables))
    assert (result.status, result.n, result.need) == ("too_few", 2, 3)


def test_few_employees_are_not_judged():
    tables = rated_region()
    tables["butir"] = tables["butir"][tables["butir"]["id_pegawai"].isin(tables["pegawai"]["id_pegawai"][:20])]
    assert Halo()(dataset(tables)).verdict is Verdict.INSUFFICIENT
