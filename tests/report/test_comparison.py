from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.protocol import LAMPS
from kinerja_lab.checks.verdict import Level
from kinerja_lab.errors import ReportFailed, UnknownName
from kinerja_lab.report.comparison import compare, write_page
from kinerja_lab.report.record import save
from tests.report.test_display import results


@cache
def saved() -> str:
    """What a report of a region leaves, written once."""
    with TemporaryDirectory() as folder:
        save(results(), folder)
        return (Path(folder) / "hasil.json").read_text("utf-8")


def publish(output: Path, slug: str, name: str, period: str = "2025-S1", **changes: object) -> None:
    """Leave the record of a region where a report would leave it; rules of appraisal may differ."""
    record = json.loads(saved())
    rules = {key: changes.pop(key) for key in list(changes) if key in record["aturan"]}
    record |= {"wilayah": slug, "nama": name, "periode": period, **changes, "aturan": record["aturan"] | rules}
    folder = output / slug / period
    folder.mkdir(parents=True)
    (folder / "hasil.json").write_text(json.dumps(record), encoding="utf-8")


def change(output: Path, slug: str, check: str, period: str = "2025-S1", **values: Any) -> None:
    """Write other values into the entry of one check; without values the entry goes."""
    path = output / slug / period / "hasil.json"
    record = json.loads(path.read_text("utf-8"))
    if values:
        record["pemeriksaan"][check] |= values
    else:
        del record["pemeriksaan"][check]
    path.write_text(json.dumps(record), encoding="utf-8")


def told(table: Any) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in table.rows]


def test_regions_stand_in_alphabetical_order_in_every_table(tmp_path: Path) -> None:
    for slug, name in (("a", "Kota Sibolga"), ("b", "Kota Bukittinggi"), ("c", "Kota Sawahlunto")):
        publish(tmp_path, slug, name)
    change(tmp_path, "a", "completeness", estimasi=0.99)
    tables = compare(tmp_path).tables()
    assert len(tables) == len(LAMPS) - 1  # a headline check each; changes of services are not compared
    for table in tables:
        assert [row[0] for row in table.rows] == ["Kota Bukittinggi", "Kota Sawahlunto", "Kota Sibolga"]


def test_numbers_are_written_as_in_the_reports(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    rows = {table.caption: told(table)[0] for table in compare(tmp_path).tables()}
    assert rows["Predikat dan hasil kerja pada jabatan yang sama"][1:4] == ("0,45", "0,31 sampai 0,58", "1.234")
    assert rows["Kelengkapan data"][1] == "45,0%"
    assert told(compare(tmp_path, language="en").tables()[0])[0][1] == "45.0%"


def test_what_a_number_rests_on_is_told_under_the_limit_of_its_report(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    change(tmp_path, "a", "awards_on_target", estimasi=None, status="too_few", n=None, n_kurang_dari=10)
    rows = [row for table in compare(tmp_path).tables() for row in told(table) if table.caption.startswith("Pengharg")]
    assert [row[3] for row in rows] == ["< 10"]


def test_three_regions_are_pooled_and_two_are_not(tmp_path: Path) -> None:
    for slug in ("a", "b"):
        publish(tmp_path, slug, f"Kota {slug}")
    assert "sedikitnya 3" in repr(compare(tmp_path).words("objektivitas"))
    publish(tmp_path, "c", "Kota c")
    change(tmp_path, "c", "comparable_pairs", estimasi=0.9, selang=[0.85, 0.95])
    said = repr(compare(tmp_path).words("objektivitas"))
    assert "berbeda lebih dari yang dapat dijelaskan kebetulan (3 wilayah" in said
    assert "I²" in said
    assert "Taksiran gabungannya 0,61" in said


def test_regions_that_are_alike_are_not_called_different(tmp_path: Path) -> None:
    for slug in ("a", "b", "c"):
        publish(tmp_path, slug, f"Kota {slug}")
    assert repr(compare(tmp_path).words("kesetaraan")).count("Belum tampak bahwa 3 wilayah ini berbeda") == 1


@pytest.mark.parametrize("topic", ["mutu_data", "penilai", "kesetaraan"])
def test_limits_of_the_pooled_number_stay_on_its_scale(tmp_path: Path, topic: str) -> None:
    for place, slug in enumerate("abcd"):
        publish(tmp_path, slug, f"Kota {slug}")
        for check in ("completeness", "severity", "ordinal_odds_ratio:jenis_kelamin"):
            change(tmp_path, slug, check, estimasi=[0.02, 0.5, 0.9, 1.0][place], selang=[0.01, 1.0])
    (asked,) = [asked for asked in compare(tmp_path).questions if asked.topic == topic]
    found = asked.together
    assert found.status == "ok"
    assert found.prediction.low >= 0
    assert found.prediction.low <= found.interval.low < found.estimate < found.interval.high <= found.prediction.high
    assert topic != "mutu_data" or found.prediction.high <= 1


def test_p_values_are_corrected_over_the_regions_and_the_page_says_how(tmp_path: Path) -> None:
    for slug, p in (("a", 0.01), ("b", 0.02), ("c", 0.04)):
        publish(tmp_path, slug, f"Kota {slug}")
        change(tmp_path, slug, "comparable_pairs", p=p)
    comparison = compare(tmp_path)
    (table,) = [table for table in comparison.tables() if table.caption.startswith("Predikat dan hasil")]
    assert table.heads[4] == "p (Holm)"
    assert [row[4] for row in told(table)] == ["0,030", "0,040", "0,040"]
    assert any("Holm" in line for line in comparison.notes())


def test_a_region_under_other_rules_is_left_out_with_the_reason(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    publish(tmp_path, "b", "Kota B")
    publish(tmp_path, "c", "Kota C", rezim="pp_30_2019", skala_skor=[1, 2, 3])
    publish(tmp_path, "d", "Kota D", simulasi=True)
    comparison = compare(tmp_path)
    assert [record["nama"] for record in comparison.records] == ["Kota A", "Kota B"]
    assert comparison.left_out == (("Kota C", ("rezim", "skala_skor")), ("Kota D", ("simulasi",)))
    assert any(line.startswith("Kota C tidak disandingkan: dasar penilaian berbeda") for line in comparison.notes())


def test_a_check_asked_with_other_limits_is_not_compared(tmp_path: Path) -> None:
    for slug in ("a", "b", "c"):
        publish(tmp_path, slug, f"Kota {slug}")
    asked = Completeness(rule=Level(problem=0.1, fine=0.2)).options
    change(tmp_path, "c", "completeness", opsi=asked)
    quality = told(compare(tmp_path).tables()[0])
    assert quality[2] == ("Kota c", "–", "–", "–", "–", "batas, peran penilai, atau opsi pemeriksaan berbeda")


def test_a_region_with_too_little_data_keeps_only_its_data_quality(tmp_path: Path) -> None:
    for slug in ("a", "b", "c"):
        publish(tmp_path, slug, f"Kota {slug}")
    change(tmp_path, "b", "completeness", putusan="data tidak cukup")
    change(tmp_path, "a", "completeness", putusan="wajar")
    change(tmp_path, "c", "completeness", putusan="wajar")
    comparison = compare(tmp_path)
    assert comparison.questions[0].reasons == {}
    assert all(asked.reasons["Kota b"] == "cakupan" for asked in comparison.questions[1:] if asked.topic != "layanan")
    assert "Kota b (cakupan datanya terlalu rendah)" in repr(comparison.words("objektivitas"))


def test_changes_of_different_services_are_never_pooled(tmp_path: Path) -> None:
    for slug in ("a", "b", "c"):
        publish(tmp_path, slug, f"Kota {slug}")
    assert repr(compare(tmp_path).table("layanan")) == ""
    assert "laporan masing-masing" in repr(compare(tmp_path).words("layanan"))


def test_the_latest_period_is_compared_unless_another_is_named(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A", "2024-S2")
    publish(tmp_path, "a", "Kota A", "2025-S1")
    assert compare(tmp_path).period == "2025-S1"
    assert compare(tmp_path, "2024-S2").period == "2024-S2"
    with pytest.raises(UnknownName, match="2024-S2, 2025-S1"):
        compare(tmp_path, "2026-S1")


def test_unfinished_reports_and_the_kept_example_are_not_read(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    for folder in ("a/.2025-S2.baru", "contoh/a"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "hasil.json").write_text("{", encoding="utf-8")
    assert len(compare(tmp_path).records) == 1


@pytest.mark.parametrize("content", ["{", "[]", "{}", ""])
def test_a_broken_record_is_named(tmp_path: Path, content: str) -> None:
    publish(tmp_path, "a", "Kota A")
    (tmp_path / "a" / "2025-S1" / "hasil.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReportFailed, match=r"a/2025-S1/hasil\.json"):
        compare(tmp_path)


def test_a_record_about_another_region_than_its_folder_says_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    (tmp_path / "a").rename(tmp_path / "b")
    with pytest.raises(ReportFailed, match="b/2025-S1"):
        compare(tmp_path)


def test_without_reports_there_is_nothing_to_compare(tmp_path: Path) -> None:
    with pytest.raises(ReportFailed, match="nothing_to_compare"):
        compare(tmp_path)


@pytest.mark.parametrize("wrong", [{"language": "fr"}, {"topic": "lain"}])
def test_unknown_names_are_refused(tmp_path: Path, wrong: dict[str, str]) -> None:
    publish(tmp_path, "a", "Kota A")
    with pytest.raises(UnknownName):
        compare(tmp_path, language=wrong.get("language", "id")).words(wrong.get("topic", "penilai"))


def test_the_page_is_inert_and_says_that_it_is_no_ranking(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota <script>alert(1)</script>")
    publish(tmp_path, "b", "Kota B")
    html = write_page(compare(tmp_path), tmp_path).read_text("utf-8")
    assert "bukan peringkat" in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "default-src 'none'" in html
    assert html == write_page(compare(tmp_path), tmp_path).read_text("utf-8")


def test_regions_of_one_name_are_told_apart_by_their_codes(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A", kode="11.01")
    publish(tmp_path, "b", "Kota A", kode="12.02")
    assert [row[0] for row in compare(tmp_path).tables()[0].rows] == ["Kota A (11.01)", "Kota A (12.02)"]


def test_a_region_alone_is_not_called_a_comparison(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    assert compare(tmp_path).notes()[0].startswith("Hanya satu wilayah")


def test_a_check_that_was_not_asked_somewhere_is_a_dash(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    publish(tmp_path, "b", "Kota B")
    change(tmp_path, "a", "completeness")
    assert told(compare(tmp_path).tables()[0])[0] == ("Kota A", "–", "–", "–", "–", "tidak diperiksa")


def test_an_undefined_number_is_a_dash_beside_its_verdict(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    change(tmp_path, "a", "completeness", estimasi=None, putusan="data tidak cukup")
    row = told(compare(tmp_path).tables()[0])[0]
    assert row == ("Kota A", "–", "–", "1.234", "○ DATA TIDAK CUKUP")


def test_an_open_interval_is_shown_and_not_pooled(tmp_path: Path) -> None:
    for slug in ("a", "b", "c", "d"):
        publish(tmp_path, slug, f"Kota {slug}")
    change(tmp_path, "a", "comparable_pairs", selang=[0.1, None])
    (asked,) = [asked for asked in compare(tmp_path).questions if asked.topic == "objektivitas"]
    assert asked.together.n == 3
    assert "0,10 sampai ∞" in repr(compare(tmp_path).table("objektivitas"))
    assert len(compare(tmp_path).pictures("objektivitas")) == 1


def test_the_axis_names_what_is_drawn_of_a_region_and_not_of_its_raters(tmp_path: Path) -> None:
    for slug in "ab":
        publish(tmp_path, slug, f"Kota {slug}")
    svg = compare(tmp_path).pictures("penilai")[0].svg.decode()
    assert "Simpangan baku kelonggaran antarpenilai" in svg
    assert "Kelonggaran (+)" not in svg


def test_many_regions_are_drawn_on_several_pictures(tmp_path: Path) -> None:
    for place in range(51):
        publish(tmp_path, f"w{place:02d}", f"Kota {place:02d}")
    pictures = compare(tmp_path).pictures("mutu_data")
    assert len(pictures) == 2
    assert all(picture.png and picture.alt and picture.caption for picture in pictures)
