"""Agreement between roles is shown pair by pair; roles are never pooled."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.role_agreement import RoleAgreement
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset, rated_region


def test_every_pair_of_roles_with_enough_employees_is_shown():
    result = RoleAgreement()(dataset(rated_region()))
    assert result.verdict is Verdict.SHOWN
    assert set(result.evidence["unit"]) == {"atasan-rekan", "atasan-diri", "rekan-diri"}
    assert result.estimate > 0.8


def test_the_headline_is_the_row_of_its_pair():
    result = RoleAgreement(roles=("diri", "atasan"))(dataset(rated_region(own=1.0)))
    row = result.evidence.set_index("unit").loc["atasan-diri"]
    assert result.estimate == row["estimate"] == result.quantities["self_ccc"]
    assert row["difference"] == pytest.approx(-1.0, abs=0.15)
    assert row["icc"] == pytest.approx(row["estimate"], abs=0.02)


def test_a_more_lenient_role_agrees_less():
    alike, lenient = (RoleAgreement(roles=("atasan", "diri"))(dataset(rated_region(own=own))) for own in (0.0, 1.5))
    assert lenient.estimate < alike.estimate - 0.2


def test_employees_who_hardly_differ_get_the_sentence_on_the_paradox():
    assert RoleAgreement()(dataset(rated_region(spread=0.05))).caveats == ("little_spread",)
    assert RoleAgreement()(dataset(rated_region())).caveats == ()


def test_a_role_that_is_not_there_is_an_answer():
    tables = rated_region()
    tables["butir"] = tables["butir"][tables["butir"]["peran"] == "atasan"]
    assert RoleAgreement()(dataset(tables)).status == "no_pairable_units"


def test_a_dozen_employees_in_both_roles_are_too_few():
    tables = rated_region()
    few = tables["pegawai"]["id_pegawai"][:12]
    tables["butir"] = tables["butir"][tables["butir"]["id_pegawai"].isin(few)]
    result = RoleAgreement()(dataset(tables))
    assert (result.status, result.need) == ("too_few", 15)
    assert result.n <= 12


def test_equal_scores_for_everybody_are_undefined():
    tables = rated_region()
    tables["butir"]["skor"] = 4.0
    assert RoleAgreement()(dataset(tables)).status == "undefined_no_variation"
