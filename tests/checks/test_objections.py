"""Whether objections are filed in time and decided."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.objections import Objections
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from tests.checks.regions import PERIOD, appraised_region, dataset


def answer(n: int = 60, *, late: int = 0, undecided: int = 0, after: int = 14) -> CheckResult:
    """So many objections, the first of them filed late, the last not decided; women win two of three, men one."""
    tables = appraised_region(120)
    people = tables["pegawai"].sort_values("jenis_kelamin", kind="stable").iloc[:: 120 // n].head(n)
    place = np.arange(n)
    received = pd.Timestamp("2025-07-01")
    filed = received + pd.to_timedelta(np.where(place < late, after + 1, after), unit="D")
    won = np.where(people["jenis_kelamin"] == "P", place % 3 > 0, place % 3 == 0)
    decision = pd.Series(np.where(won, "diubah", "ditolak"), dtype=object)
    decision[place >= n - undecided] = None
    rows = {"id_pegawai": people["id_pegawai"].to_numpy(), "periode": PERIOD, "tanggal_terima": received}
    rows |= {"tanggal_ajukan": filed, "putusan": decision, "tanggal_putus": filed + pd.Timedelta(days=20)}
    return Objections()(dataset(tables | {"keberatan": pd.DataFrame(rows)}))


def test_all_in_time_and_decided_is_in_order() -> None:
    result = answer()
    assert (result.estimate, result.n, result.verdict) == (1.0, 60, Verdict.FAIR)
    assert result.quantities["days_to_decision"] == 20.0


def test_late_and_undecided_objections_both_count() -> None:
    result = answer(late=12, undecided=24)
    assert result.estimate == pytest.approx(24 / 60)
    assert (result.quantities["in_time"], result.quantities["decided"]) == pytest.approx((0.8, 0.6))
    assert result.verdict is Verdict.PROBLEM


def test_who_wins_is_told_by_group() -> None:
    won = answer().evidence.set_index("unit")["granted"]
    assert won["P"] == pytest.approx(2 / 3, abs=0.05)
    assert won["L"] == pytest.approx(1 / 3, abs=0.05)


def test_objections_before_receipt_are_not_judged_and_few_are_no_answer() -> None:
    assert answer(after=-5).status == "too_few"
    assert answer(n=8).status == "too_few"


def test_few_granted_objections_are_not_told_by_group() -> None:
    result = answer(n=20)
    assert result.evidence["granted"].isna().all()
    assert result.quantities["won"] == pytest.approx(0.5, abs=0.1)
