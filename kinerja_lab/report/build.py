"""One region and period: run the notebook, and publish its files together or not at all."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import nbformat

from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import ReportFailed, UnknownName
from kinerja_lab.files import write_whole
from kinerja_lab.loaders.regions import in_hand, load_region
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.report.export import chosen
from kinerja_lab.report.notebook import WITHOUT_KERNEL, Progress, published, run_notebook
from kinerja_lab.report.publish import report_folder, staged
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
    again: bool = True,
    engine: str | None = None,
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
    again
        Make it even if a report of the same input, by the same versions and with untouched files, lies there.
    engine
        Name of the engine of papermill that runs the notebook; its own, with a fresh kernel, if not given.

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
    made_of = _made_of(data, public)
    if not again and _stands(target, made_of):
        return target
    held = in_hand(data, local) if engine == WITHOUT_KERNEL else nullcontext()
    with staged(target) as staging, held:
        private = {**public, "data": local, "keluaran": str(staging)}
        executed = run_notebook(NOTEBOOK, private, progress=progress, engine=engine)
        record = _record(staging, data.content_hash)
        notebook = published(executed, public)
        write_whole(staging / EXECUTED, nbformat.writes(notebook) + "\n")
        manifest = made_of | {"versi": record["versi"], "berkas": _files(staging)}
        write_whole(staging / MANIFEST, json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
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


def _made_of(data: Dataset, parameters: dict[str, str]) -> dict[str, Any]:
    """What a report is made of, and with which code; no times, no paths, of a key its fingerprint."""
    content = {
        "skema": _SCHEMA,
        "parameter": {name: value for name, value in parameters.items() if value},
        "sidik_masukan": data.content_hash,
        "sidik_muat": _digest(data.log.to_csv(index=False).encode()),
        "sidik_program": _program(NOTEBOOK),
        "kunci_paket": _digest(_LOCK.read_bytes()) if _LOCK.exists() else None,
    }
    return content | ({"sidik_kunci": data.profile.key_id} if data.profile.key_id else {})


def _stands(folder: Path, made_of: dict[str, Any]) -> bool:
    """Whether a report lies there that would come out the same, and nobody changed its files since."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        versions = {name: _installed(name) for name in manifest["versi"]}
        return bool(manifest == made_of | {"versi": versions, "berkas": _files(folder)})
    except (OSError, ValueError, KeyError, TypeError, PackageNotFoundError):
        return False


def _files(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and digest of every file of a report but the manifest."""
    contents = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != MANIFEST}
    return {name: {"bita": len(content), "sha256": _digest(content)} for name, content in contents.items()}


@cache
def _program(notebook: Path) -> str:
    """Digest of everything that this package is made of, and of a notebook."""
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.parent.name != "__pycache__")
    named = [f"{path.relative_to(package).as_posix()} {_digest(path.read_bytes())}" for path in files]
    return _digest("\n".join([*named, _digest(notebook.read_bytes())]).encode())


def _installed(name: str) -> str:
    return platform.python_version() if name == "python" else version(name)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
