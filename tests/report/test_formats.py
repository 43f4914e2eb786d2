"""One report in four forms: the same numbers, the same bytes every time, and nothing in a name that comes alive."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn
from python_calamine import load_workbook

from kinerja_lab.errors import UnknownName
from kinerja_lab.messages.catalogue import label
from kinerja_lab.report.as_docx import to_docx
from kinerja_lab.report.as_html import to_html
from kinerja_lab.report.as_pdf import _seen, to_pdf
from kinerja_lab.report.as_xlsx import to_xlsx
from kinerja_lab.report.chapters import document
from kinerja_lab.report.display import Report
from kinerja_lab.report.document import (
    Block,
    Bullets,
    Day,
    Definitions,
    Document,
    Finding,
    Heading,
    Lit,
    Number,
    Paragraph,
    Table,
    plain,
)
from kinerja_lab.report.export import chosen, export
from kinerja_lab.report.markup import Figure
from tests import results as made
from tests import small
from tests.report.test_display import results

PAYLOADS = (
    "<script>document.title='X'</script>",
    '<img src=x onerror="x()">',
    "javascript:alert(1)",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "https://contoh.example/a",
    "$x$ ${x}",
    "[tautan](https://contoh.example)",
    '#read("/etc/passwd") #panic("x")',
    "*tebal* _miring_ `kode` = judul",
    "{region} {0} {{x}}",
    "../../etc",
    "A & B <x> ]]> \\",
    "\u202ekanan ke kiri\u202c",
    "中文 \U0001f600 ꦗ",
    "b" * 300,
)
POPPLER = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def hostile(language: str = "id") -> Document:
    """A report in which everything that data can name is a payload."""
    items = [made.result(check) for check in made.checks()[:14]]
    evidence = items[0].evidence
    rows = evidence.iloc[[0] * len(PAYLOADS)].assign(unit=list(PAYLOADS), n=50.0)
    items[0] = replace(items[0], evidence=rows.reset_index(drop=True), n=5000)
    names = {"nama": f"Kota {PAYLOADS[10]}", "kop": ["=1+1", PAYLOADS[0]], "jabatan_penandatangan": "#[x] Kepala $y$"}
    found = results(*items, tempat_laporan="*Kota*", tanggal_laporan="2026-02-27", simulasi=True, **names)
    return document(Report(found, language), small.dataset())


@pytest.fixture(scope="module")
def made_document() -> Document:
    return hostile()


@pytest.fixture(scope="module")
def pdf(made_document: Document, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pdf") / "laporan.pdf"
    path.write_bytes(to_pdf(made_document))
    return path


@pytest.fixture(scope="module")
def word(made_document: Document) -> bytes:
    return to_docx(made_document)


@pytest.fixture(scope="module")
def web(made_document: Document) -> bytes:
    return to_html(made_document)


@pytest.fixture(scope="module")
def book(made_document: Document) -> bytes:
    return to_xlsx(made_document)


def numbers(told: Document) -> list[Number]:
    return [cell for table in told.tables() for row in table.rows for cell in row if isinstance(cell, Number)]


def words_of(pdf: Path) -> str:
    """Text of a PDF without its line breaks."""
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return shown.stdout.decode()


def members(content: bytes, ending: str = ".xml") -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist() if name.endswith(ending)}


def test_every_number_of_a_table_is_the_same_in_the_workbook(made_document: Document, book: bytes) -> None:
    sheets = load_workbook(io.BytesIO(book))
    # The notes come first, the form to fill in last.
    assert len(sheets.sheet_names) == 2 + len(made_document.tables())
    for name, table in zip(sheets.sheet_names[1:-1], made_document.tables(), strict=True):
        rows = sheets.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert rows[1][0] == plain(table.note)
        words = [
            plain(str(cell.word if isinstance(cell, Lit) else cell.value if isinstance(cell, Day) else cell))
            for row in table.rows
            for cell in row
            if not isinstance(cell, Number)
        ]
        assert missing(words, "".join(str(value) for row in rows[3:] for value in row)) == []
        found = [value for row in rows[3:] for value in row if isinstance(value, float)]
        told = [value for row in table.rows for cell in row if isinstance(cell, Number) for value in cell.values]
        assert found == pytest.approx(told, rel=1e-12)
    assert len(numbers(made_document)) > 100


def texts(told: Document) -> list[str]:
    """Everything that a report says from the foreword on, in its order: sentences, captions, heads and cells."""
    said = [text for block in told.foreword for text in texts_of(block)] + list(told.signature)
    return [plain(text) for text in (*said, *(text for block in told.blocks() for text in texts_of(block))) if text]


def texts_of(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"{block.number} {block.text}".strip()]
        case Paragraph():
            return [block.text]
        case Bullets():
            return list(block.items)
        case Definitions():
            return [str(part) for pair in block.pairs for part in pair]
        case Finding():
            return [block.title, str(block.lit), block.answer, *(part for line in block.lines for part in line)]
        case Table():
            cells = [str(cell) for row in (block.heads, *block.rows) for cell in row]
            return [f"{block.label}. {block.caption}" if block.label else block.caption, block.note, *cells]
        case Figure():
            return [block.caption]


def missing(told: list[str], shown: str) -> list[str]:
    """Texts that are not there in their order; blanks and line ends do not count."""
    shown, at, lost = "".join(shown.split()), 0, []
    for text in map("".join, map(str.split, told)):
        found = shown.find(text, at)
        at = at if found < 0 else found + len(text)
        lost += [text] if found < 0 else []
    return lost


def test_everything_that_is_said_is_in_the_word_file_in_the_same_order(made_document: Document, word: bytes) -> None:
    body = docx.Document(io.BytesIO(word)).element.body
    shown = "".join(node.text or "" for node in body.iter(qn("w:t")))
    assert len(texts(made_document)) > 500
    assert missing(texts(made_document), shown) == []


def test_everything_that_is_said_is_on_the_page_in_the_same_order(made_document: Document, web: bytes) -> None:
    shown = unescape(re.sub(r"<[^>]*>", "", web.decode()))
    assert missing(texts(made_document), shown) == []
    assert missing([picture.alt for picture in made_document.figures()], unescape(web.decode())) == []


@POPPLER
def test_everything_that_is_said_is_in_the_pdf_in_the_same_order(made_document: Document, pdf: Path) -> None:
    running = plain(f"{made_document.title}, {made_document.subtitle}")
    pages = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    shown = re.sub(r"Halaman\d+dari\d+", "", "".join(pages.split())).replace("".join(_seen(running).split()), "")
    shown = shown.replace("\u200b", "")
    assert missing([_seen(said).replace("\u200b", "") for said in texts(made_document)], shown) == []


@POPPLER
def test_a_letter_without_a_glyph_is_a_box_and_the_pdf_says_so(pdf: Path) -> None:
    shown = " ".join(words_of(pdf).split())
    assert "□□ □ □" in shown
    assert "Tanda □ menggantikan huruf" in shown


def test_the_cells_of_the_word_file_are_those_of_the_tables(made_document: Document, word: bytes) -> None:
    file = docx.Document(io.BytesIO(word))
    read = [[cell.text for cell in row.cells] for table in file.tables for row in table.rows]
    told = [list(map(plain, map(str, row))) for table in made_document.tables() for row in (table.heads, *table.rows)]
    assert read == told


def test_every_link_of_the_page_leads_to_a_place_on_it(web: bytes) -> None:
    places = re.findall(r' id="([^"]*)"', web.decode())
    links = re.findall(r' href="#([^"]*)"', web.decode())
    assert len(places) == len(set(places))
    assert len(links) > 20
    assert set(links) <= set(places)


@POPPLER
def test_the_pdf_is_tagged_counts_its_pages_and_names_its_language(pdf: Path) -> None:
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", told)
    assert re.search(r"CreationDate:\s+Fri Feb 27 .* 2026", told)
    pages = int(re.findall(r"Pages:\s+(\d+)", told)[0])
    feet = re.findall(r"Halaman (\d+) dari (\d+)", words_of(pdf))
    assert feet == [(str(page), str(pages)) for page in range(2, pages + 1)]
    content = pdf.read_bytes()
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


@POPPLER
def test_markup_of_typst_stays_text_in_the_pdf(pdf: Path) -> None:
    shown = " ".join(words_of(pdf).split())
    for payload in ('#read("/etc/passwd")', "*tebal*", "$x$ ${x}", "<script>", "=cmd,", "*Kota*, 27 Februari 2026"):
        assert payload in shown
    assert "root:" not in shown


def test_the_word_file_has_no_field_but_its_own_and_no_link(word: bytes) -> None:
    parts = members(word)
    fields = {
        " ".join(field.split()[:1]) for xml in parts.values() for field in re.findall(r"<w:instrText[^>]*>([^<]*)", xml)
    }
    assert fields == {"TOC", "PAGE", "NUMPAGES"}
    assert "<w:hyperlink" not in parts["word/document.xml"]
    assert not [xml for xml in members(word, ".rels").values() if "External" in xml]
    for xml in parts.values():
        ElementTree.fromstring(xml)


def test_names_are_text_in_the_word_file(word: bytes) -> None:
    cells = {row.cells[0].text for table in docx.Document(io.BytesIO(word)).tables for row in table.rows}
    assert {plain(label(payload, "id", "evidence", "value")) for payload in PAYLOADS} <= cells
    assert "\u202e" not in "".join(cells)


def test_the_word_file_has_styles_repeating_heads_and_texts_for_pictures(made_document: Document, word: bytes) -> None:
    file = docx.Document(io.BytesIO(word))
    headings = [text.text for text in file.paragraphs if text.style.name.startswith("Heading")]
    told = [block for block in (*made_document.foreword, *made_document.blocks()) if isinstance(block, Heading)]
    assert headings == [plain(f"{block.number} {block.text}".strip()) for block in told]
    repeating = [row for table in file.tables for row in table._tbl.iter(qn("w:tblHeader"))]
    assert len(repeating) == len(file.tables) == len(made_document.tables())
    pictures = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert len(pictures) == len(made_document.figures()) >= 1
    assert all(len(told) > 40 for told in pictures)


def test_the_contents_are_filled_in_without_page_numbers(made_document: Document, word: bytes) -> None:
    file = docx.Document(io.BytesIO(word))
    lines = [text.text for text in file.paragraphs if text.style.name == "toc 1"]
    assert "BAB I Pendahuluan" in lines
    assert not [line for line in lines if re.search(r"\t|\s\d+$", line)]


def test_word_is_asked_to_number_the_pages_and_says_how_where_it_does_not(word: bytes) -> None:
    parts = members(word)
    settings = [part.tag.rpartition("}")[2] for part in ElementTree.fromstring(parts["word/settings.xml"])]
    assert settings.index("updateFields") < settings.index("compat")
    before, hint, after = parts["word/document.xml"].partition("pilih Perbarui Bidang")
    assert hint
    # The line is the last of what the field shows, so that it goes when the field is updated.
    assert before.count('"begin"') == before.count('"end"') + 1
    assert re.search(r"</w:t></w:r><w:r><w:fldChar w:fldCharType=.end.", after.partition("</w:p>")[0])


@pytest.mark.parametrize("write", [to_docx, to_html, to_pdf, to_xlsx])
def test_the_same_report_gives_the_same_bytes(write: object, made_document: Document) -> None:
    assert write(made_document) == write(made_document)  # type: ignore[operator]


def test_nothing_tells_when_or_by_whom_a_file_was_made(word: bytes, book: bytes) -> None:
    for content in (word, book):
        core = members(content)["docProps/core.xml"]
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-02-27T00:00:00Z"}
        assert "python-docx" not in core
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            assert {item.date_time[0] for item in file.infolist()} <= {1980, 2000}


def test_the_report_is_signed_by_an_office_and_never_by_a_person(made_document: Document) -> None:
    assert made_document.signature == ("*Kota*, 27 Februari 2026", "#[x] Kepala $y$,")
    open_one = document(Report(results(made.result(made.checks()[0]))), small.dataset())
    assert "Kepala perangkat daerah bidang kepegawaian Kota Uji," in open_one.signature
    district = results(made.result(made.checks()[0]), nama="Kecamatan Uji", tingkat="kecamatan")
    assert "Camat Uji," in document(Report(district), small.dataset()).signature


def test_other_checks_are_told_in_short_and_act_only_where_asked_for(made_document: Document) -> None:
    told = [block for block in made_document.blocks() if isinstance(block, Finding) and block.title]
    assert told
    for block in told:
        terms = [term for term, _ in block.lines]
        assert ("Tindakan" in terms) == (
            str(block.lit.verdict) in ("bermasalah", "perlu perhatian", "terbukti memburuk")
        )


def test_both_languages_have_the_same_parts_and_numbers(made_document: Document) -> None:
    other = hostile("en")
    assert [type(block) for block in other.blocks()] == [type(block) for block in made_document.blocks()]
    assert [cell.values for cell in numbers(other)] == [cell.values for cell in numbers(made_document)]


def test_formats_are_chosen_by_name() -> None:
    assert chosen("") == ("html", "pdf", "docx", "xlsx")
    assert chosen("xlsx pdf") == chosen(["pdf", "xlsx"]) == ("pdf", "xlsx")
    with pytest.raises(UnknownName, match="odt") as failure:
        chosen("odt")
    assert failure.value.known == ("html", "pdf", "docx", "xlsx")


def test_only_what_is_asked_for_is_written(tmp_path: Path) -> None:
    report = Report(results(made.result(made.checks()[0])))
    export(report, small.dataset(), "", "pdf")
    assert list(tmp_path.iterdir()) == []
    export(report, small.dataset(), tmp_path, "xlsx html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["laporan.html", "laporan.xlsx"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_program_opens_the_word_file(word: bytes, tmp_path: Path) -> None:
    (tmp_path / "laporan.docx").write_bytes(word)
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "laporan.docx")], capture_output=True, timeout=180, check=True)
    shown = (tmp_path / "laporan.txt").read_text("utf-8")
    assert "BAB VI Kesimpulan dan Rekomendasi" in shown
    assert '#read("/etc/passwd")' in shown
