"""One region and period: run the notebook, and publish its files together or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat

from kinerja_lab.errors import ReportFailed, UnknownName
from kinerja_lab.loaders.regions import load_region
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.report.export import chosen
from kinerja_lab.report.notebook import Progress, published, run_notebook
from kinerja_lab.report.publish import report_folder, staged, write_text
from kinerja_lab.report.record import FILE as RECORD

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "notebooks" / "laporan_wilayah.ipynb"
EXECUTED, MANIFEST = "laporan.ipynb", "manifest.json"
_LOCK = ROOT / "requirements.lock"
_SCHEMA = "1"


def build_report(  # noqa: PLR0913 - what, from where, to where, in which form, and who looks on
    region: str,
    period: str | None = None,
    *,
    folder: str | Path = "",
    output: str | Path = "reports",
    language: str = "id",
    formats: Sequence[str] = (),
    progress: Progress | None = None,
) -> Path:
    """Make the evaluation report of a region and return its folder, ``output/<region>/<period>``.

    Parameters
    ----------
    region
        Name of a sample region; with ``folder`` the region's slug, or empty.
    period
        The reported period, the latest one if not given.
    folder
        Folder of canonical tables of one region; the sample regions if empty.
    output
        Where reports lie; an existing report is replaced only by a complete one.
    language
        ``id`` or ``en``.
    formats
        Of html, pdf, docx, xlsx; all if empty. The notebook and the machine-readable results are always written.
    progress
        Called with (cells run, all cells).

    Raises
    ------
    UnknownName, InvalidDataset
        Something asked for does not exist, or tables are broken; nothing was run.
    ReportFailed
        The run broke; nothing was published.
    """
    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    wanted = chosen(formats)
    data = load_region(region, period, folder)
    target = report_folder(output, data.profile.slug, data.period)
    public = {"wilayah": data.profile.slug, "periode": data.period, "data": "", "keluaran": "", "bahasa": language}
    local = str(Path(folder).resolve()) if str(folder) else ""
    public["bentuk"] = " ".join(wanted)
    with staged(target) as staging:
        executed = run_notebook(NOTEBOOK, {**public, "data": local, "keluaran": str(staging)}, progress=progress)
        record = _record(staging, data.content_hash)
        notebook = published(executed, public)
        write_text(staging / EXECUTED, nbformat.writes(notebook) + "\n")
        write_text(staging / MANIFEST, _manifest(staging, record, public, data.profile.key_id))
    return target


def _record(folder: Path, content_hash: str) -> dict[str, Any]:
    """What the notebook saved; it must be there, readable, and about the data that were read here."""
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ReportFailed("no_results", RECORD) from None
    if record.get("sidik_masukan") != content_hash:
        raise ReportFailed("input_changed", RECORD)
    return record


def _manifest(folder: Path, record: dict[str, Any], parameters: dict[str, str], key_id: str) -> str:
    """List the files with their digests, and what they were made with; no times, no paths, of a key its fingerprint."""
    contents = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    content = {
        "skema": _SCHEMA,
        "parameter": {name: value for name, value in parameters.items() if value},
        "sidik_masukan": record["sidik_masukan"],
        "versi": record["versi"],
        "kunci_paket": _digest(_LOCK.read_bytes()) if _LOCK.exists() else None,
        "berkas": {name: {"bita": len(data), "sha256": _digest(data)} for name, data in contents.items()},
    }
    if key_id:
        content["sidik_kunci"] = key_id
    return json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
