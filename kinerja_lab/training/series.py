"""The series of workshops, in their order, and how one is begun."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from kinerja_lab.errors import UnknownName
from kinerja_lab.training.course import Workshop
from kinerja_lab.training.session import Session

# Each is a module of this room with WORKSHOP, and has its sentences in kata/<name>.toml.
SERIES = ("data_kotor", "penilai", "predikat", "keadilan", "ambang", "layanan", "laporan")


def find(name: str) -> Workshop:
    """Give a workshop by name.

    Raises
    ------
    UnknownName
        No such workshop; the error lists those there are.
    """
    if name not in SERIES:
        raise UnknownName("workshop", name, SERIES)
    found: Workshop = import_module(f"{__package__}.{name}").WORKSHOP
    return found


def workshop(name: str, data: str | Path = "") -> Session:
    """Begin a workshop on the sample region, or on the data in a participant's folder.

    Parameters
    ----------
    name
        One of ``SERIES``.
    data
        Folder made by ``kinerja-lab lokakarya``; empty for the sample region.

    Raises
    ------
    UnknownName
        No such workshop, or no such folder.
    """
    folder = Path(data) if str(data) else None
    if folder is not None and not folder.is_dir():
        raise UnknownName("folder", folder.name, sorted(item.name for item in folder.parent.glob("*") if item.is_dir()))
    return Session(find(name), folder)
