"""Styles of the Word file: fonts, headings, lists, captions, cells, findings."""

from __future__ import annotations

from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.enum.text import WD_TAB_LEADER as LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

TABLE_STYLE, FIGURE_STYLE = "Judul Tabel", "Judul Gambar"
_FONT, _W = "Arial", qn("w:p").removesuffix("p")
_BRAND, _SOFT, _NOTICE = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x5B, 0x66, 0x75), RGBColor(0x8A, 0x5A, 0x00)
_HEADINGS: Final = {1: (16, 0, 10), 2: (13, 16, 5), 3: (11, 12, 3), 4: (10.5, 8, 2)}  # size, space before, after
# name: size, bold, italic, colour, alignment, space before, space after, kept with the next paragraph
_OWN: Final[dict[str, tuple[Any, ...]]] = {
    "Kop": (12, True, False, None, ALIGN.CENTER, 0, 2, True),
    "Pemberitahuan": (10, True, False, _NOTICE, ALIGN.LEFT, 14, 6, False),
    "Fakta": (10.5, False, False, None, ALIGN.LEFT, 0, 3, False),
    "Tanda Tangan": (10.5, False, False, None, ALIGN.LEFT, 0, 2, True),
    "Judul Daftar": (14, True, False, _BRAND, ALIGN.LEFT, 14, 6, True),
    "Pertanyaan": (10.5, False, True, _SOFT, ALIGN.LEFT, 0, 6, True),
    "Ringkasan": (9.5, False, False, None, ALIGN.LEFT, 0, 2, False),
    "Catatan": (9, False, False, _SOFT, ALIGN.LEFT, 2, 4, False),
    "Temuan": (10.5, False, False, None, ALIGN.LEFT, 0, 2, True),
    "Keterangan": (10, False, False, None, ALIGN.LEFT, 0, 3, False),
    TABLE_STYLE: (10, True, False, None, ALIGN.LEFT, 12, 4, True),
    FIGURE_STYLE: (10, True, False, None, ALIGN.LEFT, 4, 12, False),
    "Gambar": (10, False, False, None, ALIGN.CENTER, 8, 0, True),
    "Isi Tabel": (8, False, False, None, ALIGN.LEFT, 0, 0, False),
    "Kepala Tabel": (8, True, False, None, ALIGN.LEFT, 0, 0, True),
    "toc 1": (10.5, False, False, None, ALIGN.LEFT, 3, 2, False),
    "toc 2": (10.5, False, False, None, ALIGN.LEFT, 0, 1, False),
}
_INDENTS = {"Tanda Tangan": Cm(8.5), "Temuan": Cm(0.35), "toc 2": Cm(0.8), "Keterangan": Cm(0)}


def dress(made: Any, language: str) -> None:
    """Set the styles of a new Word file."""
    _defaults(made, language)
    for level, (size, before, after) in _HEADINGS.items():
        style = made.styles[f"Heading {level}"]
        _letters(style, size, bold=True, italic=False, colour=_BRAND)
        _spaces(style, before, after)
    for name, size, before, after in (("Title", 24, 170, 8), ("Subtitle", 14, 0, 120)):
        style = made.styles[name]
        _letters(style, size, bold=name == "Title", italic=False, colour=_BRAND if name == "Title" else _SOFT)
        _spaces(style, before, after)
        style.paragraph_format.alignment = ALIGN.CENTER
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(2)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    for name, (size, bold, italic, colour, align, before, after, kept) in _OWN.items():
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Normal"]
        _letters(style, size, bold=bold, italic=italic, colour=colour)
        _spaces(style, before, after)
        style.paragraph_format.alignment, style.paragraph_format.keep_with_next = align, kept
        if name == "Ringkasan" or (name.endswith("Tabel") and name != TABLE_STYLE):
            style.paragraph_format.line_spacing = 1.0
        if name.startswith("toc"):
            style.paragraph_format.tab_stops.add_tab_stop(Cm(16), TAB.RIGHT, LEADER.DOTS)
        if name in _INDENTS:
            style.paragraph_format.left_indent = _INDENTS[name]


def _defaults(made: Any, language: str) -> None:
    """Font, language and spacing of everything."""
    normal = made.styles["Normal"]
    _letters(normal, 10.5, bold=False, italic=False, colour=None)
    _spaces(normal, 0, 6)
    normal.paragraph_format.line_spacing = 1.15
    for spoken in made.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    for name in ("Header", "Footer"):
        _letters(made.styles[name], 8.5, bold=False, italic=False, colour=_SOFT)
    made.styles["Footer"].paragraph_format.alignment = ALIGN.RIGHT


def _letters(style: Any, size: float, *, bold: bool, italic: bool, colour: RGBColor | None) -> None:
    """Font of a style; the theme's fonts would win over a name that is not set for every script."""
    font = style.font
    font.name, font.size, font.bold, font.italic = _FONT, Pt(size), bold, italic
    if colour is not None:
        font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    for script in ("hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)


def _spaces(style: Any, before: float, after: float) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def node(name: str, **attributes: str) -> Any:
    """Element of the file's XML with attributes, made as lxml makes it: python-docx takes three times as long."""
    return etree.Element(f"{_W}{name}", {f"{_W}{key}": value for key, value in attributes.items()})
