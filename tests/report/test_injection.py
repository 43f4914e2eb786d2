"""Names that try to be code, in every form of a report and on the screen: they stay names."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import docx
import nbformat
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.report.build import NOTEBOOK, build_report
from kinerja_lab.report.comparison import compare, write_page
from kinerja_lab.report.document import plain
from kinerja_lab.report.notebook import run_notebook
from tests.loaders import folders as exports
from tests.loaders.exports import EKINERJA, appraisal
from tests.loaders.sound import FORMS
from tests.report import folders
from tests.report.payloads import ELSEWHERE, PAYLOADS, hostile
from tests.report.test_build import FILES, Page
from tests.report.test_formats import POPPLER, members, words_of

pytestmark = pytest.mark.notebook
Run = Callable[..., tuple[int, str, str]]
CHROMIUM = pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
ESCAPES = "\x1b]0;X\x07\x1b[31m\x9b2J\r\b\u202e"
UNSEEN = {*map(chr, [*range(9), *range(11, 32), *range(127, 160)]), "\u202e"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sisipan")


@pytest.fixture(scope="module")
def report(place: Path) -> Path:
    return build_report("", folders.PERIOD, folder=hostile(place / "data"), output=place / "reports")


@pytest.fixture(scope="module")
def banding(report: Path) -> Path:
    output = report.parents[1]
    return write_page(compare(output, folders.PERIOD), output)


def unit_names(text: str) -> set[str]:
    """Payloads that are shown in a text, blanks aside."""
    shown = "".join(text.split())
    return {payload for payload in PAYLOADS if "".join(plain(payload).split()) in shown}


def opened(page: Path, place: Path) -> tuple[str, set[str]]:
    """Title of a page in a real browser once it is at rest, and the hosts that it asked for."""
    log = place / "jejak.json"
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    quiet += ["--disable-component-update", f"--user-data-dir={place / 'profil'}", f"--log-net-log={log}"]
    call = ["chromium", "--headless", "--no-sandbox", *quiet, "--virtual-time-budget=3000", "--dump-dom", page.as_uri()]
    shown = subprocess.run(call, capture_output=True, text=True, timeout=180, check=True).stdout
    return Page(shown).title, set(re.findall(r"https?://([\w.-]+)", log.read_text("utf-8", "replace")))


def test_only_the_known_files_are_written_and_only_into_the_output_folder(place: Path, report: Path) -> None:
    assert sorted(path.name for path in report.iterdir()) == list(FILES)
    assert {path.name for path in place.iterdir()} == {"data", "reports"}
    assert [path.name for path in (place / "reports").iterdir()] == ["kota-uji"]


@pytest.mark.parametrize("page", ["laporan", "banding"])
def test_a_page_holds_nothing_but_text_pictures_and_tables(page: str, report: Path, banding: Path) -> None:
    made = Page((report / "laporan.html" if page == "laporan" else banding).read_text("utf-8"))
    alive = {"script", "iframe", "object", "embed", "link", "base", "form", "svg", "video", "audio", "input"}
    assert {tag for tag, _ in made.tags} & alive == set()
    assert [name for _, given in made.tags for name in given if name.startswith("on")] == []
    assert [given for _, given in made.tags if "refresh" in str(given.get("http-equiv"))] == []
    targets = [str(given[name]) for _, given in made.tags for name in ("href", "src") if name in given]
    assert [target for target in targets if not target.startswith(("data:image/png;base64,", "#"))] == []
    assert page == "banding" or len(unit_names(made.text)) >= 15


@CHROMIUM
def test_in_a_browser_the_title_stays_and_nothing_is_asked_for(report: Path, banding: Path, tmp_path: Path) -> None:
    control = tmp_path / "a.html"
    control.write_text(f"<title>a</title><p>{''.join(PAYLOADS[:2])}</p>", encoding="utf-8")
    for name, page in (("laporan", report / "laporan.html"), ("banding", banding)):
        (tmp_path / name).mkdir()
        title, hosts = opened(page, tmp_path / name)
        assert title == Page(page.read_text("utf-8")).title
        assert ELSEWHERE not in hosts
    (tmp_path / "control").mkdir()
    title, hosts = opened(control, tmp_path / "control")
    assert (title, ELSEWHERE in hosts) == ("X", True)


def test_the_notebook_shows_text_and_pictures_only(report: Path) -> None:
    cells = nbformat.read(report / "laporan.ipynb", as_version=4).cells
    shown = [output.data for cell in cells for output in cell.get("outputs", ()) if "data" in output]
    assert {kind for data in shown for kind in data} <= {"text/html", "text/plain", "image/png"}
    tags = {tag for data in shown for tag, _ in Page(str(data.get("text/html", ""))).tags}
    assert tags & {"script", "iframe", "object", "embed", "link", "meta", "form"} == set()
    sources = {cell.id: cell.source for cell in nbformat.read(NOTEBOOK, as_version=4).cells}
    assert [cell.id for cell in cells if cell.source != sources[cell.id]] == [cells[1].id]  # its parameters
    assert not unit_names(cells[1].source)


def test_the_word_file_holds_no_link_and_every_name_as_text(report: Path) -> None:
    content = (report / "laporan.docx").read_bytes()
    parts = members(content)
    assert [name for name, xml in parts.items() if "<w:hyperlink" in xml or "w:altChunk" in xml] == []
    assert [xml for xml in members(content, ".rels").values() if "External" in xml] == []
    fields = {told.split()[0] for xml in parts.values() for told in re.findall(r"<w:instrText[^>]*>([^<]+)", xml)}
    assert fields <= {"TOC", "PAGE", "NUMPAGES", "SEQ", "REF", "PAGEREF"}
    for xml in parts.values():
        ElementTree.fromstring(xml)
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    assert len(unit_names("\n".join(cells))) >= 15


@POPPLER
def test_the_pdf_holds_every_name_as_text_and_no_action(report: Path) -> None:
    shown = words_of(report / "laporan.pdf")
    assert "root:" not in shown
    assert len({payload for payload in PAYLOADS if plain(payload).split()[0][:12] in shown}) >= 15
    content = (report / "laporan.pdf").read_bytes()
    assert [word for word in (b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction") if word in content] == []


def test_the_workbook_holds_no_formula_and_no_link(report: Path) -> None:
    content = (report / "laporan.xlsx").read_bytes()
    parts = members(content)
    assert [name for name, xml in parts.items() if re.search(r"<f[ >/]|<hyperlink|<ddeLink|externalLink", xml)] == []
    assert [xml for xml in members(content, ".rels").values() if "External" in xml] == []
    assert len(unit_names("".join(ElementTree.fromstring(parts["xl/sharedStrings.xml"]).itertext()))) >= 15


def test_the_machine_readable_results_are_sound(report: Path) -> None:
    for name in ("hasil.json", "manifest.json"):
        json.loads((report / name).read_text("utf-8"))


@pytest.mark.parametrize("slug", ["..", "../x", "a/b", "CON", "con", "nul", "a" * 41, "a b", "a\n", "", "-\x00", "é"])
def test_no_name_of_a_folder_leads_elsewhere(run: Run, tmp_path: Path, slug: str) -> None:
    folder = folders.region(tmp_path / "data", slug=slug.replace("\x00", "\\u0000"))
    code, _, said = run("laporan", "--data", folder, "--keluaran", tmp_path / "reports")
    assert (code, "slug" in said) == (3, True)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("name", ["a = 1; import os", "data\nimport os", "wilayah ", "__class__", "kunci"])
def test_no_name_of_a_parameter_becomes_code(name: str) -> None:
    with pytest.raises(UnknownName):
        run_notebook(NOTEBOOK, {name: "x"})


def test_names_of_files_and_columns_move_no_cursor_and_colour_no_screen(run: Run, tmp_path: Path) -> None:
    folder = exports.profile(tmp_path / "data")
    head = [*EKINERJA, f"Warna {ESCAPES}Baju"]
    unit = {"skp_unor": f"Dinas {ESCAPES}A", "hasil_akhir": "SANGAT BAIK"}
    rows = [[*appraisal(who, **(exports.POSTS | unit)).values(), "x"] for who in exports.PEOPLE]
    book, broken = (folder / f"{name}{ESCAPES}.csv" for name in ("=a", "b"))
    book.write_bytes(FORMS["csv"](head, rows))
    key, out = exports.key(tmp_path), tmp_path / "keluar"
    said = [run("periksa", folder, "--kunci", key, "--keluaran", out), run("petakan", book)]
    broken.write_bytes(b"\x81")
    said += [run("periksa", folder, "--kunci", key), run("klaim", folder), run("laporan", f"x{ESCAPES}")]
    said += [run("periksa", tmp_path / ESCAPES), run("petakan", broken), run(f"lap{ESCAPES}or")]
    assert [code for code, _, _ in said] == [0, 0, 1, 3, 2, 2, 3, 2]
    assert set("".join(out + err for _, out, err in said)) & UNSEEN == set()
    with (out / "log_muat.csv").open(encoding="utf-8", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert set("".join(cells)) & UNSEEN == set()
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert any(cell.startswith("'=a") for cell in cells)
