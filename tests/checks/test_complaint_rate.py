"""Whether complaints per thousand services decreased."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.complaint_rate import ComplaintRate
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.narrate import sentence
from tests.checks.services import OTHER, UNIT, dataset, figures, requests


def voices(day: str, complaints: int, praise: int = 0, *, unit: str = UNIT) -> pd.DataFrame:
    kinds = ["pengaduan"] * complaints + ["apresiasi"] * praise
    return pd.DataFrame({"tanggal": day, "unit_kerja": unit, "jenis": kinds})


def services(n: int, *, unit: str = UNIT) -> pd.DataFrame:
    """So many services in one month of both periods."""
    return figures(["2025-03", "2025-09"], [float("nan")] * 2, unit=unit, indicator="Layanan diberikan").assign(n=n)


def answer(said: list[pd.DataFrame], given: list[pd.DataFrame]) -> CheckResult:
    return ComplaintRate()(dataset(suara_warga=pd.concat(said), layanan=pd.concat(given)))


def test_fewer_complaints_are_positive_and_still_no_proof() -> None:
    result = answer([voices("2025-03-10", 60), voices("2025-09-10", 20, 8)], [services(4000)])
    assert result.estimate == pytest.approx(10.0)
    assert result.interval.low > 0
    assert result.verdict is Verdict.UNPROVEN
    assert result.quantities["ratio"] == pytest.approx(1 / 3)
    assert result.quantities["praise_rate"] == 2.0
    worse = answer([voices("2025-03-10", 20), voices("2025-09-10", 60)], [services(4000)])
    assert worse.estimate == -result.estimate
    assert "turun 10,00 dari 15,00" in sentence(result)
    assert "naik 10,00 dari 5,00" in sentence(worse)
    assert "rose by 10.00 per 1,000 services, from 5.00 to 15.00" in sentence(worse, "en")


def test_more_complaints_for_more_services_are_no_more() -> None:
    busy = services(1000)
    busy["n"] = [1000, 3000]
    result = answer([voices("2025-03-10", 20), voices("2025-09-10", 60)], [busy])
    assert result.estimate == 0.0
    assert result.p_value == pytest.approx(1.0)


def test_units_whose_services_are_unknown_are_left_out() -> None:
    said = [voices("2025-03-10", 20), voices("2025-09-10", 20), voices("2025-09-11", 500, unit=OTHER)]
    result = answer(said, [services(1000)])
    assert (result.n, result.quantities["complaints"]) == (1000, 20.0)
    assert result.evidence["unit"].tolist() == [UNIT]


def test_where_no_services_are_told_the_requests_are_the_services() -> None:
    asked = pd.concat([requests([1.0] * 50, came=day) for day in ("2025-03-10T08:00", "2025-09-10T08:00")])
    said = pd.concat([voices("2025-03-10", 10), voices("2025-09-10", 5)])
    result = ComplaintRate()(dataset(suara_warga=said, permohonan=asked))
    assert result.quantities["after"] == 100.0


def test_few_complaints_are_too_few_and_without_services_there_is_no_rate() -> None:
    few = answer([voices("2025-03-10", 4), voices("2025-09-10", 5)], [services(1000)])
    assert (few.status, few.n) == ("too_few", 9)
    without = ComplaintRate()(dataset(suara_warga=voices("2025-09-10", 20)))
    assert without.lacking == ("layanan.indikator",)
