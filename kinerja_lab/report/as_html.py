"""Blocks as HTML that cannot be written unescaped."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.report import markup
from kinerja_lab.report.document import (
    Block,
    Bullets,
    Cell,
    Definitions,
    Finding,
    Heading,
    Lit,
    Paragraph,
    Table,
)
from kinerja_lab.report.markup import Markup, element, fragment


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
            return markup.table(caption(block), block.heads, rows, numbers=block.numbers)
        case markup.Figure():
            source = f"data:image/png;base64,{base64.b64encode(block.png).decode()}"
            shown = Markup(element("img", src=source, alt=block.alt).removesuffix("</img>"))
            return element("figure", shown, element("figcaption", block.caption))


def _heading(block: Heading) -> Markup:
    """Chapters are h2, since the title of the report is h1."""
    told = block.text if not block.number else f"{block.number} {block.text}"
    level = min(block.level + 1, 5)
    return element(f"h{level}", told, class_="bab") if block.level == 1 else element(f"h{level}", told)


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
        return content if isinstance(content, str) else content.text
    shape = element("span", content.symbol, aria_hidden="true")
    return element("span", shape, f" {content.word}", class_=f"lampu {css(content.verdict)}")


def css(verdict: Verdict) -> str:
    """Class of a verdict in the style sheet."""
    return verdict.value.replace(" ", "-")
