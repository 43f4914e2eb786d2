"""Whether low predikat are followed up."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.follow_up import FollowUp
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from tests import small


def answer(helped: int, kind: str = "pembinaan", low: int = 11) -> CheckResult:
    """So many of the employees below Baik have this consequence."""
    tables = small.tables()
    people = tables["pegawai"]["id_pegawai"].tolist()
    predikat = ["baik"] + ["butuh_perbaikan"] * low + ["baik"] * (11 - low)
    given = pd.DataFrame({"periode": "2025-S1", "id_pegawai": people[1 : 1 + helped], "jenis": kind})
    extra = pd.DataFrame({"periode": ["2025-S1"], "id_pegawai": [people[0]], "jenis": ["penghargaan"]})
    tables |= {"penilaian": tables["penilaian"].assign(predikat=predikat), "tindak_lanjut": pd.concat([given, extra])}
    return FollowUp()(Dataset(profile=small.profile(), period="2025-S1", tables=tables))


def test_training_and_coaching_both_count() -> None:
    assert answer(11).estimate == answer(11, "pelatihan").estimate == 1.0
    assert answer(4).estimate == pytest.approx(4 / 11)


def test_nobody_followed_up_is_a_problem_and_sanctions_do_not_count() -> None:
    result = answer(8, kind="sanksi")
    assert (result.estimate, result.verdict) == (0.0, Verdict.PROBLEM)
    assert result.quantities["n_without"] == 11.0


def test_fewer_than_ten_low_predikat_are_too_few() -> None:
    assert answer(2, low=5).status == "too_few"
