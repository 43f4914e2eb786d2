"""Whether yearly predikat agree with the periodic ones."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.period_consistency import PeriodConsistency
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.dataset import Dataset
from kinerja_lab.messages.narrate import sentence
from tests import small


def answer(periods: dict[str, str], regimes: dict[str, str] | None = None, reported: str = "2025-S2") -> CheckResult:
    """Everybody has this predikat in each period; the first two employees are Sangat Baik in any yearly one."""
    tables = small.tables()
    rows = []
    for period, outcome in periods.items():
        own = tables["penilaian"].assign(periode=period, predikat=outcome)
        own["rezim"] = (regimes or {}).get(period, "permenpanrb_6_2022")
        if period.endswith("TAHUN"):
            own.loc[[1, 2], "predikat"] = "sangat_baik"
        rows.append(own)
    tables["penilaian"] = pd.concat(rows, ignore_index=True)
    return PeriodConsistency()(Dataset(profile=small.profile(), period=reported, tables=tables))


def test_a_yearly_predikat_above_all_periodic_ones_is_seen() -> None:
    result = answer({"2025-S1": "baik", "2025-S2": "butuh_perbaikan", "2025-TAHUN": "butuh_perbaikan"})
    assert (result.estimate, result.verdict) == (pytest.approx(9 / 11), Verdict.SHOWN)
    assert (result.quantities["above"], result.quantities["below"]) == (pytest.approx(2 / 11), 0.0)


def test_without_a_year_that_has_both_only_the_distributions_are_shown() -> None:
    for periods in ({"2025-S1": "baik", "2025-S2": "sangat_baik"}, {"2024-TAHUN": "baik", "2025-S2": "sangat_baik"}):
        result = answer(periods)
        assert (result.status, result.lacking) == ("missing_data", ("penilaian.tahunan",))
        assert "belum dimuat: penilaian tahunan." in sentence(result)
        assert list(result.evidence["unit"]) == list(periods)
        assert result.evidence["estimate"].iloc[-1] == 1.0


def test_a_year_with_yearly_appraisals_alone_lacks_periodic_ones() -> None:
    result = answer({"2024-S2": "baik", "2025-TAHUN": "sangat_baik"}, reported="2025-TAHUN")
    assert (result.status, result.lacking) == ("missing_data", ("penilaian.periodik",))


def test_the_line_breaks_where_the_regime_changes() -> None:
    periods = {"2024-S1": "baik", "2024-S2": "baik", "2025-S1": "baik", "2025-S2": "baik"}
    result = answer(periods, {"2024-S1": "permenpanrb_6_2022", "2024-S2": "pp_30_2019"})
    assert list(result.evidence["unit"]) == ["2025-S1", "2025-S2"]
    assert result.caveats == ("regime_changed",)


def test_periods_after_the_reported_one_do_not_count() -> None:
    result = answer({"2025-S1": "baik", "2025-S2": "baik", "2025-TAHUN": "baik"}, reported="2025-S1")
    assert list(result.evidence["unit"]) == ["2025-S1"]
