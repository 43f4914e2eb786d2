"""HTML that cannot be written unescaped: elements hold text or other elements."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape, unescape

_CELL_END = re.compile(r"</t[hd]>(?!</tr>)|</dt>")
_LINE_END = re.compile(r"</(?:p|h[1-6]|li|tr|dd|caption|div|figcaption)>")
_TAG = re.compile(r"<[^>]*>")


class Markup(str):
    """HTML that was built here and is not escaped again."""

    __slots__ = ()


def plain(told: str) -> str:
    r"""Text without signs that no reader sees: control characters and marks that turn the direction of writing.

    Example
    -------
    >>> plain("Dinas\u202e A\x00\nB")
    'Dinas A B'
    """
    if told.isprintable():
        return told
    return " ".join("".join(sign for sign in told if sign.isspace() or not _is_unseen(sign)).split())


def _is_unseen(sign: str) -> bool:
    """Whether a sign is of Unicode's class "other": control, format, surrogate, private use, unassigned."""
    return unicodedata.category(sign).startswith("C")


def element(name: str, *children: str | None, **attributes: str) -> Markup:
    """Build one element; children that are not ``Markup`` are text, ``None`` is left out.

    Attributes named after Python words end in an underscore; inner underscores become hyphens.

    Example
    -------
    >>> str(element("td", "A & B <x>", class_="angka"))
    '<td class="angka">A &amp; B &lt;x&gt;</td>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(plain(value))}"' for key, value in attributes.items()
    )
    return Markup(f"<{name}{given}>{fragment(*children)}</{name}>")


def fragment(*children: str | None) -> Markup:
    """Join elements and texts without an element around them."""
    shown = (child for child in children if child is not None)
    return Markup("".join(child if isinstance(child, Markup) else escape(plain(child)) for child in shown))


def paragraph(text: str, class_: str = "") -> Markup | None:
    """Build a paragraph; no text, no paragraph."""
    if not text:
        return None
    return element("p", text, class_=class_) if class_ else element("p", text)


def definitions(pairs: Sequence[tuple[str, str]], class_: str) -> Markup:
    """Build a list of terms and what they stand for; pairs without a description are left out."""
    rows = (part for term, said in pairs if said for part in (element("dt", term), element("dd", said)))
    return element("dl", *rows, class_=class_)


Rows = Sequence[Sequence[str]]


def table(caption: str, columns: Sequence[str], rows: Rows, *, numbers: Sequence[int] = (), name: str = "") -> Markup:
    """Build a table that a screen reader can read: caption, heads of columns and of rows.

    ``numbers`` are the places of columns that hold numbers, which stand to the right; ``name`` is what links point to.
    """

    def cell(name: str, place: int, content: str, **attributes: str) -> Markup:
        return element(name, content, **attributes, **({"class_": "angka"} if place in numbers else {}))

    def line(row: Sequence[str]) -> Markup:
        head = cell("th", 0, row[0], scope="row")
        return element("tr", head, *(cell("td", place, content) for place, content in enumerate(row[1:], start=1)))

    heads = [cell("th", place, column, scope="col") for place, column in enumerate(columns)]
    parts = element("thead", element("tr", *heads)), element("tbody", *map(line, rows))
    named = {"id": name} if name else {}
    return element("div", element("table", element("caption", caption), *parts), class_="gulir", **named)


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """Something a notebook shows: HTML for reading, and the same as plain text for comparing."""

    html: Markup

    def _repr_html_(self) -> str:
        return str(self.html)

    def __repr__(self) -> str:
        cells = _CELL_END.sub(" | ", self.html)
        return unescape(_TAG.sub("", _LINE_END.sub("\n", cells))).rstrip("\n")


@dataclass(frozen=True, slots=True, repr=False)
class Figure:
    """A picture with its alternative text and its numbered caption; without a picture it shows nothing.

    ``svg`` is the same for print.
    """

    png: bytes = field(default=b"", repr=False)
    alt: str = ""
    caption: str = ""
    svg: bytes = field(default=b"", repr=False)

    def __repr__(self) -> str:
        return self.caption

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, object], dict[str, object]]:
        if not self.png:
            return {"text/plain": ""}, {}
        shown: dict[str, object] = {"image/png": self.png, "text/plain": self.caption}
        return shown, {"image/png": {"alt": self.alt, "caption": self.caption}}
