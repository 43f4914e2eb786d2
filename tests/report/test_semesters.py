"""One region from period to period, from its records alone."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.report.comparable import Question
from kinerja_lab.report.semesters import history, shift, write_pages
from tests.report.test_comparison import change, publish, saved

PAIRS = "comparable_pairs"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Two semesters of one region, one of another."""
    for period in ("2024-S2", "2025-S1"):
        publish(tmp_path, "a", "Kota A", period)
    publish(tmp_path, "b", "Kota B")
    return tmp_path


def test_the_answer_counts_what_rose_what_fell_and_what_shows_no_change(output: Path) -> None:
    change(output, "a", PAIRS, estimasi=0.9, selang=[0.85, 0.95])
    change(output, "a", "ordinal_odds_ratio:jenis_kelamin", estimasi=0.1, selang=[0.08, 0.12])
    said = repr(history("a", output).shown())
    assert "1 naik, 1 turun, dan 5 belum tampak berubah antara Semester II Tahun 2024 dan Semester I Tahun 2025" in said
    assert "naik: +0,45 (+0,31 sampai +0,60)" in said
    assert "turun: 0,22 kali" in said


def test_a_change_has_the_interval_of_zou_and_donner() -> None:
    question = Question(PAIRS, {"rule": "level", "problem": 0.2, "fine": 0.4})
    old, new = ({"estimasi": value, "selang": [value - 0.3, value + 0.4]} for value in (0.1, 0.3))
    found = shift(question, old, new)
    assert found.value == pytest.approx(0.2)
    assert found.limits == pytest.approx((0.2 - math.hypot(0.3, 0.4), 0.2 + math.hypot(0.4, 0.3)))
    assert found.side == "open"


def test_verdicts_stand_in_the_order_of_time_with_what_changed(output: Path) -> None:
    lamps = next(block for block in history("a", output).blocks() if getattr(block, "heads", ())[:1] == ("Bidang",))
    assert lamps.heads[1:] == ("Semester II Tahun 2024", "Semester I Tahun 2025", "Perubahan terakhir")
    assert len(lamps.rows) == 8
    assert {row[-1] for row in lamps.rows} == {"tetap"}


def test_other_rules_and_other_options_are_not_set_beside_each_other(output: Path) -> None:
    publish(output, "c", "Kota C", "2024-S2", rezim="pp_30_2019")
    publish(output, "c", "Kota C")
    assert "Tidak ada angka utama yang dapat disandingkan" in repr(history("c", output).shown())
    change(output, "a", PAIRS, "2024-S2", opsi={"rule": "level", "problem": 0.1, "fine": 0.2, "confidence": 0.95})
    assert "batas, peran penilai, atau opsi pemeriksaan berbeda" in repr(history("a", output).shown())


def test_a_unit_is_named_only_where_the_record_says_that_two_semesters_point_to_it(output: Path) -> None:
    assert "berturut-turut" not in repr(history("a", output).shown())
    change(output, "a", "unit_residual", unit_dua_periode=["Dinas Kesehatan"])
    assert "Dinas Kesehatan menyimpang ke arah yang sama pada dua semester" in repr(history("a", output).shown())


def test_years_are_not_set_beside_semesters(output: Path) -> None:
    publish(output, "a", "Kota A", "2025-TAHUN")
    assert [record["periode"] for record in history("a", output).records] == ["2024-S2", "2025-S1"]


def test_one_period_says_what_to_wait_for(output: Path) -> None:
    assert "Baru satu periode" in repr(history("b", output).shown())


def test_an_unknown_region_is_refused_with_those_there_are(output: Path) -> None:
    with pytest.raises(UnknownName, match="a, b"):
        history("c", output)


@pytest.mark.parametrize("language", ["id", "en"])
def test_only_regions_with_two_periods_have_a_page(output: Path, language: str) -> None:
    (page,) = write_pages(output, language)
    assert page == output / "a" / "semester.html"
    assert "<script" not in page.read_text("utf-8")


def test_the_record_of_a_report_holds_what_a_history_reads() -> None:
    assert '"unit_dua_periode": []' in saved()
