"""Whether a service changed when something was done, and what the design can carry."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.interrupted_series import InterruptedSeries
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.suite import standard
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.measures import public_holidays
from kinerja_lab.messages.narrate import narrate, sentence, words
from kinerja_lab.messages.numbers import number
from tests import small
from tests.checks.services import OTHER, UNIT, dataset, figures, months, requests

START, FIRST = "2024-07", "2022-07"
MONTHS = months(FIRST, 42)  # 24 before, 18 after


def series(change: float, *, seed: int = 1, trend: float = 0.0, month: list[str] | None = None) -> np.ndarray:
    """A figure around 40 with a change from the date on."""
    month = month or MONTHS
    noise = np.random.default_rng(seed).normal(0, 1, len(month))
    return 40 + trend * np.arange(len(month)) + noise + change * (np.array(month) >= START)


def check(**changes: object) -> InterruptedSeries:
    options = {"indicator": "Waktu tunggu", "work_unit": UNIT, "start": START, "better": "turun"}
    return InterruptedSeries(**{**options, **changes})


def answer(*tables: pd.DataFrame, period: str = "2025-S2", **changes: object) -> CheckResult:
    return check(**changes)(dataset(period, layanan=pd.concat(tables, ignore_index=True)))


def test_a_fall_is_better_where_low_is_better_and_worse_where_high_is() -> None:
    table = figures(MONTHS, series(-8.0))
    result = answer(table)
    assert result.verdict is Verdict.IMPROVED
    assert result.interval.low < 8.0 < result.interval.high
    assert result.caveats == ("tanpa_pembanding",)
    assert 0 < result.detectable < 8
    opposite = answer(table, better="naik")
    assert opposite.verdict is Verdict.WORSENED
    assert opposite.estimate == pytest.approx(-result.estimate)
    for told in (result, opposite):  # the figure falls, whichever side is better
        assert f"turun {number(abs(told.estimate))} dari kelanjutan" in sentence(told)
        assert f"fell by {number(abs(told.estimate), 'en')} against" in sentence(told, "en")
        assert f"rata-rata turun {number(abs(told.quantities['lasting']))} dari garis lama" in words(told).detail
        assert f"perubahannya: {number(-result.interval.high)} sampai {number(-result.interval.low)};" in sentence(told)


def test_a_trend_that_goes_on_is_no_effect() -> None:
    assert answer(figures(MONTHS, series(0.0, trend=-0.6))).verdict is Verdict.UNPROVEN


def test_months_after_the_reported_period_are_not_looked_at() -> None:
    table = figures(MONTHS, series(-8.0))
    assert answer(table, period="2025-S1").n == 36
    early = answer(table, period="2024-S2")
    assert (early.status, early.n, early.need) == ("too_few", 6, 8)


def test_less_than_a_year_on_a_side_proves_nothing() -> None:
    month = months("2023-08", 29)  # 11 before
    result = answer(figures(month, series(-15.0, month=month)))
    assert result.p_value < 0.001
    assert result.verdict is Verdict.UNPROVEN


def test_a_break_before_the_date_proves_nothing() -> None:
    broken = series(-8.0) - 12.0 * (np.array(MONTHS) >= "2023-09")
    result = answer(figures(MONTHS, broken))
    assert result.quantities["placebo_alarms"] > 0
    assert result.verdict is Verdict.UNPROVEN


def test_an_improvement_that_is_lost_again_proves_nothing() -> None:
    place = np.array(MONTHS) >= START
    fading = series(-8.0) + 1.5 * np.cumsum(place)
    result = answer(figures(MONTHS, fading))
    assert result.estimate > 0 > result.quantities["lasting"]
    assert result.verdict is Verdict.UNPROVEN


def test_units_where_nothing_was_done_confirm_or_take_it_back() -> None:
    own = figures(MONTHS, series(-8.0))
    units = [f"Dinas {name}" for name in "BCD"]
    still = [figures(MONTHS, series(0.0, seed=seed), unit=unit) for seed, unit in enumerate(units, start=5)]
    alike = [figures(MONTHS, series(-8.0, seed=seed), unit=unit) for seed, unit in enumerate(units, start=5)]
    confirmed = answer(own, *still, comparisons=tuple(units))
    assert confirmed.verdict is Verdict.IMPROVED
    assert confirmed.quantities["did"] == pytest.approx(8.0, abs=1.5)
    assert confirmed.quantities["did_p"] == pytest.approx(0.25)
    assert confirmed.caveats == ("dengan_pembanding",)
    assert "comparison" in confirmed.evidence
    moved = number(confirmed.quantities["did"])
    assert f"Dibandingkan dengan 3 unit tanpa perubahan, angkanya turun {moved} (" in narrate(confirmed)
    assert answer(own, *alike, comparisons=tuple(units)).verdict is Verdict.UNPROVEN


def test_named_units_without_figures_are_no_comparison() -> None:
    assert answer(figures(MONTHS, series(-8.0)), comparisons=(OTHER,)).caveats == ("tanpa_pembanding",)


def test_the_evidence_are_the_months_with_what_they_would_have_been() -> None:
    evidence = answer(figures(MONTHS, series(-8.0)).assign(n=60)).evidence
    assert evidence["unit"].tolist() == MONTHS
    assert set(evidence["n"]) == {60.0}
    after = evidence["unit"] >= START
    assert evidence.loc[~after, "fitted"].to_numpy() == pytest.approx(evidence.loc[~after, "expected"].to_numpy())
    assert (evidence.loc[after, "estimate"] < evidence.loc[after, "expected_low"]).mean() > 0.8


def test_numerator_over_denominator_is_a_figure_in_per_cent() -> None:
    counts = figures(MONTHS, series(0.0)).assign(nilai=np.nan, penyebut=200)
    counts["pembilang"] = np.round(2 * series(-8.0))
    result = answer(counts)
    assert result.quantities["mean_before"] == pytest.approx(40, abs=1)
    assert result.estimate == pytest.approx(8.0, abs=2.0)
    assert f"turun {number(result.estimate)} poin persentase" in sentence(result)
    assert f"sebelum perubahan {number(result.quantities['mean_before'])}%" in words(result).detail
    assert words(result, "en").axis == "Monthly figure, in per cent"


def test_a_service_is_followed_by_the_median_wait_of_its_requests() -> None:
    rng, off = np.random.default_rng(3), public_holidays(2022, 2025)
    days = np.busday_offset(np.array(MONTHS, dtype="datetime64[M]").astype("datetime64[D]"), 5, "forward", holidays=off)
    tables = [
        requests(list(rng.uniform(4, 6, 15) - 3 * (month >= START)), came=f"{day}T08:00", standar_jam=8)
        for month, day in zip(MONTHS, days, strict=True)
    ]
    data = dataset(permohonan=pd.concat(tables, ignore_index=True))
    result = check(indicator="Akta")(data)
    assert result.n == 42
    assert result.estimate == pytest.approx(3.0, abs=0.6)
    assert result.verdict is Verdict.IMPROVED
    assert f"turun {number(result.estimate)} jam kerja" in sentence(result)
    assert f"fell by {number(result.estimate, 'en')} working hours" in sentence(result, "en")
    assert f"sebelum perubahan {number(result.quantities['mean_before'])} jam kerja." in words(result).detail
    assert words(result).axis == "Angka bulanan, dalam jam kerja"


def test_without_a_registered_change_the_profile_is_what_lacks() -> None:
    result = InterruptedSeries()(dataset())
    assert (result.status, result.lacking) == ("missing_data", ("wilayah.intervensi",))
    absent = answer(figures(MONTHS, series(0.0)), indicator="Cakupan")
    assert absent.lacking == ("layanan.indikator", "permohonan.jenis_layanan")


def test_a_figure_that_never_moves_has_no_answer() -> None:
    assert answer(figures(MONTHS, np.full(42, 7.0))).status == "undefined_no_variation"
    step = np.where(np.array(MONTHS) >= START, 3.0, 7.0)
    assert answer(figures(MONTHS, step)).status == "undefined_no_variation"


def test_months_that_cannot_tell_season_from_trend_have_no_answer_and_odd_months_are_left_out() -> None:
    januaries = [f"{year}-01" for year in range(2002, 2026)]
    values = np.random.default_rng(2).normal(40, 1, 24)
    assert answer(figures(januaries, values), start="2014-01").status == "not_identified"
    strange = figures(["Juli 2024", "2024-13", "2024-7"], np.array([1.0, 2.0, 3.0]))
    assert answer(figures(MONTHS, series(-8.0)), strange).n == 42


def test_every_registered_change_is_asked_about_under_a_slug_of_its_own() -> None:
    rows = [
        {"tanggal": START, "unit_kerja": unit, "indikator": "Akta", "arah": "turun", "sumber": "keputusan"}
        for unit in (UNIT, OTHER)
    ]
    asked = [item for item in standard(small.profile(intervensi=rows)) if isinstance(item, InterruptedSeries)]
    assert [(item.slug, item.work_unit) for item in asked] == [
        ("interrupted_series", UNIT),
        ("interrupted_series:2", OTHER),
    ]


def autocorrelated(n: int, rho: float, rng: np.random.Generator) -> np.ndarray:
    """AR(1) noise of variance one."""
    drawn = rng.standard_normal(n) * np.sqrt(1 - rho**2)
    drawn[0] /= np.sqrt(1 - rho**2)
    for place in range(1, n):
        drawn[place] += rho * drawn[place - 1]
    return drawn


def verdicts(change: float, rho: float, replications: int) -> Counter[str]:
    """How often each verdict is given to series of 36 months, changed in the middle by so many standard deviations."""
    rng = np.random.default_rng(20261)
    month = months("2023-01", 36)
    step = change * (np.array(month) >= START)
    told = (answer(figures(month, 40 + autocorrelated(36, rho, rng) - step)) for _ in range(replications))
    return Counter(str(result.verdict) for result in told)


@pytest.mark.slow
def test_at_most_eight_of_a_hundred_unchanged_series_are_called_changed() -> None:
    found = verdicts(0.0, 0.6, 600)
    assert (found["terbukti membaik"] + found["terbukti memburuk"]) / 600 <= 0.08


@pytest.mark.slow
@pytest.mark.parametrize(("change", "rho", "least"), [(4.0, 0.6, 0.5), (3.0, 0.3, 0.7), (2.0, 0.0, 0.55)])
def test_large_changes_are_mostly_found(change: float, rho: float, least: float) -> None:
    assert verdicts(change, rho, 200)["terbukti membaik"] / 200 >= least
