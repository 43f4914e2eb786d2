from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.protocol import LAMPS
from kinerja_lab.checks.verdict import Level
from kinerja_lab.errors import ReportFailed, UnknownName
from kinerja_lab.report.comparison import compare, write_page
from kinerja_lab.report.record import save
from tests.report.test_display import results


def publish(output: Path, slug: str, name: str, period: str = "2025-S1", **changes: object) -> None:
    """Leave the record of a region where a report would leave it."""
    folder = output / slug / period
    folder.mkdir(parents=True)
    save(replace(results(slug=slug, nama=name, **changes), period=period), folder)


def test_regions_stand_in_alphabetical_order_in_every_table(tmp_path: Path) -> None:
    for slug, name in (("a", "Kota Sibolga"), ("b", "Kota Bukittinggi"), ("c", "Kota Sawahlunto")):
        publish(tmp_path, slug, name)
    tables = compare(tmp_path).tables("id")
    assert len(tables) == len(LAMPS)  # a headline check each
    for part in tables:
        assert [row[0] for row in part.rows] == ["Kota Bukittinggi", "Kota Sawahlunto", "Kota Sibolga"]


def test_numbers_are_written_as_in_the_reports(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    rows = {part.title: part.rows[0] for part in compare(tmp_path).tables("id")}
    assert rows["Objektivitas"][1:4] == ("0,45", "0,31 sampai 0,58", "1.234")
    assert rows["Mutu data"][1] == "45,0%"
    english = {part.title: part for part in compare(tmp_path).tables("en")}
    assert english["Objectivity"].rows[0][1] == "0.45"


def test_a_region_under_other_rules_is_left_out_with_the_reason(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    publish(tmp_path, "b", "Kota B")
    publish(tmp_path, "c", "Kota C", rezim="pp_30_2019", skala_skor=[1, 2, 3])
    comparison = compare(tmp_path)
    assert [record["nama"] for record in comparison.records] == ["Kota A", "Kota B"]
    assert comparison.left_out == (("Kota C", ("rezim", "skala_skor")),)
    assert any(line.startswith("Kota C tidak disandingkan: dasar penilaian berbeda") for line in comparison.notes("id"))


def test_a_check_asked_with_other_limits_is_not_compared(tmp_path: Path) -> None:
    for slug in ("a", "b"):
        publish(tmp_path, slug, f"Kota {slug}")
    (tmp_path / "c" / "2025-S1").mkdir(parents=True)
    found = results(slug="c", nama="Kota c")
    other = replace(found["completeness"], check=Completeness(rule=Level(problem=0.1, fine=0.2)))
    save(replace(found, items=(other, *found.items[1:])), tmp_path / "c" / "2025-S1")
    quality = compare(tmp_path).tables("id")[0]
    assert quality.rows[2] == ("Kota c", "–", "–", "–", "batas dan opsi pemeriksaan berbeda")


def test_the_latest_period_is_compared_unless_another_is_named(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A", "2024-S2")
    publish(tmp_path, "a", "Kota A", "2025-S1")
    assert compare(tmp_path).period == "2025-S1"
    assert compare(tmp_path, "2024-S2").period == "2024-S2"
    with pytest.raises(UnknownName, match="2024-S2, 2025-S1"):
        compare(tmp_path, "2026-S1")


def test_unfinished_reports_are_not_read(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    (tmp_path / "a" / ".2025-S2.baru").mkdir()
    (tmp_path / "a" / ".2025-S2.baru" / "hasil.json").write_text("{", encoding="utf-8")
    assert len(compare(tmp_path).records) == 1


@pytest.mark.parametrize("content", ["{", "[]", "{}", ""])
def test_a_broken_record_is_named(tmp_path: Path, content: str) -> None:
    publish(tmp_path, "a", "Kota A")
    (tmp_path / "a" / "2025-S1" / "hasil.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReportFailed, match=r"a/2025-S1/hasil\.json"):
        compare(tmp_path)


def test_without_reports_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(ReportFailed, match="nothing_to_compare"):
        compare(tmp_path)


def test_the_page_is_inert_and_says_that_it_is_no_ranking(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota <script>alert(1)</script>")
    publish(tmp_path, "b", "Kota B")
    html = write_page(compare(tmp_path), tmp_path, "id").read_text("utf-8")
    assert "bukan peringkat" in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'" in html


def test_a_region_alone_is_not_called_a_comparison(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    assert compare(tmp_path).notes("id")[0].startswith("Hanya satu wilayah")


def test_a_check_that_was_not_asked_somewhere_is_a_dash(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    publish(tmp_path, "b", "Kota B")
    path = tmp_path / "a" / "2025-S1" / "hasil.json"
    record = json.loads(path.read_text("utf-8"))
    del record["pemeriksaan"]["completeness"]
    path.write_text(json.dumps(record), encoding="utf-8")
    assert compare(tmp_path).tables("id")[0].rows[0] == ("Kota A", "–", "–", "–", "–")


def test_an_undefined_number_is_a_dash_beside_its_verdict(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    path = tmp_path / "a" / "2025-S1" / "hasil.json"
    record = json.loads(path.read_text("utf-8"))
    record["pemeriksaan"]["completeness"] |= {"estimasi": None, "putusan": "data tidak cukup"}
    path.write_text(json.dumps(record), encoding="utf-8")
    row = compare(tmp_path).tables("id")[0].rows[0]
    assert row == ("Kota A", "–", "–", "1.234", "○ data tidak cukup".replace(" ", "\N{NO-BREAK SPACE}"))
