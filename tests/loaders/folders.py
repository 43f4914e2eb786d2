"""Folders as an agency has them: exports under any name, canonical tables of an earlier period, a profile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kinerja_lab.dataset import Dataset
from kinerja_lab.loaders.pseudonym import open_key
from tests.loaders.exports import appraisal, ekinerja, workbook
from tests.small import PROFILE

PEOPLE = range(1, 10)
POSTS = {"skp_jenis_jabatan": "Fungsional"}


def profile(folder: Path, **changes: object) -> Path:
    """Write ``wilayah.toml``."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'{key} = "{value}"' for key, value in (PROFILE | changes).items()]
    (folder / "wilayah.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def export(
    folder: Path, name: str = "unduhan (3).xlsx", *, damaged: Mapping[int, Mapping[str, object]] | None = None
) -> Path:
    """Write an export of e-Kinerja about nine people, with a sheet that holds no table; some rows may be damaged."""
    rows = [appraisal(place, **(POSTS | dict((damaged or {}).get(place, {})))) for place in PEOPLE]
    workbook(folder / name, {"Laporan": ekinerja(rows), "dokumen": [["Petunjuk pengisian"]]})
    return folder


def canonical(folder: Path, data: Dataset) -> Path:
    """Write the tables of an earlier loading, with their pseudonyms."""
    for name, frame in data.tables.items():
        flags = {
            column: frame[column].map({True: "ya", False: "tidak"})
            for column in frame
            if frame[column].dtype == "boolean"
        }
        frame.assign(**flags).to_csv(folder / f"{name}.csv", index=False)
    return folder


def key(folder: Path, name: str = "kunci") -> Path:
    """Make a key outside the folder of the data."""
    path = folder / "rahasia" / name
    open_key(path)
    return path
