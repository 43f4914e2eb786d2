"""The report as a Word file to edit: real styles, fields for contents and page numbers, texts for pictures."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Mm
from docx.text.paragraph import Paragraph as Words

from kinerja_lab.messages.catalogue import text
from kinerja_lab.report import word_parts as word
from kinerja_lab.report.as_xlsx import EPOCH, day
from kinerja_lab.report.document import (
    Block,
    Bullets,
    Definitions,
    Document,
    Finding,
    Heading,
    Paragraph,
    Part,
    Table,
    plain,
)
from kinerja_lab.report.markup import Figure
from kinerja_lab.report.word_styles import FIGURE_STYLE, TABLE_STYLE, dress, node

_LONG, _SHORT, _MARGIN = Mm(297), Mm(210), Mm(25)
_TEXT_WIDTH = Cm(16)
_AFTER_UPDATING: Final = tuple(map(qn, ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat")))
_LANGUAGES: Final = {"id": "id-ID", "en": "en-GB"}


def to_docx(document: Document) -> bytes:
    """Write a document as DOCX; equal documents give equal bytes."""
    made = docx.Document()
    dress(made, _LANGUAGES[document.language])
    _properties(made, document)
    _updating(made)
    _page(made.sections[0], wide=False)
    _cover(made, document)
    _blocks(made, document.foreword, new_page=True)
    _signature(made, document.signature)
    _lists(made, document)
    _summary(made, document.summary.blocks)
    wide = False
    for part in (*document.chapters, *document.appendices):
        _part(made, part, turned=part.wide != wide)
        wide = part.wide
    _running(made, document)
    buffer = io.BytesIO()
    made.save(buffer)
    return _repacked(buffer.getvalue())


def _properties(made: Any, document: Document) -> None:
    """Title and dates of the file; no person and no program made it."""
    core = made.core_properties
    core.title, core.subject = plain(document.title), plain(document.subtitle)
    core.language = _LANGUAGES[document.language]
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.created = core.modified = day(document)
    core.revision = 1


def _updating(made: Any) -> None:
    """Have Word offer to number the pages of the lists when it opens the file: only Word knows them."""
    settings = made.settings.element
    later = next(part for part in settings if part.tag in _AFTER_UPDATING)  # Word wants an order
    later.addprevious(node("updateFields", val="true"))


def _page(section: Any, *, wide: bool) -> None:
    """A4, upright or across."""
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN


def _cover(made: Any, document: Document) -> None:
    """Letterhead, notice, title and facts."""
    for place, line in enumerate(document.letterhead):
        last = place == len(document.letterhead) - 1
        rule = [word.border("bottom", "1C2430", style="double")] if last else []
        word.paragraph(made, "Kop", word.run(line), look=rule)
    if document.notice:
        word.paragraph(made, "Pemberitahuan", word.run(document.notice))
    word.paragraph(made, "Title", word.run(document.title))
    word.paragraph(made, "Subtitle", word.run(document.subtitle))
    for term, said in document.facts:
        word.pair(made, term, str(said), "Fakta")


def _signature(made: Any, lines: tuple[str, ...]) -> None:
    """Place, day and office, and room for a hand."""
    for line in (*lines, "", "", "", "(……………………………………………)"):
        word.paragraph(made, "Tanda Tangan", word.run(line))


def _lists(made: Any, document: Document) -> None:
    """Contents, tables and figures: fields that Word can update, filled with what they list, without page numbers.

    The first ends in a line that says so; it goes when the field is updated.
    """
    hint = text(document.language, "document", "update_fields")
    headings = [
        (block.level, word.told(block))
        for block in (*document.foreword, *document.blocks())
        if isinstance(block, Heading)
    ]
    tables = [(1, word.caption(table)) for table in document.tables() if table.label]
    figures = [(1, figure.caption) for figure in document.figures()]
    lists = (
        ("contents", r'TOC \o "1-2" \h \z', [item for item in headings if item[0] <= 2]),
        ("list_tables", rf'TOC \h \z \t "{TABLE_STYLE},1"', tables),
        ("list_figures", rf'TOC \h \z \t "{FIGURE_STYLE},1"', figures),
    )
    for place, (key, field, lines) in enumerate(lists):
        new_page = [node("pageBreakBefore")] if place == 0 else []
        word.paragraph(made, "Judul Daftar", word.run(text(document.language, "document", key)), look=new_page)
        word.contents(made, field, lines, hint if place == 0 else "")


def _summary(made: Any, blocks: tuple[Block, ...]) -> None:
    """The executive page, in smaller letters: it has to stay one page."""
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph) and not block.kind:
            word.paragraph(made, "Ringkasan", word.run(block.text))
        else:
            _blocks(made, (block,), new_page=place == 0)


def _part(made: Any, part: Part, *, turned: bool) -> None:
    """One chapter or appendix on a new page; where the paper turns, in a new section."""
    if turned:
        section = made.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        _page(section, wide=part.wide)
    _blocks(made, part.blocks, new_page=not turned, across=part.wide)


def _blocks(made: Any, blocks: tuple[Block, ...], *, new_page: bool, across: bool = False) -> None:
    """Blocks one below the other, the first on a new page if asked for."""
    for place, block in enumerate(blocks):
        if isinstance(block, Table):
            word.table(made, block, across=across)
        else:
            _block(made, block, new_page=new_page and place == 0)


def _block(made: Any, block: Block, *, new_page: bool) -> None:
    """Write one block."""
    match block:
        case Heading():
            look = [node("pageBreakBefore")] if new_page else []
            word.paragraph(made, f"Heading {block.level}", word.run(word.told(block)), look=look)
        case Paragraph():
            word.paragraph(made, word.STYLES.get(block.kind, "Normal"), word.run(block.text))
        case Bullets():
            word.bullets(made, block)
        case Definitions():
            word.definitions(made, block)
        case Finding():
            word.finding(made, block)
        case Figure():
            _figure(made, block)


def _figure(made: Any, block: Figure) -> None:
    """Picture with its alternative text, caption below."""
    held = Words(made.element.body.add_p(), made._body)
    held._p.style = "Gambar"
    picture = held.add_run().add_picture(io.BytesIO(block.png), width=_TEXT_WIDTH)
    shown = picture._inline.docPr
    shown.set("descr", plain(block.alt))
    shown.set("name", plain(block.caption.partition(".")[0]))
    word.paragraph(made, FIGURE_STYLE, word.run(block.caption))


def _running(made: Any, document: Document) -> None:
    """Title and region above, page n of N below, but on the cover; sections of turned paper take them over."""
    made.sections[0].different_first_page_header_footer = True
    head, foot = made.sections[0].header.paragraphs[0], made.sections[0].footer.paragraphs[0]
    head.add_run(plain(f"{document.title}, {document.subtitle}"))
    foot._p.extend(word.page_of(text(document.language, "document", "page_of")))
    for paragraph in (head, foot):
        for stop in paragraph._p.findall(f".//{qn('w:tab')}"):
            stop.getparent().remove(stop)


def _repacked(content: bytes) -> bytes:
    """The same file with its members in order and without the time of writing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as kept:
        # Word wants the list of content types first.
        names = sorted(given.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            kept.writestr(zipfile.ZipInfo(name, EPOCH.timetuple()[:6]), given.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
