"""Awards of two groups at the same attainment."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.awards_by_group import AwardsByGroup
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def region(odds_ratio: float, n: int = 1600, seed: int = 7) -> dict[str, pd.DataFrame]:
    """Awards by attainment, and by sex as planted."""
    tables = appraised_region(n)
    women = (tables["pegawai"]["jenis_kelamin"] == "P").to_numpy()
    logit = (tables["indikator"]["realisasi"].to_numpy() - 104) / 6 + np.log(odds_ratio) * women
    given = np.random.default_rng(seed).random(n) < 1 / (1 + np.exp(-logit))
    people = tables["pegawai"]["id_pegawai"][given]
    return tables | {"tindak_lanjut": pd.DataFrame({"periode": PERIOD, "id_pegawai": people, "jenis": "penghargaan"})}


@pytest.mark.parametrize(("odds_ratio", "verdict"), [(1.0, Verdict.FAIR), (0.35, Verdict.PROBLEM)])
def test_a_planted_preference_is_found_and_none_is_fair(odds_ratio, verdict):
    result = AwardsByGroup()(dataset(region(odds_ratio)))
    assert result.verdict is verdict
    assert result.interval.low < odds_ratio < result.interval.high


def test_awards_that_follow_results_are_no_preference_for_the_group_with_better_results():
    tables = region(1.0)
    women = (tables["pegawai"]["jenis_kelamin"] == "P").to_numpy()
    tables["indikator"]["realisasi"] = np.where(women, 96.0, 102.0) + np.arange(len(women)) % 12
    reached = tables["indikator"]["realisasi"] >= 105
    chosen = tables["pegawai"]["id_pegawai"][reached & (np.arange(len(women)) // 12 % 3 == 0)]
    tables["tindak_lanjut"] = pd.DataFrame({"periode": PERIOD, "id_pegawai": chosen, "jenis": "penghargaan"})
    crude, within = AwardsByGroup()(dataset(tables)).evidence["estimate"]
    assert crude < 0.6
    assert 0.7 < within < 1.4


def test_fewer_than_ten_awards_are_not_judged_and_the_smallest_difference_is_told():
    tables = region(1.0)
    result = AwardsByGroup()(dataset(tables | {"tindak_lanjut": tables["tindak_lanjut"].head(9)}))
    assert (result.status, result.n, result.need) == ("too_few", 9, 10)
    assert result.detectable > 1.5


def test_a_group_without_any_award_is_a_problem_and_not_a_gap_in_the_answer():
    tables = region(1.0)
    men = tables["pegawai"].loc[tables["pegawai"]["jenis_kelamin"] == "L", "id_pegawai"]
    given = tables["tindak_lanjut"]
    result = AwardsByGroup()(dataset(tables | {"tindak_lanjut": given[given["id_pegawai"].isin(men)]}))
    assert (result.estimate, result.verdict) == (0.0, Verdict.PROBLEM)
