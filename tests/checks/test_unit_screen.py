"""The screen of units: finds, does not name, does not cry wolf."""

from __future__ import annotations

import numpy as np
import pytest

from kinerja_lab.checks.suite import run
from kinerja_lab.checks.unit_screen import UnitScreen
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.report.disclosure import disclosed, is_ladder
from tests.checks.regions import appraised_region, dataset


def region(*, unfair: tuple[str, ...] = (), n: int = 1200, units: int = 12, seed: int = 3):
    """Many units; in the unfair ones nearly no woman gets the highest predikat, and many men do."""
    tables = appraised_region(n, seed=seed)
    tables["pegawai"]["unit_kerja"] = [f"Dinas {place % units:02d}" for place in range(n)]
    rng = np.random.default_rng(seed + 100)
    women = tables["pegawai"]["jenis_kelamin"] == "P"
    inside = tables["pegawai"]["unit_kerja"].isin(unfair)
    tables["penilaian"].loc[(inside & women).to_numpy(), "predikat"] = "baik"
    lucky = inside & ~women & (rng.random(n) < 0.6)
    tables["penilaian"].loc[lucky.to_numpy(), "predikat"] = "sangat_baik"
    return tables


def test_an_unfair_unit_is_found_and_is_a_place_to_look_not_a_problem():
    result = UnitScreen()(dataset(region(unfair=("Dinas 04",))))
    assert result.verdict is Verdict.ATTENTION
    assert result.quantities["flagged"] == 1
    assert result.estimate < 0.5


def test_fair_units_of_a_large_region_are_shown_to_be_fair():
    assert UnitScreen()(dataset(region(n=4800, units=24))).verdict is Verdict.FAIR


def test_no_unit_is_named_anywhere_and_none_is_counted():
    results = run(dataset(region(unfair=("Dinas 04",))), (UnitScreen(),))
    assert "Dinas" not in str(results.record())
    (item,) = disclosed(results).items
    assert is_ladder(item.evidence)
    assert item.evidence["n"].isna().all()
    assert not item.evidence["unit"].str.contains("Dinas").any()


def test_names_are_for_the_protected_work_file_only():
    check, data = UnitScreen(), dataset(region(unfair=("Dinas 04",)))
    units = check.screened(data, check.people(data))
    assert units.loc[units["flagged"], "unit"].tolist() == ["Dinas 04"]


def test_heads_of_unit_are_not_counted():
    tables = region()
    tables["pegawai"]["pimpinan_unit"] = tables["pegawai"].index < 12
    assert UnitScreen()(dataset(tables)).n == 1188


@pytest.mark.parametrize(("n", "units"), [(160, 8), (400, 4)])
def test_too_few_large_units_are_an_answer_with_what_could_have_been_found(n, units):
    result = UnitScreen()(dataset(region(n=n, units=units)))
    assert (result.status, result.need) == ("too_few", 5)
    assert result.n < 5
    assert result.detectable > 1
