"""Training of two groups with the same predikat."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.training_access import TrainingAccess
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def region(odds_ratio: float, n: int = 2400) -> dict[str, pd.DataFrame]:
    """Training for lower predikat first, and by sex as planted."""
    tables = appraised_region(n, sex=-1.0)
    women = (tables["pegawai"]["jenis_kelamin"] == "P").to_numpy()
    low = tables["penilaian"]["predikat"].isin(["kurang", "butuh_perbaikan"]).to_numpy()
    logit = np.where(low, 1.0, -1.5) + np.log(odds_ratio) * women
    given = np.random.default_rng(2).random(n) < 1 / (1 + np.exp(-logit))
    people = tables["pegawai"]["id_pegawai"][given]
    return tables | {"tindak_lanjut": pd.DataFrame({"periode": PERIOD, "id_pegawai": people, "jenis": "pelatihan"})}


@pytest.mark.parametrize(("odds_ratio", "verdict"), [(1.0, Verdict.FAIR), (0.4, Verdict.PROBLEM)])
def test_access_is_compared_among_people_with_the_same_predikat(odds_ratio, verdict):
    result = TrainingAccess()(dataset(region(odds_ratio)))
    assert result.verdict is verdict
    assert result.interval.low < odds_ratio < result.interval.high


def test_awards_are_no_training():
    tables = region(1.0)
    tables["tindak_lanjut"]["jenis"] = "penghargaan"
    assert (TrainingAccess()(dataset(tables)).status, TrainingAccess()(dataset(tables)).n) == ("too_few", 0)
