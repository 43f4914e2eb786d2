"""What PDF/A-2a and PDF/UA-1 ask of a file, read from its objects: structure, language, texts, fonts, colours."""

from __future__ import annotations

import re
import subprocess
import zlib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from kinerja_lab.checks.completeness import Completeness
from kinerja_lab.checks.protocol import Check, CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.report.as_pdf import to_pdf
from kinerja_lab.report.chapters import document
from kinerja_lab.report.display import Report
from kinerja_lab.report.document import Heading, Paragraph, Part, table
from kinerja_lab.stats.interval import Interval
from tests import results as made_up
from tests import small
from tests.report.test_display import results
from tests.report.test_formats import POPPLER, hostile

_PAGE = r"/Type\s?/Page\b"
FORBIDDEN = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/EmbeddedFile", "/Encrypt", "/OpenAction", "/AA", "/LZW")


class Read:
    """Dictionaries of a PDF as text, those in object streams included, and the contents of its pages."""

    def __init__(self, content: bytes) -> None:
        # A compressed stream may itself end in a carriage return.
        streams = re.findall(rb"<<([^\n]*)>>\s*stream\r?\n(.*?)\nendstream", content, re.DOTALL)
        opened = [(head, zlib.decompress(body)) for head, body in streams if b"/FlateDecode" in head]
        packed = b"\n".join(body for head, body in opened if b"/ObjStm" in head)
        plain = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
        self.objects = (plain + packed).decode("latin-1")
        self.pages = [body.decode("latin-1") for _, body in opened if b"/MCID" in body and b"EMC" in body]
        self.metadata = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", content, re.DOTALL)

    def count(self, pattern: str) -> int:
        return len(re.findall(pattern, self.objects))


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> tuple[str, Read, int]:
    report = hostile(request.param)
    return request.param, Read(to_pdf(report)), len(report.figures())


@pytest.mark.parametrize("items", [(), (Verdict.FAIR,), ("missing_data",)], ids=["none", "one", "refused"])
def test_no_level_of_heading_is_skipped_however_few_checks_there_are(items: tuple[str, ...]) -> None:
    check = Completeness()
    answers = [CheckResult(check=check, status=item) if item == "missing_data" else fair(check) for item in items]
    told = document(Report(replace(results(), items=tuple(answers))), small.dataset())
    levels = [0, *(block.level for block in (*told.foreword, *told.blocks()) if isinstance(block, Heading))]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert to_pdf(told).startswith(b"%PDF")


def test_a_chapter_does_not_leave_a_page_to_one_sentence() -> None:
    short = Part((Heading("Bab", 1), Paragraph("Satu kalimat.")))
    whole = document(Report(replace(results(), items=(fair(Completeness()),))), small.dataset())
    one, three = (replace(whole, chapters=(short,) * times, appendices=()) for times in (1, 3))
    assert Read(to_pdf(one)).count(_PAGE) == Read(to_pdf(three)).count(_PAGE) > 3
    long = Part((Heading("Bab", 1), *(Paragraph("Satu kalimat."),) * 40))
    assert Read(to_pdf(replace(one, chapters=(long, short)))).count(_PAGE) == Read(to_pdf(one)).count(_PAGE) + 1


@POPPLER
def test_a_row_of_a_table_stays_on_one_page_unless_it_is_too_long_for_any(tmp_path: Path) -> None:
    rows = [(f"awal{place} " + "isi " * 80 + f"akhir{place}", "x") for place in range(40)]
    rows.append(("panjang " * 3000 + "tamat", "x"))
    whole = document(Report(replace(results(), items=(fair(Completeness()),))), small.dataset())
    told = replace(whole, chapters=(Part((table("Tabel", ["a", "b"], rows),)),), appendices=())
    (tmp_path / "a.pdf").write_bytes(to_pdf(told))
    shown = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True).stdout.decode()
    pages = shown.split("\f")
    for place in range(40):
        assert len([page for page in pages if f"awal{place} " in page and f"akhir{place}\n" in page]) == 1
    assert "tamat" in shown


def fair(check: Check) -> CheckResult:
    """An answer that asks for no action."""
    answer = replace(made_up.result(check), estimate=0.99, interval=Interval(0.97, 0.995))
    assert answer.verdict is Verdict.FAIR
    return answer


def test_it_names_both_standards_its_language_and_its_colours(made: tuple[str, Read, int]) -> None:
    language, read, _ = made
    assert read.metadata is not None
    told = read.metadata[0].decode()
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", told, re.DOTALL)
    assert "pdfuaid:part>1<" in told
    assert re.search(rf"/Lang\s?\({language}", read.objects)
    assert read.count(r"/DisplayDocTitle true") == 1
    assert read.count(r"/S\s?/GTS_PDFA1") == 1
    assert read.count(r"/Marked true") == 1


def test_nothing_in_it_runs_hides_or_is_locked(made: tuple[str, Read, int]) -> None:
    assert [name for name in FORBIDDEN if re.search(rf"{name}\b", made[1].objects)] == []


def test_every_font_is_embedded_and_can_be_read_back(made: tuple[str, Read, int]) -> None:
    read = made[1]
    fonts = read.count(r"/Type\s?/FontDescriptor")
    assert fonts == read.count(r"/FontFile\d? ") >= 3
    assert read.count(r"/Subtype\s?/Type0") == read.count(r"/ToUnicode ")


def test_every_picture_link_and_head_can_be_read_aloud(made: tuple[str, Read, int]) -> None:
    _, read, figures = made
    assert read.count(r"/S\s?/Figure\b") == figures >= 1
    assert read.count(r"/Alt\s?[(<]") >= figures
    assert read.count(r"/S\s?/TH\b") == read.count(r"/Scope\s?/Column") > 10
    links = read.count(r"/Subtype\s?/Link\b")
    assert links == read.count(r"/S\s?/Link\b") == read.count(r"/Contents\s?[(<]") > 20


def test_all_that_is_drawn_is_marked_as_content_or_as_ornament(made: tuple[str, Read, int]) -> None:
    marks = re.compile(r"(BDC|BMC|EMC)\b|(Tj|TJ|\bDo)\s")
    for page in made[1].pages:
        depth, text = 0, re.sub(r"\((?:\\.|[^\\()])*\)", "()", page)
        for mark, drawn in marks.findall(text):
            depth += {"EMC": -1, "": 0}.get(mark, 1)
            assert depth > 0 or not drawn
        assert depth == 0
    assert made[1].pages
