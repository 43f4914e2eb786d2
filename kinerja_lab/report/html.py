"""Self-contained HTML pages: no code, no script, nothing fetched from anywhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from kinerja_lab.messages.catalogue import text
from kinerja_lab.report.markup import Markup, element

COMPARISON: Final = "banding.html"  # pages that the index links, named here so that it does without their statistics
HISTORY: Final = "semester.html"
_STYLES: Final = Path(__file__).parent / "template" / "laporan.css"
_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HEAD: Final = (
    '<meta charset="utf-8">'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
)
_UNSAFE: Final = str.maketrans("\n", " ", '"\\<')  # could end the string or the element of the style sheet


def page(body: Markup, *, title: str, language: str) -> str:
    """Put HTML that was built here on a page to read, print and file."""
    start, middle, end = re.split(r"\{pages?\}", text(language, "document", "page_of"))
    number = f'"{start}" counter(page) "{middle}" counter(pages) "{end}"'
    margins = f'@top-left {{ content: "{title.translate(_UNSAFE)}" }} @bottom-right {{ content: {number} }}'
    running = f"@media print {{ @page {{ {margins} }} }}"
    head = element("head", Markup(_HEAD), element("title", title), element("style", Markup(_styles() + running)))
    shown = element("html", head, element("body", element("main", body)), lang=language)
    return f"<!DOCTYPE html>\n{shown}\n"


@cache
def _styles() -> str:
    """The style sheet of all pages."""
    return _STYLES.read_text("utf-8")
