"""The report as one self-contained page, and its blocks as HTML that cannot be written unescaped."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence

from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.messages.catalogue import text
from kinerja_lab.report import markup
from kinerja_lab.report.document import (
    Block,
    Bullets,
    Cell,
    Definitions,
    Document,
    Finding,
    Heading,
    Lit,
    Paragraph,
    Part,
    Table,
)
from kinerja_lab.report.html import page
from kinerja_lab.report.markup import Markup, element, fragment

_LISTED = 2  # levels of headings in the contents
_NOT_IN_NAMES = re.compile(r"[^\w.]+")


def to_html(document: Document) -> bytes:
    """Write a document as one page; equal documents give equal bytes."""
    body = fragment(
        _cover(document),
        element("section", to_markup(document.foreword), _signature(document.signature), class_="bagian"),
        element("nav", *_lists(document), class_="bagian daftar"),
        element("section", to_markup(document.summary.blocks), class_="bagian ringkasan"),
        *map(_part, (*document.chapters, *document.appendices)),
    )
    return page(body, title=f"{document.title}, {document.subtitle}", language=document.language).encode()


def _cover(document: Document) -> Markup:
    """Letterhead, notice, title and facts."""
    letterhead = element("header", *map(markup.paragraph, document.letterhead), class_="kop")
    return fragment(
        letterhead if document.letterhead else None,
        markup.paragraph(document.notice, "simulasi"),
        element("h1", document.title),
        markup.paragraph(document.subtitle, "anak-judul"),
        markup.definitions([(term, cell(said)) for term, said in document.facts], "fakta dua"),
    )


def _signature(lines: tuple[str, ...]) -> Markup:
    """Place and day, the office that signs, and room for a hand."""
    return element("div", *map(markup.paragraph, lines), element("p", class_="garis"), class_="tanda-tangan")


def _lists(document: Document) -> list[Markup]:
    """Contents, tables and figures, each line a link inside the page."""
    headings = [block for block in (*document.foreword, *document.blocks()) if isinstance(block, Heading)]
    tables = [caption(table) for table in document.tables() if table.label]
    lists = {
        "contents": [_link(_told(block), block.level) for block in headings if block.level <= _LISTED],
        "list_tables": [_link(told) for told in tables],
        "list_figures": [_link(figure.caption) for figure in document.figures()],
    }
    made = []
    for key, lines in lists.items():
        head = element("p", text(document.language, "document", key), class_="judul-daftar")
        made += [head, element("ul", *lines)] if lines else []
    return made


def _link(told: str, level: int = 1) -> Markup:
    return element("li", element("a", told, href=f"#{_name(told)}"), class_=f"tingkat-{level}")


def _name(told: str) -> str:
    """Name of a place on the page: the number before its title, or its text where it has none."""
    return _NOT_IN_NAMES.sub("-", told.partition(". ")[0].lower()).strip("-")


def _part(part: Part) -> Markup:
    """A chapter or an appendix; printed across where its tables are wide."""
    return element("section", to_markup(part.blocks), class_="bagian lebar" if part.wide else "bagian")


def to_markup(blocks: Sequence[Block]) -> Markup:
    """Show blocks one below the other."""
    return fragment(*map(_block, blocks))


def _block(block: Block) -> Markup | None:
    """Show one block."""
    match block:
        case Heading():
            return _heading(block)
        case Paragraph():
            return markup.paragraph(block.text, block.kind)
        case Bullets():
            return element("ol" if block.ordered else "ul", *(element("li", item) for item in block.items))
        case Definitions():
            return markup.definitions([(cell(term), said) for term, said in block.pairs], _dressed(block.kind))
        case Finding():
            return _finding(block)
        case Table():
            rows = [list(map(cell, row)) for row in block.rows]
            name = _name(caption(block)) if block.label else ""
            titled = fragment(caption(block), markup.paragraph(block.note, "catatan"))
            return markup.table(titled, block.heads, rows, numbers=block.numbers, name=name)
        case markup.Figure():
            source = f"data:image/png;base64,{base64.b64encode(block.png).decode()}"
            shown = Markup(element("img", src=source, alt=block.alt).removesuffix("</img>"))
            return element("figure", shown, element("figcaption", block.caption), id=_name(block.caption))


def _heading(block: Heading) -> Markup:
    """Chapters are h2, since the title of the report is h1."""
    listed = {"id": _name(_told(block))} if block.level <= _LISTED else {}
    return element(f"h{block.level + 1}", _told(block), **listed)


def _told(block: Heading) -> str:
    """Number and text of a heading."""
    return f"{block.number} {block.text}" if block.number else block.text


def _dressed(kind: str) -> str:
    return "keterangan istilah" if kind == "istilah" else kind


def _finding(block: Finding) -> Markup:
    """Verdict and answer behind a bar in the colour of the verdict."""
    lines = [
        element("p", element("span", f"{term}: ", class_="istilah-baris"), said, class_="catatan")
        for term, said in block.lines
    ]
    head = [element("p", element("strong", block.title), class_="judul-temuan")] if block.title else []
    body = [*head, element("p", cell(block.lit)), markup.paragraph(block.answer), *lines]
    return element("div", *body, class_=f"temuan {css(block.lit.verdict)}{' ringkas' if block.title else ''}")


def caption(block: Table) -> str:
    """Label and caption of a table."""
    return f"{block.label}. {block.caption}" if block.label else block.caption


def cell(content: Cell) -> str:
    """Content of a cell; a verdict as shape, colour and word, the shape for eyes only."""
    if not isinstance(content, Lit):
        return content if isinstance(content, str) else content.unbroken
    shape = element("span", content.symbol, aria_hidden="true")
    return element("span", shape, f" {content.word}", class_=f"lampu {css(content.verdict)}")


def css(verdict: Verdict) -> str:
    """Class of a verdict in the style sheet."""
    return verdict.value.replace(" ", "-")
