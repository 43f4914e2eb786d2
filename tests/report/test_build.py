"""A report from end to end, in real kernels."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from kinerja_lab.errors import KinerjaError, ReportFailed, UnknownName
from kinerja_lab.report import build
from kinerja_lab.report.build import ROOT, build_report
from kinerja_lab.report.notebook import WITHOUT_KERNEL, published, run_notebook
from tests.report import folders

if sys.platform != "win32":
    import resource

pytestmark = pytest.mark.notebook
FILES = (
    "hasil.json",
    "laporan.docx",
    "laporan.html",
    "laporan.ipynb",
    "laporan.pdf",
    "laporan.xlsx",
    "manifest.json",
)
LARGEST = {"laporan.docx": 1_200_000, "laporan.html": 800_000, "laporan.pdf": 400_000}


class Page(HTMLParser):
    """Tags and attributes of a page, and its text by tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title, self.text, self._open = "", "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        self.title += data if self._open == "title" else ""
        self.text += data if self._open != "style" else ""

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Report of a region whose names are payloads."""
    place = tmp_path_factory.mktemp("satu")
    data = folders.region(place / "data", hostile=True)
    return build_report("", folders.PERIOD, folder=data, output=place / "reports")


@contextmanager
def less_memory() -> Iterator[None]:
    """Leave this process and those that it starts 3 GiB of addresses beyond its own, on systems that tell how many."""
    own = Path("/proc/self/statm")
    if not own.exists():
        yield
        return
    limits, taken = resource.getrlimit(resource.RLIMIT_AS), int(own.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + (3 << 30), limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same report of rows in another order: other folder, working directory, time zone, locale, hashes, memory."""
    place = tmp_path_factory.mktemp("tempat lain")
    data = folders.region(place / "data saya", hostile=True)
    for path in data.glob("*.csv"):
        pd.read_csv(path, dtype="str").sample(frac=1, random_state=7).to_csv(path, index=False)
    with pytest.MonkeyPatch.context() as elsewhere, less_memory():
        elsewhere.chdir(place)
        surroundings = {"PYTHONHASHSEED": "77", "TZ": "Asia/Jayapura", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}
        for name, value in surroundings.items():
            elsewhere.setenv(name, value)
        return build_report("kota-uji", folder=data.relative_to(place), output="hasil")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same report in English."""
    place = tmp_path_factory.mktemp("english")
    data = folders.region(place / "data", hostile=True)
    return build_report("", folders.PERIOD, folder=data, output=place / "reports", language="en")


@pytest.fixture(scope="module")
def page(report: Path) -> Page:
    return Page((report / "laporan.html").read_text("utf-8"))


def test_a_report_is_seven_files_under_region_and_period(report: Path) -> None:
    assert sorted(path.name for path in report.iterdir()) == list(FILES)
    assert report.parts[-2:] == ("kota-uji", "2025-S1")


def test_the_manifest_describes_the_other_files(report: Path) -> None:
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    for name in FILES[:-1]:
        content = (report / name).read_bytes()
        assert manifest["berkas"][name] == {"bita": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert manifest["parameter"] == {
        "bahasa": "id",
        "bentuk": "html pdf docx xlsx",
        "periode": "2025-S1",
        "wilayah": "kota-uji",
    }
    assert manifest["kunci_paket"] == hashlib.sha256((ROOT / "requirements.lock").read_bytes()).hexdigest()


@pytest.mark.parametrize("folder", ["report", "english"])
def test_the_files_are_small_enough_to_be_sent(folder: str, request: pytest.FixtureRequest) -> None:
    made = request.getfixturevalue(folder)
    assert {name: (made / name).stat().st_size > most for name, most in LARGEST.items()} == dict.fromkeys(
        LARGEST, False
    )


def test_the_same_input_gives_the_same_bytes_in_another_place(report: Path, again: Path) -> None:
    assert {name: (report / name).read_bytes() for name in FILES} == {
        name: (again / name).read_bytes() for name in FILES
    }


def _readable(path: Path) -> str:
    """Text of a file, of the members of an archive, of the streams of a PDF."""
    content = path.read_bytes()
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as file:
            content = b"".join(file.read(name) for name in file.namelist())
    if path.suffix == ".pdf":
        streams = re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
        content += b"".join(zlib.decompress(found) for found in streams if found[:1] == b"\x78")
    return content.decode("utf-8", errors="replace")


def test_nothing_published_names_a_place_of_this_computer(report: Path, again: Path) -> None:
    places = (ROOT, Path.home(), sys.prefix, report.parents[2], again.parents[2], "data saya")
    for name in FILES:
        content = "".join(_readable(folder / name) for folder in (report, again))
        assert [place for place in places if f"{place}/" in content or str(place) in content.split('"')] == []


def test_every_cell_of_the_published_notebook_has_run(report: Path) -> None:
    notebook = nbformat.read(report / "laporan.ipynb", as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert all(set(cell.metadata) <= {"tags"} for cell in notebook.cells)


def test_the_page_holds_no_script_no_reference_and_a_strict_policy(report: Path, page: Page) -> None:
    html = (report / "laporan.html").read_text("utf-8")
    assert "http:" not in html
    assert "https:" not in html
    names = {tag for tag, _ in page.tags}
    assert names & {"script", "iframe", "object", "embed", "link", "base", "form", "svg"} == set()
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")


def test_every_picture_is_embedded_and_told_in_words(page: Page) -> None:
    pictures = page.all("img")
    assert len(pictures) >= 3
    assert all(str(picture["src"]).startswith("data:image/png;base64,") for picture in pictures)
    assert all(len(str(picture["alt"])) > 40 for picture in pictures)
    assert not any("No description" in str(picture["alt"]) for picture in pictures)


def test_every_table_has_a_caption_and_heads(page: Page) -> None:
    assert len(page.all("table")) == len(page.all("caption")) >= 4
    assert {head["scope"] for head in page.all("th")} == {"col", "row"}


def test_markup_in_names_stays_text(report: Path, page: Page) -> None:
    html = (report / "laporan.html").read_text("utf-8")
    assert "Dinas &lt;script&gt;" in html
    assert folders.PAYLOAD not in html
    assert page.title == f"Laporan Evaluasi Penilaian Kinerja Pegawai, Kota {folders.PAYLOAD}, Semester I Tahun 2025"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_a_browser_runs_nothing_of_the_page(report: Path, tmp_path: Path) -> None:
    quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path}"]
    command = ["chromium", "--headless", "--no-sandbox", *quiet, "--dump-dom", (report / "laporan.html").as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
    assert (
        Page(shown).title
        == f"Laporan Evaluasi Penilaian Kinerja Pegawai, Kota {folders.PAYLOAD}, Semester I Tahun 2025"
    )


def test_both_languages_have_the_same_structure_and_numbers(report: Path, english: Path, page: Page) -> None:
    other = Page((english / "laporan.html").read_text("utf-8"))
    assert [tag for tag, _ in other.tags] == [tag for tag, _ in page.tags]
    assert other.all("html") == [{"lang": "en"}]
    assert (english / "hasil.json").read_bytes() == (report / "hasil.json").read_bytes()


def test_an_english_report_speaks_no_indonesian(english: Path) -> None:
    shown = Page((english / "laporan.html").read_text("utf-8")).text.lower()
    # Tables and columns have one name in all languages: that in the data.
    shown = re.sub(r"tables and columns: [^.]*\.", "", shown)
    assert "completeness" in shown
    assert [word for word in ("pegawai", "putusan", "selang", "wajar", "ringkasan", "tabel") if word in shown] == []


def _notebook(path: Path, *sources: str) -> Path:
    """A notebook with the report's parameters and these cells."""
    new = nbformat.v4.new_code_cell
    names = ("wilayah", "periode", "data", "keluaran", "bahasa", "bentuk")
    parameters = new("\n".join(f'{name} = ""' for name in names), id="parameter", metadata={"tags": ["parameters"]})
    cells = [parameters, *(new(source, id=f"sel-{place}") for place, source in enumerate(sources))]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


BROKEN = {
    "bytearray(1 << 60)": "cell_error",
    "raise SystemExit(0)": "incomplete",
    "1 / 0": "cell_error",
    "1 +": "cell_error",
    "import time; time.sleep(30)": "timeout",
    "import subprocess; subprocess.run(['sleep', '30'])": "timeout",
    "import time\ntry: time.sleep(30)\nexcept BaseException: pass": "timeout",
    "1": "no_results",
}


@pytest.mark.filterwarnings("default:To exit")  # which IPython tells whoever leaves it
@pytest.mark.parametrize(
    ("source", "reason", "engine"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "kernel_died", None),
        *((source, reason, engine) for source, reason in BROKEN.items() for engine in (None, WITHOUT_KERNEL)),
    ],
)
def test_a_broken_run_publishes_nothing_and_keeps_the_old_report(
    source: str, reason: str, engine: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "reports" / "kota-uji" / folders.PERIOD / "laporan.html"
    old.parent.mkdir(parents=True)
    old.write_text("laporan lama", encoding="utf-8")
    monkeypatch.setattr(build, "NOTEBOOK", _notebook(tmp_path / "buku.ipynb", source, "1"))
    monkeypatch.setattr(build, "run_notebook", partial(run_notebook, seconds=3))
    data = folders.region(tmp_path / "data")
    with pytest.raises(ReportFailed) as failure:
        build_report("", folders.PERIOD, folder=data, output=tmp_path / "reports", engine=engine)
    assert failure.value.reason == reason
    assert [path.name for path in old.parent.iterdir()] == ["laporan.html"]
    assert old.read_text("utf-8") == "laporan lama"
    assert [path.name for path in old.parents[1].iterdir()] == [folders.PERIOD]


def test_results_about_other_data_are_not_published(report: Path) -> None:
    with pytest.raises(ReportFailed, match="input_changed"):
        build._record(report, "another hash")


@pytest.mark.parametrize("engine", [None, WITHOUT_KERNEL])
def test_codes_stay_text_and_what_is_printed_is_not_published(engine: str | None, tmp_path: Path) -> None:
    path = _notebook(tmp_path / "buku.ipynb", "wilayah, periode", "print(data)")
    seen: list[tuple[int, int]] = []
    given = {"wilayah": "07", "periode": "13.70", "data": "/rumah/saya"}
    executed = run_notebook(path, given, progress=lambda done, total: seen.append((done, total)), engine=engine)
    shown = published(executed, {"wilayah": "07"})
    assert shown.cells[1].outputs[0].data["text/plain"] == "('07', '13.70')"
    assert "/rumah/saya" not in nbformat.writes(shown)
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_an_unknown_parameter_is_refused_before_anything_runs(tmp_path: Path) -> None:
    path = _notebook(tmp_path / "buku.ipynb", "raise SystemExit")
    with pytest.raises(UnknownName, match="wilayahh") as failure:
        run_notebook(path, {"wilayahh": "x"})
    assert failure.value.known == ("wilayah", "periode", "data", "keluaran", "bahasa", "bentuk")


@pytest.mark.parametrize(
    ("changes", "named"),
    [({"language": "fr"}, "fr"), ({"period": "2031-S1"}, "2031-S1"), ({"region": "sibolga"}, "sibolga")],
)
def test_what_is_not_known_is_refused_before_anything_runs(
    changes: dict[str, str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "run_notebook", None)
    given = {"region": "", "period": folders.PERIOD, "language": "id"} | changes
    data = folders.region(tmp_path / "data")
    with pytest.raises(KinerjaError, match=named):
        build_report(given["region"], given["period"], folder=data, output=tmp_path, language=given["language"])
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
