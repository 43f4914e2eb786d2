"""The report as files to read, sign, file and work on: ``laporan.html``, ``.pdf``, ``.docx`` and ``.xlsx``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinerja_lab.errors import UnknownName
from kinerja_lab.files import write_whole

if TYPE_CHECKING:
    from kinerja_lab.dataset import Dataset
    from kinerja_lab.report.display import Report
    from kinerja_lab.report.document import Document

FORMATS: Final = ("html", "pdf", "docx", "xlsx")
_NAME: Final = "laporan"


def chosen(formats: str | Sequence[str]) -> tuple[str, ...]:
    """Formats by name, in the order of ``FORMATS``; text is split at spaces, and nothing means all.

    Raises
    ------
    UnknownName
        A name that is no format.
    """
    given = formats.split() if isinstance(formats, str) else list(formats)
    for name in given:
        if name not in FORMATS:
            raise UnknownName("format", name, FORMATS)
    return tuple(name for name in FORMATS if name in given or not given)


def export(report: Report, data: Dataset, folder: str | Path, formats: str | Sequence[str] = "") -> None:
    """Write the report in several formats; an empty name of a folder writes nothing.

    Parameters
    ----------
    report
        The report; what it has drawn already is not drawn again.
    data
        What it is about.
    folder
        Where the files go; each is written whole or not at all.
    formats
        Names of formats, as text with spaces between or as a sequence; all if empty.

    Raises
    ------
    UnknownName
        A name that is no format.
    ReportFailed
        The folder cannot be written.
    """
    wanted = chosen(formats)
    if not str(folder):
        return
    # Whoever only asks for the names of the formats does without pictures and statistics.
    made = import_module("kinerja_lab.report.chapters").document(report, data)
    for name in wanted:
        write_whole(Path(folder) / f"{_NAME}.{name}", _writer(name)(made))


def _writer(name: str) -> Callable[[Document], bytes]:
    """What writes a format, with its library imported on first use."""
    writer: Callable[[Document], bytes] = getattr(import_module(f"kinerja_lab.report.as_{name}"), f"to_{name}")
    return writer
