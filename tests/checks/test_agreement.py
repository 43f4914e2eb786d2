"""Agreement of raters in the same role, and the paradox that hides disagreement."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.agreement import Agreement
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import dataset, rated_region


def test_raters_who_see_the_same_agree():
    result = Agreement()(dataset(rated_region()))
    assert result.verdict is Verdict.FAIR
    assert result.quantities["alpha"] > 0.6
    assert result.n == 80


def test_agreement_without_differences_between_employees_is_contested():
    result = Agreement()(dataset(rated_region(spread=0.05)))
    assert result.estimate > 0.8
    assert result.quantities["alpha"] < 0.4
    assert (result.verdict, result.caveats) == (Verdict.ATTENTION, ("paradox",))


def test_roles_are_not_pooled_by_accident():
    tables = rated_region()
    tables["butir"] = tables["butir"][tables["butir"]["peran"] != "rekan"]
    data = dataset(tables)
    assert Agreement()(data).status == "no_pairable_units"
    assert Agreement(roles=("atasan", "diri"))(data).status == "ok"
    assert Agreement(roles=("atasan", "rekan")).slug == "agreement:atasan-rekan"


def test_a_dozen_employees_are_too_few():
    tables = rated_region()
    few = tables["pegawai"]["id_pegawai"][:12]
    tables["butir"] = tables["butir"][tables["butir"]["id_pegawai"].isin(few)]
    result = Agreement()(dataset(tables))
    assert (result.status, result.n, result.need) == ("too_few", 12, 15)


def test_more_aspects_of_the_same_employees_do_not_narrow_the_interval_for_nothing():
    tables = rated_region()
    copied = tables["butir"].assign(aspek=tables["butir"]["aspek"] + " lagi")
    once = Agreement()(dataset(tables))
    twice = Agreement()(dataset(tables | {"butir": pd.concat([tables["butir"], copied])}))
    assert twice.interval == pytest.approx(once.interval)


def test_equal_scores_for_everybody_are_no_agreement_about_employees():
    tables = rated_region()
    tables["butir"]["skor"] = 4.0
    result = Agreement()(dataset(tables))
    assert result.estimate == 1
    assert (result.verdict, result.diagnosis) == (Verdict.ATTENTION, "paradoks")


def test_names_with_a_slash_never_run_into_each_other():
    tables = rated_region()
    first, second = sorted(tables["butir"]["id_pegawai"].unique())[:2]
    for table in tables.values():
        for name in ("id_pegawai", "id_penilai"):
            if name in table:
                table[name] = table[name].replace({first: "a", second: "a/b"})
    before = Agreement()(dataset(tables))
    tables["butir"]["aspek"] = tables["butir"]["aspek"].replace({"akuntabel": "b/c", "kompeten": "c"})
    assert Agreement()(dataset(tables)).estimate == pytest.approx(before.estimate)
