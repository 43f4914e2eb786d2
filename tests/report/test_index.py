"""The index of all reports: complete after parallel runs, equal bytes, nothing but links."""

from __future__ import annotations

import re
import threading
from html.parser import HTMLParser
from multiprocessing import get_context
from pathlib import Path

import pytest

from kinerja_lab.errors import ReportFailed
from kinerja_lab.report.index import write_index
from kinerja_lab.report.publish import in_turn
from tests.report.test_comparison import publish, saved


class Links(HTMLParser):
    """Targets of all links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(value) for name, value in attrs if tag == "a" and name == "href"]


def written(output: Path, language: str = "id") -> str:
    return write_index(output, language).read_text("utf-8")


def test_regions_stand_alphabetically_with_their_periods_and_lamps(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota Sibolga")
    publish(tmp_path, "b", "Kota Bukittinggi", "2025-S1")
    publish(tmp_path, "b", "Kota Bukittinggi", "2024-S2")
    html = written(tmp_path)
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', html)
    assert rows == [
        ("Kota Bukittinggi", "Semester II Tahun 2024"),
        ("Kota Bukittinggi", "Semester I Tahun 2025"),
        ("Kota Sibolga", "Semester I Tahun 2025"),
    ]
    assert re.search(r'class="lampu [a-z-]+"><span aria-hidden="true">\S</span> [A-Z ]+</span>: ', html)
    assert "bukan peringkat" in html


def test_every_link_is_relative_and_leads_to_a_file(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota A")
    (tmp_path / "banding.html").touch()
    (tmp_path / "a" / "semester.html").touch()
    for form in ("html", "pdf"):
        (tmp_path / "a" / "2025-S1" / f"laporan.{form}").touch()
    found = Links(written(tmp_path)).found
    assert sorted(found) == ["a/2025-S1/laporan.html", "a/2025-S1/laporan.pdf", "a/semester.html", "banding.html"]
    assert all((tmp_path / target).is_file() for target in found)


def test_the_page_is_inert_and_the_same_on_every_run(tmp_path: Path) -> None:
    publish(tmp_path, "a", "Kota <img src=x onerror=alert(1)>", simulasi=True)
    html = written(tmp_path)
    assert html == written(tmp_path)
    assert "<img" not in html
    assert "<script" not in html
    assert "default-src 'none'" in html
    assert "(data simulasi)" in html
    assert "(simulated data)" in written(tmp_path, "en")


def test_an_empty_folder_says_so_and_a_broken_record_is_named(tmp_path: Path) -> None:
    assert "Belum ada laporan." in written(tmp_path)
    publish(tmp_path, "a", "Kota A")
    (tmp_path / "b" / "2025-S1").mkdir(parents=True)
    (tmp_path / "b" / "2025-S1" / "hasil.json").write_text("{", encoding="utf-8")
    html = written(tmp_path)
    assert "Kota A" in html
    assert "b/2025-S1/hasil.json" in html


def _publish_and_list(output: str, slug: str) -> None:
    publish(Path(output), slug, f"Kota {slug}")
    write_index(output, "id")


def test_runs_side_by_side_leave_an_index_of_all_reports_and_no_litter(tmp_path: Path) -> None:
    saved()
    runs = [get_context("fork").Process(target=_publish_and_list, args=(str(tmp_path), f"w{n}")) for n in range(6)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0] * 6
    html = (tmp_path / "index.html").read_text("utf-8")
    assert all(f"Kota w{n}" in html for n in range(6))
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_whoever_waits_too_long_is_told(tmp_path: Path) -> None:
    target, let_go, held = tmp_path / "index.html", threading.Event(), threading.Event()

    def hold() -> None:
        with in_turn(target):
            held.set()
            let_go.wait()

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    try:
        with pytest.raises(ReportFailed, match="busy"), in_turn(target, seconds=0.1):
            pass
    finally:
        let_go.set()
        other.join()
    with in_turn(target, seconds=0.1):
        pass
