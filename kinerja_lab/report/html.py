"""Self-contained HTML pages: no code, no script, nothing fetched from anywhere."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode

from kinerja_lab.report.markup import Markup

_TEMPLATES = Path(__file__).parent / "template"


def to_html(notebook: NotebookNode, *, title: str, language: str) -> str:
    """Render what an executed notebook shows as a page to read, print and file."""
    exporter = HTMLExporter(
        template_name="laporan",
        extra_template_basedirs=[str(_TEMPLATES)],
        language_code=language,
        exclude_input=True,
        exclude_markdown=True,
    )
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    return str(html)


def page(body: Markup, *, title: str, language: str) -> str:
    """Render HTML that was built here in the same dress."""
    shown = nbformat.v4.new_output("display_data", data={"text/html": str(body)})
    cell = nbformat.v4.new_code_cell(outputs=[shown], id="isi")
    return to_html(nbformat.v4.new_notebook(cells=[cell]), title=title, language=language)
