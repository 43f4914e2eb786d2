"""Combinations of two attributes: an exploration that never exceeds *perlu perhatian*."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.checks.intersections import Intersections
from kinerja_lab.checks.suite import standard
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import appraised_region, dataset
from tests.small import profile


def region(n: int = 1500, *, share: float = 0.0, seed: int = 4):
    """A third of the employees are PPPK; a share of the women among them is rated *kurang* whatever they did."""
    rng = np.random.default_rng(seed + 100)
    tables = appraised_region(n, seed=seed)
    people = tables["pegawai"]
    people["jenis_pegawai"] = np.where(rng.random(n) < 0.33, "PPPK", "PNS")
    hit = (people["jenis_kelamin"] == "P") & (people["jenis_pegawai"] == "PPPK") & (rng.random(n) < share)
    tables["penilaian"].loc[hit.to_numpy(), "predikat"] = "kurang"
    return tables


def test_a_planted_cell_is_found_and_stays_an_exploration():
    result = Intersections()(dataset(region(share=0.5)))
    assert result.verdict is Verdict.ATTENTION
    assert result.diagnosis == "lebih_dari_jumlahnya"
    cells = result.evidence.set_index("unit")["estimate"]
    assert cells.idxmin() == "P|PPPK"
    assert cells["P|PPPK"] == result.estimate


def test_without_a_planted_cell_a_large_region_is_fair():
    assert Intersections()(dataset(region(3000, seed=11))).verdict is Verdict.FAIR


def test_small_cells_are_not_judged():
    tables = region()
    women = tables["pegawai"].index[tables["pegawai"]["jenis_kelamin"] == "P"]
    tables["pegawai"].loc[women[9:], "jenis_pegawai"] = "PNS"
    tables["pegawai"].loc[women[:9], "jenis_pegawai"] = "PPPK"
    result = Intersections()(dataset(tables))
    assert result.evidence.set_index("unit").loc["P|PPPK", ["estimate", "low", "high"]].isna().all()


@pytest.mark.parametrize(
    ("contract", "n", "status", "need"),
    [("PNS", 400, "no_pairable_units", 3), (None, 140, "too_few", 150)],
    ids=["one cell a sex", "small region"],
)
def test_floors_are_named(contract, n, status, need):
    tables = region(n)
    if contract:
        tables["pegawai"]["jenis_pegawai"] = contract
    result = Intersections()(dataset(tables))
    assert (result.status, result.need) == (status, need)
    assert result.detectable > 1


def test_the_suite_crosses_the_first_two_registered_attributes():
    rows = [{"kolom": "jenis_pegawai", "fokal": "PPPK", "acuan": "PNS"}]
    crossed = [
        (check.column, check.other)
        for pairs in (None, rows, [*rows, {"kolom": "disabilitas", "fokal": "ya", "acuan": "tidak"}])
        for check in standard(profile(**({"pembandingan": pairs} if pairs else {})))
        if isinstance(check, Intersections)
    ]
    assert crossed == [
        ("jenis_kelamin", "jenis_pegawai"),
        ("jenis_pegawai", "jenis_kelamin"),
        ("jenis_pegawai", "disabilitas"),
    ]


def test_an_attribute_that_is_not_there_is_named():
    result = Intersections(other="disabilitas")(dataset(appraised_region()))
    assert result.lacking == ("pegawai.disabilitas",)
