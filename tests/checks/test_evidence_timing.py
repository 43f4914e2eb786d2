"""Evidence uploaded close to the deadline."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.evidence_timing import EvidenceTiming
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from tests import small


def answer(moments: list[str], people: int = 11) -> CheckResult:
    """Evidence of so many staff, each at every one of these moments."""
    tables = small.tables()
    names = tables["pegawai"]["id_pegawai"].tolist()[1 : 1 + people]
    rows = [("2025-S1", name, f"rhk-{place}", moment) for name in names for place, moment in enumerate(moments)]
    table = pd.DataFrame(rows, columns=["periode", "id_pegawai", "id_rhk", "waktu_unggah"])
    return EvidenceTiming()(Dataset(profile=small.profile(), period="2025-S1", tables=tables | {"bukti": table}))


def test_the_last_seven_days_and_later_are_close_to_the_deadline() -> None:
    result = answer(["2025-03-01T09:00", "2025-06-23T23:59", "2025-06-24T00:00", "2025-07-02T09:00"])
    assert result.estimate == pytest.approx(0.5)
    assert result.quantities["after_period"] == pytest.approx(0.25)
    assert result.quantities["coverage"] == 1.0


def test_everything_before_the_deadline_is_a_problem() -> None:
    assert answer(["2025-06-29T09:00"]).verdict is Verdict.PROBLEM
    assert answer(["2025-02-01T09:00"]).estimate == 0.0


def test_evidence_of_few_people_is_too_few() -> None:
    assert answer(["2025-02-01T09:00"], people=9).status == "too_few"
