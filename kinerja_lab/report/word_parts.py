"""Parts of a Word file: paragraphs, findings, tables, fields; all text goes in as text."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Words

from kinerja_lab.report.document import Bullets, Cell, Definitions, Finding, Heading, Lit, Table, plain, width
from kinerja_lab.report.word_styles import TABLE_STYLE, node

STYLES: Final = {
    "pertanyaan": "Pertanyaan",
    "catatan": "Catatan",
    "sumber": "Catatan",
    "kaki": "Catatan",
    "simulasi": "Pemberitahuan",
}
_INDENT, _BELOW = Cm(0.35), Pt(9)
_ROOM = {False: 9070.0, True: 14000.0}  # between the margins, in twentieths of a point
_LETTER, _BESIDE = 92.0, 230.0  # of a letter in a table, and of the margins of a cell
_LINES = {"top": "12", "bottom": "12", "insideH": "4"}  # eighths of a point


def paragraph(made: Any, told: str, style: str) -> Any:
    """Add a paragraph in a style, by the style's key: python-docx would look through all styles every time."""
    added = Words(made.element.body.add_p(), made._body)
    added._p.style = style.replace(" ", "")
    if told:
        added.add_run(plain(told))
    return added


def told(block: Heading) -> str:
    """Number and text of a heading."""
    return f"{block.number} {block.text}" if block.number else block.text


def caption(block: Table) -> str:
    """Label and caption of a table."""
    return f"{block.label}. {block.caption}" if block.label else block.caption


def pair(made: Any, term: Cell, said: str, style: str) -> None:
    """Add a term and what it stands for."""
    added = paragraph(made, "", style)
    if isinstance(term, Lit):
        _lamp(added, term)
    else:
        added.add_run(plain(str(term))).bold = True
    added.add_run(plain(f": {said}"))


def bullets(made: Any, block: Bullets) -> None:
    """Add a list of sentences."""
    for item in block.items:
        paragraph(made, item, "List Number" if block.ordered else "List Bullet")


def definitions(made: Any, block: Definitions) -> None:
    """Add terms and what they stand for."""
    for term, said in block.pairs:
        pair(made, term, said, "Keterangan")


def finding(made: Any, block: Finding) -> None:
    """Add verdict and answer behind a bar in the colour of the verdict, and the lines below it."""
    lines = [_barred(made, block)]
    if block.title:
        lines[0].add_run(plain(f"{block.title}   ")).bold = True
    _lamp(lines[0], block.lit)
    if block.answer:
        lines.append(_barred(made, block))
        lines[-1].add_run(plain(block.answer))
    for term, said in block.lines:
        lines.append(_barred(made, block, "Catatan"))
        lines[-1].add_run(plain(f"{term}: ")).bold = True
        lines[-1].add_run(plain(said))
    lines[-1].paragraph_format.keep_with_next = False
    lines[-1].paragraph_format.space_after = _BELOW


def _barred(made: Any, block: Finding, style: str = "Temuan") -> Any:
    added = paragraph(made, "", style)
    added.paragraph_format.left_indent, added.paragraph_format.keep_with_next = _INDENT, True
    border(added, "left", block.lit.colour.lstrip("#"), size="24")
    return added


def _lamp(added: Any, shown: Lit) -> None:
    run = added.add_run(f"{shown.symbol} {shown.word}")
    run.bold, run.font.color.rgb = True, RGBColor.from_string(shown.colour.lstrip("#").upper())


def border(added: Any, side: str, colour: str, *, style: str = "single", size: str = "8") -> None:
    """Draw a line at a side of a paragraph."""
    sides = node("pBdr")
    sides.append(node(side, val=style, sz=size, space="8" if side == "left" else "6", color=colour))
    # Word wants the parts of a paragraph's properties in their order.
    properties = added._p.get_or_add_pPr()
    later = [child for child in properties if child.tag in _AFTER_BORDERS]
    later[0].addprevious(sides) if later else properties.append(sides)


_AFTER_BORDERS: Final = tuple(map(qn, ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")))


def table(made: Any, block: Table, *, across: bool = False) -> None:
    """Add a table under its caption; its heads repeat on every page, and its rows stay whole."""
    paragraph(made, caption(block), TABLE_STYLE)
    shown = node("tbl")
    shown.append(_properties(block))
    grid = node("tblGrid")
    for wide in _widths(block, _ROOM[across]):
        grid.append(node("gridCol", w=str(wide)))
    shown.append(grid)
    shown.append(_row(block.heads, block, head=True))
    for row in block.rows:
        shown.append(_row(row, block, head=False))
    made.element.body.insert_element_before(shown, "w:sectPr")
    paragraph(made, "", "Isi Tabel")


def _widths(block: Table, room: float) -> list[int]:
    """Widths of the columns in twentieths of a point."""
    asked = [width(block, column) for column in range(len(block.heads))]
    fixed = [_BESIDE - each * _LETTER if each < 0 else 0.0 for each in asked]
    left, shares = max(room - sum(fixed), room / 4), sum(each for each in asked if each > 0)
    return [round(known or left * each / shares) for each, known in zip(asked, fixed, strict=True)]


def _properties(block: Table) -> Any:
    """Full width, lines above, below and between rows, and what the table is about for those who do not see it."""
    properties = node("tblPr")
    properties.append(node("tblW", w="5000", type="pct"))
    borders = node("tblBorders")
    for side, size in _LINES.items():
        borders.append(node(side, val="single", sz=size, space="0", color="8A8F94"))
    properties.append(borders)
    properties.append(node("tblLook", firstRow="1", firstColumn="1", noHBand="1", noVBand="1"))
    properties.append(node("tblCaption", val=plain(caption(block))))
    return properties


def _row(cells: tuple[Cell, ...], block: Table, *, head: bool) -> Any:
    """One row; a row of heads repeats on every page."""
    row, properties = node("tr"), node("trPr")
    properties.append(node("cantSplit"))
    if head:
        properties.append(node("tblHeader"))
    row.append(properties)
    for place, content in enumerate(cells):
        row.append(_cell(content, right=place in block.numbers, head=head))
    return row


def _cell(content: Cell, *, right: bool, head: bool) -> Any:
    cell, properties, text = node("tc"), node("pPr"), node("t")
    shade = node("tcPr")
    shade.append(node("tcW", w="0", type="auto"))
    if head:
        shade.append(node("shd", val="clear", color="auto", fill="F3F5F8"))
    properties.append(node("pStyle", val="KepalaTabel" if head else "IsiTabel"))
    if right:
        properties.append(node("jc", val="right"))
    text.text = plain(str(content))
    text.set(qn("xml:space"), "preserve")
    run, line = node("r"), node("p")
    if isinstance(content, Lit):
        look = node("rPr")
        look.append(node("b"))
        look.append(node("color", val=content.colour.lstrip("#").upper()))
        run.append(look)
    run.append(text)
    line.append(properties)
    line.append(run)
    cell.append(shade)
    cell.append(line)
    return cell


def contents(made: Any, field: str, lines: list[tuple[int, str]]) -> None:
    """Add a list that Word can update, with the lines that it has now."""
    for place, (level, told) in enumerate(lines):
        added = paragraph(made, "", f"toc {level}")
        if place == 0:
            _begin(added, field)
        added.add_run(plain(told))
        if place == len(lines) - 1:
            added.add_run()._r.append(node("fldChar", fldCharType="end"))


def _begin(added: Any, field: str) -> None:
    added.add_run()._r.append(node("fldChar", fldCharType="begin"))
    code = node("instrText")
    code.text = f" {field} "
    code.set(qn("xml:space"), "preserve")
    added.add_run()._r.append(code)
    added.add_run()._r.append(node("fldChar", fldCharType="separate"))


def page_of(added: Any, template: str) -> None:
    """Write a line such as *Halaman 2 dari 9* with fields for both numbers."""
    before, _, rest = template.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for words, field in ((before, "PAGE"), (between, "NUMPAGES")):
        added.add_run(words)
        _begin(added, field)
        added.add_run("1")
        added.add_run()._r.append(node("fldChar", fldCharType="end"))
    added.add_run(after)
