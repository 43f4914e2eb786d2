"""The notebooks keep what they showed, so that a strict comparison compares something."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import papermill
import pytest

from kinerja_lab.checks.protocol import Topic

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
REPORT = NOTEBOOKS / "laporan_wilayah.ipynb"
COMPARISON = NOTEBOOKS / "perbandingan_wilayah.ipynb"
ALL = [REPORT, COMPARISON, NOTEBOOKS / "mulai.ipynb", *sorted((NOTEBOOKS / "penelitian").glob("*.ipynb"))]


def outputs(path: Path, *, compared: bool = True) -> dict[str, str]:
    """Text that each code cell has stored."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    kept = [cell for cell in cells if not compared or "nbval-ignore-output" not in cell.metadata.get("tags", [])]
    return {
        cell.id: "".join(output.get("text", "") or output.data.get("text/plain", "") for output in cell.outputs)
        for cell in kept
    }


def test_the_report_takes_six_parameters_that_are_all_text() -> None:
    found = papermill.inspect_notebook(REPORT)
    assert list(found) == ["wilayah", "periode", "data", "keluaran", "bahasa", "bentuk"]
    assert all(re.fullmatch(r'"[^"]*"', item["default"]) for item in found.values())


def test_the_report_has_a_section_for_every_topic() -> None:
    sources = "\n".join(cell.source for cell in nbformat.read(REPORT, as_version=4).cells)
    for topic in Topic:
        for part in ("words", "pictures"):
            assert f'laporan.{part}("{topic}")' in sources


def test_the_references_of_the_report_hold_numbers_and_verdicts() -> None:
    stored = outputs(REPORT)
    assert len(re.findall(r"\d,\d\d", stored["ringkasan"])) >= 10
    assert stored["ringkasan"].count("WAJAR") >= 1
    for topic in ("mutu-data", "kesepakatan", "penilai", "objektivitas", "kesetaraan", "konsekuensi"):
        assert re.search(r"\d,\d", stored[topic]), topic
    assert "Tabel L." in stored["batas"]
    assert "unknown" not in "".join(stored.values())


def test_the_references_of_the_comparison_tell_how_much_regions_differ() -> None:
    stored = outputs(COMPARISON)
    for cell in ("mutu-data", "kesepakatan", "penilai", "objektivitas", "kesetaraan", "konsekuensi"):
        assert "I²" in stored[cell], cell
    assert "bukan peringkat" in stored["gerbang"]
    assert "belum tampak berubah" in stored["semester"]


def test_the_references_of_the_first_steps_hold_numbers() -> None:
    stored = outputs(NOTEBOOKS / "mulai.ipynb")
    assert sum(bool(re.search(r"\d", text)) for text in stored.values()) >= 5


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_cells_have_readable_names_that_stay(path: Path) -> None:
    names = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert [name for name in names if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_notebooks_store_no_picture_and_no_warning(path: Path) -> None:
    found = [output for cell in nbformat.read(path, as_version=4).cells for output in cell.get("outputs", ())]
    assert [output for output in found if "image/png" in output.get("data", {})] == []
    assert [output for output in found if output.get("name") == "stderr"] == []
