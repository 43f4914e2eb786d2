"""Parts of a Word file: paragraphs, findings, tables, fields; all text goes in as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from docx.oxml.ns import qn

from kinerja_lab.report.document import Bullets, Cell, Definitions, Finding, Heading, Lit, Table, plain, width
from kinerja_lab.report.word_styles import TABLE_STYLE, node

STYLES: Final = {
    "pertanyaan": "Pertanyaan",
    "catatan": "Catatan",
    "sumber": "Catatan",
    "kaki": "Catatan",
    "simulasi": "Pemberitahuan",
}
_INDENT, _BELOW = "198", "180"  # of findings, in twentieths of a point
_ROOM = {False: 9070.0, True: 14000.0}  # between the margins, in twentieths of a point
_LETTER, _BESIDE = 92.0, 230.0  # of a letter in a table, and of the margins of a cell
_MARGINS = {"top": "30", "left": "80", "bottom": "30", "right": "80"}  # of a cell, in twentieths of a point
_LINES = {"top": "12", "bottom": "12", "insideH": "4"}  # eighths of a point


def paragraph(made: Any, style: str, *runs: Any, look: Sequence[Any] = ()) -> Any:
    """Add a paragraph of runs in a style; ``look`` are further properties, in the order that Word wants.

    Made of nodes, since python-docx looks for the right place of each: three times as long.
    """
    added, properties = node("p"), node("pPr")
    properties.append(node("pStyle", val=style.replace(" ", "")))
    properties.extend(look)
    added.append(properties)
    added.extend(runs)
    made.element.body[-1].addprevious(added)  # the last one is the section
    return added


def run(words: str, *, bold: bool = False, colour: str = "") -> Any:
    """Words in a line, as text."""
    made, text = node("r"), node("t")
    if bold or colour:
        look = node("rPr")
        look.extend([node("b")] if bold else [])
        look.extend([node("color", val=colour.lstrip("#").upper())] if colour else [])
        made.append(look)
    text.text = plain(words)
    text.set(qn("xml:space"), "preserve")
    made.append(text)
    return made


def _lamp(shown: Lit) -> Any:
    """Verdict as shape and word in its colour."""
    return run(str(shown), bold=True, colour=shown.colour)


def told(block: Heading) -> str:
    """Number and text of a heading."""
    return f"{block.number} {block.text}" if block.number else block.text


def caption(block: Table) -> str:
    """Label and caption of a table."""
    return f"{block.label}. {block.caption}" if block.label else block.caption


def pair(made: Any, term: Cell, said: str, style: str) -> None:
    """Add a term and what it stands for."""
    named = _lamp(term) if isinstance(term, Lit) else run(str(term), bold=True)
    paragraph(made, style, named, run(f": {said}"))


def bullets(made: Any, block: Bullets) -> None:
    """Add a list of sentences."""
    for item in block.items:
        paragraph(made, "List Number" if block.ordered else "List Bullet", run(item))


def definitions(made: Any, block: Definitions) -> None:
    """Add terms and what they stand for."""
    for term, said in block.pairs:
        pair(made, term, said, "Keterangan")


def finding(made: Any, block: Finding) -> None:
    """Add verdict and answer behind a bar in the colour of the verdict, and the lines below it."""
    title = [run(f"{block.title}   ", bold=True)] if block.title else []
    lines = [("Temuan", [*title, _lamp(block.lit)])]
    lines += [("Temuan", [run(block.answer)])] if block.answer else []
    lines += [("Catatan", [run(f"{term}: ", bold=True), run(said)]) for term, said in block.lines]
    for place, (style, runs) in enumerate(lines, start=1):
        last = place == len(lines)
        kept = node("keepNext", val="0") if last and block.answer else node("keepNext")
        below = [node("spacing", after=_BELOW)] if last else []
        bar = border("left", block.lit.colour.lstrip("#"), size="24")
        paragraph(made, style, *runs, look=[kept, bar, *below, node("ind", left=_INDENT)])


def border(side: str, colour: str, *, style: str = "single", size: str = "8") -> Any:
    """Line at a side of a paragraph."""
    sides = node("pBdr")
    sides.append(node(side, val=style, sz=size, space="8" if side == "left" else "6", color=colour))
    return sides


def table(made: Any, block: Table, *, across: bool = False) -> None:
    """Add a table under its caption; its heads repeat on every page, and its rows stay whole."""
    paragraph(made, TABLE_STYLE, run(caption(block)))
    if block.note:
        paragraph(made, "Catatan", run(block.note), look=[node("keepNext")])
    shown = node("tbl")
    shown.append(_properties(block))
    grid = node("tblGrid")
    for wide in _widths(block, _ROOM[across]):
        grid.append(node("gridCol", w=str(wide)))
    shown.append(grid)
    shown.append(_row(block.heads, block, head=True))
    for row in block.rows:
        shown.append(_row(row, block, head=False))
    made.element.body[-1].addprevious(shown)
    paragraph(made, "Isi Tabel")


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
    margins = node("tblCellMar")
    for side, room in _MARGINS.items():
        margins.append(node(side, w=room, type="dxa"))
    properties.append(margins)
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
    cell, properties, line = node("tc"), node("pPr"), node("p")
    shade = node("tcPr")
    shade.append(node("tcW", w="0", type="auto"))
    if head:
        shade.append(node("shd", val="clear", color="auto", fill="F3F5F8"))
    properties.append(node("pStyle", val="KepalaTabel" if head else "IsiTabel"))
    if right:
        properties.append(node("jc", val="right"))
    line.append(properties)
    line.append(_lamp(content) if isinstance(content, Lit) else run(str(content)))
    cell.append(shade)
    cell.append(line)
    return cell


def contents(made: Any, field: str, lines: list[tuple[int, str]], hint: str = "") -> None:
    """Add a list that Word can update, with the lines that it has now; a hint below them goes with the update."""
    shown = [(f"toc {level}", words) for level, words in lines] + ([("Catatan", hint)] if hint else [])
    for place, (style, words) in enumerate(shown, start=1):
        begin = _begin(field) if place == 1 else []
        paragraph(made, style, *begin, run(words), *([_mark("end")] if place == len(shown) else []))


def _begin(field: str) -> list[Any]:
    """Start of a field, up to what it shows."""
    code, text = node("r"), node("instrText")
    text.text = f" {field} "
    text.set(qn("xml:space"), "preserve")
    code.append(text)
    return [_mark("begin"), code, _mark("separate")]


def _mark(kind: str) -> Any:
    made = node("r")
    made.append(node("fldChar", fldCharType=kind))
    return made


def page_of(template: str) -> list[Any]:
    """Line such as *Halaman 2 dari 9* with fields for both numbers."""
    before, _, rest = template.partition("{page}")
    between, _, after = rest.partition("{pages}")
    page, pages = ([*_begin(field), run("1"), _mark("end")] for field in ("PAGE", "NUMPAGES"))
    return [run(before), *page, run(between), *pages, run(after)]
