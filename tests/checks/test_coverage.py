"""Whether coverage changed, and because of its numerator or its denominator."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.coverage import Coverage
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.suite import run
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.claims.claim import Answer, answer_claims
from kinerja_lab.messages.narrate import sentence
from tests.checks.services import UNIT, dataset, months


def figures(first: str, reached: int, aimed: int, *, unit: str = UNIT, indicator: str = "Imunisasi") -> pd.DataFrame:
    """Six months with the same numbers."""
    table = pd.DataFrame({"bulan": months(first, 6), "unit_kerja": unit, "indikator": indicator})
    return table.assign(pembilang=reached, penyebut=aimed)


def answer(*tables: pd.DataFrame) -> CheckResult:
    return Coverage()(dataset(layanan=pd.concat(tables, ignore_index=True)))


def test_a_rise_by_a_shrinking_denominator_is_named_and_refutes_the_claim() -> None:
    tables = [figures("2024-07", 130, 200), figures("2025-07", 130, 160)]
    result = answer(*tables)
    assert (result.diagnosis, result.verdict) == ("penyebut_mengecil", Verdict.UNPROVEN)
    assert result.quantities["aimed_change"] == pytest.approx(-0.2)
    assert result.quantities["reached_change"] == 0.0
    assert "sasarannya mengecil" in sentence(result)
    region = {"slug": "bukittinggi"}
    found = answer_claims(run(dataset(profile=region, layanan=pd.concat(tables)), (Coverage(),)))
    assert {item.claim.number: item.answer for item in found}[7] is Answer.UNSUPPORTED


def test_a_rise_by_more_reached_is_none_of_the_denominator_and_proves_nothing() -> None:
    result = answer(figures("2024-07", 100, 200), figures("2025-07", 150, 200))
    assert result.diagnosis is None
    assert result.estimate == pytest.approx(0.25)
    assert "Cakupan 75,0%, naik 25,0 poin persentase dari 50,0% sebelumnya" in sentence(result)
    assert "Coverage rose by 25.0 percentage points, from 50.0% to 75.0%" in sentence(result, "en")
    assert result.p_value < 0.001
    assert result.verdict is Verdict.UNPROVEN


def test_a_small_shrinking_and_a_fall_of_coverage_are_no_diagnosis() -> None:
    assert answer(figures("2024-07", 900, 1000), figures("2025-07", 900, 960)).diagnosis is None
    assert answer(figures("2024-07", 150, 200), figures("2025-07", 100, 160)).diagnosis is None


def test_the_same_months_a_year_before_come_first_and_the_period_before_second() -> None:
    year, half = figures("2024-07", 100, 200), figures("2025-01", 120, 200)
    now = figures("2025-07", 140, 200)
    assert (answer(year, half, now).quantities["before"], answer(half, now).quantities["before"]) == (0.5, 0.6)
    assert answer(half, now).quantities["yearly"] == 0.0
    assert answer(now).lacking == ("layanan.bulan",)


def test_only_what_has_figures_in_both_periods_is_compared() -> None:
    new = figures("2025-07", 10, 500, unit="Dinas B")
    result = answer(figures("2024-07", 100, 200), figures("2025-07", 120, 200), new)
    assert result.quantities["after"] == 0.6
    assert result.evidence["unit"].tolist() == [UNIT]


def test_several_indicators_are_named_with_their_units() -> None:
    other = [figures(first, 50, 100, indicator="Akta") for first in ("2024-07", "2025-07")]
    result = answer(figures("2024-07", 100, 200), figures("2025-07", 120, 200), *other)
    assert result.evidence["unit"].tolist() == [f"Akta, {UNIT}", f"Imunisasi, {UNIT}"]
    assert result.evidence["aimed"].tolist() == [600, 1200]


def test_more_reached_than_aimed_at_is_said() -> None:
    result = answer(figures("2024-07", 100, 200), figures("2025-07", 220, 200))
    assert "di_atas_sasaran" in result.caveats
    assert result.interval.low <= result.estimate <= result.interval.high


def test_few_people_are_too_few() -> None:
    assert answer(figures("2024-07", 2, 4), figures("2025-07", 3, 4)).status == "too_few"
