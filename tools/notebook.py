"""Runs the notebooks from top to bottom and keeps their outputs as references; pictures and traces of the run go.

Use: python tools/notebook.py notebooks/mulai.ipynb ...
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

from kinerja_lab.report.notebook import run_notebook

KEPT = ("kernelspec", "language_info")


def refresh(path: Path) -> None:
    """Run one notebook in place."""
    before = nbformat.read(path, as_version=4)
    executed = run_notebook(path, {})
    for cell, source in zip(executed.cells, before.cells, strict=True):
        cell.metadata = source.metadata
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("image/png", None)
            output.pop("metadata", None) if output.output_type == "stream" else output.update(metadata={})
    executed.metadata = {name: before.metadata[name] for name in KEPT}
    path.write_text(nbformat.writes(executed) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, flush=True)
        refresh(Path(name))
