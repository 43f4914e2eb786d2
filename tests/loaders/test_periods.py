"""Names, titles and days tell the period of an appraisal, and the period tells its rules."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.loaders.periods import named_period, overlapping, regimes, spans, title_period, within_table, year_of


def days(*pairs: tuple[str, str]) -> pd.DataFrame:
    """Spans of first and last days."""
    first, last = (pd.Series(pd.to_datetime(list(side))) for side in zip(*pairs, strict=True))
    return spans(first, last)


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Triwulan I Tahun 2025", "2025-T1"),
        ("TRIWULAN IV TAHUN 2025", "2025-T4"),
        ("TW1 2025", "2025-T1"),
        ("Semester II 2025", "2025-S2"),
        ("Smt. 1 2025", "2025-S1"),
        ("Januari 2025", "2025-B01"),
        ("BULAN AGUSTUS TAHUN 2025", "2025-B08"),
        ("Agt 2025", "2025-B08"),
        ("1 s.d. 3 2025", "2025-T1"),
        ("Januari - Juni 2025", "2025-S1"),
        ("1 Januari 2025 s.d. 30 Juni 2025", "2025-S1"),
        ("01-01-2025 s.d. 31-12-2025", "2025-TAHUN"),
        ("Tahunan 2025", "2025-TAHUN"),
        ("2025", "2025-TAHUN"),
        ("2025-S1", "2025-S1"),
        ("2025-b06", "2025-B06"),
        ("Semester III 2025", ""),
        ("Bukittinggi, 10 Januari 2026", ""),
        ("Tahun 2024/2025", ""),
        ("Dinas Kesehatan", ""),
        ("Februari - Maret 2025", ""),
    ],
)
def test_words_name_a_period(words: str, period: str) -> None:
    assert named_period(words) == period


@pytest.mark.parametrize(("words", "period"), [("Triwulan II", "2025-T2"), ("Mei", "2025-B05"), ("5", "2025-B05")])
def test_words_without_a_year_take_the_year_of_the_row(words: str, period: str) -> None:
    assert named_period(words, 2025) == period
    assert named_period(words) == ""


def test_the_title_tells_the_period_and_the_time_of_download_does_not() -> None:
    titles = (
        "LAPORAN PENILAIAN SKP TRIWULAN I TAHUN 2025",
        "Instansi Pemerintah Kota Uji",
        "Diunduh 10 Januari 2026 09:10",
    )
    assert title_period(titles, "Sheet1") == "2025-T1"
    assert year_of(titles) == 2025


def test_the_name_of_the_sheet_tells_the_month_of_the_year_in_the_title() -> None:
    assert title_period(("REKAP TAHUN 2025",), "jan") == "2025-B01"
    assert title_period(("REKAP TAHUN 2025",), "skp") == ""


def test_titles_that_name_two_periods_tell_none() -> None:
    assert title_period(("Triwulan I 2025", "Triwulan II 2025"), "") == ""


def test_days_that_fill_a_standard_period_are_that_period() -> None:
    table = days(
        ("2025-01-01", "2025-12-31"),
        ("2025-04-01", "2025-06-30"),
        ("2025-02-01", "2025-02-28"),
        ("2025-01-02", "2025-12-31"),
    )
    assert table["code"].tolist() == ["2025-TAHUN", "2025-T2", "2025-B02", ""]


def test_parts_of_a_year_left_by_transfers_belong_to_the_period_of_their_export() -> None:
    table = days(("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-12-31"))
    assert within_table(table, pd.Series(["a", "b", "b"])).tolist() == ["2025-TAHUN"] * 3


def test_months_and_the_year_of_the_same_people_are_periods_of_their_own() -> None:
    table = days(("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-01-31"), ("2025-02-01", "2025-02-28"))
    assert within_table(table, pd.Series(["a", "a", "a"])).tolist() == ["2025-TAHUN", "2025-B01", "2025-B02"]


def test_days_that_no_period_of_the_table_holds_belong_to_the_shortest_standard_one() -> None:
    table = days(("2025-01-10", "2025-03-20"), ("2024-05-01", "2024-10-10"), ("2024-11-01", "2025-02-28"))
    assert within_table(table, pd.Series(["a", "b", "c"])).tolist() == ["2025-T1", "2024-TAHUN", ""]


def test_days_that_meet_those_of_another_row_overlap() -> None:
    frame = pd.DataFrame(
        {
            "who": ["a", "a", "b", "b", "c"],
            "periode": "2025-TAHUN",
            "periode_awal": pd.to_datetime(["2025-01-01", "2025-03-01", "2025-01-01", "2025-04-01", "2025-01-01"]),
            "periode_akhir": pd.to_datetime(["2025-06-30", "2025-12-31", "2025-03-31", "2025-12-31", "2025-12-31"]),
        }
    )
    assert overlapping(frame).tolist() == [True, True, False, False, False]
    assert overlapping(frame[::-1]).tolist() == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("period", "regime"),
    [
        ("2013-TAHUN", "dp3"),
        ("2014-TAHUN", "pp_46_2011"),
        ("2021-S1", "pp_46_2011"),
        ("2021-S2", "pp_30_2019"),
        ("2021-T4", "pp_30_2019"),
        ("2021-TAHUN", ""),
        ("2022-B01", "permenpanrb_6_2022"),
        ("2025-S1", "permenpanrb_6_2022"),
    ],
)
def test_the_period_tells_the_rules_in_force(period: str, regime: str) -> None:
    assert regimes(pd.Series([period])).tolist() == [regime]
