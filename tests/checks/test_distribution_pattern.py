"""Compliance with the pattern is shown apart from fairness."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.distribution_pattern import DistributionPattern
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def region(outcomes: dict[str, list[str]], organisation: str = "baik") -> dict[str, pd.DataFrame]:
    """Units with these predikat each."""
    given = [(unit, outcome) for unit, column in outcomes.items() for outcome in column]
    tables = appraised_region(len(given))
    tables["pegawai"]["unit_kerja"] = [unit for unit, _ in given]
    tables["penilaian"]["predikat"] = [outcome for _, outcome in given]
    units = pd.DataFrame({"periode": PERIOD, "unit_kerja": list(outcomes), "predikat_organisasi": organisation})
    return tables | {"unit": units}


KEPT = ["baik"] * 6 + ["sangat_baik"] * 2 + ["butuh_perbaikan"] * 2
BROKEN = ["baik"] * 10


def test_units_that_break_a_clause_are_counted_and_never_judged():
    result = DistributionPattern()(dataset(region({"A": KEPT, "B": BROKEN, "C": KEPT, "D": BROKEN})))
    assert (result.verdict, result.estimate, result.n) == (Verdict.SHOWN, 0.5, 4)
    rows = result.evidence.set_index("unit")["estimate"]
    assert rows["baik>70%"] == rows["tidak_ada_butuh_perbaikan_atau_kurang"] == 0.5
    assert rows["baik_bukan_mayoritas"] == 0


def test_units_too_small_for_whole_people_are_not_broken():
    result = DistributionPattern()(dataset(region({"A": KEPT, "B": ["baik"]})))
    assert (result.n, result.estimate) == (1, 0.0)
    assert result.quantities["n_units_untestable"] == 1


def test_another_level_may_turn_the_answer():
    tables = region({"A": KEPT * 2})
    tables["penilaian"] = tables["penilaian"].sort_values("predikat", ignore_index=True)
    tables["penilaian"]["id_penilai"] = ["p"] * 10 + ["q"] * 10
    result = DistributionPattern()(dataset(tables))
    levels = result.evidence.set_index("unit")["estimate"]
    assert (levels["pola_unit"], levels["pola_tim"]) == (0.0, 1.0)


def test_a_superior_unit_counts_where_its_own_predikat_is_recorded():
    tables = region({"A": KEPT, "B": BROKEN})
    tables["pegawai"]["unit_induk"] = "A"
    levels = DistributionPattern()(dataset(tables)).evidence.set_index("unit")
    assert levels.loc["pola_induk", "n"] == 1
    assert levels.loc["pola_induk", "estimate"] == 1.0


@pytest.mark.parametrize("column", ["pimpinan_unit", "rezim"])
def test_heads_and_other_regimes_are_left_out(column):
    tables = region({"A": KEPT, "B": BROKEN})
    if column == "pimpinan_unit":
        tables["pegawai"]["pimpinan_unit"] = tables["pegawai"]["unit_kerja"] == "B"
    else:
        tables["penilaian"].loc[10:, "rezim"] = "pp_46_2011"
    assert DistributionPattern()(dataset(tables)).n == 1
